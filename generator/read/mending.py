"""What a line of YAML that cannot be understood was most likely meant to be: the line to write instead.

Mending is done only to say something useful and to find the other problems of the same file in the same run. Whatever was
mended stays an error. Each repair changes one line and nothing that stands on others.
"""

from __future__ import annotations

import re
from typing import Any

from generator.pattern import pattern
from generator.read.findings import Findings

MOST = 12
"""Repairs of one text."""

PAIR = pattern(r"(?P<lead>\s*(?:- )?)(?P<key>[\w-]+):\s+(?P<value>\S.*?)\s*")
SPECIAL = "&*@`[]{}!%|>-?'\"#,"
"""Characters that mean something to YAML at the beginning of a value."""
WIDE_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
KEYS = (
    "title|impact|components|started|detected|affected|kind|scheduled_for|scheduled_until|completes|published|until|"
    "name|url|timezone|language|description|home|authority|security|channels|promises|id|group|since"
)
SUSPECT = pattern(rf"^[ ]*[\t{WIDE_SPACE}]|:[\t{WIDE_SPACE}]|：|^(?:{KEYS}):(?=[^\s/])", re.MULTILINE)
INDENT_TAB = pattern(r"^([ ]*)\t+")
INDENT_WIDE = pattern(rf"^([ ]*)[{WIDE_SPACE}]+")
AFTER_TAB = pattern(r"^(\s*(?:- )?[\w-]+):[ ]*\t\s*")
AFTER_WIDE = pattern(rf"^(\s*(?:- )?[\w-]+):[ ]*[{WIDE_SPACE}]\s*")
FULL_WIDTH_COLON = pattern(r"^(\s*(?:- )?[\w-]+)\s*：\s*")
GLUED = pattern(rf"^((?:{KEYS})):(?=[^\s/])")
SURROGATE = pattern(r"\\u([dD][89a-fA-F][0-9a-fA-F]{2})")
TAB, WIDE = (
    "a tab stands where only spaces may",
    "a no-break or another wide space stands where an ordinary one is expected",
)
SPACES = (
    (INDENT_TAB, "yaml-tab", TAB, r"\1  "),
    (INDENT_WIDE, "yaml-space", WIDE, r"\1  "),
    (AFTER_TAB, "yaml-tab", TAB, r"\1: "),
    (AFTER_WIDE, "yaml-space", WIDE, r"\1: "),
    (FULL_WIDTH_COLON, "yaml-colon", "“：” is the full-width colon, expected “: ”", r"\1: "),
    (GLUED, "yaml-colon", "a space is missing after the colon", r"\1: "),
)


def quote(text: str) -> str:
    """`text` as a quoted YAML scalar."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_line(line: str) -> str | None:
    """`key: value` with its value in quotes; None where the line is no such pair."""
    found = PAIR.fullmatch(line)
    if found is None:
        return None
    value = found["value"]
    if len(value) > 1 and value[0] + value[-1] in ("''", '""', "“”", "„“", "‘’", "«»"):
        value = value[1:-1].replace("''", "'").replace('\\"', '"')
    return f"{found['lead']}{found['key']}: {quote(value)}"


def before(text: str, first_line: int, findings: Findings) -> str:
    """`text` without what YAML would take for something else without a word: wide spaces, tabs, a missing space."""
    if not SUSPECT.search(text):
        return text
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if SUSPECT.search(line):
            lines[index] = _mended_spaces(line, index + first_line, findings, top=_ends_a_pair(lines, index))
    return "\n".join(lines)


def _ends_a_pair(lines: list[str], index: int) -> bool:
    """Whether the line before belongs to no list or mapping that this one could go on with."""
    before = lines[index - 1] if index else ""
    return not before.startswith((" ", "-", "\t")) and not before.rstrip().endswith(":")


def _mended_spaces(line: str, number: int, findings: Findings, *, top: bool) -> str:
    for wrong, rule, message, instead in SPACES:
        if found := wrong.match(line):
            if top and wrong in (INDENT_TAB, INDENT_WIDE):
                instead = ""
            line = wrong.sub(instead, line)
            findings.error(rule, message, line=number, column=found.end(1) + 1, hint=line)
    return line


def after(text: str, problem: Any, first_line: int, findings: Findings) -> str | None:
    """`text` with the line mended that the YAML error `problem` is about, or None where there is nothing to mend.

    Notes the problem either way, at the line that is to blame rather than at the one where the parser gave up.
    """
    lines = text.split("\n")
    marks: list[Any] = [getattr(problem, name, None) for name in ("problem_mark", "context_mark")]
    suspects = [mark.line for mark in marks if mark is not None]
    suspects += [line - 1 for line in suspects]
    for index in dict.fromkeys(suspects):
        if 0 <= index < len(lines) and (found := SURROGATE.search(lines[index])):
            message = f"“{found[0]}” is U+{found[1].upper()}, half a character (a surrogate)"
            plain = SURROGATE.sub("", lines[index])
            lines[index] = SURROGATE.sub("\ufffd", lines[index])
            findings.error("control-character", message, line=index + first_line, column=found.start() + 1, hint=plain)
            return "\n".join(lines)
        if 0 <= index < len(lines) and (hint := _meant(lines[index])) is not None and hint != lines[index]:
            _blame(lines[index], hint, index + first_line, findings)
            lines[index] = hint
            return "\n".join(lines)
    index = min(max(suspects[0], 0), len(lines) - 1) if suspects else 0
    column = marks[0].column + 1 if marks[0] is not None else 1
    findings.error(
        "yaml",
        f"“{lines[index].strip()[:60]}” is not understood, expected key: value",
        line=index + first_line,
        column=column,
        hint=quoted_line(lines[index]) or "",
    )
    return None


def _meant(line: str) -> str | None:
    found = PAIR.fullmatch(line)
    if found is None:
        return None
    value = found["value"]
    if found["key"] in ("components", "channels", "promises"):
        if value[0] == "[" and "]" not in value and value.count('"') % 2 == 0:
            return f"{found['lead']}{found['key']}: {value.rstrip(',')}]"
        if value[0] == "{" and "}" not in value and value.count('"') % 2 == 0:
            return f"{found['lead']}{found['key']}: {value.rstrip(',')}}}"
        return None
    if value[0] in SPECIAL or ": " in value or value.endswith(":") or ' "' in value:
        return quoted_line(line)
    return None


def _blame(line: str, hint: str, number: int, findings: Findings) -> None:
    found = PAIR.fullmatch(line)
    assert found is not None
    value, column = found["value"], found.start("value") + 1
    if value[0] in SPECIAL:
        what = (
            f"a value that begins with “{value[0]}” must be in quotes"
            if hint.endswith('"')
            else "a bracket is not closed"
        )
    else:
        what = f"“{value[:60]}” holds a colon and a space: such a value must be in quotes"
        column += max(value.find(": "), 0)
    findings.error("yaml-quotes", what, line=number, column=column, hint=hint)
