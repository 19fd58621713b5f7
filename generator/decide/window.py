"""A maintenance at a moment: where the clock and somebody's word have brought it.

Planned start, planned end and actual end are three facts:

- A word dated more than a few minutes in the future is a slip: of it, only what makes matters worse counts, and it counts now.
- It begins by the clock at `scheduled_for`, unless somebody said so earlier.
- At `scheduled_until` it is *verifying*, not done, until somebody says `Completed`; with `completes: automatically` it is done then.
  A planned end before the planned start is a slip, and ends nothing.
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

from datetime import datetime

from generator.decide.course import said_by
from generator.decide.extent import NEVER, OPERATIONAL, Order, Reach, Trail, after
from generator.decide.wording import TOLERANCE
from generator.model import Maintenance, Status, Step, Tick, Update, Window

UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.VERIFYING})
ENDS = frozenset({Status.COMPLETED, Status.CANCELLED, Status.RESOLVED, Status.POSTMORTEM})


def window(maintenance: Maintenance, *, now: datetime, order: Order, since: datetime) -> tuple[Window, Reach | None]:
    """What became of `maintenance` by `now`, and how far it reached; no reach where it never began or ended before `since`."""
    said = said_by(now, maintenance.updates)
    work = _Work(maintenance, Trail(order, since, begun=False))
    steps = []
    for update in said:
        work.clock(update.at)
        work.hear(update)
        steps.append(Step(update, work.status, work.trail.transitions()))
    work.clock(now)
    later = maintenance.updates[len(said_by(after(now, TOLERANCE), maintenance.updates)) :]
    work.disbelieve(later, max([work.started_at or maintenance.scheduled_for, *(update.at for update in said[-1:])]))
    overdue = work.status in UNDER_WAY and now >= maintenance.scheduled_until
    settled = work.ended_at is not None and len(said) == len(maintenance.updates)
    found = Window(
        maintenance=maintenance,
        status=work.status,
        steps=tuple(reversed(steps)),
        affected=work.trail.affected(),
        scheduled_for=maintenance.scheduled_for,
        scheduled_until=maintenance.scheduled_until,
        ticks=tuple(work.ticks),
        started_at=work.started_at,
        ended_at=work.ended_at,
        overdue=overdue,
        digest=maintenance.digest
        if settled
        else f"{maintenance.digest} {len(said)} {len(later)} {work.status} {overdue}",
    )
    return found, work.reach(since)


class _Work:
    """Where a maintenance stands after each word and each tick of the clock."""

    __slots__ = (
        "_clock",
        "_first",
        "_left",
        "_maintenance",
        "_to_come",
        "ended_at",
        "started_at",
        "status",
        "ticks",
        "trail",
    )

    def __init__(self, maintenance: Maintenance, trail: Trail) -> None:
        self._maintenance = maintenance
        self._clock: datetime | None = None
        self._first: datetime | None = None
        self._left: datetime | None = None
        self._to_come: tuple[Update, ...] = ()
        self.status = Status.SCHEDULED
        self.started_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.ticks: list[Tick] = []
        self.trail = trail
        self.trail.take(maintenance.components, maintenance.scheduled_for)

    def clock(self, now: datetime) -> None:
        """Let time pass up to `now`, with nobody saying anything."""
        plan = self._maintenance
        if self.status is Status.SCHEDULED and now >= plan.scheduled_for:
            self._begin(Status.IN_PROGRESS, plan.scheduled_for)
            self.ticks.append(Tick(Status.IN_PROGRESS, plan.scheduled_for))
        passes = (self._clock is None or self._clock < plan.scheduled_until) and plan.scheduled_until <= now
        if passes and self.status in UNDER_WAY and plan.scheduled_for < plan.scheduled_until:
            if plan.completes_automatically:
                self._end(Status.COMPLETED, plan.scheduled_until)
            else:
                self.status = Status.VERIFYING
            self.ticks.append(Tick(self.status, plan.scheduled_until))
        self._clock = now

    def hear(self, update: Update) -> None:
        """Somebody says `update`."""
        worsens = any(change.status is not OPERATIONAL for change in update.changes)
        ends = update.status in ENDS and not worsens
        if update.status in UNDER_WAY:
            self._begin(update.status, update.at)
        elif update.status is Status.SCHEDULED and update.at < self._maintenance.scheduled_for:
            self._put_off(update.at)
        elif worsens and self.ended_at is not None:
            self._begin(Status.VERIFYING, update.at)
        if update.status in ENDS:
            self.trail.worsen(update.changes, update.at)
        else:
            self.trail.take(update.changes, update.at)
        if ends:
            self._end(Status.CANCELLED if update.status is Status.CANCELLED else Status.COMPLETED, update.at)

    def disbelieve(self, later: tuple[Update, ...], since: datetime) -> None:
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
            components=self.trail.named(),
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

    def _put_off(self, at: datetime) -> None:
        self._leave(at)
        self.started_at = self.ended_at = None
        self.status = Status.SCHEDULED

    def _end(self, status: Status, at: datetime) -> None:
        if self.ended_at is None:
            self._leave(at)
            self.ended_at = at
            self.status = status

    def _leave(self, at: datetime) -> None:
        if self.status in UNDER_WAY:
            self.trail.end(at)
            self._left = at
