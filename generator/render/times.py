"""Times, days, stretches of time and shares, as people of one language and one zone read them.

English, which most sites speak, comes from a small table that a test holds equal to Babel's; every other language is Babel's. A time of day
is always of 24 hours and always names its zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import floor
from zoneinfo import ZoneInfo

from generator.render.markup import Html, element, escape
from generator.render.words import Words, locale

PATTERNS = {
    "en": ("{month} {day}, {year}", "{weekday}, {month} {day}, {year}"),
    "en-US": ("{month} {day}, {year}", "{weekday}, {month} {day}, {year}"),
    "en-GB": ("{day} {month} {year}", "{weekday}, {day} {month} {year}"),
}
"""How English writes a date, and one with its weekday."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Times:
    """Writes times in the zone `timezone` (IANA) and in the language of `words`."""

    def __init__(self, timezone: str, words: Words) -> None:
        self._zone = ZoneInfo(timezone)
        self._words = words
        self._english = PATTERNS.get(words.language)
        self._lengths: dict[int, Html] = {}
        """What was said before of a number of seconds: an archive says the same few thousand lengths again and again."""
        self._days: dict[int, Html] = {}
        """What stands before the hour, by the day's ordinal: an archive has a few thousand of them."""
        self._told = lru_cache(maxsize=4096)(
            self._moment
        )  # a page tells the same few moments twice, and lists tell them again

    def moment(self, at: datetime, after: datetime | None = None) -> Html:
        """A `<time>` in UTC for machines and in the site's zone, named, for people.

        The hour alone where it stands beside `after`, a moment of the same day.
        """
        return self.moments((at,), after)[0]

    def moments(self, at: Sequence[datetime], after: datetime | None = None) -> list[Html]:
        """Each as `moment` says it after the one before it, the first after `after`."""
        found: list[Html] = []
        before = self._told(after)[0] if after else 0
        for each in at:
            day, with_day, alone = self._told(each)
            found.append(alone if day == before else with_day)
            before = day
        return found

    def _moment(self, at: datetime) -> tuple[int, Html, Html]:
        """The ordinal of the local day, the moment with that day, and the hour alone."""
        local = at.astimezone(self._zone)
        day, said = local.toordinal(), machine(at)
        clock = f"{local.hour:02d}:{local.minute:02d} {zone_name(local)}"
        if day not in self._days:
            self._days[day] = escape(f"{self.in_words(local)}, ")
        with_day = Html(f'<time datetime="{said}">{self._days[day]}{clock}</time>')
        return day, with_day, Html(f'<time datetime="{said}" data-form="time">{clock}</time>')

    def day(self, day: date) -> Html:
        """A `<time>` for a whole local day, with its weekday."""
        return element("time", self.in_full(day), datetime=day.isoformat())

    def in_words(self, day: date) -> str:
        """`November 20, 2026`."""
        if self._english:
            return self._english[0].format(day=day.day, month=MONTHS[day.month - 1], year=day.year)
        from babel.dates import format_date

        return format_date(day, "long", locale(self._words.language))

    def in_full(self, day: date) -> str:
        """`Friday, November 20, 2026`."""
        if self._english:
            weekday = WEEKDAYS[day.weekday()]
            return self._english[1].format(weekday=weekday, day=day.day, month=MONTHS[day.month - 1], year=day.year)
        from babel.dates import format_date

        return format_date(day, "full", locale(self._words.language))

    def month(self, year: int, month: int) -> str:
        """`November 2026`."""
        if self._english:
            return f"{MONTHS[month - 1]} {year}"
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", date(year, month, 1), locale=locale(self._words.language))

    def short_month(self, month: int) -> str:
        """`Nov`."""
        if self._english:
            return MONTHS[month - 1][:3]
        from babel.dates import get_month_names

        return str(get_month_names("abbreviated", "stand-alone", locale(self._words.language))[month]).rstrip(".")

    def local_month(self, at: datetime) -> tuple[int, int]:
        """Year and month of the local day on which `at` falls."""
        local = at.astimezone(self._zone)
        return local.year, local.month

    def local_day(self, at: datetime) -> date:
        """The local day on which `at` falls."""
        return at.astimezone(self._zone).date()

    def duration(self, length: timedelta) -> Html:
        """The two largest units: `1 hour 38 minutes`. Below a minute, seconds."""
        seconds = max(0, int(length.total_seconds()))
        if seconds >= 60:
            seconds -= seconds % 60
        found = self._lengths.get(seconds)
        if found is None:
            found = self._lengths[seconds] = self._length(seconds)
        return found

    def _length(self, seconds: int) -> Html:
        minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
        if days:
            return self._two("days", days, "hours", hours % 24)
        if hours:
            return self._two("hours", hours, "minutes", minutes % 60)
        if minutes:
            return self._words.count("duration", "minutes", minutes)
        return self._words.count("duration", "seconds", seconds)

    def percent(self, share: float) -> Html:
        """A share between 0 and 1, cut, never rounded up, to two digits: 100% is said of nothing less than all."""
        hundredths = floor(share * 10000 + 1e-9)
        number = "100" if hundredths >= 10000 else f"{hundredths // 100}.{hundredths % 100:02d}"
        if not self._english:
            from babel.numbers import format_decimal

            number = format_decimal(
                hundredths / 100, "0.00" if hundredths < 10000 else "0", locale(self._words.language)
            )
        return self._words.say("number", "percent", number=number)

    def _two(self, large: str, many: int, small: str, few: int) -> Html:
        first = self._words.count("duration", large, many)
        return (
            self._words.say("duration", "two", first=first, second=self._words.count("duration", small, few))
            if few
            else first
        )


def machine(at: datetime) -> str:
    """`2026-11-20T14:10:00Z`: RFC 3339 in UTC, to the second."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()[:19] + "Z"


def zone_name(local: datetime) -> str:
    """The zone's abbreviation where it has one (`CET`), else its distance from UTC (`UTC+03:00`)."""
    name = local.tzname() or ""
    return name if name.isalpha() and name.isascii() else f"UTC{local:%z}"[:6] + ":" + f"{local:%z}"[3:5]
