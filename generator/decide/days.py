"""The last ninety local days of each component: how long it was in which state, each moment counted once, by its worst.

Every day is as long as its zone makes it: 23, 24 or 25 hours, or with half an hour more or less. Promises that the same facts give the
same days for as long as the clock changes nothing: today counts only up to `Calendar.counted`, which `changes` sets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from generator import span
from generator.decide.extent import OPERATIONAL, SEVERITY, Extent, Reach
from generator.model import Component, ComponentStatus, Day

COUNT = 90
"""Days, today included: what the vendor's bars show."""

STATUSES = tuple(ComponentStatus)


class Calendar(Struct, frozen=True):
    """The last ninety local days, as moments."""

    now: datetime
    dates: tuple[date, ...]
    """Oldest first; the last one is today."""
    bounds: tuple[datetime, ...]
    """Where each day begins, in UTC, and last where today ends."""
    counted: datetime
    """Up to when today counts; never after `now`, never before today."""

    @classmethod
    def of(cls, zone: ZoneInfo, now: datetime) -> Calendar:
        """The days up to `now` (in UTC) in `zone`; nothing of today counts yet."""
        today = now.astimezone(zone).date()
        dates = tuple(today - timedelta(days=back) for back in reversed(range(COUNT)))
        spans = [span.day(each, zone) for each in dates]
        bounds = (*(each.start for each in spans), spans[-1].end)
        return cls(now, dates, bounds, counted=spans[-1].start)

    @property
    def start(self) -> datetime:
        return self.bounds[0]

    def known(self) -> list[float]:
        """How many seconds of each day count."""
        return [(min(end, self.counted) - start).total_seconds() for start, end in pairwise(self.bounds)]

    @property
    def today(self) -> datetime:
        """When today began."""
        return self.bounds[-2]

    @property
    def tomorrow(self) -> datetime:
        return self.bounds[-1]

    def counting(self, until: datetime) -> Calendar:
        """The same days, today counted up to `until`."""
        return replace(self, counted=max(self.today, until))

    def touched(self, start: datetime, end: datetime) -> range:
        """Which days, by their place, something from `start` to `end` touches; what has not ended touches today."""
        last = min(end, self.now)
        first = bisect_right(self.bounds, min(start, last)) - 1
        until = max(bisect_left(self.bounds, last), first + 1)
        if end > self.now:
            until = len(self.dates)
        return range(max(first, 0), min(until, len(self.dates)))


def days(component: Component, reaches: Sequence[Reach], calendar: Calendar) -> tuple[Day, ...]:
    """The days of `component`, oldest first. `reaches` are those that may touch it, in the order in which days name them."""
    extents = [each for reach in reaches for each in reach.extents if each.component == component.id]
    seconds, known = _seconds(extents, calendar), calendar.known()
    worst = [OPERATIONAL] * COUNT
    for each in extents:
        for place in calendar.touched(each.start, each.end):
            if SEVERITY[each.status] > SEVERITY[worst[place]]:
                worst[place] = each.status
    names: list[list[str]] = [[] for _ in range(COUNT)]
    doubts = [False] * COUNT
    for reach in reaches:
        if reach.every or component.id in reach.components:
            for place in calendar.touched(reach.start, reach.end):
                if reach.id not in names[place]:  # one that repeats may touch a day twice
                    names[place].append(reach.id)
                doubts[place] = doubts[place] or reach.doubtful
    return tuple(
        Day(of, None)
        if component.since is not None and of < component.since
        else Day(
            date=of,
            status=worst[place],
            major_seconds=seconds[place][4],
            partial_seconds=seconds[place][3],
            degraded_seconds=seconds[place][2],
            maintenance_seconds=seconds[place][1],
            known=known[place],
            doubtful=doubts[place],
            incidents=tuple(names[place]),
        )
        for place, of in enumerate(calendar.dates)
    )


def _seconds(extents: Iterable[Extent], calendar: Calendar) -> list[list[float]]:
    """For each day the seconds in each state, by severity: a sweep over the moments at which the worst may change."""
    totals = [[0.0] * len(STATUSES) for _ in range(COUNT)]
    edges: list[tuple[datetime, int, int]] = []
    for each in extents:
        start, end = max(each.start, calendar.start), min(each.end, calendar.counted)
        if start < end:
            edges += [(start, SEVERITY[each.status], 1), (end, SEVERITY[each.status], -1)]
    active = [0] * len(STATUSES)
    before = calendar.start
    for at, severity, step in sorted(edges):
        worst = max((level for level, count in enumerate(active) if count), default=0)
        if worst and before < at:
            _spread(totals, worst, before, at, calendar.bounds)
        active[severity] += step
        before = at
    return totals


def _spread(
    totals: list[list[float]], severity: int, start: datetime, end: datetime, bounds: Sequence[datetime]
) -> None:
    """Add `[start, end)` to each day that it covers a part of."""
    place = bisect_right(bounds, start) - 1
    while start < end:
        until = min(end, bounds[place + 1])
        totals[place][severity] += (until - start).total_seconds()
        start = until
        place += 1


def merged(members: Sequence[Sequence[Day]]) -> tuple[Day, ...]:
    """The days of a group: the worst status of its members, and their seconds added up.

    As `known` is added up too, any share of it is the mean of the members' shares, weighted by what is known of each.
    """
    return tuple(_together(days) for days in zip(*members, strict=True))


def _together(days: Sequence[Day]) -> Day:
    known = [day.status for day in days if day.status is not None]
    return Day(
        date=days[0].date,
        status=max(known, key=SEVERITY.__getitem__, default=None),
        major_seconds=sum([day.major_seconds for day in days]),
        partial_seconds=sum([day.partial_seconds for day in days]),
        degraded_seconds=sum([day.degraded_seconds for day in days]),
        maintenance_seconds=sum([day.maintenance_seconds for day in days]),
        known=sum([day.known for day in days]),
        doubtful=any(day.doubtful for day in days),
        incidents=tuple(dict.fromkeys(report for day in days for report in day.incidents)),
    )


def uptime(days: Iterable[Day]) -> float | None:
    """Share of the known seconds, 0 to 1: major outage costs them whole, partial outage three tenths (the vendor's weights)."""
    days = tuple(days)
    known = sum(day.known for day in days)
    if not known:
        return None
    lost = sum(day.major_seconds + 0.3 * day.partial_seconds for day in days)
    return min(max((known - lost) / known, 0.0), 1.0)
