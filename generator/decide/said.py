"""Which words of a report count at a moment, and whether a word makes matters worse: asked of every word of an archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.decide.extent import OPERATIONAL, after
from generator.decide.wording import TOLERANCE
from generator.model import Update


def said_by(now: datetime, updates: Sequence[Update]) -> Sequence[Update]:
    """Those of `updates`, oldest first, that have been said by `now`."""
    if not updates or updates[-1].at <= now:
        return updates
    return tuple(update for update in updates if update.at <= now)


def said_later(now: datetime, updates: Sequence[Update]) -> Sequence[Update]:
    """Those of `updates`, oldest first, that are dated more than a few minutes after `now`: a slip."""
    if not updates or updates[-1].at <= now:
        return ()
    return updates[len(said_by(after(now, TOLERANCE), updates)) :]


def worsens(update: Update) -> bool:
    """Whether it puts a component into a worse state than operational."""
    return bool(update.changes) and any(change.status is not OPERATIONAL for change in update.changes)
