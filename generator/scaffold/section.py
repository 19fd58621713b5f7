"""One section of an incident file: a heading with its time and braces, and the words below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from msgspec import Struct

from generator.model import Change, Status

FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
"""What opens a fenced code block (CommonMark §4.5)."""

HEADING = re.compile(r"([ \t]*)(#{1,6})(?!#)(.*)")
"""A heading by its own sign (CommonMark §4.2), however far it is indented and with or without a blank behind the sign."""

UNDERLINE = re.compile(r" {0,3}-{2,}[ \t]*")
"""What makes the line before it a second-level heading (CommonMark §4.3)."""

TIME = re.compile(r"\d:\d\d|\d{4}-\d\d")
"""What makes a heading look like that of an update, whatever its level."""


class Heading(Struct, frozen=True):
    """What the heading of a section says."""

    status: Status
    at: datetime
    changes: Sequence[Change] = ()
    next: datetime | None = None
    by: str = ""
    """Without double quotes and braces, which a heading cannot hold."""
    scheduled_for: datetime | None = None
    """Where the start of a maintenance is moved to."""
    scheduled_until: datetime | None = None


def section(heading: Heading, words: str, zone: tzinfo) -> str:
    """A section: its heading with the time in `zone`, a blank line, and `words` so that nothing in them begins another."""
    text = settled(words)
    return f"{_line(heading, zone)}\n" + (f"\n{text}\n" if text else "")


def moment(at: datetime, zone: tzinfo) -> str:
    """A time as a person writes it, exact whatever the zone of its reader: `2026-11-20 14:10 UTC`, `2026-11-20 15:10 +01:00`."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} " + (f"{offset[:3]}:{offset[3:5]}" if local.utcoffset() else "UTC")


def appended(before: bytes, text: str) -> bytes:
    """The bytes to put behind `before` so that `text` begins after a blank line, with the line ends that `before` uses."""
    end = _line_end(before)
    tail = before.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    missing = 2 - min(len(tail) - len(tail.rstrip("\n")), 2) if tail.strip("\n\ufeff") else 0
    return ("\n" * missing + text).replace("\n", end).encode()


class Opened(Struct, frozen=True):
    """Something that begins and never ends."""

    line: int
    """From 1."""
    what: str
    close: str
    """What ends it."""


def left_open(content: bytes) -> Opened | None:
    """The code block or comment at the end of a file that would take in whatever is written behind it, or None."""
    text = content.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    fence, began = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        opened = FENCE.match(line)
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif opened:
            fence, began = opened.group(1), number
    comment = text.rfind("<!--")
    if comment > text.rfind("-->"):
        return Opened(text.count("\n", 0, comment) + 1, "a comment (<!--)", "-->")
    return Opened(began, f"a code block ({fence})", fence) if fence else None


def settled(words: str) -> str:
    """`words` as the text of one section, in which nothing begins another.

    A second-level heading becomes a third-level one, a heading with a time plain text, and an open code block is closed. Comments
    are left as they are.
    """
    lines: list[str] = []
    fence = ""
    for line in words.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip().split("\n"):
        opened = FENCE.match(line)
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif opened:
            fence = opened.group(1)
        else:
            underlined = UNDERLINE.fullmatch(line) and lines and TIME.search(lines[-1])
            line = line.replace("-", "\\-", 1) if underlined else HEADING.sub(_lowered, line)
        lines.append(line)
    return "\n".join([*lines, fence] if fence else lines)


def _lowered(heading: re.Match[str]) -> str:
    space, signs, rest = heading.groups()
    if TIME.search(rest):
        return f"{space}\\{signs}{rest}"
    return f"{space}{'###' if signs == '##' else signs}{rest}"


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(line) - len(line.lstrip(" ")) < 4 and set(bare) == {fence[0]} and len(bare) >= len(fence)


def _line(heading: Heading, zone: tzinfo) -> str:
    words = heading.status.replace("_", " ").capitalize()
    braces = [f"{change.component}={change.status}" for change in heading.changes]
    if heading.scheduled_for:
        braces.append(f'scheduled_for="{moment(heading.scheduled_for, zone)}"')
    if heading.scheduled_until:
        braces.append(f'scheduled_until="{moment(heading.scheduled_until, zone)}"')
    if heading.next:
        braces.append(f'next="{moment(heading.next, zone)}"')
    if heading.by:
        braces.append(f'by="{heading.by}"')
    return f"## {words} — {moment(heading.at, zone)}" + (f" {{{' '.join(braces)}}}" if braces else "")


def _line_end(before: bytes) -> str:
    if b"\r\n" in before:
        return "\r\n"
    return "\r" if b"\r" in before and b"\n" not in before else "\n"
