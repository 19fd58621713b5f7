"""When: the only place but `serve` that asks the clock, and the words by which a person names a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from generator.pattern import pattern

Command = TypeVar("Command", bound=Callable[..., Any])

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LENGTH = pattern(r"(\d{1,5})\s*(minutes|minute|mins|min|m|hours|hour|hrs|h|days|day|d|weeks|week|w)\b[\s,]*")
OF_DAY = pattern(r"(?:(today|tomorrow|yesterday)[\s,]+(?:at\s+)?)?(\d{1,2}):(\d{2})")
LONGEST = timedelta(days=3660)
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def clock() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def at_a_time(*, hidden: bool = False) -> Callable[[Command], Command]:
    """Give a command the parameter `now`: what `--now` says, else None for the clock's time."""
    return click.option(
        "--now",
        metavar="TIME",
        callback=_named,
        hidden=hidden,
        help="What is true at this moment instead, e.g. 2026-11-20T15:00Z.",
    )


def said_by_environment() -> datetime | None:
    """The time in SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/), or None where it is not set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds, 10), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(
            f'SOURCE_DATE_EPOCH is "{seconds}", which is not a number of seconds since 1970, such as 1795186800'
        ) from None


def instant(words: str, now: datetime, zone: ZoneInfo, *, ahead: bool) -> datetime:
    """The moment that a person means: `15:00`, `30 minutes`, `tomorrow 9:00`, `2026-11-20 15:00`, with or without a zone.

    A time of day is the next one if `ahead`, else the last one; a length is counted from `now`, back unless `ahead`. Without a zone
    it is in `zone`. In UTC. Raises `click.BadParameter`.
    """
    said = words.strip()
    plain = said.casefold()
    if plain == "now":
        return now
    if (length := _length(plain)) is not None:
        forward = plain.startswith("in ") or (ahead and not plain.endswith("ago"))
        return now + length if forward else now - length
    if match := OF_DAY.fullmatch(plain):
        return _time_of_day(match, now, zone, ahead=ahead)
    return _read(said, zone)


def exact(words: str) -> datetime:
    """An ISO 8601 date and time with `Z` or an offset; in UTC. Raises `click.BadParameter`."""
    joined = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", words.strip(), flags=re.IGNORECASE)
    joined = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", joined)
    try:
        read = datetime.fromisoformat(joined)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise click.BadParameter(f'"{words}" is not a time with its zone; write one like 2026-11-20T15:00Z')


def _read(words: str, zone: ZoneInfo) -> datetime:
    """A date and time as it may stand in an incident file."""
    from generator.read.moments import Misread, moment

    read = moment(words, zone)
    if isinstance(read, Misread):
        instead = f"; write {read.hint}" if read.hint else ""
        raise click.BadParameter(read.message + instead)
    return read


def _length(plain: str) -> timedelta | None:
    """The length that `plain` names, if it is one and no longer than anybody plans ahead."""
    bare = plain.removeprefix("in ").removesuffix("ago").strip().replace(" and ", " ")
    if not bare or LENGTH.sub("", bare).strip():
        return None
    total = sum((timedelta(**{UNITS[unit[0]]: int(count)}) for count, unit in LENGTH.findall(bare)[:4]), timedelta())
    return total if total <= LONGEST else None


def _time_of_day(match: re.Match[str], now: datetime, zone: ZoneInfo, *, ahead: bool) -> datetime:
    named, hour, minute = match.groups()
    if int(hour) > 23 or int(minute) > 59:
        raise click.BadParameter(f'"{match[0]}" is not a time of day; write one like 15:00')
    today = now.astimezone(zone).date()

    def on(days: int) -> datetime:
        day = today + timedelta(days=days)
        return _read(f"{day} {hour}:{minute}", zone)

    if named:
        return on(DAYS[named])
    if ahead:
        return on(0) if on(0) >= now.replace(second=0, microsecond=0) else on(1)
    return on(0) if on(0) <= now else on(-1)


def _named(context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    return None if value is None or context.resilient_parsing else exact(value)
