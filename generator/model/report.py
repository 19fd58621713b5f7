"""How open a site was in a stretch of time, in figures: what `/report/` shows and `upside report` prints.

Every figure says of how many incidents it is, and holds the few behind it that are worst. All of it is bounded: the size of an archive changes
numbers here, never how many of them there are. Nothing known is None, never 0 and never all of it.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from generator.model.vocabulary import Impact

PERIODS = ("90-days", "12-months", "all")
"""By their names: the last ninety days with today, the last twelve months, and all that is known."""


class Period(Struct, frozen=True):
    """A stretch of whole local days, today the last of them."""

    name: str
    """One of `PERIODS`."""
    first: date
    last: date


class Behind(Struct, frozen=True):
    """An incident behind a figure, and what it has to do with it."""

    id: str
    title: str
    """Empty where it could not be read."""
    impact: Impact
    length: timedelta | None = None
    count: int = 0
    """How many things of it, out of `of`."""
    of: int = 0


class Column(Struct, frozen=True):
    """How many lengths lie in `[start, end)`."""

    start: timedelta
    end: timedelta | None
    """None: all that is longer than the columns before it, which are of one width."""
    count: int


class Lengths(Struct, frozen=True):
    """How long something took in each of many incidents."""

    of: int
    """Incidents that it could be said of."""
    known: int
    """Of how many it is known."""
    going_on: int = 0
    """Of how many it is not over, so that they are left out."""
    so_far: int = 0
    """Of how many it is not over and counted as far as it has come."""
    median: timedelta | None = None
    """The middle one; of an even number the mean of the two in the middle."""
    columns: tuple[Column, ...] = ()
    """All that are known, from 0 on."""
    longest: tuple[Behind, ...] = ()
    """The longest first, a few."""
    promised: tuple[tuple[timedelta, tuple[Impact, ...]], ...] = ()
    """What is promised of it, the shortest first, and of which impacts."""

    @property
    def worst(self) -> timedelta | None:
        """The longest."""
        return self.longest[0].length if self.longest else None

    @property
    def unknown(self) -> int:
        """Of how many nobody said enough to know it."""
        return self.of - self.known - self.going_on


class Stretch(Struct, frozen=True):
    """Some days of a period, both ends included, and how many incidents began in them."""

    first: date
    last: date
    counts: tuple[int, ...]
    """By impact, in the order of `Impact`."""


class Impacts(Struct, frozen=True):
    """How many incidents began, by impact."""

    counts: tuple[tuple[Impact, int], ...]
    """The worst first."""
    open: int
    """How many of them are open now."""
    stretches: tuple[Stretch, ...]
    """The whole period, oldest first."""
    worst: tuple[Behind, ...]
    """The worst impact first, then the newest."""

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


class WordsKept(Struct, frozen=True):
    """What became of the words that were promised for a time that has passed."""

    kept: int
    late: int
    unknown: int
    """They seem to have come in time, but part of what that is judged by is not known. Never counted as kept."""
    late_in: tuple[Behind, ...] = ()
    """Where most words were late: how many, of how many that were due."""

    @property
    def due(self) -> int:
        return self.kept + self.late + self.unknown

    @property
    def share(self) -> float | None:
        """Of the words that were due, those known to have come in time; None where none was."""
        return self.kept / self.due if self.due else None


class PostmortemsOwed(Struct, frozen=True):
    """What became of the postmortems of incidents that are over."""

    kept: int
    """Published by the time that was promised."""
    late: int
    """Published, but later."""
    unknown: int
    """Published; whether in time is not known."""
    unpromised: int
    """Published, though none was promised."""
    due: int
    """Promised, and there is time left."""
    overdue: int
    """Promised, late, and still not there."""
    owed_by: tuple[Behind, ...] = ()
    """Incidents whose postmortem is owed still, the one that is due first before the others."""

    @property
    def published(self) -> int:
        return self.kept + self.late + self.unknown + self.unpromised

    @property
    def owed(self) -> int:
        return self.due + self.overdue


class ActionsDone(Struct, frozen=True):
    """What became of what postmortems promised to do."""

    done: int
    open: int
    overdue: int
    left_in: tuple[Behind, ...] = ()
    """Where something is left, most that is overdue first: how much is left, of how much."""

    @property
    def total(self) -> int:
        return self.done + self.open + self.overdue


class Uptime(Struct, frozen=True):
    """A component in a period."""

    id: str
    name: str
    share: float | None
    """0 to 1; None where nothing is known."""
    lost: timedelta = timedelta(0)
    """Time in major outage, and three tenths of the time in partial outage."""
    days: int = 0
    """Of how many days something is known."""
    doubtful: bool = False
    """A report that could not be read may have made it worse."""


class Figures(Struct, frozen=True):
    """All figures of a period, of the incidents that began in it."""

    period: Period
    impacts: Impacts
    to_detect: Lengths
    to_first_word: Lengths
    words: WordsKept
    silence: Lengths
    """The longest of each incident."""
    to_mitigate: Lengths
    to_resolve: Lengths
    postmortems: PostmortemsOwed
    to_explain: Lengths
    """From the end to the postmortem, where there is one."""
    actions: ActionsDone
    uptime: tuple[Uptime, ...]
    """Of every component, in site order, whatever began when."""
    doubtful: int = 0
    """Of how many incidents part of the report could not be read, so that figures may be better than the truth."""
    doubtful_in: tuple[Behind, ...] = ()
    """The newest of these."""
