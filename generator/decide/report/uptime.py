"""Uptime over any stretch of time, by the rule of the ninety days (`decide.days`).

Overlaps count once, by the worst; a major outage counts whole, a partial outage three tenths, degraded performance and maintenance not.

A component that says no first day is counted from the first day that anything is known of the site, and for the last ninety days at least, as
its page does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from generator import span
from generator.decide.days import Calendar
from generator.decide.extent import LONG_AGO, Reach
from generator.decide.report.periods import Frame
from generator.model import Component, ComponentStatus
from generator.model.report import Uptime

WEIGHT_OF_PARTIAL = 0.3
MAJOR, PARTIAL = ComponentStatus.MAJOR_OUTAGE, ComponentStatus.PARTIAL_OUTAGE

Stretches = list[tuple[datetime, datetime]]


class Outages:
    """Every outage of every component, ready to be asked about any period."""

    def __init__(self, reaches: Iterable[Reach], calendar: Calendar, zone: ZoneInfo) -> None:
        self._calendar = calendar
        self._zone = zone
        major: dict[str, Stretches] = defaultdict(list)
        either: dict[str, Stretches] = defaultdict(list)
        self._doubt: dict[str, datetime] = {}
        self._doubt_of_all = LONG_AGO
        for reach in reaches:
            for each in reach.extents:
                if each.status is MAJOR:
                    major[each.component].append((each.start, each.end))
                if each.status is MAJOR or each.status is PARTIAL:
                    either[each.component].append((each.start, each.end))
            if reach.doubtful:
                self._take_doubt(reach)
        self._major = {component: _apart(stretches, calendar.counted) for component, stretches in major.items()}
        self._either = {component: _apart(stretches, calendar.counted) for component, stretches in either.items()}

    def of(self, component: Component, frame: Frame, first: Frame) -> Uptime:
        """`component` in the period of `frame`; `first` is the period of all that is known."""
        since = component.since or min(first.period.first, self._calendar.dates[0])
        day = max(since, frame.period.first)
        if day > self._calendar.dates[-1]:
            return Uptime(component.id, component.name, None)
        start, until = span.day(day, self._zone).start, self._calendar.counted
        known = (until - start).total_seconds()
        if known <= 0:
            return Uptime(component.id, component.name, None)
        major = _covered(self._major.get(component.id, []), start)
        either = _covered(self._either.get(component.id, []), start)
        lost = major + WEIGHT_OF_PARTIAL * (either - major)
        return Uptime(
            id=component.id,
            name=component.name,
            share=min(max((known - lost) / known, 0.0), 1.0),
            lost=timedelta(seconds=lost),
            days=(self._calendar.dates[-1] - day).days + 1,
            doubtful=max(self._doubt.get(component.id, LONG_AGO), self._doubt_of_all) >= start,
        )

    def _take_doubt(self, reach: Reach) -> None:
        """Remember until when doubt lasted: all that is asked of a period is whether any of it reaches into that."""
        if reach.every:
            self._doubt_of_all = max(self._doubt_of_all, reach.end)
        for component in reach.components:
            self._doubt[component] = max(self._doubt.get(component, LONG_AGO), reach.end)


def _apart(stretches: Stretches, until: datetime) -> Stretches:
    """The same time up to `until`, in order, each moment once: what is asked of several periods is cut up once."""
    found = []
    before = LONG_AGO
    for begin, end in sorted(stretches):
        end = min(end, until)
        if end > before and begin < until:
            found.append((begin if begin > before else before, end))
            before = end
    return found


def _covered(stretches: Stretches, since: datetime) -> float:
    """Seconds from `since` on that `stretches`, which lie apart and in order, cover."""
    first = bisect_right(stretches, since, key=itemgetter(1))
    lasting = [end - (begin if begin > since else since) for begin, end in stretches[first:]]
    return sum(lasting, timedelta(0)).total_seconds()
