"""When anything last changed, and when the clock alone will next change something.

Promises that between `changed` and `next_change` the board says the same at every moment, so that a build in between has nothing to
rewrite. Time that merely passes is kept out of it: today counts towards uptime up to the last change, and, on a day with an
outage, up to the last full hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from generator.decide.days import Calendar
from generator.decide.extent import NEVER, Reach, after
from generator.decide.window import UNDER_WAY
from generator.decide.wording import TOLERANCE
from generator.model import ActionState, ComponentStatus, Course, Notice, Status, Window

OUTAGES = frozenset({ComponentStatus.MAJOR_OUTAGE, ComponentStatus.PARTIAL_OUTAGE})

NOTICE_STANDS = timedelta(days=7)
"""How long a notice stands on the home page after its last word, where it does not say."""


def stands_until(notice: Notice, now: datetime) -> datetime:
    """When `notice` leaves the home page, by what was said by `now`."""
    if notice.until is not None:
        return notice.until
    return after(max((notice.published, *(update.at for update in notice.updates if update.at <= now))), NOTICE_STANDS)


def changed(
    courses: Iterable[Course],
    changing: Iterable[Course],
    explained: Sequence[Course],
    windows: Iterable[Window],
    notices: Iterable[Notice],
    now: datetime,
) -> datetime | None:
    """When somebody's word or the clock last changed anything; None where nothing has ever happened.

    `changing` are those of `courses` that are `unsettled`: of the others only the last word and the postmortem can be the latest of all. `explained`
    are those with a postmortem, the newest first.
    """
    told = [each.incident.postmortem.at for each in explained[:1] if each.incident.postmortem is not None]
    said = [each.said[0] for each in courses if each.said]
    times = chain(
        told, (max(said),) if said else (), _latest(changing), _of_windows(windows), _of_notices(notices, now)
    )
    return max((time for time in times if time <= now), default=None)


def next_change(
    changing: Sequence[Course], windows: Iterable[Window], notices: Iterable[Notice], calendar: Calendar, hourly: bool
) -> datetime:
    """The first moment after now at which the clock changes anything; the end of the local day at the latest.

    `changing` are the courses that are `unsettled`. `notices` are all, those to come too. `hourly` says whether today's uptime is counted by the hour.
    """
    believed = (update.at - TOLERANCE for course in changing for update in course.incident.updates)
    times = chain(_of_courses(changing), believed, _to_come(windows), _of_notices(notices, calendar.now))
    first = min((time for time in times if time > calendar.now), default=calendar.tomorrow)
    hour = _full_hour(calendar.now) + timedelta(hours=1) if hourly else calendar.tomorrow
    return min(first, hour, calendar.tomorrow)


def hourly(reaches: Iterable[Reach], calendar: Calendar) -> bool:
    """Whether time that passes changes what today's days say: something lasts, or there was an outage today."""
    return any(
        extent.end == NEVER or (extent.end > calendar.today and extent.status in OUTAGES)
        for reach in reaches
        for extent in reach.extents
    )


def counted(calendar: Calendar, changed: datetime | None, hourly: bool) -> datetime:
    """Up to when today counts towards uptime."""
    return max(calendar.today, changed or calendar.today, _full_hour(calendar.now) if hourly else calendar.today)


def unsettled(courses: Iterable[Course]) -> list[Course]:
    """Those that the clock may change: which are open, of which a word is to come, or something is owed or late."""
    return [course for course in courses if course.open or course.digest != course.incident.digest]


def _latest(changing: Iterable[Course]) -> Iterator[datetime]:
    """Times of which one is the latest by now of what the clock changes, but for the last words and the postmortems."""
    for course in changing:
        if course.open:
            yield from _of_courses((course,))
            continue
        if course.owed is not None:
            yield course.owed.due
        if ActionState.OVERDUE in course.metrics.actions:
            yield from (each.until for each in course.remediation if each.state is ActionState.OVERDUE and each.until)


def _of_courses(courses: Iterable[Course]) -> Iterator[datetime]:
    for course in courses:
        incident = course.incident
        yield incident.started
        yield from (update.at for update in incident.updates)
        if incident.postmortem is not None:
            yield incident.postmortem.at
        if incident.detected is not None:
            yield incident.detected
        if course.owed is not None:
            yield course.owed.due


def _of_windows(windows: Iterable[Window]) -> Iterator[datetime]:
    for window in windows:
        yield from window.said
        for each in window.occurrences or (window,):
            yield from (time for time in (each.started_at, each.ended_at) if time is not None)
            if each.overdue:
                yield each.scheduled_until


def _to_come(windows: Iterable[Window]) -> Iterator[datetime]:
    for window in windows:
        if window.digest == window.maintenance.digest:  # over, and all of it has been said
            continue
        yield from (update.at for update in window.maintenance.updates)
        yield from (update.at - TOLERANCE for update in window.maintenance.updates)
        for each in window.occurrences or (window,):
            if each.status is Status.SCHEDULED:
                yield each.scheduled_for
            if each.status in UNDER_WAY:
                yield each.scheduled_until


def _of_notices(notices: Iterable[Notice], now: datetime) -> Iterator[datetime]:
    for notice in notices:
        yield notice.published
        yield stands_until(notice, now)
        yield from (update.at for update in notice.updates)


def _full_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
