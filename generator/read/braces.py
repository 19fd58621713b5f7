"""What stands in the braces of a heading: `{next=15:00 api=operational by="Operations"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from generator.model import Change, ComponentStatus
from generator.problem import did_you_mean
from generator.read.components import Terms, component, state
from generator.read.durations import duration
from generator.read.findings import Findings
from generator.read.moments import Misread, moment
from generator.read.vocabulary import visible

ENTRY = re.compile(r"""\s*([^\s=,{}"]+)\s*=\s*("[^"]*"|'[^']*'|“[^”]*”|[^\s,{}"“]+)\s*,?""")
LONGEST_SIGNATURE = 100
EXAMPLE = '{next=15:00 api=operational by="Operations"}'


@dataclass(slots=True)
class Details:
    """What the braces say."""

    changes: list[Change]
    next: datetime | None = None
    by: str = ""
    any_component: bool = False
    """A component is named that nobody knows."""
    faulty: bool = False


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
    return details


class _Reader:
    def __init__(self, details: Details, at: datetime | None, line: int, terms: Terms, findings: Findings) -> None:
        self.details = details
        self.at = at
        self.line = line
        self.terms = terms
        self.findings = findings

    def entry(self, key: str, value: str) -> None:
        before = len(self.findings.problems)
        match key.casefold():
            case "next":
                self._next(value)
            case "by":
                self.details.by = value[:LONGEST_SIGNATURE]
            case _:
                self._change(key, value)
        if any(problem.level == "error" for problem in self.findings.problems[before:]):
            self.details.faulty = True

    def refuse(self, message: str, hint: str) -> None:
        self.findings.error("braces", message, line=self.line, hint=hint)
        self.details.faulty = True

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
        word_meant = did_you_mean(key, ("next", "by", *self.terms.ids)) if known != key else None
        status = state(value, aside, line=self.line, column=1)
        meant = word_meant if word_meant in ("next", "by") else f"{known or 'component'}"
        for problem in aside.problems:
            hint = f"{meant}={problem.hint}" if problem.rule == "unknown-state" and problem.hint else f"{meant}={value}"
            if problem.rule == "unknown-component" and known is None and meant not in ("next", "by"):
                hint = problem.hint
            if problem.rule == "unknown-state" and meant in ("next", "by"):
                continue
            self.findings.problems.append(replace(problem, hint=hint))
        return known, status
