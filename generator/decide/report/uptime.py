"""Uptime over any stretch of time, by the rule of the ninety days (`decide.days`).

Overlaps count once, by the worst; a major outage counts whole, a partial outage three tenths, degraded performance and maintenance not.

A component that says no first day is counted from the first day that anything is known of the site, and for the last ninety days at least, as
its page does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
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
        self._major: dict[str, Stretches] = defaultdict(list)
        self._any: dict[str, Stretches] = defaultdict(list)
        self._doubt: dict[str, datetime] = {}
        self._doubt_of_all = LONG_AGO
        for reach in reaches:
            for each in reach.extents:
                if each.status is MAJOR:
                    self._major[each.component].append((each.start, each.end))
                if each.status is MAJOR or each.status is PARTIAL:
                    self._any[each.component].append((each.start, each.end))
            if reach.doubtful:
                self._take_doubt(reach)
        for stretches in (*self._major.values(), *self._any.values()):
            stretches.sort()

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
        major = _covered(self._major[component.id], start, until)
        either = _covered(self._any[component.id], start, until)
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


def _covered(stretches: Sequence[tuple[datetime, datetime]], start: datetime, until: datetime) -> float:
    """Seconds of `[start, until)` that any of `stretches`, in order of their starts, covers."""
    total = timedelta(0)
    before = start
    for begin, end in stretches:
        end = min(end, until)
        if end > before:
            if begin >= until:
                break
            total += end - (begin if begin > before else before)
            before = end
    return total.total_seconds()
