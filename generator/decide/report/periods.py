"""Which days the report is about, and into which stretches they are cut, so that a picture has a bounded number of columns."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator import span
from generator.decide.days import Calendar
from generator.decide.history import FIRST_YEAR
from generator.model import Component
from generator.model.report import PERIODS, Period

WEEK = 7
MOST = 36
"""Stretches that all of the past is cut into."""
STEPS = (1, 3, 6, 12, 24, 60, 120)
"""How many months a stretch of all of the past may hold."""


class Frame(Struct, frozen=True):
    """A period, cut up."""

    period: Period
    since: datetime
    """When it begins, in UTC."""
    stretches: tuple[tuple[date, date], ...]
    """First and last day of each, oldest first, without gaps."""
    bounds: tuple[datetime, ...]
    """When each stretch begins, in UTC."""


def frames(components: Iterable[Component], first: datetime | None, calendar: Calendar, zone: ZoneInfo) -> list[Frame]:
    """The three periods. `first` is when the first of all reports began; None where there is none."""
    today = calendar.dates[-1]
    beginning = _first_day(components, first, calendar, zone)
    weeks = [today - timedelta(days=WEEK * back) for back in range(len(calendar.dates) // WEEK + 1)]
    months = [_months_before(today, back) for back in range(12)]
    return [
        _frame(PERIODS[0], calendar.dates[0], weeks, zone),
        _frame(PERIODS[1], _months_before(today, 12) + timedelta(days=1), months, zone),
        _frame(PERIODS[2], beginning, weeks if beginning >= calendar.dates[0] else _steps(today, beginning), zone),
    ]


def _steps(today: date, beginning: date) -> list[date]:
    """Days on which stretches of so many months end, newest first; the last before `beginning`."""
    months = (today.year - beginning.year) * 12 + today.month - beginning.month + 1
    step = next((each for each in STEPS if each * MOST >= months), STEPS[-1])
    return [_months_before(today, back) for back in range(0, months + step, step)]


def _frame(name: str, first: date, ends: Iterable[date], zone: ZoneInfo) -> Frame:
    """The period from `first` on, in stretches that end on `ends` (newest first)."""
    ends = sorted(end for end in ends if end >= first)
    starts = [first, *(end + timedelta(days=1) for end in ends[:-1])]
    bounds = tuple(span.day(start, zone).start for start in starts)
    return Frame(Period(name, first, ends[-1]), bounds[0], tuple(zip(starts, ends, strict=True)), bounds)


def _first_day(components: Iterable[Component], first: datetime | None, calendar: Calendar, zone: ZoneInfo) -> date:
    """The first day that anything is known of: of a report, or the first of a component; else that of the last ninety."""
    days = [each.since for each in components if each.since is not None]
    if first is not None:
        days.append(first.astimezone(zone).date())
    return max(
        min((day for day in days if day <= calendar.dates[-1]), default=calendar.dates[0]), date(FIRST_YEAR, 1, 1)
    )


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last of that where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
