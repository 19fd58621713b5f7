"""Puts together what is true at a moment. Every rule has a module of its own; this one only walks through them.

Promises that the order of the files does not matter, and that two calls with nothing happening between them differ in `now` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from zoneinfo import ZoneInfo

from generator.decide import changes, history, standing
from generator.decide.archive import Archive
from generator.decide.course import course
from generator.decide.days import Calendar
from generator.decide.edits import without_later_edits
from generator.decide.extent import LONG_AGO, Order, Reach
from generator.decide.headline import headline
from generator.decide.report import report
from generator.decide.series import follow
from generator.decide.window import UNDER_WAY
from generator.model import Board, Course, Notice, Source, Status, Window


def decide(source: Source, *, now: datetime, archive: Archive | None = None) -> Board:
    """What is true at `now` (aware) of what people wrote. `source.site.timezone` must be a name that the system knows.

    `archive` spares following the stories that it knows, and learns those that are settled; the board is the same.
    """
    source = without_later_edits(source, now := now.astimezone(UTC))
    site = source.site
    calendar = Calendar.of(zone := ZoneInfo(site.timezone), now)
    courses, windows, every = _follow(source, zone, now, archive or Archive())
    dated = history.dated(courses, now)
    reaches = sorted((each for each in every if each.end >= calendar.start), key=lambda each: (each.start, each.id))
    notices = _published(source.notices, now)
    changing = changes.unsettled(courses)
    changed = changes.changed(courses, changing, explained := _explained(courses, now), windows, notices, now)
    calendar = calendar.counting(changes.counted(calendar, changed, hourly := changes.hourly(reaches, calendar)))
    components = standing.components(site, courses, windows, reaches, calendar)
    doubtful = site.damaged or any(reach.every and reach.under_way for reach in reaches)
    return Board(
        site=site,
        now=now,
        headline=headline([each.status for each in components], _ongoing(changing), _under_way(windows), doubtful),
        doubtful=doubtful,
        standings=standing.grouped(components),
        components=components,
        courses=courses,
        windows=windows,
        notices=notices,
        open=_ongoing(changing),
        under_way=_under_way(windows),
        ahead=tuple(each for each in reversed(windows) if each.status is Status.SCHEDULED),
        explained=explained,
        standing_notices=tuple(each for each in notices if now < changes.stands_until(each, now)),
        recent=history.recent(dated, windows, now=now, zone=zone),
        months=history.months(dated, windows, notices, now=now, zone=zone),
        changed=changed,
        next_change=changes.next_change(changing, windows, source.notices, calendar, hourly),
        uptime=standing.together(components),
        report=report(site, dated, windows, notices, every, calendar, zone),
    )


def _follow(
    source: Source, zone: ZoneInfo, now: datetime, archive: Archive
) -> tuple[tuple[Course, ...], tuple[Window, ...], list[Reach]]:
    """Every incident and maintenance, newest first, and how far each of them reached."""
    order = Order(source.site.components)
    since, terms = LONG_AGO, source.site.promises
    follow_incident = partial(course, now=now, order=order, terms=terms, since=since, zone=zone)
    by_id = sorted(source.incidents, key=attrgetter("id"), reverse=True)
    newest_first = sorted(by_id, key=attrgetter("started"), reverse=True)  # by two keys at once it takes twice as long
    followed = archive.incidents.follow(newest_first, follow_incident, now)
    follow_maintenance = partial(follow, now=now, order=order, since=since, zone=zone)
    planned = archive.maintenances.follow(source.maintenances, follow_maintenance, now)
    windows = sorted((each for each, _ in planned), key=lambda each: (each.scheduled_for, each.id), reverse=True)
    reaches = [reach for _, reach in followed if reach is not None]
    reaches += [reach for _, some in planned for reach in some]
    return tuple(each for each, _ in followed), tuple(windows), reaches


def _ongoing(courses: Iterable[Course]) -> tuple[Course, ...]:
    return tuple(sorted((each for each in courses if each.open), key=lambda each: -each.incident.impact.severity))


def _explained(courses: Iterable[Course], now: datetime) -> tuple[Course, ...]:
    found = [
        (told.at, each.id, each)
        for each in courses
        if (told := each.incident.postmortem) is not None and told.at <= now
    ]
    return tuple(each for _, _, each in sorted(found, key=lambda each: each[:2], reverse=True))


def _under_way(windows: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(each for each in windows if each.status in UNDER_WAY)


def _published(notices: Iterable[Notice], now: datetime) -> tuple[Notice, ...]:
    found = (each for each in notices if each.published <= now)
    return tuple(sorted(found, key=lambda notice: (notice.published, notice.id), reverse=True))
