"""A maintenance at a moment: where the clock and somebody's word have brought it.

Planned start, planned end and actual end are three facts:

- A word dated more than a few minutes in the future is a slip: of it, only what makes matters worse counts, and it counts now.
- It begins by the clock at `scheduled_for`, unless somebody said so earlier.
- At `scheduled_until` it is *verifying*, not done, until somebody says `Completed`; with `completes: automatically` it is done then.
  A planned end before the planned start is a slip, and ends nothing.
- A word may move the window, and from then on that is the plan: moved into the future it waits for the clock again, whatever was
  said before; an end that is put later takes back that the clock said verifying or done. A start that is moved alone takes the end
  with it.
- What is said counts from the moment it is said. Components stand under maintenance while it is in progress or verifying.
- A component change said before it begins is part of the plan and holds from the beginning; said later, from then on.
- `Scheduled` said while the planned start is still ahead means that the work was put off: it waits for the clock again, whatever
  was said before. Said when the planned start has passed, it is one more word and changes nothing.
- An end that leaves a component in a worse state than operational in the same breath is not an end.
- `In progress` or `Verifying` said after the end reopens it; so does any word that puts a component into a worse state than
  operational, as verifying.

Promises to know nothing of other maintenances, of days and of uptime.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.decide.extent import NEVER, Order, Reach, Trail
from generator.decide.said import said_by, said_later, worsens
from generator.model import Maintenance, Status, Step, Tick, Update, Window

UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})
ENDS = frozenset({Status.COMPLETED, Status.CANCELLED, Status.RESOLVED, Status.POSTMORTEM})


def window(maintenance: Maintenance, *, now: datetime, order: Order, since: datetime) -> tuple[Window, Reach | None]:
    """What became of `maintenance` by `now`, and how far it reached; no reach where it never began or ended before `since`."""
    updates = maintenance.updates[:]
    said = said_by(now, updates)
    work = _Work(maintenance, Trail(order, since, begun=False))
    steps = []
    for update in said:
        work.clock(update.at)
        work.hear(update)
        steps.append(Step(update, work.status, work.trail.transitions()))
    later = said_later(now, updates)
    work.stretch(later)
    work.clock(now)
    work.disbelieve(later, max([work.started_at or work.start, *(update.at for update in said[-1:])]))
    overdue = work.status in UNDER_WAY and now >= work.until
    settled = work.ended_at is not None and len(said) == len(updates)
    found = Window(
        maintenance=maintenance,
        status=work.status,
        steps=tuple(reversed(steps)),
        affected=work.trail.affected(),
        said=tuple([each.at for each in reversed(said)]),
        touched=work.trail.ids(),
        scheduled_for=work.start,
        scheduled_until=work.until,
        ticks=tuple(work.ticks),
        started_at=work.started_at,
        ended_at=work.ended_at,
        overdue=overdue,
        sequence=len(said),
        digest=maintenance.digest
        if settled
        else f"{maintenance.digest} {len(said)} {len(later)} {work.status} {overdue}",
    )
    return found, work.reach(since)


def moved(update: Update, start: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The window from `start` to `until` as `update` leaves it."""
    begins = update.scheduled_for or start
    return begins, update.scheduled_until or until + (begins - start)


class _Work:
    """Where a maintenance stands after each word and each tick of the clock."""

    __slots__ = (
        "_by_clock",
        "_first",
        "_left",
        "_maintenance",
        "_moved_at",
        "_passed",
        "_to_come",
        "ended_at",
        "start",
        "started_at",
        "status",
        "ticks",
        "trail",
        "until",
    )

    def __init__(self, maintenance: Maintenance, trail: Trail) -> None:
        self._maintenance = maintenance
        self.start = maintenance.scheduled_for
        self.until = maintenance.scheduled_until
        self._moved_at: datetime | None = None
        self._passed = False
        """The planned end has passed, and the clock has done what it does then."""
        self._by_clock = False
        """The clock, and nobody's word, made it verifying or ended it."""
        self._first: datetime | None = None
        self._left: datetime | None = None
        self._to_come: Sequence[Update] = ()
        self.status = Status.SCHEDULED
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.ticks: list[Tick] = []
        self.trail = trail
        self.trail.take(maintenance.components, maintenance.scheduled_for)

    def clock(self, now: datetime) -> None:
        """Let time pass up to `now`, with nobody saying anything."""
        if self.status is Status.SCHEDULED and now >= self.start:
            at = self._not_before_move(self.start)
            self._begin(Status.IN_PROGRESS, at)
            self.ticks.append(Tick(Status.IN_PROGRESS, at))
        if self._passed or now < self.until:
            return
        self._passed = True
        if self.status in UNDER_WAY and self.start < self.until:
            at = self._not_before_move(self.until)
            if self._maintenance.completes_automatically:
                self._end(Status.COMPLETED, at)
            else:
                self.status = Status.VERIFYING
            self._by_clock = True
            self.ticks.append(Tick(self.status, at))

    def _not_before_move(self, at: datetime) -> datetime:
        """A window that is moved into the past is so from the word on."""
        return at if self._moved_at is None else max(at, self._moved_at)

    def _move(self, update: Update) -> None:
        """The plan is another one from `update` on."""
        self.start, self.until = moved(update, self.start, self.until)
        self._moved_at = update.at
        self._passed = False
        if update.status in UNDER_WAY or update.status in ENDS:
            return
        if update.at < self.start:
            self._put_off(update.at)
        elif self._by_clock and update.at < self.until:
            self._begin(Status.IN_PROGRESS, update.at)
            self.status = Status.IN_PROGRESS

    def hear(self, update: Update) -> None:
        """Somebody says `update`."""
        if update.scheduled_for is not None or update.scheduled_until is not None:
            self._move(update)
        worse = worsens(update)
        ends = update.status in ENDS and not worse
        if update.status in UNDER_WAY:
            self._begin(update.status, update.at)
        elif update.status is Status.SCHEDULED and update.at < self.start:
            self._put_off(update.at)
        elif worse and self.ended_at is not None:
            self._begin(Status.VERIFYING, update.at)
        if update.status in ENDS:
            self.trail.worsen(update.changes, update.at)
        else:
            self.trail.take(update.changes, update.at)
        if ends:
            self._end(Status.CANCELLED if update.status is Status.CANCELLED else Status.COMPLETED, update.at)

    def stretch(self, later: Sequence[Update]) -> None:
        """Take of moves dated in the future only what makes the window longer."""
        for update in later:
            start, until = moved(update, self.start, self.until)
            self.start, self.until = min(start, self.start), max(until, self.until)

    def disbelieve(self, later: Sequence[Update], since: datetime) -> None:
        """Take of words dated in the future only what makes matters worse, from the last word on: their dates are a slip."""
        self._to_come = later
        for update in later:
            self.trail.worsen(update.changes, since)

    def reach(self, since: datetime) -> Reach | None:
        end = NEVER if self.status in UNDER_WAY else self._left
        if self._first is None or end is None or end < since:
            return None
        plan = self._maintenance
        return Reach(
            id=plan.id,
            start=self._first,
            end=end,
            components=self.trail.ids(),
            every=plan.any_component,
            doubtful=plan.damaged or plan.any_component or bool(self._to_come),
            extents=self.trail.extents(),
        )

    def _begin(self, status: Status, at: datetime) -> None:
        if self.status not in UNDER_WAY:
            self.trail.resume(at)
            self._first = self._first or at
            self.started_at = self.started_at or at
            self.ended_at = None
        self.status = status
        self._by_clock = False

    def _put_off(self, at: datetime) -> None:
        self._leave(at)
        self.started_at = self.ended_at = None
        self.status = Status.SCHEDULED
        self._by_clock = False

    def _end(self, status: Status, at: datetime) -> None:
        if self.ended_at is None:
            self._leave(at)
            self.ended_at = at
            self.status = status

    def _leave(self, at: datetime) -> None:
        if self.status in UNDER_WAY:
            self.trail.end(at)
            self._left = at
