"""A report as a list of words, each with a time, a status and a text: what every API of this kind tells of it.

Never empty. Where nobody has said anything yet, or where the clock moved a maintenance, a word stands in for what nobody said. A
postmortem is a word like others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from generator.model import ComponentStatus, Course, Status, Tick, Transition, Window
from generator.render.identity import said
from generator.render.times import machine

OPERATIONAL = ComponentStatus.OPERATIONAL


class Word(Struct, frozen=True):
    """One word to the public."""

    name: str
    """Unlike any other of its report, and moved by no later one: see `identity.names`."""
    status: Status
    """Never `Status.UPDATE`."""
    at: datetime
    markdown: str | None
    """As it was written; None where nobody wrote it."""
    damaged: bool = False
    changes: tuple[Transition, ...] = ()
    """What it changed about components."""
    next: datetime | None = None
    """When it promises the next one."""
    late: bool = False
    """That has come, and nothing has been said."""


def incident_words(course: Course, latest: datetime) -> tuple[Word, ...]:
    """What was said of an incident up to `latest`, newest first: the page's last change, which a start that is a slip may be after."""
    words = _of_steps(course)
    if words and course.next_word is not None:
        words[-1] = replace(words[-1], next=course.next_word.due, late=course.next_word.late)
    if not words:
        changes = tuple(
            Transition(each.component, OPERATIONAL, each.after if course.open else each.before)
            for each in course.affected
        )
        words.append(_unsaid(Status.INVESTIGATING, min(course.incident.started, latest), changes))
    told = course.incident.postmortem
    if told is not None and told.at <= latest:
        over = course.resolved_at == told.at and not any(word.at == told.at and word.status.ends for word in words)
        changes = _all_well(course.affected) if over else ()
        name = f"explained-{machine(told.at).replace(':', '')}"
        status = course.status if course.open else Status.POSTMORTEM  # what goes on is not over by being explained
        words.append(Word(name, status, told.at, told.text.markdown, changes=changes))
    return _newest_first(words)


def maintenance_words(window: Window, announced: datetime) -> tuple[Word, ...]:
    """What was said of a maintenance and what the clock did, newest first. `announced` dates the announcement where it has none.

    Of one that repeats, each time is announced by what announced the first.
    """
    moves = {step.update.at for step in window.steps if step.update.scheduled_for or step.update.scheduled_until}
    ticks = _by_the_clock(window)
    before = [
        word for word in ticks if word.at not in moves
    ]  # the clock comes first, unless a word moved the plan under it
    words = [*before, *_of_steps(window), *(word for word in ticks if word.at in moves)]
    again = window.recurrence is not None and all(word.at > announced for word in words)
    return _newest_first([_unsaid(Status.SCHEDULED, announced), *words] if again or not words else words)


def touched(words: Sequence[Word], affected: Sequence[Transition]) -> list[tuple[Transition, ...]]:
    """For each of `words` (newest first) every component that was not operational by then, before it and after it, in site order."""
    states: dict[str, ComponentStatus] = {}
    found = []
    for word in reversed(words):
        before = {each.component.id: each.before for each in word.changes} | states
        states = states | {each.component.id: each.after for each in word.changes}
        found.append(
            tuple(
                Transition(each.component, before[each.component.id], states[each.component.id])
                for each in affected
                if each.component.id in states
            )
        )
    return found[::-1]


def _of_steps(of: Course | Window) -> list[Word]:
    return [
        Word(
            name,
            step.status,
            step.update.at,
            step.update.text.markdown,
            step.update.damaged,
            step.transitions,
            step.update.next,
        )
        for step, name in zip(reversed(of.steps), reversed(said(of)), strict=True)
    ]


def _by_the_clock(window: Window) -> list[Word]:
    """The moves that nobody said: it began, its planned end passed, it was over."""
    said_too = {(step.update.at, step.status) for step in window.steps}
    return [
        _unsaid(tick.status, tick.at, _moved(window, tick))
        for tick in window.ticks
        if (tick.at, tick.status) not in said_too
    ]


def _moved(window: Window, tick: Tick) -> tuple[Transition, ...]:
    """What the clock did to components: at its beginning the plan holds, at its end all is well."""
    if tick.status is Status.IN_PROGRESS:
        return _planned(window, tick.at)
    return _all_well(window.affected) if tick.status.ends else ()


def _unsaid(status: Status, at: datetime, changes: tuple[Transition, ...] = ()) -> Word:
    return Word(f"unsaid-{status}-{machine(at).replace(':', '')}", status, at, None, changes=changes)


def _planned(window: Window, start: datetime) -> tuple[Transition, ...]:
    """The plan, and what was said of it before the start."""
    plan = {change.component: change.status for change in window.maintenance.components}
    for step in reversed(window.steps):
        if step.update.at < start:
            plan.update({change.component: change.status for change in step.update.changes})
    known = {each.component.id: each.component for each in window.affected}
    return tuple(
        Transition(known[each], OPERATIONAL, status)
        for each, status in plan.items()
        if each in known and status is not OPERATIONAL
    )


def _all_well(affected: Iterable[Transition]) -> tuple[Transition, ...]:
    return tuple(Transition(each.component, each.before, OPERATIONAL) for each in affected)


def _newest_first(words: list[Word]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda each: each.at)[::-1])
