"""Which reports and entries each feed holds: the newest, and never more than `MOST`. One pass over all reports, once an edition.

Asked of ten thousand reports at every build, so that it looks at times alone: entries are put into words only where a feed is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from operator import itemgetter

from msgspec import Struct

from generator.model import Board, Component, Course, Notice
from generator.render.feeds.entries import MOST, Entry, Report, latest, told_after, touches_from, unsaid

Dated = tuple[datetime, str, Report]
"""When the newest entry of a report is dated, the report's id, and the report."""


class Share(Struct, frozen=True):
    """How much of a report a feed holds: that many of its newest entries."""

    report: Report
    count: int
    postmortem: bool = False
    """Of the postmortem alone."""
    dated: datetime | None = None
    """The date of what nobody has put into words yet, which a day that has come may move; None where somebody has."""

    @property
    def facts(self) -> object:
        """All that their bytes are made from."""
        return self.report.id, self.count, self.postmortem, self.report.digest, self.dated

    def of(self, told: Iterable[Entry]) -> Iterable[Entry]:
        """Of all there is to tell of the report, newest first, what is held."""
        return islice((each for each in told if each.is_postmortem or not self.postmortem), self.count)


class Selection:
    """The newest of everything, and of each component."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._all = _dated(board)
        self._of = _by_component(self._all, board)

    def shares(self, component: Component | None = None) -> list[Share]:
        """The reports of which a feed of updates holds something, by their newest entry."""
        board = self._board
        if component is None:
            return _newest(self._all, lambda each: told_after(each, None, board), board)
        return _newest(
            self._of[component.id], lambda each: told_after(each, touches_from(each, component), board), board
        )

    def reports(self, component: Component | None = None) -> list[Share]:
        """The incidents, maintenances and notices with the newest updates, newest first, each with all that a feed tells of it."""
        of = self._all if component is None else self._of[component.id]
        board = self._board
        return [
            Share(each, len(told_after(each, None, board)), dated=_dated_by(each, board))
            for _, _, each in islice(of, MOST)
        ]

    def postmortems(self) -> list[Share]:
        """The incidents with the newest postmortems, of each its postmortem alone, newest first."""
        return [Share(each, 1, postmortem=True) for each in self._board.explained[:MOST]]


def _dated(board: Board) -> list[Dated]:
    """Every report, by its newest entry, newest first: of nearly all incidents their newest word."""
    others: list[Report] = [*board.windows, *board.notices]
    dated: list[Dated] = [(latest(each, board), each.id, each) for each in others]
    dated += [
        (
            each.said[0] if each.said and each.incident.postmortem is None else latest(each, board),
            each.incident.id,
            each,
        )
        for each in board.courses
    ]
    dated.sort(key=itemgetter(0, 1), reverse=True)
    return dated


def _by_component(dated: Sequence[Dated], board: Board) -> dict[str, list[Dated]]:
    """The newest reports that touch each component, and those that may touch any."""
    found: dict[str, list[Dated]] = {each.id: [] for each in board.site.components}
    wanting = set(found)
    for each in dated:
        if not wanting:
            break
        for name in _touched(each[2], found):
            held = found[name]
            if len(held) < MOST:
                held.append(each)
            else:
                wanting.discard(name)
    return found


def _touched(of: Report, every: Iterable[str]) -> Iterable[str]:
    if isinstance(of, Notice):
        return ()
    told = of.incident if isinstance(of, Course) else of.maintenance
    return every if told.any_component else of.touched


def _dated_by(of: Report, board: Board) -> datetime | None:
    return unsaid(of, board) if not isinstance(of, Notice) and not of.said else None


def _newest(dated: Iterable[Dated], times: Callable[[Report], Sequence[datetime]], board: Board) -> list[Share]:
    """The reports with the newest entries: stops as soon as no report can have a newer one. `dated` comes newest first."""
    found: list[tuple[datetime, int]] = []
    reports: list[Report] = []
    for at, _, report in dated:
        if len(found) >= MOST:
            found = sorted(found, key=lambda each: each[0], reverse=True)[:MOST]
            if found[-1][0] > at:
                break
        found += [(time, len(reports)) for time in times(report)]
        reports.append(report)
    held = Counter(place for _, place in sorted(found, key=lambda each: each[0], reverse=True)[:MOST])
    return [Share(reports[place], held[place], dated=_dated_by(reports[place], board)) for place in sorted(held)]
