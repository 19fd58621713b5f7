"""GitHub's expressions, as far as our workflows use them (docs.github.com, "Evaluate expressions in workflows and actions")."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_][\w.-]*)(?P<call>\(\))?|(?P<sign>==|!=|&&|\|\||!|\(|\)))"
)
MARK = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)

Functions = Mapping[str, Callable[[], bool]]


def filled(text: str, context: Mapping[str, Any], functions: Functions | None = None) -> str:
    """`text` with every `${{ … }}` as it is worth in `context`."""
    return MARK.sub(lambda found: said(evaluate(found[1], context, functions or {})), text)


def holds(condition: str, context: Mapping[str, Any], functions: Functions) -> bool:
    """Whether a condition of `if:` is met; one without a status function asks for success too."""
    bare = condition.strip().removeprefix("${{").removesuffix("}}")
    met = truth(evaluate(bare, context, functions))
    asked = any(f"{name}()" in bare for name in ("success", "failure", "always", "cancelled"))
    return met and (asked or functions["success"]())


def evaluate(text: str, context: Mapping[str, Any], functions: Functions) -> Any:
    """What an expression is worth."""
    tokens = []
    position = 0
    while text[position:].strip():
        found = TOKEN.match(text, position)
        assert found, f"not understood: {text[position:]!r} of {text!r}"
        tokens.append(found)
        position = found.end()
    value, rest = _either(tokens, context, functions)
    assert not rest, f"left over in {text!r}"
    return value


def truth(value: Any) -> bool:
    return value not in (None, "", False, 0)


def said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _either(tokens: list[re.Match[str]], context: Any, functions: Functions) -> tuple[Any, list[re.Match[str]]]:
    value, tokens = _both(tokens, context, functions)
    while tokens and tokens[0]["sign"] == "||":
        other, tokens = _both(tokens[1:], context, functions)
        value = value if truth(value) else other
    return value, tokens


def _both(tokens: list[re.Match[str]], context: Any, functions: Functions) -> tuple[Any, list[re.Match[str]]]:
    value, tokens = _equal(tokens, context, functions)
    while tokens and tokens[0]["sign"] == "&&":
        other, tokens = _equal(tokens[1:], context, functions)
        value = other if truth(value) else value
    return value, tokens


def _equal(tokens: list[re.Match[str]], context: Any, functions: Functions) -> tuple[Any, list[re.Match[str]]]:
    value, tokens = _one(tokens, context, functions)
    if tokens and tokens[0]["sign"] in ("==", "!="):
        sign = tokens[0]["sign"]
        other, tokens = _one(tokens[1:], context, functions)
        value = (said(value).casefold() == said(other).casefold()) == (sign == "==")
    return value, tokens


def _one(tokens: list[re.Match[str]], context: Any, functions: Functions) -> tuple[Any, list[re.Match[str]]]:
    first, rest = tokens[0], tokens[1:]
    if first["sign"] == "!":
        value, rest = _one(rest, context, functions)
        return not truth(value), rest
    if first["sign"] == "(":
        value, rest = _either(rest, context, functions)
        assert rest[0]["sign"] == ")"
        return value, rest[1:]
    if first["text"] is not None:
        return first["text"][1:-1].replace("''", "'"), rest
    if first["call"]:
        return functions[first["name"]](), rest
    if first["name"] in ("true", "false"):
        return first["name"] == "true", rest
    value = context
    for part in first["name"].split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value, rest
