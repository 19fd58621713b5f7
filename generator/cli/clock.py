"""When: the only place but `serve` that asks the clock, and the words by which a person names a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LENGTH = re.compile(r"(\d{1,5})\s*(minutes|minute|mins|min|m|hours|hour|hrs|h|days|day|d|weeks|week|w)\b[\s,]*")
OF_DAY = re.compile(r"(?:(today|tomorrow|yesterday)[\s,]+(?:at\s+)?)?(\d{1,2}):(\d{2})")
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


def instant(words: str, now: datetime, zone: tzinfo, *, ahead: bool) -> datetime:
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
    return exact(said, zone)


def exact(words: str, zone: tzinfo | None) -> datetime:
    """An ISO 8601 date and time, with `UTC`, `Z` or an offset, or else in `zone`; in UTC. Raises `click.BadParameter`."""
    joined = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", words.strip(), flags=re.IGNORECASE)
    joined = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", joined)
    try:
        if not re.match(r"\d{4}-\d{2}-\d{2}[T\s]", joined):
            raise ValueError
        read = datetime.fromisoformat(joined)
        return (_settled(read, zone, words) if read.tzinfo is None else read).astimezone(UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(f'"{words}" is not a time; write one like 2026-11-20 15:00 UTC') from None


def _settled(naive: datetime, zone: tzinfo | None, words: str) -> datetime:
    """`naive` in `zone`; a time that daylight saving skips or repeats is refused with both readings."""
    if zone is None:
        raise click.BadParameter(f'"{words}" names no zone; write {words}Z, or an offset such as +01:00')
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    raise click.BadParameter(
        f'"{words}" does not happen once in {zone}, for the clocks change; write it in UTC: '
        f"{first.astimezone(UTC):%Y-%m-%d %H:%M} UTC or {second.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    )


def _length(plain: str) -> timedelta | None:
    bare = plain.removeprefix("in ").removesuffix("ago").strip().replace(" and ", " ")
    if not bare or LENGTH.sub("", bare).strip():
        return None
    try:
        return timedelta(**_summed(bare))
    except OverflowError:
        return None


def _summed(bare: str) -> dict[str, float]:
    total: dict[str, float] = {}
    for count, unit in LENGTH.findall(bare):
        total[UNITS[unit[0]]] = total.get(UNITS[unit[0]], 0) + int(count)
    return total


def _time_of_day(match: re.Match[str], now: datetime, zone: tzinfo, *, ahead: bool) -> datetime:
    named, hour, minute = match.groups()
    if int(hour) > 23 or int(minute) > 59:
        raise click.BadParameter(f'"{match[0]}" is not a time of day; write one like 15:00')
    today = now.astimezone(zone).date()

    def on(days: int) -> datetime:
        day = today + timedelta(days=days)
        naive = datetime(day.year, day.month, day.day, int(hour), int(minute))  # noqa: DTZ001 -- given its zone below
        return _settled(naive, zone, f"{naive:%Y-%m-%d %H:%M}").astimezone(UTC)

    if named:
        return on(DAYS[named])
    if ahead:
        return on(0) if on(0) >= now.replace(second=0, microsecond=0) else on(1)
    return on(0) if on(0) <= now else on(-1)


def _named(context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    return None if value is None or context.resilient_parsing else exact(value, None)
