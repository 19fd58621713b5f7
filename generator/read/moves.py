"""Windows that words move: whether what a word says of a window's start and end can be.

Holds the rule that an error never improves anything: of a damaged word, or of one that moves an end before its start, only what makes
the window longer is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.model import Update
from generator.read.findings import Findings
from generator.read.moments import written


def settled(
    updates: Iterable[Update], start: datetime, until: datetime, zone: ZoneInfo, findings: Findings
) -> list[Update]:
    """`updates`, oldest first, with the moves that can be, of a window first planned from `start` to `until`."""
    kept = []
    for update in updates:
        if update.scheduled_for is None and update.scheduled_until is None:
            kept.append(update)
            continue
        begins, ends = moved(update, start, until)
        if ends <= begins and not update.damaged:
            findings.error(
                "move",
                f"the window would end {written(ends, zone)}, which is not after its start, {written(begins, zone)}",
                line=update.line,
                hint=f'{{scheduled_for="{written(begins, zone)}" scheduled_until="YYYY-MM-DD HH:MM"}}',
            )
            update = replace(update, damaged=True)
        if update.damaged:
            update = longer(update, start, until)
            begins, ends = moved(update, start, until)
        start, until = begins, ends
        kept.append(update)
    return kept


def moved(update: Update, start: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The window from `start` to `until` as `update` leaves it; a start that is moved alone takes the end with it."""
    begins = update.scheduled_for or start
    return begins, update.scheduled_until or until + (begins - start)


def longer(update: Update, start: datetime, until: datetime) -> Update:
    """`update`, of whose move only what makes the window longer is left."""
    begins, ends = moved(update, start, until)
    earlier, later = min(begins, start), max(ends, until)
    if (earlier, later) == (start, until):
        return replace(update, scheduled_for=None, scheduled_until=None)
    return replace(update, scheduled_for=earlier, scheduled_until=later)
