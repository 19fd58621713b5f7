"""Lengths of time, as people write them: `15 minutes`, `2 hours`, `5 days`, `1h 30m`."""

from __future__ import annotations

import re
from datetime import timedelta

from generator.pattern import pattern
from generator.read.vocabulary import visible

UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
}
LONGEST = timedelta(days=366)
PART = pattern(r"(\d{1,5})\s*([a-z]+)\s*(?:,|and)?\s*", re.ASCII)


def duration(text: str) -> timedelta | None:
    """What `text` says, more than nothing and at most 366 days; None where it says nothing of the kind."""
    rest, total = visible(text).casefold(), timedelta()
    if not rest:
        return None
    while rest:
        found = PART.match(rest)
        if found is None or found[2] not in UNITS:
            return None
        total += int(found[1]) * UNITS[found[2]]
        rest = rest[found.end() :]
    return total if timedelta() < total <= LONGEST else None
