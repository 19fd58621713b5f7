"""Which reports and entries each feed holds: the newest, and never more than `MOST`. One pass over all reports, once an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from generator.model import Board, Component, Course, Notice
from generator.render.feeds.entries import Entry, Report, entries, latest

MOST = 50
"""Entries a feed."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A report, and when its newest entry is dated."""

    report: Report
    at: datetime


class Selection:
    """The newest of everything, and of each component."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._known: dict[str, list[Entry]] = {}
        told: list[Report] = [*board.courses, *board.windows, *board.notices]
        dated = [Dated(each, latest(each, board)) for each in told]
        dated.sort(key=lambda each: (each.at, each.report.id), reverse=True)
        self._all = dated
        self._of = _by_component(dated, board)

    def entries(self, component: Component | None = None) -> tuple[Entry, ...]:
        """The newest updates of everything or of a component, newest first."""
        of = (lambda each: self._touching(each, component)) if component else self._entries
        return _newest(self._all if component is None else self._of[component.id], of)

    def reports(self, component: Component | None = None) -> tuple[Report, ...]:
        """The incidents, maintenances and notices with the newest updates, newest first."""
        return tuple(each.report for each in islice(self._all if component is None else self._of[component.id], MOST))

    def postmortems(self) -> tuple[Entry, ...]:
        """The newest postmortems, newest first."""
        explained = [
            Dated(each, each.incident.postmortem.at)
            for each in self._board.courses
            if each.incident.postmortem is not None and each.incident.postmortem.at <= self._board.now
        ]
        explained.sort(key=lambda each: (each.at, each.report.id), reverse=True)
        return tuple(
            next(one for one in self._entries(each.report) if one.anchor == "postmortem") for each in explained[:MOST]
        )

    def all_of(self, report: Report) -> Sequence[Entry]:
        """Everything there is to tell of a report, newest first."""
        return self._entries(report)

    def _entries(self, of: Report) -> list[Entry]:
        if of.id not in self._known:
            self._known[of.id] = entries(of, self._board)
        return self._known[of.id]

    def _touching(self, of: Report, component: Component) -> list[Entry]:
        """The entries of `of` from the word on that first names `component`: an incident that spreads is one new entry there."""
        found = self._entries(of)
        if isinstance(of, Notice):
            return []
        told = of.incident if isinstance(of, Course) else of.maintenance
        if told.any_component or component.id in [change.component for change in told.components]:
            return found
        naming = (
            step.update.at for step in reversed(of.steps) if component.id in [c.component for c in step.update.changes]
        )
        first = next(naming, None)
        return found if first is None else [each for each in found if each.at >= first]


def _by_component(dated: Iterable[Dated], board: Board) -> dict[str, list[Dated]]:
    """The newest reports that touch each component, and those that may touch any."""
    found: dict[str, list[Dated]] = {each.id: [] for each in board.site.components}
    wanting = set(found)
    for each in dated:
        if not wanting:
            break
        for name in _touched(each.report, found):
            if len(found[name]) < MOST:
                found[name].append(each)
            else:
                wanting.discard(name)
    return found


def _touched(of: Report, every: Iterable[str]) -> Iterable[str]:
    if isinstance(of, Notice):
        return ()
    told = of.incident if isinstance(of, Course) else of.maintenance
    return every if told.any_component else [each.component.id for each in of.affected]


def _newest(dated: Iterable[Dated], of: Callable[[Report], list[Entry]]) -> tuple[Entry, ...]:
    """The newest entries of reports that come by their newest one: stops as soon as no report can have a newer one."""
    found: list[Entry] = []
    for each in dated:
        if len(found) == MOST and found[-1].at > each.at:
            break
        found = list(islice(merge(found, of(each.report), key=lambda entry: entry.at, reverse=True), MOST))
    return tuple(found)
