"""Points in time, as people write them; always UTC once read.

Understood: `2026-11-20 14:10`, `2026-11-20T14:10:00`, alone (then in the site's zone) or followed by `UTC`, `GMT`, `Z`, `+01:00`, an
IANA name such as `Europe/Berlin`, or the abbreviation that the site's zone itself has at that time. Where a day is given by what
surrounds it, `14:10` too. An hour that daylight saving repeats or skips is a problem that names both readings, never a guess.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.pattern import pattern
from generator.read.vocabulary import visible

EARLIEST, LATEST = 1970, 2199
"""Years that a report may speak of: enough for any history, and safe to shift by any offset."""

WRITTEN = pattern(
    r"(?:(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:\s*,\s*|\s+at\s+|\s+|[Tt]|$))?"
    r"(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?\s*(?P<zone>\S*))?",
    re.ASCII,
)
USUAL = pattern(r"\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d UTC", re.ASCII)
"""How nearly all are written that say it all: these need no closer look, but at the number of the day."""
OFFSET = pattern(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?", re.ASCII | re.IGNORECASE)
OTHER_DATE = pattern(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(.*)", re.ASCII)
SLASHED_DATE = pattern(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(.*)", re.ASCII)
TWELVE_HOURS = pattern(r"(.*?)(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b\.?(.*)", re.ASCII | re.IGNORECASE)
LOOSE = pattern(r"(\d{4})[-–—−‐‑](\d{1,2})[-–—−‐‑](\d{1,2})(?:[ T]+(\d{1,2})[:.h](\d{2}))?(.*)", re.ASCII)


class Misread(Struct, frozen=True):
    """Why a time could not be read, the time to write instead, and the moment that makes matters worst, if one is known."""

    message: str
    hint: str = ""
    taken: datetime | None = None


def moment(text: str, zone: ZoneInfo, *, after: datetime | None = None, whole_days: bool = False) -> datetime | Misread:
    """The moment that `text` names, in UTC.

    `zone` is the site's. Where `after` is given (in UTC), a time without a date is its first occurrence that is not before it.
    With `whole_days` a date alone is its first moment in `zone`.
    """
    if USUAL.fullmatch(text) and (usual := _usual(text)):
        return usual
    plain = visible(text)
    found = WRITTEN.fullmatch(plain)
    if found is None or not plain or ("m" in plain.casefold() and TWELVE_HOURS.fullmatch(plain)):
        return _not_understood(text, plain)
    day = _date(found)
    if isinstance(day, Misread):
        return day
    if found["hour"] is None:
        return _day_alone(text, day, zone, whole_days=whole_days)
    clock = _clock(found)
    if isinstance(clock, Misread):
        return clock
    if day is None:
        if after is None:
            return Misread(
                f"“{text}” has no date, and nothing before it says which day is meant", f"YYYY-MM-DD {plain}"
            )
        return _first_after(after, clock, found["zone"], zone)
    return _at(day, clock, found["zone"], zone)


def _usual(text: str) -> datetime | None:
    """The moment, if there is such a day in a year that a report may speak of."""
    try:
        at = datetime.fromisoformat(text.replace(" UTC", "Z"))
    except ValueError:
        return None
    return at if EARLIEST <= at.year <= LATEST else None


def first_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def written(at: datetime, zone: ZoneInfo) -> str:
    """How to write `at` so that it is read back: local time with its zone's name or offset."""
    if zone.key == "UTC":
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {_signed(at.astimezone(zone).utcoffset())}"


def _day_alone(text: str, day: date | None, zone: ZoneInfo, *, whole_days: bool) -> datetime | Misread:
    assert day is not None
    start = first_of(day, zone)
    if whole_days:
        return start
    return Misread(f"“{text}” has no time of day, expected YYYY-MM-DD HH:MM", written(start, zone), start)


def _date(found: re.Match[str]) -> date | Misread | None:
    if found["year"] is None:
        return None
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    text = f"{found['year']}-{found['month']}-{found['day']}"
    if not EARLIEST <= year <= LATEST:
        return Misread(f"the year of “{text}” is not between {EARLIEST} and {LATEST}")
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            return Misread(f"“{text}” is no date: there is no month {month}", "YYYY-MM-DD HH:MM")
        last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        return Misread(f"“{text}” is no date: that month has {last} days", f"{year}-{month:02d}-{last} HH:MM")


def _clock(found: re.Match[str]) -> time | Misread:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Misread(f"“{found['hour']}:{found['minute']}” is no time of day, expected 00:00 to 23:59")
    return time(hour, minute, second)


def _first_after(after: datetime, clock: time, zone_text: str, zone: ZoneInfo) -> datetime | Misread:
    place = _zone(zone_text, after, zone)
    if isinstance(place, Misread):
        return place
    day = after.astimezone(place).date()
    at = _at(day, clock, zone_text, zone)
    if isinstance(at, datetime) and at < after.replace(second=0, microsecond=0):
        return _at(day + timedelta(days=1), clock, zone_text, zone)
    return at


def _at(day: date, clock: time, zone_text: str, zone: ZoneInfo) -> datetime | Misread:
    naive = datetime.combine(day, clock)
    place = _zone(zone_text, naive.replace(tzinfo=zone), zone)
    if isinstance(place, Misread):
        return place
    if place is UTC:
        return naive.replace(tzinfo=UTC)
    early, late = (naive.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early == late:
        return early
    if named := _by_abbreviation(zone_text, naive, zone):
        return named
    return _two_readings(naive, place, early, late)


def _two_readings(naive: datetime, place: tzinfo, first: datetime, second: datetime) -> Misread:
    """`first` and `second` are the readings by the offset before and after the clocks change."""
    text, clock = f"{naive:%H:%M}", f"{naive:%Y-%m-%d %H:%M}"
    offsets = [_signed(naive.replace(tzinfo=place, fold=fold).utcoffset()) for fold in (0, 1)]
    readings = " or ".join(
        f"{text} {offset} ({at:%H:%M} UTC)" for offset, at in zip(offsets, (first, second), strict=True)
    )
    what = "happens twice" if first < second else "does not exist"
    return Misread(
        f"{text} {what} on {naive:%Y-%m-%d} in {place}, where the clocks change: {readings}",
        f"{clock} {offsets[0]}",
        min(first, second),
    )


def _zone(text: str, near: datetime, zone: ZoneInfo) -> tzinfo | Misread:
    """The zone that `text` names; the site's where it names none. `near` is when, for abbreviations."""
    if not text:
        return zone
    if text.upper() in ("UTC", "GMT", "Z"):
        return UTC
    if found := OFFSET.fullmatch(text.replace("−", "-")):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:
            return Misread(f"“{text}” is no offset from UTC: they lie between -12:00 and +14:00", _local(near, zone))
        return timezone((1 if found[1] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    if "/" in text and (named := known_zone(text)):
        return named
    abbreviations = {near.astimezone(zone).replace(fold=fold).tzname() for fold in (0, 1)}
    if text in abbreviations:
        return zone
    return Misread(
        f"the time zone “{text}” is not known, expected UTC, an offset such as +01:00, or a name such as Europe/Berlin",
        _local(near, zone),
    )


def _local(near: datetime, zone: ZoneInfo) -> str:
    local = near.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {_signed(local.utcoffset())}"


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, or None."""
    if not re.fullmatch(r"[A-Za-z0-9_+\-]+(?:/[A-Za-z0-9_+\-]+){0,2}", name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None


def _by_abbreviation(text: str, naive: datetime, zone: ZoneInfo) -> datetime | None:
    """Which of two readings `text` (CET, CEST) chooses."""
    chosen = [
        at for fold in (0, 1) if (at := naive.replace(tzinfo=zone, fold=fold)).tzname() == text and _exists(at, zone)
    ]
    return chosen[0].astimezone(UTC) if len(chosen) == 1 else None


def _exists(at: datetime, zone: ZoneInfo) -> bool:
    return at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at.replace(tzinfo=None)


def _signed(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _not_understood(text: str, plain: str) -> Misread:
    shown = text if len(text) <= 60 else text[:60] + "…"
    expected = f"“{shown}” is not understood as a time, expected YYYY-MM-DD HH:MM and a zone if it is not the site's"
    if found := OTHER_DATE.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), found[4]
        clock = found[5].strip() or "HH:MM"
        readings = [f"{year}-{month:02d}-{day:02d}" for day, month in ((first, second), (second, first)) if month <= 12]
        if first != second and len(readings) == 2:
            expected = f"“{shown}” may be {readings[0]} or {readings[1]}, expected YYYY-MM-DD HH:MM"
        return Misread(expected, f"{readings[0]} {clock}" if readings else "")
    if found := TWELVE_HOURS.fullmatch(plain):
        hour = int(found[2]) % 12 + (12 if found[4] in "pP" else 0)
        return Misread(expected, f"{found[1].strip()} {hour:02d}:{found[3] or '00'} {found[5].strip()}".strip())
    if found := SLASHED_DATE.fullmatch(plain):
        rest = found[5].strip() or "HH:MM"
        return Misread(expected, f"{found[1]}-{int(found[3]):02d}-{int(found[4]):02d} {rest}")
    if found := LOOSE.fullmatch(plain):
        clock = f"{int(found[4]):02d}:{found[5]}" if found[4] else "HH:MM"
        rest = found[6].strip() if found[4] else ""
        return Misread(expected, f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d} {clock} {rest}".strip())
    return Misread(expected, "YYYY-MM-DD HH:MM UTC")
