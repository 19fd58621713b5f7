"""JSON documents and the times in them: UTF-8, one line, a newline at its end; RFC 3339 with milliseconds in the site's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec.json import encode

Facts = Mapping[str, object]
"""A JSON object, its keys in the order in which they are written."""


def document(facts: Facts) -> bytes:
    """The bytes of one file. Compact: who reads these is a program, or pipes them through one that indents."""
    return encode(facts) + b"\n"


@lru_cache(maxsize=4096)  # of each moment several times, in every file
def stamp(at: datetime, zone: ZoneInfo) -> str:
    """`2026-11-20T15:40:00.000+01:00`, in UTC `…Z`. A strict client wants the milliseconds, and RFC 3339 an offset in minutes."""
    try:
        local = at.astimezone(zone)
    except OverflowError:  # at the far ends of the calendar, where zones do not reach
        local = at.astimezone(UTC)
    offset = local.utcoffset() or timedelta(0)
    if offset % timedelta(minutes=1):  # before there were zones, clocks followed the sun to the second
        local, offset = local.astimezone(UTC), timedelta(0)
    told = local.replace(tzinfo=None).isoformat(timespec="milliseconds")
    if local.tzname() == "UTC":
        return told + "Z"
    sign, minutes = "-" if offset < timedelta(0) else "+", abs(offset) // timedelta(minutes=1)
    return f"{told}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the local `day` begins, in UTC."""
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time.min, UTC)
