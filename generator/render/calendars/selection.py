"""Which maintenance a calendar tells, and what its events are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.model import Board, Component, Status, Window

PAST = timedelta(days=90)
"""How long a window that is over stays: as long as the bars tell of it."""
MOST = 200
"""Windows in one calendar: what is to come, the nearest first, then the last that are over."""


def facts(of: Window, zone: ZoneInfo) -> object:
    """Everything that a window's events are made of: what was written, how much of it was said, and what is planned now."""
    return (
        (of.id, of.maintenance.digest, of.sequence),
        [
            (each.recurrence, each.scheduled_for, each.scheduled_until, each.status is Status.CANCELLED)
            for each in (of, *departures(of, zone))
        ],
    )


def departures(of: Window, zone: ZoneInfo) -> tuple[Window, ...]:
    """The occurrences that have to be told one by one, the latest first: those that are not as the rule has them, moved or called off.

    And those that daylight saving makes hard to read: a start in an hour that it repeats or skips, or clocks that change before the end. The
    RFC says what is meant (3.3.5, 3.8.5.3), and programs differ.
    """
    length = of.maintenance.scheduled_until - of.maintenance.scheduled_for
    return tuple(
        each
        for each in of.occurrences
        if each.recurrence is not None
        and (
            each.status is Status.CANCELLED
            or (each.scheduled_for, each.scheduled_until) != (each.recurrence, each.recurrence + length)
            or not _is_plain(by_the_rule(of.maintenance.scheduled_for, each.recurrence, zone), length)
        )
    )


def by_the_rule(first: datetime, start: datetime, zone: ZoneInfo) -> datetime:
    """The local time that a rule gives the occurrence at `start`, where it begins with the one at `first`."""
    return datetime.combine(start.astimezone(zone).date(), first.astimezone(zone).time(), zone)


def _is_plain(start: datetime, length: timedelta) -> bool:
    """Whether the clocks stand still from the local `start` on for `length`, by every reading."""
    end = start + length  # by the clock on the wall
    return len({each.replace(fold=fold).utcoffset() for each in (start, end) for fold in (0, 1)}) == 1


def lately(board: Board) -> list[Window]:
    """What is to come, is going on or was over in the last days, by the site's days so that no hour changes it."""
    zone = ZoneInfo(board.site.timezone)
    since = datetime.combine(board.recent[0].date, time.min, zone).astimezone(UTC) - PAST
    return [each for each in board.windows if _last_end(each) >= since or not each.status.ends]


def _last_end(of: Window) -> datetime:
    return max(
        max(each.scheduled_for, each.scheduled_until, each.ended_at or each.scheduled_until)
        for each in (of, *of.occurrences)
    )


def bounded(windows: Sequence[Window]) -> list[Window]:
    """At most `MOST` of `windows` (newest first), oldest first."""
    over = [each for each in windows if each.status.ends]
    coming = [each for each in reversed(windows) if not each.status.ends]
    kept = [*coming, *over][:MOST]
    return sorted(kept, key=lambda each: (each.scheduled_for, each.id))


def touches(of: Window, component: Component) -> bool:
    """Whether a window is told in the calendar of `component`: in every one where nobody knows which it touches."""
    return of.maintenance.any_component or any(each.component.id == component.id for each in of.affected)
