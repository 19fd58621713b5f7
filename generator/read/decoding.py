"""Bytes to text: always UTF-8, lines ended by line feeds, nothing in it that a page, a feed or a terminal could choke on.

Promises a text whatever the bytes: what cannot be read stands in it as U+FFFD, and a problem says where.
"""

from __future__ import annotations

from generator.pattern import pattern
from generator.read.findings import Findings

LARGEST = 256 * 1024
"""Bytes of a file; beyond this it is not read."""

UNPRINTABLE = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What neither XML 1.0 (production 2) nor a terminal takes; the tab and line ends are fine."""
OVERRIDES = pattern("[\u202a-\u202e\u2066-\u2069]")
"""Bidirectional overrides and isolates (Unicode, UAX 9): they can show a text in another order than it is written."""
CONFLICT_START = pattern(r"<{7}(?: |$)")
CONFLICT_END = pattern(r">{7}(?: |$)")
SHOWN = 5
"""Problems of one kind that a file may show."""


def decode(data: bytes, findings: Findings) -> str:
    """The text of `data`; never raises."""
    text = _characters(data, findings)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # All that is looked for below counts as not printable, so that one look at nearly every text is enough.
    return text if text.replace("\n", "").isprintable() else _in_order(_printable(text, findings), findings)


def unresolved(text: str, findings: Findings) -> tuple[str, bool]:
    """`text` without what lies between merge conflict markers, and whether there was any: neither side is the truth."""
    if "<<<<<<<" not in text:
        return text, False
    lines = text.split("\n")
    inside, found = False, False
    for index, line in enumerate(lines):
        if not inside and CONFLICT_START.match(line):
            inside = found = True
            findings.error(
                "merge-conflict",
                f"unresolved merge conflict “{line[:60]}”: neither side is shown",
                line=index + 1,
                hint="keep the right lines, then delete the lines <<<<<<<, ======= and >>>>>>>",
            )
        if inside:
            inside = not CONFLICT_END.match(line)
            lines[index] = ""
    return "\n".join(lines), found


def place_of(text: str, position: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of `text`."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def _characters(data: bytes, findings: Findings) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _has_every_other_zero(data):
        findings.error("encoding", "the file is UTF-16, expected UTF-8", hint="save it again with the encoding UTF-8")
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16", "replace")
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode().replace("\r\n", "\n").replace("\r", "\n")
        line, column = place_of(before, len(before))
        findings.error(
            "encoding",
            f"byte 0x{data[problem.start]:02x} is not UTF-8 (after “{before.rsplit(chr(10), 1)[-1][-20:]}”)",
            line=line,
            column=column,
            hint="save the file again with the encoding UTF-8",
        )
        return data.decode("utf-8", "replace")


def _has_every_other_zero(data: bytes) -> bool:
    """Whether it looks like UTF-16 without a mark: Latin text then has a zero in every other byte."""
    head = data[:200]
    return 0 in head and len(head) >= 8 and max(head[0::2].count(0), head[1::2].count(0)) * 10 >= len(head) * 4


def _printable(text: str, findings: Findings) -> str:
    for shown, found in enumerate(UNPRINTABLE.finditer(text)):
        if shown == SHOWN:
            break
        line, column = place_of(text, found.start())
        findings.error(
            "control-character",
            f"unprintable character U+{ord(found[0]):04X}",
            line=line,
            column=column,
            hint="delete it and type the text again",
        )
    else:
        if not any(problem.rule == "control-character" for problem in findings.problems):
            return text
    return UNPRINTABLE.sub("\ufffd", text)


def _in_order(text: str, findings: Findings) -> str:
    if found := OVERRIDES.search(text):
        line, column = place_of(text, found.start())
        findings.warning(
            "text-direction",
            f"invisible character U+{ord(found[0]):04X} that turns the direction of text was left out",
            line=line,
            column=column,
            hint="delete it; right-to-left text needs no marks here",
        )
        text = OVERRIDES.sub("", text)
    return text.replace("\u2028", " ").replace("\u2029", " ")
