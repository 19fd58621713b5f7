"""One day of the bars, as `decide` reckons it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.model.vocabulary import ComponentStatus


class Day(Struct, frozen=True):
    """One local day of one component."""

    date: date
    status: ComponentStatus | None
    """The worst of the day; None: no data (before `since`)."""
    major_seconds: float = 0.0
    """Seconds in major outage. Here and below each moment counts once, by its worst state."""
    partial_seconds: float = 0.0
    degraded_seconds: float = 0.0
    maintenance_seconds: float = 0.0
    known: float = 0.0
    """Seconds of this day that are over and not before `since`: what uptime is a share of. Today counts up to the last change,
    or on a day with an outage up to the last full hour, so that the same facts read the same a minute later."""
    doubtful: bool = False
    """A report that could not be read may have made it worse."""
    incidents: tuple[str, ...] = ()
    """Ids of what touched it: incidents and maintenances."""
