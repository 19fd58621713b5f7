"""What stands in the braces of a heading: `{next=15:00 api=operational by="Operations"}`.

Of a maintenance too: `{scheduled_for="2026-12-02 22:00" scheduled_until=23:30}`, the window from this word on.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from generator.model import Change, ComponentStatus
from generator.pattern import pattern
from generator.problem import did_you_mean
from generator.read.components import Terms, component, state
from generator.read.durations import duration
from generator.read.findings import Findings
from generator.read.moments import Misread, moment
from generator.read.vocabulary import visible, word

ENTRY = pattern(r"""\s*([^\s=,{}"]+)\s*=\s*("[^"]*"|'[^']*'|“[^”]*”|[^\s,{}"“]+)\s*,?""")
LONGEST_SIGNATURE = 100
WORDS = ("next", "by", "scheduled_for", "scheduled_until")
"""Keys that name no component."""
EXAMPLE = '{next=15:00 api=operational by="Operations"}'


class Details(Struct):
    """What the braces say."""

    changes: list[Change]
    next: datetime | None = None
    by: str = ""
    any_component: bool = False
    """A component is named that nobody knows."""
    faulty: bool = False
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    moves: bool = False
    """They name a window's start or end, readable or not."""


def read_braces(text: str, at: datetime | None, line: int, terms: Terms, findings: Findings) -> Details:
    """The meaning of `text`, which stands between braces on line `line`; `at` is the time of its heading."""
    details = Details([])
    reader = _Reader(details, at, line, terms, findings)
    if text.startswith("{"):
        reader.refuse("the brace “{” is not closed", text.strip("{} ") and "{" + text.strip("{} ") + "}")
        details.any_component = True  # who knows what stood behind
        text = text.strip("{}")
    position = 0
    while position < len(text):
        found = ENTRY.match(text, position)
        if found is None:
            if rest := text[position:].strip(" ,"):
                reader.refuse(f"“{rest[:60]}” is not understood, expected key=value", EXAMPLE)
                details.any_component = True
            break
        reader.entry(visible(found[1]), found[2].strip("\"'“”"))
        position = found.end()
    reader.move()
    return details


class _Reader:
    def __init__(self, details: Details, at: datetime | None, line: int, terms: Terms, findings: Findings) -> None:
        self.details = details
        self.at = at
        self.line = line
        self.terms = terms
        self.findings = findings
        self.window: dict[str, str] = {}
        """What was typed of the window."""

    def entry(self, key: str, value: str) -> None:
        before = len(self.findings.problems)
        match word(key):
            case "next":
                self._next(value)
            case "scheduled_for" | "scheduled_until" as name:
                self.window[name] = value
            case "by":
                self.details.by = value[:LONGEST_SIGNATURE]
            case _:
                self._change(key, value)
        if any(problem.level == "error" for problem in self.findings.problems[before:]):
            self.details.faulty = True

    def refuse(self, message: str, hint: str) -> None:
        self.findings.error("braces", message, line=self.line, hint=hint)
        self.details.faulty = True

    def move(self) -> None:
        """Understand where the window is moved to: an end without a date is the first such time after the start."""
        self.details.moves = bool(self.window)
        after = self.at
        if "scheduled_for" in self.window:
            self.details.scheduled_for = self._moment("scheduled_for", after)
            after = self.details.scheduled_for or after
        if "scheduled_until" in self.window:
            length = duration(self.window["scheduled_until"])
            if length is not None and self.details.scheduled_for is not None:
                self.details.scheduled_until = self.details.scheduled_for + length
            else:
                self.details.scheduled_until = self._moment("scheduled_until", after)

    def _moment(self, name: str, after: datetime | None) -> datetime | None:
        read = moment(self.window[name], self.terms.zone, after=after)
        if isinstance(read, Misread):
            self.refuse(f"{name}: {read.message}", f'{{{name}="{read.hint or "YYYY-MM-DD HH:MM"}"}}')
            return None
        return read

    def _next(self, value: str) -> None:
        if (span := duration(value)) is not None and self.at is not None:
            self.details.next = self.at + span
            return
        read = moment(value, self.terms.zone, after=self.at)
        if isinstance(read, Misread):
            self.refuse(f"next: {read.message}", f'{{next="{read.hint}"}}' if read.hint else EXAMPLE)
        elif self.at is not None and read < self.at:
            self.refuse(f"the next word is promised for “{value}”, before this one", "{next=HH:MM}")
        else:
            self.details.next = read

    def _change(self, key: str, value: str) -> None:
        known, status = self._understood(key, value)
        if known is None:
            self.details.any_component = True
        else:
            self.details.changes.append(Change(known, status or ComponentStatus.MAJOR_OUTAGE))

    def _understood(self, key: str, value: str) -> tuple[str | None, ComponentStatus | None]:
        """Component and state of an entry; the hint of each problem is the whole entry."""
        aside = Findings(self.findings.file)
        known = component(key, self.terms, aside, line=self.line, column=1)
        word_meant = did_you_mean(key, (*WORDS, *self.terms.ids)) if known != key else None
        status = state(value, aside, line=self.line, column=1)
        meant = word_meant if word_meant in WORDS else f"{known or 'component'}"
        for problem in aside.problems:
            hint = f"{meant}={problem.hint}" if problem.rule == "unknown-state" and problem.hint else f"{meant}={value}"
            if problem.rule == "unknown-component" and known is None and meant not in WORDS:
                hint = problem.hint
            if problem.rule == "unknown-state" and meant in WORDS:
                continue
            self.findings.problems.append(replace(problem, hint=hint))
        return known, status
