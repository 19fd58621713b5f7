"""A maintenance that repeats: which of its times a word speaks of, and the window that tells of all of them.

Each time is a maintenance of its own (`window`), with the words that speak of it:

- A word said while a time lasts speaks of that time. So does one said after it, up to the next.
- Said between two times, `Scheduled`, `Cancelled` and whatever moves the window speak of the next one, `In progress` of the nearer one.
  A second `Cancelled` speaks of the one after that.
- Whatever is said before the first time speaks of the first.
- An end speaks of every time that was reopened, too.

Every time is over by the clock, unless a word of its own says otherwise.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.decide.extent import Order, Reach
from generator.decide.recurrence import starts
from generator.decide.said import said_by, worsens
from generator.decide.window import ENDS, UNDER_WAY, moved, window
from generator.model import Maintenance, Status, Step, Update, Window

AHEAD = 5
"""How many times that are still to come are told."""


def follow(
    maintenance: Maintenance, *, now: datetime, order: Order, since: datetime, zone: ZoneInfo
) -> tuple[Window, list[Reach]]:
    """What became of `maintenance` by `now`, whether or not it repeats, and how far it reached since `since`."""
    if not maintenance.repeats:
        found, reach = window(maintenance, now=now, order=order, since=since)
        return found, [reach] if reach is not None else []
    plans = _plans(maintenance, zone, now)
    words = shared(maintenance.updates, plans, now)
    occurrences: list[Window] = []
    reaches: list[Reach] = []
    for (start, until), said in zip(plans, words, strict=True):
        once = replace(maintenance, scheduled_for=start, scheduled_until=until, updates=tuple(said), repeats="")
        found, reach = window(once, now=now, order=order, since=since)
        occurrences.append(_occurrence(found, maintenance, start))
        if reach is not None:
            reaches.append(reach)
    return _together(maintenance, sorted(occurrences, key=lambda each: each.scheduled_for, reverse=True), now), reaches


def _plans(maintenance: Maintenance, zone: ZoneInfo, now: datetime) -> list[tuple[datetime, datetime]]:
    """Start and end of every time that has begun, and of the next ones, oldest first, by the rule."""
    length = maintenance.scheduled_until - maintenance.scheduled_for
    found = []
    ahead = 0
    for start in starts(maintenance, zone):
        found.append((start, start + length))
        ahead += start > now
        if ahead > AHEAD + len(maintenance.updates):  # each word can call off one of them
            break
    return found


def shared(updates: Sequence[Update], plans: Sequence[tuple[datetime, datetime]], now: datetime) -> list[list[Update]]:
    """The words that speak of each of `plans`, oldest first. Those that are still to come speak of the time that is current at `now`."""
    sharing = _Sharing(plans)
    for update in updates:
        sharing.hear(update, min(update.at, now))
    return sharing.words


class _Sharing:
    """Hands each word to the time that it speaks of."""

    def __init__(self, plans: Sequence[tuple[datetime, datetime]]) -> None:
        self.words: list[list[Update]] = [[] for _ in plans]
        self._starts = [start for start, _ in plans]
        self._plans = list(plans)
        self._reopened: set[int] = set()
        self._cancelled: set[int] = set()

    def hear(self, update: Update, at: datetime) -> None:
        place = self._place(update, at)
        self.words[place].append(update)
        self._plans[place] = moved(update, *self._plans[place])
        ends = update.status in ENDS and update.status is not Status.CANCELLED
        if ends:
            for other in sorted(self._reopened - {place}):
                self.words[other].append(update)
            self._reopened.clear()
        elif self._plans[place][1] <= at and (update.status in UNDER_WAY or worsens(update)):
            self._reopened.add(place)
        if update.status is Status.CANCELLED:
            self._cancelled.add(place)
        elif update.status is Status.SCHEDULED:
            self._cancelled.discard(place)

    def _place(self, update: Update, at: datetime) -> int:
        before = self._begun(at)
        following = min(before + 1, len(self._plans) - 1)
        if before >= 0 and at < self._plans[before][1]:
            return before
        if update.status is Status.CANCELLED:
            left = (place for place in range(following, len(self._plans)) if place not in self._cancelled)
            return next(left, following)
        moves = update.scheduled_for is not None or update.scheduled_until is not None
        if before < 0 or moves or update.status is Status.SCHEDULED:
            return following
        if update.status is Status.IN_PROGRESS:
            nearer = self._plans[following][0] - at < at - self._plans[before][1]
            return following if nearer else before
        return before

    def _begun(self, at: datetime) -> int:
        """The last time that has begun at `at`, as things are planned by then; -1 before the first."""
        place = bisect_right(self._starts, at) - 1
        if place + 1 < len(self._plans) and self._plans[place + 1][0] <= at:
            place += 1
        while place >= 0 and self._plans[place][0] > at:
            place -= 1
        return place


def _occurrence(found: Window, maintenance: Maintenance, start: datetime) -> Window:
    """One time, with a digest of what is shown of it: a new word about another time leaves it as it was."""
    facts = (
        (maintenance.id, maintenance.title, maintenance.affected, maintenance.damaged, maintenance.any_component),
        (found.status, found.scheduled_for, found.scheduled_until, found.started_at, found.ended_at, found.overdue),
        [(each.component.id, each.before, each.after) for each in found.affected],
    )
    digest = hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()
    return replace(found, maintenance=maintenance, recurrence=start, digest=digest)


def _together(maintenance: Maintenance, occurrences: list[Window], now: datetime) -> Window:
    """The window that tells of all `occurrences` (newest first): of the one that is going on, else of the next, else of the last."""
    under_way = [each for each in occurrences if each.status in UNDER_WAY]
    ahead = [each for each in occurrences if each.status is Status.SCHEDULED]
    current = (under_way[:1] or ahead[-1:] or occurrences[:1])[0]
    kept = [each for each in occurrences if each.status is not Status.SCHEDULED or each in ahead[-AHEAD:]]
    said = said_by(now, maintenance.updates)
    told = tuple(each.digest for each in kept if each is current or each.status is Status.SCHEDULED)
    steps = _steps(occurrences)
    return replace(
        current,
        steps=steps,
        said=tuple([each.update.at for each in steps]),
        ticks=tuple(sorted((tick for each in occurrences for tick in each.ticks), key=lambda tick: tick.at)),
        sequence=len(said),
        occurrences=tuple(kept),
        recurrence=None,
        digest=hashlib.sha256(f"{maintenance.digest} {len(said)} {told}".encode()).hexdigest(),
    )


def _steps(occurrences: Sequence[Window]) -> tuple[Step, ...]:
    """Every word said of any time, once, newest first."""
    found: dict[int, Step] = {}
    for each in occurrences:
        for step in each.steps:
            found.setdefault(id(step.update), step)
    return tuple(sorted(found.values(), key=lambda step: (step.update.at, step.update.line), reverse=True))
