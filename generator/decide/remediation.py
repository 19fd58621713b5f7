"""What was promised in a postmortem, and whether it was kept: each action item is done, open or overdue.

An item is overdue once the day by which it was to be done has ended in the site's zone. One without a day is never overdue, only open.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.decide.extent import NEVER
from generator.model import ActionItem, ActionState, Postmortem, Remediation


def remediation(told: Postmortem | None, now: datetime, zone: ZoneInfo) -> tuple[Remediation, ...]:
    """What became by `now` of the action items of a postmortem, in its order; nothing where there is none, or none yet."""
    if told is None or not told.actions or told.at > now:
        return ()
    return tuple(_of(item, now, zone) for item in told.actions)


def _of(item: ActionItem, now: datetime, zone: ZoneInfo) -> Remediation:
    until = _end_of(item.due, zone) if item.due else None
    if item.done:
        return Remediation(item, ActionState.DONE, until)
    late = until is not None and now >= until
    return Remediation(item, ActionState.OVERDUE if late else ActionState.OPEN, until)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    try:
        return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
    except OverflowError:
        return NEVER
