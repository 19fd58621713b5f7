"""Puts the figures of each period together, in one pass over its incidents for each figure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.decide.days import Calendar
from generator.decide.extent import Reach
from generator.decide.history import EARLIEST, Dated
from generator.decide.report.lengths import LISTED, behind, lengths, most
from generator.decide.report.periods import Frame, frames
from generator.decide.report.uptime import Outages
from generator.model import ActionState, Course, Impact, Notice, Promises, PromiseState, Site, Window
from generator.model.report import ActionsDone, Figures, Impacts, Lengths, PostmortemsOwed, Stretch, WordsKept

SEVERITY = {impact: impact.severity for impact in Impact}
KEPT, LATE, UNKNOWN = PromiseState.KEPT, PromiseState.LATE, PromiseState.UNKNOWN


def report(
    site: Site,
    dated: Sequence[Dated],
    windows: Iterable[Window],
    notices: Iterable[Notice],
    reaches: Iterable[Reach],
    calendar: Calendar,
    zone: ZoneInfo,
) -> tuple[Figures, ...]:
    """The figures of every period. `dated` are all incidents, newest first; `reaches` are all there ever were; `calendar` counts today as the days do."""
    others = [*(window.scheduled_for for window in windows), *(notice.published for notice in notices)]
    first = min((at for at in (*others, *(at for at, _ in dated)) if EARLIEST <= at <= calendar.now), default=None)
    found = frames(site.components, first, calendar, zone)
    outages = Outages(reaches, calendar, zone)
    return tuple(_of(site, frame, found[-1], dated, outages, calendar) for frame in found)


def _of(
    site: Site,
    frame: Frame,
    first: Frame,
    dated: Sequence[Dated],
    outages: Outages,
    calendar: Calendar,
) -> Figures:
    within = [(at, course) for at, course in dated if at >= frame.since]
    courses = [course for _, course in within]
    doubtful = [course for course in courses if course.times.doubtful]
    return Figures(
        period=frame.period,
        impacts=_impacts(frame, within),
        to_detect=lengths(courses, lambda each: each.times.to_detect),
        to_first_word=_to_first_word(courses, site.promises),
        words=_words(courses),
        silence=_silences(courses, site.promises, calendar.counted),
        to_mitigate=lengths(
            courses,
            lambda each: each.times.to_mitigate,
            going_on=lambda each: each.open and each.times.mitigated is None,
        ),
        to_resolve=lengths(courses, lambda each: each.times.to_resolve, going_on=lambda each: each.open),
        postmortems=_postmortems(courses),
        to_explain=_to_explain(courses, site.promises),
        actions=_actions(courses),
        uptime=tuple(outages.of(component, frame, first) for component in site.components),
        doubtful=len(doubtful),
        doubtful_in=tuple(behind(course) for course in doubtful[:LISTED]),
    )


def _to_first_word(courses: Sequence[Course], terms: Promises) -> Lengths:
    return lengths(
        courses,
        lambda each: each.times.to_first_word,
        going_on=lambda each: each.open and each.times.first_word is None,
        promised=lambda each: each.first_update,
        terms=terms,
    )


def _silences(courses: Sequence[Course], terms: Promises, until: datetime) -> Lengths:
    """The longest of each incident; of an open one it is not over, and counts as far as it has come."""
    found = lengths(courses, lambda each: _silence(each, until), promised=lambda each: each.updates_every, terms=terms)
    return replace(found, so_far=sum(each.open and _silence(each, until) is not None for each in courses))


def _to_explain(courses: Sequence[Course], terms: Promises) -> Lengths:
    explained = [each for each in courses if each.times.explained is not None]
    return lengths(explained, lambda each: each.times.to_explain, promised=lambda each: each.postmortem, terms=terms)


def _silence(course: Course, until: datetime) -> timedelta | None:
    """The longest silence of an incident, counted up to `until` where it is not over."""
    longest = course.times.longest_silence(until) if course.open else course.times.silence
    return None if longest is None else longest.end - longest.start


def _impacts(frame: Frame, within: Sequence[tuple[datetime, Course]]) -> Impacts:
    counts = [[0] * len(Impact) for _ in frame.stretches]
    for at, course in within:
        counts[bisect_right(frame.bounds, at) - 1][SEVERITY[course.incident.impact]] += 1
    totals = [sum(numbers) for numbers in zip(*counts, strict=True)]
    worst = sorted((course for _, course in within), key=lambda each: -SEVERITY[each.incident.impact])
    return Impacts(
        counts=tuple((impact, totals[SEVERITY[impact]]) for impact in reversed(Impact)),
        open=sum(course.open for _, course in within),
        stretches=tuple(
            Stretch(first, last, tuple(numbers)) for (first, last), numbers in zip(frame.stretches, counts, strict=True)
        ),
        worst=tuple(behind(course) for course in worst[:LISTED]),
    )


def _words(courses: Iterable[Course]) -> WordsKept:
    """What became of every word that was promised for a time that has passed, or came before it."""
    kept = late = unknown = 0
    late_in = []
    for course in courses:
        states = course.words
        kept += states.count(KEPT)
        unknown += states.count(UNKNOWN)
        if missed := states.count(LATE):
            late += missed
            late_in.append(((missed,), behind(course, count=missed, of=course.words_due)))
    return WordsKept(kept, late, unknown, most(late_in))


def _postmortems(courses: Iterable[Course]) -> PostmortemsOwed:
    published = dict.fromkeys((None, *PromiseState), 0)
    overdue = 0
    owed = []
    for course in courses:
        promise = course.explanation
        if course.times.explained is not None:
            published[promise.state if promise is not None else None] += 1
        elif promise is not None:
            overdue += promise.state is PromiseState.LATE
            owed.append((promise.due, course))
    owed.sort(key=lambda each: each[0])
    return PostmortemsOwed(
        kept=published[PromiseState.KEPT],
        late=published[PromiseState.LATE],
        unknown=published[PromiseState.UNKNOWN],
        unpromised=published[None],
        due=len(owed) - overdue,
        overdue=overdue,
        owed_by=tuple(behind(course) for _, course in owed[:LISTED]),
    )


def _actions(courses: Iterable[Course]) -> ActionsDone:
    counts = dict.fromkeys(ActionState, 0)
    left_in = []
    for course in courses:
        if states := course.actions:
            for state in states:
                counts[state] += 1
            left = len(states) - states.count(ActionState.DONE)
            if left:
                rank = states.count(ActionState.OVERDUE), left
                left_in.append((rank, behind(course, count=left, of=len(states))))
    return ActionsDone(
        done=counts[ActionState.DONE],
        open=counts[ActionState.OPEN],
        overdue=counts[ActionState.OVERDUE],
        left_in=most(left_in),
    )
