"""What cannot be true of a maintenance. Each rule is one function that yields problems; `maintenance_problems` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, pairwise

from generator.decide.extent import NEVER, Order, after
from generator.decide.recurrence import MOST, first_of_rule, starts
from generator.decide.series import follow
from generator.decide.window import ENDS, moved
from generator.decide.wording import Wording, states, word, worse_states
from generator.model import Maintenance, Status, Window
from generator.problem import Level, Place, Problem


def maintenance_problems(maintenance: Maintenance, order: Order, now: datetime, wording: Wording) -> Iterator[Problem]:
    """Everything that is wrong with `maintenance` at `now`."""
    found, _ = follow(maintenance, now=now, order=order, since=NEVER, zone=wording.zone)
    yield from _plan(maintenance, wording)
    yield from _moves(maintenance, wording)
    yield from _repeats(maintenance, now, wording)
    yield from _overdue(found, now, wording)
    yield from _never_began(found, wording)
    yield from _ends(found, wording)


def _plan(maintenance: Maintenance, wording: Wording) -> Iterator[Problem]:
    """A planned end that is none. Where the file is damaged, `read` has said why."""
    if maintenance.scheduled_until <= maintenance.scheduled_for and not maintenance.damaged:
        yield Problem(
            Place(maintenance.file),
            f'"scheduled_until" is {wording.moment(maintenance.scheduled_until)}, which is not after "scheduled_for", '
            f"{wording.moment(maintenance.scheduled_for)}: the maintenance lasts until somebody says Completed",
            f"scheduled_until: {wording.typed(after(maintenance.scheduled_for, timedelta(hours=1)))}",
            Level.ERROR,
            "window-ends-before-start",
        )


def _moves(maintenance: Maintenance, wording: Wording) -> Iterator[Problem]:
    """A start that is moved, and nobody says what becomes of the end."""
    start, until = maintenance.scheduled_for, maintenance.scheduled_until
    for update in () if maintenance.repeats else maintenance.updates:
        before, (start, until) = start, moved(update, start, until)
        if update.scheduled_for not in (None, before) and update.scheduled_until is None:
            window = f'scheduled_for="{wording.typed(start)}" scheduled_until="{wording.typed(until)}"'
            yield Problem(
                Place(maintenance.file, update.line),
                f"the start is moved to {wording.moment(start)} and nothing says when it ends: the end moves with it, "
                f"to {wording.moment(until)}",
                wording.heading(update.status, update.at, f"{states(update.changes)} {window}"),
                Level.WARNING,
                "move-without-end",
            )


def _repeats(maintenance: Maintenance, now: datetime, wording: Wording) -> Iterator[Problem]:
    """A rule that does not name the day on which the maintenance is planned, or times that run into each other."""
    if not maintenance.repeats:
        return
    first = first_of_rule(maintenance, wording.zone)
    if first != maintenance.scheduled_for:
        named = f"the first one is {wording.moment(first)}" if first else "it names no day at all"
        yield Problem(
            Place(maintenance.file),
            f'"scheduled_for" is {wording.moment(maintenance.scheduled_for)}, which "repeats: {maintenance.repeats}" does not name: '
            f"{named}",
            f"scheduled_for: {wording.typed(first)}" if first else "repeats: FREQ=WEEKLY",
            Level.ERROR,
            "repeats-misses-start",
        )
    old = now - maintenance.scheduled_for > MOST * timedelta(days=1) and "COUNT=" not in maintenance.repeats
    if old and sum(1 for _ in starts(maintenance, wording.zone)) >= MOST:
        yield Problem(
            Place(maintenance.file),
            f'"repeats: {maintenance.repeats}" has more times since {wording.moment(maintenance.scheduled_for)} than are followed, '
            f"{MOST:,}: the later ones are not shown",
            f"scheduled_for: {wording.typed(now)}",
            Level.ERROR,
            "repeats-too-long",
        )
    length = maintenance.scheduled_until - maintenance.scheduled_for
    following = list(islice(starts(maintenance, wording.zone), 400))
    if (clash := next((two for one, two in pairwise(following) if two - one < length), None)) is not None:
        yield Problem(
            Place(maintenance.file),
            f"it begins again at {wording.moment(clash)}, before the time before that has ended: times must not overlap",
            f"scheduled_until: {wording.typed(after(maintenance.scheduled_for, timedelta(hours=1)))}",
            Level.ERROR,
            "repeats-overlap",
        )


def _overdue(found: Window, now: datetime, wording: Wording) -> Iterator[Problem]:
    """A planned end that has passed without a word."""
    plan = found.maintenance
    if found.overdue:
        yield Problem(
            Place(plan.file, found.steps[0].update.line if found.steps else 1),
            f"the maintenance was planned until {wording.moment(found.scheduled_until)} and nobody has said Completed: "
            "it stands as not done",
            wording.heading(Status.COMPLETED, now),
            Level.WARNING,
            "maintenance-overdue",
        )


def _never_began(found: Window, wording: Wording) -> Iterator[Problem]:
    """Work that is said to be done before it could begin."""
    if found.status is Status.COMPLETED and found.started_at is None and found.steps:
        done = next((step.update for step in found.steps if step.update.at == found.ended_at), found.steps[0].update)
        yield Problem(
            Place(found.maintenance.file, done.line),
            f'"{word(done.status)}" at {wording.moment(done.at)} is before the planned start, '
            f"{wording.moment(found.scheduled_for)}, and nobody said In progress: it never began",
            wording.heading(Status.CANCELLED, done.at),
            Level.WARNING,
            "completed-before-start",
        )


def _ends(found: Window, wording: Wording) -> Iterator[Problem]:
    """Ends that end nothing."""
    for step in reversed(found.steps):
        left = worse_states(step.update)
        if step.update.status in ENDS and left:
            yield Problem(
                Place(found.maintenance.file, step.update.line),
                f'"{word(step.update.status)}" leaves {left}, so it does not count as the end of the maintenance',
                wording.heading(step.update.status, step.update.at),
                Level.ERROR,
                "end-with-outage",
            )
