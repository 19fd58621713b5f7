"""Where the front matter ends and the text for people begins. Knows lines, not what stands in them.

Promises that front matter never leaks into the text: where the fence is broken, whatever looks like front matter is taken as such.
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.pattern import pattern
from generator.read.findings import Findings
from generator.read.headings import recognise

DASHES = pattern(r"[-‐‑‒–—―−]{1,5}(?: [-–—−]){0,4}")
"""What phones and word processors make of `---`."""
KEY = pattern(
    r"[ \t]{0,3}(?:title|impact|components|started|kind|affected|detected|scheduled_for|published)\s*[:：]", re.I
)
TEMPLATE = "---\\ntitle: What people notice\\nimpact: minor\\n---"


class Parts(Struct, frozen=True):
    """A file, cut in two."""

    front: str | None
    """Its front matter; None where there is none."""
    front_line: int
    """The line of `front`'s first line, from 1."""
    body: str
    body_line: int
    whole: bool = True
    """False where it had to be guessed where the front matter ends: some of it may be missing."""


def split(text: str, findings: Findings) -> Parts:
    """Front matter and body of `text`, whose lines end in line feeds."""
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        findings.error("no-front-matter", "the file is empty", hint=TEMPLATE.replace("\\n", "\n"))
        return Parts(None, 1, "", 1, whole=False)
    opening = lines[first].rstrip()
    if opening == "---":
        return _until_closed(lines, first, findings)
    if opening == "+++":
        return _toml(lines, first, findings)
    if DASHES.fullmatch(opening.strip()) and opening.strip() != "-":
        findings.error("fence", f"“{opening}” should be three hyphens", line=first + 1, hint="---")
        return _until_closed(lines, first, findings)
    if KEY.match(opening):
        findings.error("fence", "the line --- before the front matter is missing", line=first + 1, hint="---")
        return _until_closed(lines, first - 1, findings)
    findings.error(
        "no-front-matter",
        "the file does not begin with front matter between two lines ---",
        line=first + 1,
        hint=TEMPLATE.replace("\\n", "\n"),
    )
    return Parts(None, 1, text, 1, whole=False)


def _until_closed(lines: list[str], opened: int, findings: Findings) -> Parts:
    """The front matter from the line after `opened` (an index) up to its closing fence, or up to where it seems to end."""
    for index in range(opened + 1, len(lines)):
        if lines[index][:1].isalpha():
            continue  # a key, as nearly all of them are: neither a fence nor a heading
        line = lines[index].rstrip()
        if line == "---":
            return _cut(lines, opened, _really_closed(lines, index, findings))
        if line.strip() != "-" and DASHES.fullmatch(line.strip()):
            findings.error("fence", f"“{line}” should be three hyphens", line=index + 1, hint="---")
            return _cut(lines, opened, index)
        if line.startswith("##") and recognise(line.lstrip("#"), level=2):
            break
    end = opened + 1
    while end < len(lines) and lines[end].strip() and not lines[end].startswith("##"):
        end += 1
    findings.error(
        "fence",
        "the front matter is never closed, expected a line --- after it",
        line=min(end + 1, len(lines)),
        hint="---",
    )
    return Parts(_lines(lines[opened + 1 : end]), opened + 2, _lines(lines[end:]), end + 1, whole=False)


def _really_closed(lines: list[str], closed: int, findings: Findings) -> int:
    """Where the front matter ends if it goes on after the fence at `closed`, up to another one: no key may reach the public."""
    following = next((index for index in range(closed + 1, len(lines)) if lines[index].strip()), None)
    if following is None or not KEY.match(lines[following]):
        return closed
    for index in range(following, len(lines)):
        if lines[index].startswith("#"):
            return closed
        if lines[index].rstrip() == "---":
            findings.error("yaml-documents", "a line --- ends the front matter here, but it goes on", line=closed + 1)
            lines[closed] = ""
            return index
    return closed


def _cut(lines: list[str], opened: int, closed: int) -> Parts:
    return Parts(_lines(lines[opened + 1 : closed]), opened + 2, _lines(lines[closed + 1 :]), closed + 2)


def _toml(lines: list[str], opened: int, findings: Findings) -> Parts:
    closed = next((index for index in range(opened + 1, len(lines)) if lines[index].rstrip() == "+++"), None)
    findings.error(
        "fence",
        "“+++” begins TOML, but front matter is YAML here: key: value between two lines ---",
        line=opened + 1,
        hint="---",
    )
    if closed is None:
        closed = opened
        while closed + 1 < len(lines) and not lines[closed + 1].startswith("#"):
            closed += 1
    return Parts(None, opened + 2, _lines(lines[closed + 1 :]), closed + 2, whole=False)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines)
