"""Incidents, maintenances and notices as templates see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from generator.model import (
    Component,
    Course,
    Incident,
    Maintenance,
    NextWord,
    Notice,
    Status,
    Step,
    Transition,
    Update,
    Window,
)
from generator.render.edition import Sheet
from generator.render.identity import names
from generator.render.markup import Html, isolate
from generator.render.view.clock import Moving, next_word, window_state
from generator.render.view.windows import times_of_window

Report = Course | Window | Notice


class Affected(Struct, frozen=True):
    """A component that a report touches, and what became of it."""

    name: str
    href: str
    status: str
    words: str
    """`Major outage`, or `Major outage at worst, now operational`."""


class UpdateView(Struct, frozen=True):
    """One word to the public."""

    anchor: str
    status: str
    words: str
    when: Html
    text: Html
    by: Html
    changes: tuple[Affected, ...]
    damaged: bool
    edited: Html
    """That its text was changed after it had been said, and when; empty where it was not."""


class ReportView(Struct, frozen=True):
    """An incident, a maintenance or a notice: as much of it as lists and its own page need."""

    kind: str
    """incident, maintenance or notice: the class of its article."""
    id: str
    title: str
    href: str
    open: bool
    impact: str
    """The impact's own word for `data-impact`; empty where there is none."""
    status: str
    words: str
    """The status in words."""
    clock: str
    """What the clock will make of the status, for the script; empty where it makes nothing of it."""
    facts: tuple[Html, ...]
    """Impact, since when, how long: each a phrase."""
    warnings: tuple[str, ...]
    """What could not be read of it."""
    who: str
    """Who is affected, in the operator's words."""
    affected: tuple[Affected, ...]
    next: Moving | None
    """When the next word is due, or that it is late."""
    overdue: Html
    """That a maintenance should have ended; empty where it has not to."""
    explained: str
    """The link to its postmortem; empty where there is none."""


def report(sheet: Sheet, of: Report) -> ReportView:
    """Any of the three."""
    if isinstance(of, Course):
        return incident(sheet, of)
    return maintenance(sheet, of) if isinstance(of, Window) else notice(sheet, of)


def incident(sheet: Sheet, course: Course) -> ReportView:
    """An incident with what became of it."""
    words, told = sheet.words, course.incident
    href = sheet.href(report_path(course.id))
    return ReportView(
        kind="incident",
        id=course.id,
        title=told.title or words.get("report", "unreadable"),
        href=href,
        open=course.open,
        impact=told.impact,
        status=course.status,
        words=words.get("status", course.status),
        clock="",
        facts=(words.say("impact", told.impact), *_times_of_incident(sheet, course)),
        warnings=_warnings(sheet, told),
        who=told.affected,
        affected=affected(sheet, course.affected, going_on=course.open),
        next=_next(sheet, course.next_word),
        overdue=Html(),
        explained=f"{href}#postmortem" if told.postmortem else "",
    )


def maintenance(sheet: Sheet, window: Window) -> ReportView:
    """A maintenance with what became of it."""
    words, told = sheet.words, window.maintenance
    state = window_state(sheet, window)
    late = words.say("report", "overdue", time=sheet.times.moment(window.scheduled_until)) if window.overdue else Html()
    return ReportView(
        kind="maintenance",
        id=window.id,
        title=told.title or words.get("report", "unreadable"),
        href=sheet.href(report_path(window.id)),
        open=window.ended_at is None and not window.status.ends,
        impact="",
        status=state.status,
        words=state.words,
        clock=state.clock,
        facts=times_of_window(sheet, window),
        warnings=_warnings(sheet, told),
        who=told.affected,
        affected=_of_window(sheet, window),
        next=None,
        overdue=late,
        explained="",
    )


def notice(sheet: Sheet, told: Notice) -> ReportView:
    """A notice, which touches no status."""
    words, times = sheet.words, sheet.times
    facts = [words.say("report", "published", time=times.moment(told.published))]
    if told.until:
        facts.append(words.say("report", "until", time=times.moment(told.until)))
    return ReportView(
        kind="notice",
        id=told.id,
        title=told.title or words.get("report", "unreadable"),
        href=sheet.href(report_path(told.id)),
        open=False,
        impact="",
        status="notice",
        words=words.get("status", "notice"),
        clock="",
        facts=tuple(facts),
        warnings=_warnings(sheet, told),
        who="",
        affected=(),
        next=None,
        overdue=Html(),
        explained="",
    )


def updates(sheet: Sheet, steps: Sequence[Step], top: int) -> tuple[UpdateView, ...]:
    """Updates in the order given (newest first), their texts' headings beginning at the level `top`."""
    return tuple(
        UpdateView(
            anchor=anchor,
            status=step.status,
            words=sheet.words.get("status", step.update.status),
            when=sheet.times.moment(step.update.at),
            text=sheet.prose.html(step.update.text, top),
            by=signed(sheet, step.update.by),
            changes=changes(sheet, step.transitions),
            damaged=step.update.damaged,
            edited=edited(sheet, step.update.edited),
        )
        for step, anchor in zip(steps, anchors([step.update for step in steps]), strict=True)
    )


def updates_of_notice(sheet: Sheet, told: Notice, top: int) -> tuple[UpdateView, ...]:
    """A notice's updates, newest first."""
    return updates(sheet, [Step(update, update.status) for update in reversed(told.updates)], top)


def anchors(told: Sequence[Update]) -> list[str]:
    """The place of each update (newest first) on its report's page: its time and its status, which no later update moves."""
    return names((update.status, update.at) for update in told)


def signed(sheet: Sheet, name: str) -> Html:
    """Who signs; empty where nobody does."""
    return sheet.words.say("report", "by", name=isolate(name)) if name else Html()


def edited(sheet: Sheet, at: datetime | None) -> Html:
    """That a text was changed after it had been said, and when; empty where it was not."""
    return sheet.words.say("report", "edited", time=sheet.times.moment(at)) if at else Html()


def changes(sheet: Sheet, transitions: Iterable[Transition]) -> tuple[Affected, ...]:
    """What an update did to components."""
    return tuple(
        _affected(sheet, each.component, each.after, sheet.words.get("component_status", each.after))
        for each in transitions
    )


def affected(sheet: Sheet, transitions: Iterable[Transition], *, going_on: bool) -> tuple[Affected, ...]:
    """The components a report touches, with the worst they were in, and how they are now while it goes on."""
    found = []
    for each in transitions:
        words = sheet.words.get("component_status", each.before)
        if going_on and each.after is not each.before:
            now = sheet.words.get("component_status", each.after)
            words = sheet.words.say("report", "worst_and_now", worst=words, now=now)
        found.append(_affected(sheet, each.component, each.after if going_on else each.before, words))
    return tuple(found)


def _of_window(sheet: Sheet, window: Window) -> tuple[Affected, ...]:
    """What a maintenance touches; before it begins by name alone, since nothing has become of it yet."""
    if window.status is Status.SCHEDULED:
        return tuple(_affected(sheet, each.component, window.status, "") for each in window.affected)
    return affected(sheet, window.affected, going_on=window.ended_at is None)


def report_path(report_id: str) -> str:
    """The path of a report's page."""
    return f"incidents/{report_id}/index.html"


def component_path(component: Component) -> str:
    """The path of a component's page."""
    return f"components/{component.id}/index.html"


def _affected(sheet: Sheet, component: Component, status: str, words: str) -> Affected:
    return Affected(component.name, sheet.href(component_path(component)), status, words)


def _times_of_incident(sheet: Sheet, course: Course) -> tuple[Html, ...]:
    say, times, started = sheet.words.say, sheet.times, course.incident.started
    if course.resolved_at is None:
        return (say("report", "lasting", time=times.moment(started)),)
    return (
        say("report", "started", time=times.moment(started)),
        say("report", "resolved", time=times.moment(course.resolved_at, started)),
        say("report", "lasted", duration=times.duration(course.resolved_at - started)),
    )


def _warnings(sheet: Sheet, told: Incident | Maintenance | Notice) -> tuple[str, ...]:
    names = ["damaged"] if told.damaged else []
    if not isinstance(told, Notice) and told.any_component:
        names.append("any_component")
    return tuple(sheet.words.get("report", name) for name in names)


def _next(sheet: Sheet, word: NextWord | None) -> Moving | None:
    return next_word(sheet, word) if word else None
