"""A time zone as calendars spell it (RFC 5545, 3.6.5): every change of the clocks from a first moment on, read off the zone itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

UNTIL = 2037
"""Through this year, or twenty years after the first. Programs that know the zone by its name follow it for ever."""
STRIDE = timedelta(days=7)
"""No zone changes its clocks twice within a week."""

Turn = tuple[datetime, timedelta, timedelta, str, bool]
"""When the clocks change, in UTC; the distance from UTC before and after; the abbreviation after; whether it is daylight saving."""


def zone_component(zone: ZoneInfo, first: datetime) -> Timezone:
    """The VTIMEZONE of `zone` for events from `first` on. Equal changes stand together, the later ones as RDATE."""
    begin = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    made = Timezone()
    made.add("tzid", zone.key)
    at = begin.astimezone(zone)
    offset = at.utcoffset() or timedelta()
    kinds: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    kinds[offset, offset, at.tzname() or zone.key, bool(at.dst())] = [begin]
    for when, before, after, name, saving in _turns(zone, begin, max(UNTIL, first.year + 20)):
        kinds.setdefault((before, after, name, saving), []).append(when)
    for (before, after, name, saving), onsets in kinds.items():
        part = TimezoneDaylight() if saving else TimezoneStandard()
        local = [(when + before).replace(tzinfo=None) for when in onsets]  # by the clock as it was before
        part.add("dtstart", local[0])
        for later in local[1:]:  # each in a line of its own: some programs read the first of a list alone
            part.add("rdate", [later])
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        made.add_component(part)
    return made


@lru_cache(maxsize=8)  # the calendars of all components ask the same
def _turns(zone: ZoneInfo, begin: datetime, last_year: int) -> tuple[Turn, ...]:
    """Every change of the clocks from `begin` through `last_year`."""
    return tuple(_walk(zone, begin, last_year))


def _walk(zone: ZoneInfo, begin: datetime, last_year: int) -> Iterator[Turn]:
    at, before = begin, _state(zone, begin)
    while at.year <= last_year:
        following = at + STRIDE
        after = _state(zone, following)
        if before != after:
            when = _between(zone, at, following)
            local = when.astimezone(zone)
            yield (
                when,
                before[0],
                local.utcoffset() or timedelta(),
                local.tzname() or zone.key,
                bool(local.dst()),
            )
        at, before = following, after


def _between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first second at which the clocks are as at `late`."""
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if _state(zone, middle) == _state(zone, early):
            early = middle
        else:
            late = middle
    return late


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str, bool]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst())
