"""How a maintenance repeats: a recurrence rule (RFC 5545, 3.3.10), as people type it, to its one spelling.

Understood is what a maintenance window needs: daily, weekly, monthly or yearly, and which days of these. Rarer parts of the RFC, and
anything that would happen more than once a day or never, are problems with the rule to write instead. What is let through can be expanded
at a bounded cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.pattern import pattern
from generator.problem import did_you_mean
from generator.read.moments import EARLIEST, LATEST, Misread
from generator.read.vocabulary import visible

EXAMPLE = "FREQ=WEEKLY;BYDAY=SU"
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
ORDER = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MOST_TIMES = 10_000
"""Occurrences of one rule that are ever looked at: one a day for 27 years."""
PLAIN_WORDS = {
    **dict.fromkeys(("daily", "every day"), "FREQ=DAILY"),
    **dict.fromkeys(("weekly", "every week"), "FREQ=WEEKLY"),
    **dict.fromkeys(("monthly", "every month"), "FREQ=MONTHLY"),
    **dict.fromkeys(("yearly", "annually", "every year"), "FREQ=YEARLY"),
    **{
        f"every {name}": f"FREQ=WEEKLY;BYDAY={day}"
        for day, name in zip(
            WEEKDAYS, ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), strict=True
        )
    },
}
"""What people write before they look up the rule."""

DAY = pattern(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
UNTIL = pattern(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(Z)?)?", re.ASCII)


class _Wrong(Exception):
    def __init__(self, message: str, hint: str = EXAMPLE) -> None:
        self.misread = Misread(message, hint)
        super().__init__(message)


def repeats(text: str, zone: ZoneInfo) -> str | Misread:
    """The rule that `text` says, in capitals, its parts in order and `UNTIL` in UTC; `zone` is the site's."""
    try:
        return _rule(text, zone)
    except _Wrong as wrong:
        return wrong.misread


def _rule(text: str, zone: ZoneInfo) -> str:
    plain = " ".join(visible(text).split())
    if meant := PLAIN_WORDS.get(plain.casefold()):
        raise _Wrong(f"“{plain}” is written as a rule", meant)
    rule = re.sub(r"\s*([=;,])\s*", r"\1", plain.upper()).removeprefix("RRULE:").rstrip(";")
    parts = _parts(rule, plain)
    frequency = parts.get("FREQ")
    if frequency not in FREQUENCIES:
        _refuse_frequency(frequency, rule)
    read = {name: _value(name, value, rule, zone) for name, value in parts.items()}
    _fits(read, rule)
    return ";".join(f"{name}={read[name]}" for name in ORDER if name in read)


def _parts(rule: str, typed: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise _Wrong(f"“{typed[:80]}” is no recurrence rule, expected such as {EXAMPLE}")
        if name in parts:
            raise _Wrong(f"“{name}” stands twice in the rule", _without(rule, name) + f";{name}={value}")
        if name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            raise _Wrong(f"“{name}” is not possible: the time of day is that of scheduled_for", _without(rule, name))
        if name not in ORDER:
            near = did_you_mean(name, ORDER)
            meant = f"did you mean “{near}”?" if near else f"expected {', '.join(ORDER)}"
            raise _Wrong(
                f"“{name[:40]}” is not understood, {meant}",
                rule.replace(f"{name}=", f"{near}=") if near else _without(rule, name),
            )
        parts[name] = value
    return parts


def _value(name: str, value: str, rule: str, zone: ZoneInfo) -> str:
    """The value of a part in its one spelling; a hint is the whole rule with that part mended."""
    try:
        return READERS[name](name, value, zone)
    except _Wrong as wrong:
        mended = rule.replace(f"{name}={value}", f"{name}={wrong.misread.hint}")
        raise _Wrong(wrong.misread.message, mended) from None


def _without(rule: str, name: str) -> str:
    """The rule without one of its parts; an example where nothing of use is left."""
    left = ";".join(part for part in rule.split(";") if part.partition("=")[0] != name)
    return left if left.startswith("FREQ=") else EXAMPLE


def _refuse_frequency(frequency: str | None, rule: str) -> None:
    if frequency is None:
        raise _Wrong("the rule does not say how often: “FREQ” is missing", f"FREQ=WEEKLY;{rule}")
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise _Wrong(f"“{frequency}” is too often: a maintenance repeats once a day at most", "FREQ=DAILY")
    near = did_you_mean(frequency, FREQUENCIES) or "WEEKLY"
    raise _Wrong(
        f"“{frequency[:40]}” is no frequency, expected {', '.join(FREQUENCIES)}",
        rule.replace(f"FREQ={frequency}", f"FREQ={near}"),
    )


# ---------------------------------------------------------------- the parts


def _frequency(_name: str, value: str, _zone: ZoneInfo) -> str:
    return value


def _number(name: str, value: str, most: int) -> str:
    if not re.fullmatch(r"\d{1,6}", value, re.ASCII) or not 1 <= int(value) <= most:
        raise _Wrong(f"“{name}={value[:40]}” is no number from 1 to {most}", "2")
    return str(int(value))


def _interval(name: str, value: str, _zone: ZoneInfo) -> str:
    return _number(name, value, 999)


def _count(name: str, value: str, _zone: ZoneInfo) -> str:
    return _number(name, value, MOST_TIMES)


def _until(_name: str, value: str, zone: ZoneInfo) -> str:
    """In UTC, as the RFC wants it; a day alone is its last second in the site's zone."""
    found = UNTIL.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        day = date(int(found[1]), int(found[2]), int(found[3]))
        clock = time(int(found[4]), int(found[5]), int(found[6])) if found[4] else None
        if not EARLIEST <= day.year <= LATEST:
            raise ValueError
    except ValueError:
        raise _Wrong(
            f"“UNTIL={value[:40]}” is no day or time, expected YYYYMMDD or YYYYMMDDTHHMMSSZ",
            "20271231",
        ) from None
    assert found is not None
    if clock is None:
        end = datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC) - timedelta(seconds=1)
    else:
        end = datetime.combine(day, clock, UTC if found[7] else zone).astimezone(UTC)
    return f"{end:%Y%m%dT%H%M%SZ}"


def _numbers(name: str, value: str, least: int, most: int) -> str:
    """A list of numbers from `least` to `most`, from the end too where `least` is negative; 0 is none."""
    numbers = []
    for each in value.split(","):
        if not re.fullmatch(r"[+-]?\d{1,3}", each, re.ASCII) or not least <= int(each) <= most or int(each) == 0:
            lowest = "1" if least > 0 else f"1 to {most} or {least} to -1"
            expected = f"{lowest} to {most}" if least > 0 else lowest
            raise _Wrong(f"“{each[:20]}” in {name} is not understood, expected {expected}", "1")
        numbers.append(int(each))
    return ",".join(str(each) for each in sorted(set(numbers)))


def _months(name: str, value: str, _zone: ZoneInfo) -> str:
    return _numbers(name, value, 1, 12)


def _days_of_month(name: str, value: str, _zone: ZoneInfo) -> str:
    return _numbers(name, value, -31, 31)


def _positions(name: str, value: str, _zone: ZoneInfo) -> str:
    return _numbers(name, value, -366, 366)


def _weekdays(name: str, value: str, _zone: ZoneInfo) -> str:
    days = []
    for each in value.split(","):
        found = DAY.fullmatch(each)
        if found is None or (found[1] and not 1 <= abs(int(found[1])) <= 53):
            raise _Wrong(f"“{each[:20]}” in {name} is no weekday, expected {', '.join(WEEKDAYS)}", "SU")
        days.append(f"{int(found[1]) if found[1] else ''}{found[2]}")
    return ",".join(dict.fromkeys(days))


def _week_start(name: str, value: str, _zone: ZoneInfo) -> str:
    if value not in WEEKDAYS:
        raise _Wrong(f"“{name}={value[:20]}” is no weekday, expected {', '.join(WEEKDAYS)}", "MO")
    return value


READERS: dict[str, Callable[[str, str, ZoneInfo], str]] = {
    "FREQ": _frequency,
    "UNTIL": _until,
    "COUNT": _count,
    "INTERVAL": _interval,
    "BYMONTH": _months,
    "BYMONTHDAY": _days_of_month,
    "BYDAY": _weekdays,
    "BYSETPOS": _positions,
    "WKST": _week_start,
}


# ---------------------------------------------------------------- what does not go together


def _fits(read: dict[str, str], rule: str) -> None:
    """Refuse what the RFC forbids, and what never happens."""
    frequency = read["FREQ"]
    if "COUNT" in read and "UNTIL" in read:
        raise _Wrong("a rule ends by COUNT or by UNTIL, not by both", _without(rule, "COUNT"))
    if "BYMONTHDAY" in read and frequency == "WEEKLY":
        raise _Wrong("a weekly rule has no BYMONTHDAY", rule.replace("FREQ=WEEKLY", "FREQ=MONTHLY"))
    if any(day[:-2] for day in read.get("BYDAY", "").split(",")):
        _fits_numbered(read, rule)
    if "BYSETPOS" in read:
        _fits_positions(read, rule)
    if "BYMONTHDAY" in read and "BYMONTH" in read:
        longest = max(LONGEST_MONTHS[int(month) - 1] for month in read["BYMONTH"].split(","))
        if all(abs(int(day)) > longest for day in read["BYMONTHDAY"].split(",")):
            raise _Wrong(f"day {read['BYMONTHDAY']} of month {read['BYMONTH']} never comes", _without(rule, "BYMONTH"))


def _fits_numbered(read: dict[str, str], rule: str) -> None:
    frequency, days = read["FREQ"], read["BYDAY"]
    if frequency not in ("MONTHLY", "YEARLY"):
        plain = ",".join(dict.fromkeys(day[-2:] for day in days.split(",")))
        raise _Wrong(
            f"“BYDAY={days}” counts weekdays, which needs FREQ=MONTHLY or YEARLY",
            f"FREQ=MONTHLY;BYDAY={days}" if frequency == "WEEKLY" else f"FREQ={frequency};BYDAY={plain}",
        )
    most = 5 if frequency == "MONTHLY" or "BYMONTH" in read else 53
    for day in days.split(","):
        if day[:-2] and abs(int(day[:-2])) > most:
            raise _Wrong(f"“{day}” never comes: there are at most {most}", rule.replace(day, f"-1{day[-2:]}"))


def _fits_positions(read: dict[str, str], rule: str) -> None:
    frequency = read["FREQ"]
    others = [name for name in ("BYDAY", "BYMONTHDAY", "BYMONTH") if name in read]
    if frequency not in ("MONTHLY", "YEARLY") or not others:
        raise _Wrong(
            "BYSETPOS chooses among the days that BYDAY or BYMONTHDAY name in a month or a year",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        )
    most = _most_in_a_month(read) * (12 if frequency == "YEARLY" else 1)
    if all(abs(int(position)) > most for position in read["BYSETPOS"].split(",")):
        raise _Wrong(f"position {read['BYSETPOS']} never comes: there are at most {most}", _without(rule, "BYSETPOS"))


def _most_in_a_month(read: dict[str, str]) -> int:
    """How many days of a month the rule may name at most."""
    by_weekday = sum(1 if day[:-2] else 5 for day in read["BYDAY"].split(",")) if "BYDAY" in read else 31
    by_number = len(read["BYMONTHDAY"].split(",")) if "BYMONTHDAY" in read else 31
    return min(by_weekday, by_number, 31 if "BYDAY" in read or "BYMONTHDAY" in read else 1)
