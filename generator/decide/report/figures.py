"""Puts the figures of each period together, in one pass over its incidents for each figure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.decide.days import Calendar
from generator.decide.extent import Reach
from generator.decide.history import EARLIEST, Dated
from generator.decide.metrics import length
from generator.decide.report.lengths import LISTED, behind, lengths, most, promised
from generator.decide.report.periods import Frame, frames
from generator.decide.report.uptime import Outages
from generator.model import ActionState, Course, Impact, Metrics, Notice, Promises, PromiseState, Site, Window
from generator.model.report import ActionsDone, Figures, Impacts, Lengths, PostmortemsOwed, Stretch, WordsKept


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
    begun = [at for at in others if EARLIEST <= at <= calendar.now] + [at for at, _ in dated]
    first = min(begun, default=None)
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
    metrics = [course.metrics for course in courses]
    ongoing = [course for course in courses if course.open]
    doubtful = [course for course in courses if course.incident.damaged]
    return Figures(
        period=frame.period,
        impacts=_impacts(frame, within),
        to_detect=lengths(courses, [each.to_detect for each in metrics]),
        to_first_word=lengths(
            courses,
            [each.to_first_word for each in metrics],
            going_on=sum(each.times.first_word is None for each in ongoing),
            promised=promised(site.promises, lambda each: each.first_update),
        ),
        words=_words(courses, metrics),
        silence=_silences(courses, site.promises, calendar.counted),
        to_mitigate=lengths(
            courses,
            [each.to_mitigate for each in metrics],
            going_on=sum(each.times.mitigated is None for each in ongoing),
        ),
        to_resolve=lengths(courses, [each.to_resolve for each in metrics], going_on=len(ongoing)),
        postmortems=_postmortems(courses),
        to_explain=_to_explain(courses, site.promises),
        actions=_actions(courses),
        uptime=tuple(outages.of(component, frame, first) for component in site.components),
        doubtful=len(doubtful),
        doubtful_in=tuple(behind(course) for course in doubtful[:LISTED]),
    )


def _silences(courses: Sequence[Course], terms: Promises, until: datetime) -> Lengths:
    """The longest of each incident; of an open one it is not over, and counts as far as it has come."""
    measured = [_silence(each, until) if each.open else each.metrics.silence for each in courses]
    found = lengths(courses, measured, promised=promised(terms, lambda each: each.updates_every))
    return replace(found, so_far=sum(_silence(each, until) is not None for each in courses if each.open))


def _silence(course: Course, until: datetime) -> float | None:
    """The longest silence of an incident that is open, counted up to `until`."""
    return length(course.times.longest_silence(until))


def _to_explain(courses: Iterable[Course], terms: Promises) -> Lengths:
    explained = [each for each in courses if each.metrics.explained]
    measured = [each.metrics.to_explain for each in explained]
    return lengths(explained, measured, promised=promised(terms, lambda each: each.postmortem))


def _impacts(frame: Frame, within: Sequence[tuple[datetime, Course]]) -> Impacts:
    begun: dict[Impact, list[datetime]] = {impact: [] for impact in Impact}
    for at, course in within:
        begun[course.incident.impact].append(at)
    counts = [_counts(sorted(begun[impact]), frame.bounds) for impact in Impact]
    by_severity = (course for impact in reversed(Impact) for _, course in within if course.incident.impact is impact)
    return Impacts(
        counts=tuple((impact, len(begun[impact])) for impact in reversed(Impact)),
        open=sum(course.open for _, course in within),
        stretches=tuple(
            Stretch(first, last, numbers)
            for (first, last), numbers in zip(frame.stretches, zip(*counts, strict=True), strict=True)
        ),
        worst=tuple(behind(course) for course in islice(by_severity, LISTED)),
    )


def _counts(moments: Sequence[datetime], bounds: Sequence[datetime]) -> list[int]:
    """How many of `moments`, in order, lie from each of `bounds` up to the next; none lies before the first."""
    places = [*(bisect_left(moments, bound) for bound in bounds), len(moments)]
    return [end - start for start, end in pairwise(places)]


def _words(courses: Iterable[Course], metrics: Sequence[Metrics]) -> WordsKept:
    """What became of every word that was promised for a time that has passed, or came before it."""
    late_in = [((each.words_late,), course) for course, each in zip(courses, metrics, strict=True) if each.words_late]
    return WordsKept(
        kept=sum([each.words_in_time for each in metrics]),
        late=sum([each.words_late for each in metrics]),
        unknown=sum([each.words_unknown for each in metrics]),
        late_in=tuple(behind(course, count=late, of=course.metrics.words_due) for (late,), course in most(late_in)),
    )


def _postmortems(courses: Iterable[Course]) -> PostmortemsOwed:
    published = dict.fromkeys((None, *PromiseState), 0)
    owed = []
    for course in courses:
        if course.metrics.explained:
            published[course.metrics.explanation] += 1
        elif course.metrics.explanation is not None:
            owed.append(course)
    overdue = sum(course.metrics.explanation is PromiseState.LATE for course in owed)
    owed.sort(key=_due)
    return PostmortemsOwed(
        kept=published[PromiseState.KEPT],
        late=published[PromiseState.LATE],
        unknown=published[PromiseState.UNKNOWN],
        unpromised=published[None],
        due=len(owed) - overdue,
        overdue=overdue,
        owed_by=tuple(behind(course) for course in owed[:LISTED]),
    )


def _due(course: Course) -> datetime:
    """When the postmortem is due, or was, that `course` still owes."""
    return course.promises[-1].due


def _actions(courses: Iterable[Course]) -> ActionsDone:
    promised = [course for course in courses if course.metrics.actions]
    counts = Counter(state for course in promised for state in course.metrics.actions)
    left_in = []
    for course in promised:
        states = course.metrics.actions
        if left := len(states) - states.count(ActionState.DONE):
            left_in.append(((states.count(ActionState.OVERDUE), left), course))
    return ActionsDone(
        done=counts[ActionState.DONE],
        open=counts[ActionState.OPEN],
        overdue=counts[ActionState.OVERDUE],
        left_in=tuple(
            behind(course, count=left, of=len(course.metrics.actions)) for (_, left), course in most(left_in)
        ),
    )
