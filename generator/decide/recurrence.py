"""When a maintenance that repeats is planned: its rule (RFC 5545, 3.3.10) in the site's zone, expanded by dateutil.

Each time starts at the same local time of day and lasts as long as the first. A start that daylight saving skips is read by the offset
before the gap, one that it repeats is the first of the two (RFC 5545, 3.3.5): what calendar programs do. Promises an end to
every rule: at most `MOST` times are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from generator.model import Maintenance

if TYPE_CHECKING:
    from dateutil.rrule import weekday

MOST = 10_000
"""Times of one rule, and twice as many days that it may leave out: one a day for 27 years."""
LAST = datetime(2300, 1, 1)  # noqa: DTZ001 — local, in whatever zone
"""No rule is followed beyond, whatever it says."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def starts(maintenance: Maintenance, zone: ZoneInfo) -> Iterator[datetime]:
    """Every planned start in UTC, oldest first. The first one is always that of the file, whether or not the rule names it."""
    yield maintenance.scheduled_for
    first = _local(maintenance.scheduled_for, zone)
    for local in _of_rule(maintenance, first, zone):
        if local > first:
            yield local.replace(tzinfo=zone).astimezone(UTC)


def first_of_rule(maintenance: Maintenance, zone: ZoneInfo) -> datetime | None:
    """The first start that the rule itself names, in UTC, at or after that of the file; None where it names none."""
    local = next(_of_rule(maintenance, _local(maintenance.scheduled_for, zone), zone), None)
    return None if local is None else local.replace(tzinfo=zone).astimezone(UTC)


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _of_rule(maintenance: Maintenance, first: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Local starts, by the rule alone, from `first` on."""
    parts = dict(part.split("=", 1) for part in maintenance.repeats.split(";"))
    end = _local(datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%S%z"), zone) if "UNTIL" in parts else LAST
    most = int(parts.get("COUNT", MOST))
    found = (each for each in islice(_expanded(parts, first, min(end, LAST)), 2 * MOST) if _chosen(each, parts))
    return islice(found, min(most, MOST))


def _expanded(parts: dict[str, str], first: datetime, end: datetime) -> Iterator[datetime]:
    """What dateutil makes of a rule. Daily and weekly ones without what narrows them, so that it never looks for a day in vain."""
    from dateutil import rrule

    frequency = parts["FREQ"]
    narrow = frequency in ("MONTHLY", "YEARLY")
    weekdays = (
        [_weekday(day) for day in parts["BYDAY"].split(",")] if "BYDAY" in parts and frequency != "DAILY" else None
    )
    return iter(
        rrule.rrule(
            getattr(rrule, frequency),
            dtstart=first,
            interval=int(parts.get("INTERVAL", 1)),
            wkst=WEEKDAYS.index(parts["WKST"]) if "WKST" in parts else None,
            until=end,
            bysetpos=_numbers(parts, "BYSETPOS"),
            bymonth=_numbers(parts, "BYMONTH") if narrow else None,
            bymonthday=_numbers(parts, "BYMONTHDAY") if narrow else None,
            byweekday=weekdays,
        )
    )


def _chosen(at: datetime, parts: dict[str, str]) -> bool:
    """Whether the rule names the day `at`, where dateutil was not told all of it."""
    if parts["FREQ"] in ("MONTHLY", "YEARLY"):
        return True
    if "BYMONTH" in parts and at.month not in (_numbers(parts, "BYMONTH") or ()):
        return False
    if parts["FREQ"] == "WEEKLY":
        return True
    if "BYDAY" in parts and WEEKDAYS[at.weekday()] not in parts["BYDAY"].split(","):
        return False
    return "BYMONTHDAY" not in parts or bool(
        {at.day, at.day - _days_in_month(at) - 1} & set(_numbers(parts, "BYMONTHDAY") or ())
    )


def _days_in_month(at: datetime) -> int:
    return (date(at.year + at.month // 12, at.month % 12 + 1, 1) - date(at.year, at.month, 1)).days


def _numbers(parts: dict[str, str], name: str) -> list[int] | None:
    return [int(each) for each in parts[name].split(",")] if name in parts else None


def _weekday(day: str) -> weekday:
    from dateutil import rrule

    plain = rrule.weekday(WEEKDAYS.index(day[-2:]))
    return plain(int(day[:-2])) if day[:-2] else plain
