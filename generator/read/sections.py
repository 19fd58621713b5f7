"""A body to sections: what stands before the first update, and each update's heading with the text below it.

Promises that a word for the inside stays inside: HTML comments are taken out, and after one that is never closed nothing is
shown at all. Inside fenced code nothing is a heading and nothing a comment.
"""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from generator.model import Status
from generator.pattern import pattern
from generator.read.findings import Findings
from generator.read.headings import CLOCK, Heading, recognise
from generator.read.vocabulary import visible

HEADING = pattern(r"[ \t]*(#{1,6})(?!#)(.*)")
"""Four spaces or a tab before it make a heading code (CommonMark 4.2): with a status and a time, that is a slip."""
BURIED = pattern(r"(?P<before>[^`]{0,2}?(?=#)|[^`]*?(?=##))(?P<heading>#{1,3}[^\s#]?[ \t]+(?P<words>\S.*))")
"""A heading with a letter too much before or in it, or with the end of a text before it."""
UNDERLINE = pattern(r" {0,3}-{2,}\s*")
FENCE = pattern(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
"""An opening fence (CommonMark 4.5): a backtick fence has no backtick after it."""
TICKS = pattern(r"`+")

SIGNS = frozenset("#-`~ \t")
"""What a heading, an underline or a fence begins with. Most lines begin with none of them and are kept without a closer look."""


class Section(Struct):
    """An update's heading, and its text with the number of each line."""

    heading: Heading | None
    """None for what stands before the first update."""
    raw: str = ""
    """The heading as typed."""
    line: int = 1
    doubtful: bool = False
    """It follows something that is never closed."""
    lines: list[tuple[int, str]] = field(default_factory=list)
    ordinary: bool = False
    """Its text is known to be within all bounds."""

    @property
    def text(self) -> str:
        return "\n".join([line for _, line in self.lines]).strip("\n")

    @property
    def first_line(self) -> int:
        """The line of the text's first line that is not empty, from 1."""
        return next((number for number, line in self.lines if line.strip()), self.line)


class Body(Struct, frozen=True):
    """What a body holds."""

    sections: tuple[Section, ...]
    """The first one without a heading."""
    hidden: bool = False
    """Updates may be hidden behind a comment that is never closed."""


def split(body: str, first_line: int, findings: Findings, *, ordinary: bool = False) -> Body:
    """The sections of `body`, whose first line is line `first_line` of the file. `ordinary`: all of it is within the bounds of a text."""
    splitter = _Splitter(body.split("\n"), first_line, findings, ordinary=ordinary)
    splitter.run()
    return Body(tuple(splitter.sections), splitter.hidden)


class _Splitter:
    """Goes through the lines once; knows whether it is in a fence or in a comment."""

    def __init__(self, lines: list[str], first_line: int, findings: Findings, *, ordinary: bool) -> None:
        self.lines = lines
        self.first_line = first_line
        self.findings = findings
        self.sections = [Section(None, line=first_line, ordinary=ordinary)]
        self.ordinary = ordinary
        self.fence = ""
        self.comment: tuple[int, int] | None = None
        self.unclosable: dict[str, int] = {}
        self.doubtful = False
        self.hidden = False

    def run(self) -> None:
        for index, line in enumerate(self.lines):
            if self.fence:
                self._keep(index, line)
                if _closes(line, self.fence):
                    self.fence = ""
            elif self.comment is None and line[:1] not in SIGNS and "#" not in line and "<!--" not in line:
                self._keep(index, line)
            elif self.comment is None and (opening := FENCE.match(line)) and self._can_close(index, opening[1]):
                self.fence = opening[1]
                self._keep(index, line)
            else:
                self._ordinary(index, line)
        if self.comment is not None:
            number, column = self.comment
            self.findings.error(
                "open-comment",
                "the comment “<!--” is never closed: everything after it is hidden",
                line=number,
                column=column,
                hint="-->",
            )
            self.hidden = any(rest.lstrip().startswith("##") for rest in self.lines[number - self.first_line :])

    def _can_close(self, index: int, fence: str) -> bool:
        """Whether the fence opened at `index` is closed anywhere; if not, what follows is text."""
        if self.unclosable.get(fence[0], len(fence) + 1) <= len(fence):
            return False
        if any(_closes(line, fence) for line in self.lines[index + 1 :]):
            return True
        self.unclosable[fence[0]] = len(fence)
        self.doubtful = True
        self.findings.error(
            "open-fence", f"the code block “{fence}” is never closed", line=index + self.first_line, hint=fence
        )
        return False

    def _ordinary(self, index: int, line: str) -> None:
        shown = self._without_comments(line, index + self.first_line)
        if shown is None:
            return
        if found := HEADING.match(shown):
            heading = recognise(found[2], level=len(found[1]), explaining=self._explaining())
            if len(found[0].expandtabs(4)) - len(found[0].lstrip()) > 3:
                heading = _outdented(heading, found[2])
            if heading is not None:
                self._begin(heading, shown.strip(), index)
                return
        elif UNDERLINE.fullmatch(shown) and (heading := self._underlined()):
            number, raw = self.sections[-1].lines.pop()
            self._begin(heading, raw.strip(), number - self.first_line)
            return
        if "#" in shown and (slip := BURIED.match(shown)) and (heading := self._buried(slip)):
            self._keep(index, slip["before"])
            self._begin(heading, slip["heading"].strip(), index)
            return
        self._keep(index, shown)

    def _buried(self, slip: re.Match[str]) -> Heading | None:
        """The heading of an update that something stands before, if with its time it can hardly be anything else."""
        heading = recognise(slip["words"], level=2, explaining=self._explaining())
        if heading is None or heading.status is None or CLOCK.search(heading.time) is None:
            return None
        return replace(heading, wrong="a heading begins its line, and with “## ”", hint=visible(slip["words"]))

    def _without_comments(self, line: str, number: int) -> str | None:
        """What of `line` is for the public; None where nothing is left of it."""
        if self.comment is None and "<!--" not in line:
            return line
        shown, position = "", 0
        while position < len(line):
            if self.comment is not None:
                end = line.find("-->", position)
                if end < 0:
                    break
                self.comment, position = None, end + 3
                continue
            start = _comment_start(line, position)
            if start < 0:
                shown += line[position:]
                break
            shown += line[position:start]
            self.comment, position = (number, start + 1), start + 2
        return shown if shown.strip() else None

    def _explaining(self) -> bool:
        heading = self.sections[-1].heading
        return heading is not None and heading.status is Status.POSTMORTEM

    def _underlined(self) -> Heading | None:
        """The heading that the line before an underline makes (CommonMark 4.3), if it is an update's with a time."""
        lines = self.sections[-1].lines
        if not lines or (len(lines) > 1 and lines[-2][1].strip()):
            return None
        heading = recognise(lines[-1][1], level=2, explaining=True) if lines[-1][1].strip() else None
        return heading if heading is not None and heading.time and heading.status is not None else None

    def _begin(self, heading: Heading, raw: str, index: int) -> None:
        self.sections.append(Section(heading, raw, index + self.first_line, self.doubtful, ordinary=self.ordinary))

    def _keep(self, index: int, line: str) -> None:
        self.sections[-1].lines.append((index + self.first_line, line))


def _outdented(heading: Heading | None, text: str) -> Heading | None:
    """The heading that would be one without the spaces before it, where it can hardly be anything else."""
    if heading is None or heading.status is None or not any(letter.isdigit() for letter in heading.time):
        return None
    return replace(heading, wrong=heading.wrong or "spaces before “##” make this heading a text", hint=text.strip())


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(fence) and bare == bare[0] * len(bare) and bare[0] == fence[0] and line[:4] != "    "


def code_spans(line: str) -> list[tuple[int, int]]:
    """Where code spans stand in a line (CommonMark 6.1): from a run of backticks to the next one that is as long."""
    if "`" not in line:
        return []
    runs = [(found.start(), found.end()) for found in TICKS.finditer(line)]
    spans, index = [], 0
    while index < len(runs):
        start, end = runs[index]
        length = end - start
        closing = next((at for at in range(index + 1, len(runs)) if runs[at][1] - runs[at][0] == length), None)
        if closing is None:
            index += 1
        else:
            spans.append((start, runs[closing][1]))
            index = closing + 1
    return spans


def _comment_start(line: str, position: int) -> int:
    """Where the next comment outside a code span begins, or -1."""
    spans = code_spans(line[position:])
    start = line.find("<!--", position)
    while start >= 0:
        around = next((end for begin, end in spans if begin + position < start < end + position), None)
        if around is None:
            return start
        start = line.find("<!--", around + position)
    return -1
