"""What of Markdown a text may hold so that it stays quick to parse, and pictures that would call on others.

The library takes more than linear time for many of these, and recurses on nesting: a few kilobytes could stop a build. The
bounds are far above what any incident needs. A text past them is shown as typed.
"""

from __future__ import annotations

import re

from generator.model import Text
from generator.pattern import pattern
from generator.read.findings import Findings
from generator.read.sections import FENCE, Section, code_spans

LONGEST_TEXT = 64 * 1024
"""Characters of one update or postmortem."""
MOST_LINES = 3_000
LONGEST_LINE = 20_000
MOST = {
    "[": 600,
    "<": 600,
    "`": 1_500,
    "*": 3_000,
    "_": 3_000,
    "&": 2_000,
    "\\": 3_000,
    "!": 1_000,
    "~": 1_500,
    ":": 3_000,
    "@": 600,
}
"""How often a character may stand in one text."""
LONGEST_RUNS = ("`" * 30, "~" * 400, "#" * 100, "-" * 2000, "=" * 2000)
MIXED_RUN = pattern(r"[ \t]{400}|[*_]{100}")
SHORTEST_MIXED_RUN = 100
DEEP_MARKERS = pattern(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)]|>)[ \t]*){13}")
"""Lists and quotes opened thirteen deep on one line."""
LIST_MARKER = pattern(r"[-+*>]|\d")
DEEPEST_INDENT = 60
"""Columns: lists nest at most fifteen deep."""
MOST_CELLS = 4_000
"""Of one text's tables: rows by columns."""
FEWEST = min(*MOST.values(), MOST_LINES)
PROSE = bytes(each for each in range(256) if each >= 0x80 or chr(each).isalnum()) + b" .,;()'\"/%?"
"""Of UTF-8, what no bound but those of length and depth is about."""
DEEP = pattern(r"\n[-+*>.)\d \t]{13}")
"""How a line begins that opens thirteen lists and quotes, or that is indented too deep."""
PICTURE = pattern(r"!\[([^\]\n]{0,300})\]")
DEFINITION = pattern(r"^ {0,3}\[([^\]\n]{1,300})\]:[ \t]*<?([^\s<>]{1,500})", re.MULTILINE)
ADDRESS = pattern(r"\(\s*<?([^\s()<>]{1,500})")


def ordinary(body: str) -> bool:
    """Whether no text in `body` can be past any bound, by one look at all of it. In doubt it is not, and each text is looked at.

    What is within the bounds as a whole is so in its parts, but for comments: where one is taken out, what stood around it meets.
    """
    # Without its prose nearly nothing is left of a body. What is bounded, but blanks and lines, stands there as it stood, or nearer.
    marks = body.encode("utf-8", "replace").translate(None, PROSE).decode()
    return (
        len(body) <= LONGEST_LINE
        and len(marks) < FEWEST
        and marks.count("|") * (marks.count("\n") + 1) <= MOST_CELLS
        and "\t" not in marks
        and "<!--" not in marks
        and not _run(marks)
        and " " * SHORTEST_MIXED_RUN not in body
        and not DEEP.search("\n" + body)
    )


def measured(section: Section, findings: Findings) -> Text:
    """The text of `section`, held to the bounds, its pictures turned into links."""
    text = section.text
    if not section.ordinary and (past := _past(text)):
        offset, what = past
        findings.error(
            "markdown-bounds",
            f"{what}: the text is shown as typed",
            line=section.first_line + offset,
            hint="split or simplify this text",
        )
        return Text(text, plain=True)
    if "![" in text:
        text = _without_pictures(section, findings)
    return Text(text)


def _past(text: str) -> tuple[int, str] | None:
    """The first bound that `text` is past: how many lines down, and which."""
    if len(text) < 30:
        return None
    if len(text) > LONGEST_TEXT:
        return 0, f"a text of {len(text):,} characters is longer than {LONGEST_TEXT:,}"
    for character, most in MOST.items():
        if (count := text.count(character)) > most:
            return _line_of(
                text, character
            ), f"“{character}” stands here {count:,} times, at most {most:,} are understood"
    if run := _run(text):
        return text.count("\n", 0, text.find(run)), f"a run of {run[0]!r} is too long"
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        return MOST_LINES, f"a text of {len(lines):,} lines is longer than {MOST_LINES:,}"
    return _nested(lines) or _tables(lines)


def _run(text: str) -> str:
    """The first run of one kind of character that is too long; empty where there is none. Nearly every text has none."""
    for run in LONGEST_RUNS:
        if run in text:
            return run
    emphasised = text.count("*") + text.count("_") >= SHORTEST_MIXED_RUN
    if emphasised or "\t" in text or " " * SHORTEST_MIXED_RUN in text:
        found = MIXED_RUN.search(text)
        return found[0] if found else ""
    return ""


def _line_of(text: str, character: str) -> int:
    return text.count("\n", 0, text.find(character))


def _nested(lines: list[str]) -> tuple[int, str] | None:
    for index, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            return index, f"a line of {len(line):,} characters is longer than {LONGEST_LINE:,}"
        if DEEP_MARKERS.match(line):
            return index, "lists or quotes nest deeper than 12"
        if line[:1] in (" ", "\t") and _indent(line) > DEEPEST_INDENT and LIST_MARKER.match(line.lstrip()):
            return index, "lists nest deeper than 15"
    return None


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip(" "))


def _tables(lines: list[str]) -> tuple[int, str] | None:
    widest = cells = start = 0
    for index, line in enumerate(lines):
        if not line.strip():
            widest = cells = 0
            start = index + 1
            continue
        widest = max(widest, line.count("|"))
        cells += widest
        if widest > 3 and cells > MOST_CELLS:
            return start, f"a table of more than {MOST_CELLS:,} cells"
    return None


def _without_pictures(section: Section, findings: Findings) -> str:
    """The text with each picture made a link: a page that loads from elsewhere falls when elsewhere does, and tells on its readers."""
    kept, fence = [], ""
    definitions = {found[1].casefold(): found[2] for found in DEFINITION.finditer(section.text)}
    for number, line in section.lines:
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
        elif opening := FENCE.match(line):
            fence = opening[1]
        elif "![" in line:
            line = _linked(line, number, definitions, findings)
        kept.append(line)
    return "\n".join(kept).strip("\n")


def _defined(label: str, rest: str, definitions: dict[str, str]) -> str:
    """The address of a picture by reference."""
    reference = re.match(r"\[([^\]]*)\]", rest)
    return definitions.get(((reference and reference[1]) or label).casefold(), "")


def _linked(line: str, number: int, definitions: dict[str, str], findings: Findings) -> str:
    pieces, last = [], 0
    spans = code_spans(line)
    for found in PICTURE.finditer(line):
        if any(start < found.start() < end for start, end in spans):
            continue
        address = ADDRESS.match(line, found.end())
        link = f"[{found[1] or 'picture'}]"
        target = address[1] if address else _defined(found[1], line[found.end() :], definitions)
        if not target and line[found.end() : found.end() + 1] not in ("(", "["):
            continue
        hint = f"{link}({target})" if address else link
        findings.error(
            "off-site-image",
            f"the picture “{(target or found[1])[:80]}” is not shown: a page loads nothing from elsewhere",
            line=number,
            column=found.start() + 1,
            hint=hint,
        )
        pieces.append(line[last : found.start()] + link)
        last = found.end()
    return "".join(pieces) + line[last:]
