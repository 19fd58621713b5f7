"""site.yaml with other values for some of its keys: for a copy of a site that must not be taken for the real one. Every other byte means what it meant."""

from __future__ import annotations

import json
from collections.abc import Mapping as Values
from itertools import pairwise

from generator.problem import Unusable
from generator.read import nodes
from generator.read.decoding import decode, unresolved
from generator.read.findings import Findings
from generator.read.nodes import Mapping, Scalar
from generator.read.site import END, FILE


def retold(data: bytes, values: Values[str, str]) -> bytes:
    """The bytes of site.yaml with each key of `values`, at its outermost level, having that text; said where it was not.

    Raises `Unusable` where nothing can be made of the file.
    """
    findings = Findings(FILE)
    text, _ = unresolved(decode(data, findings), findings)
    document = nodes.parse(text, 1, findings)
    root = document.root
    if not isinstance(root, Mapping) or not root.pairs:
        raise Unusable(findings.problems)
    lines = document.text.split("\n")
    missing = dict(values)
    for (key, value), (following, _) in reversed(list(pairwise([*root.pairs, (END, END)]))):
        if (said := values.get(key.text)) is None:
            continue
        missing.pop(key.text, None)
        if isinstance(value, Scalar) and value.end_column:
            line = lines[value.line - 1]
            before = line[: value.column - 1]
            space = "" if before.endswith((" ", "\t")) else " "  # a key without a value
            lines[value.line - 1] = f"{before}{space}{_written(said)}{line[value.end_column - 1 :]}"
        else:  # over several lines, to the next key
            lines[key.line - 1 : following.line - 1] = [f"{' ' * (key.column - 1)}{key.text}: {_written(said)}"]
    _add(lines, root, missing)
    return "\n".join(lines).encode()


def _add(lines: list[str], root: Mapping, missing: Values[str, str]) -> None:
    """Say what was not said, before the first key."""
    first = root.pairs[0][0]
    line, column = lines[first.line - 1], first.column - 1
    in_braces = root.line < first.line or root.column < first.column
    if in_braces:
        said = "".join(f"{key}: {_written(value)}, " for key, value in missing.items())
        lines[first.line - 1] = f"{line[:column]}{said}{line[column:]}"
    else:
        lines[first.line - 1 : first.line - 1] = [
            f"{' ' * column}{key}: {_written(value)}" for key, value in missing.items()
        ]


def _written(text: str) -> str:
    """As a double-quoted scalar, which JSON's are (YAML 1.2.2, 1.3)."""
    return json.dumps(text, ensure_ascii=False)
