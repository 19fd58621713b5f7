"""What happened when: the last days one by one, and every month since the first report, quiet ones too.

A report is filed under the local day it began on. A start that is still to come, or before the year `FIRST_YEAR` (a slip of the pen,
or a file that could not be read), is filed under its first believable word, or else under today, so that one wrong digit neither
hides a report nor makes a thousand empty pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.model import Course, Month, Notice, RecentDay, Update, Window

RECENT = 15
"""Days, today included."""

FIRST_YEAR = 1990
"""Nobody published a status page before there was a web."""

EARLIEST = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)

Dated = tuple[datetime, Course]
"""An incident, and when it began."""


def recent(
    dated: Iterable[Dated], windows: Iterable[Window], *, now: datetime, zone: ZoneInfo
) -> tuple[RecentDay, ...]:
    """The last days, today first. `dated` are all incidents, newest first."""
    today = now.astimezone(zone).date()
    oldest = now - timedelta(days=RECENT + 1)
    started: dict[date, list[Course]] = defaultdict(list)
    for start, course in dated:
        if start >= oldest:
            started[start.astimezone(zone).date()].append(course)
    ended: dict[date, list[Window]] = defaultdict(list)
    for window in each_time(windows):
        if window.ended_at is not None and window.ended_at >= oldest:
            ended[window.ended_at.astimezone(zone).date()].append(window)
    dates = [today - timedelta(days=back) for back in range(RECENT)]
    return tuple(RecentDay(of, tuple(started.get(of, ())), tuple(ended.get(of, ()))) for of in dates)


def months(
    dated: Iterable[Dated], windows: Sequence[Window], notices: Sequence[Notice], *, now: datetime, zone: ZoneInfo
) -> tuple[Month, ...]:
    """Every month from the first report's to this one, newest first; all three newest first, and so within a month.

    A maintenance belongs to the month in which it really began, or was called off; one that is still ahead to none yet.
    """
    this = _month(now, zone)
    in_courses: dict[int, list[Course]] = defaultdict(list)
    for start, course in dated:
        in_courses[_month(start, zone)].append(course)
    in_windows: dict[int, list[Window]] = defaultdict(list)
    for window in each_time(windows):
        if (at := window.started_at or window.ended_at) is not None:
            in_windows[_month(_believable(at, window.maintenance.updates, now), zone)].append(window)
    in_notices: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        in_notices[_month(_believable(notice.published, notice.updates, now), zone)].append(notice)
    first = min((*in_courses, *in_windows, *in_notices, this))
    return tuple(
        Month(
            year=month // 12,
            month=month % 12 + 1,
            courses=tuple(in_courses.get(month, ())),
            windows=tuple(in_windows.get(month, ())),
            notices=tuple(in_notices.get(month, ())),
        )
        for month in range(this, first - 1, -1)
    )


def each_time(windows: Iterable[Window]) -> list[Window]:
    """`windows` (newest first), one that repeats as all its times."""
    windows = list(windows)
    if not any(window.occurrences for window in windows):
        return windows
    every = (each for window in windows for each in window.occurrences or (window,))
    return sorted(every, key=lambda each: (each.scheduled_for, each.id), reverse=True)


def dated(courses: Iterable[Course], now: datetime) -> list[Dated]:
    """`courses`, in their order, each with when it began, as it is filed: its start, or what can be believed instead."""
    return [
        (at if EARLIEST <= (at := each.incident.started) <= now else _believable(at, each.incident.updates, now), each)
        for each in courses
    ]


def _believable(at: datetime, updates: Iterable[Update], now: datetime) -> datetime:
    if EARLIEST <= at <= now:
        return at
    return next((update.at for update in updates if EARLIEST <= update.at <= now), now)


def _month(at: datetime, zone: ZoneInfo) -> int:
    """Months since the year 0, local."""
    local = at if 1 < at.day < 28 else at.astimezone(zone)  # UTC is less than a day away from any zone
    return local.year * 12 + local.month - 1
