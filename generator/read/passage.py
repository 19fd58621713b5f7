"""The text of one update as it stands in its file: for whoever points at lines and columns of it.

A `Text` has lost its place, since comments are taken out of it. Here every line keeps its number, and comments in a line become blanks.
"""

from __future__ import annotations

from generator.read import fence, sections
from generator.read.decoding import decode, unresolved
from generator.read.findings import Findings


def passage(data: bytes, line: int) -> tuple[tuple[int, str], ...]:
    """The lines below the heading on line `line` of `data`, the bytes of a report, each with its number; empty where there is no such heading."""
    aside = Findings("")
    text, _ = unresolved(decode(data, aside), aside)
    parts = fence.split(text, aside)
    lines = text.split("\n")
    for section in sections.split(parts.body, parts.body_line, aside).sections:
        if section.heading is not None and section.line == line:
            return tuple((number, _aligned(shown, lines[number - 1])) for number, shown in section.lines)
    return ()


def _aligned(shown: str, typed: str) -> str:
    """`shown`, with blanks where comments stood in what was `typed`, so that columns are the file's."""
    missing = len(typed) - len(shown)
    if missing <= 0 or shown == typed:
        return shown
    same = next((at for at, letter in enumerate(shown) if letter != typed[at]), len(shown))
    comment = typed.find("<!--")
    cut = min(same, comment) if comment >= 0 else same
    return shown[:cut] + " " * missing + shown[cut:]
