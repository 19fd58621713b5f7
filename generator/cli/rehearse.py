"""What the site would read of a file before it is written, so that nothing is published other than what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from generator.cli.which import Report
from generator.model import Incident, Notice, Update
from generator.problem import Problem, Unusable
from generator.scaffold import Heading
from generator.scaffold.section import settled

UNSEEN = {**dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]), 0x2028: " ", 0x2029: " "}
"""Marks that turn the direction of text, which reading leaves out with a warning, and Unicode's line ends, which it takes for blanks."""


class Heard(Struct, frozen=True):
    """What was read of one file alone."""

    report: Report | None
    """None where it was not taken for a report at all, or site.yaml cannot be read."""
    problems: tuple[Problem, ...]

    @property
    def updates(self) -> Sequence[Update]:
        """Its updates, without the postmortem."""
        return self.report.updates if self.report else ()


def hear(root: Path, file: str, content: bytes) -> Heard:
    """What is read of `file` (relative to `root`) if it holds `content`, beside the site's own site.yaml."""
    from generator.memory import Memory
    from generator.publish.report import rehearsal
    from generator.read import read

    try:
        with rehearsal(root, {file: content}) as stage:
            source = read(stage, Memory(None))
    except Unusable as unusable:
        return Heard(None, unusable.problems)
    reports: list[Report] = [*source.incidents, *source.maintenances, *source.notices]
    return Heard(next(iter(reports), None), tuple(problem for problem in source.problems if problem.place.file == file))


def new_errors(before: Heard, after: Heard) -> list[Problem]:
    """The errors that were not there before, wherever they stand now."""
    known = {(problem.rule, problem.message) for problem in before.problems}
    return [
        problem
        for problem in after.problems
        if problem.level == "error" and (problem.rule, problem.message) not in known
    ]


def arrived(before: Heard, after: Heard, meant: Heading, words: str) -> bool:
    """Whether `after` says all that `before` does and, last, what was `meant`, with `words`."""
    if meant.status == "postmortem":
        explained = after.report.postmortem if isinstance(after.report, Incident) else None
        return explained is not None and explained.at == meant.at and _same(before.updates, after.updates)
    if len(after.updates) != len(before.updates) + 1 or not _same(before.updates, after.updates[:-1]):
        return False
    last = after.updates[-1]
    return (
        (last.status, last.at, last.next, last.by) == (meant.status, meant.at, meant.next, meant.by)
        and (last.scheduled_for, last.scheduled_until) == (meant.scheduled_for, meant.scheduled_until)
        and list(last.changes) == list(meant.changes)
        and same_words(last.text.markdown, words)
    )


def same_words(read: str, words: str) -> bool:
    """Whether `read` is what `words` were meant as; comments and invisible marks, which never reach the page, are not looked at."""
    return "<!--" in words or read.strip() == settled(words.translate(UNSEEN)).strip()


def _same(before: Sequence[Update], after: Sequence[Update]) -> bool:
    def facts(update: Update) -> tuple[object, ...]:
        window = update.scheduled_for, update.scheduled_until
        return update.status, update.at, update.changes, update.next, update.by, update.text, window

    return [facts(update) for update in before] == [facts(update) for update in after]


def first_words(report: Report | None) -> str:
    """What the first words of a new report are read as."""
    if report is None:
        return ""
    if isinstance(report, Notice):
        return report.text.markdown
    return report.updates[0].text.markdown if report.updates else ""
