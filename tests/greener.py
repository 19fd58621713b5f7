"""What looks better on one board than on another: the measure of the first rule, that nothing ever fails green.

Doubt is never better: what says of itself that it may be worse has not turned green. Today counts up to the last change, so that
shares of different stretches of time are not compared; what was lost of each day is.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Board, Day, Headline, PromiseState, Standing

HEADLINES = tuple(Headline)
PLAIN = (Headline.OPERATIONAL, Headline.UNDER_MAINTENANCE, Headline.DEGRADED_PERFORMANCE, Headline.INCIDENT)
"""What a page with doubt never says."""


def greener(before: Board, after: Board, *, whole: bool = False) -> list[str]:
    """Sentences on all that looks better on `after` than on `before`; empty where nothing does.

    With `whole`, site.yaml holds no error: a component that it no longer lists is one that somebody took out.
    """
    return [*_pages(before, after), *_components(before, after, whole=whole), *_promises(before, after)]


def _pages(before: Board, after: Board) -> Iterator[str]:
    if after.doubtful and after.headline in PLAIN:
        yield f"the page is doubtful, and its headline plainly {after.headline}"
    if not after.doubtful and HEADLINES.index(after.headline) < HEADLINES.index(before.headline):
        yield f"the headline was {before.headline} and is {after.headline}"


def _components(before: Board, after: Board, *, whole: bool) -> Iterator[str]:
    now = {standing.component.id: standing for standing in after.components if standing.component}
    for was in before.components:
        assert was.component
        found = now.get(was.component.id)
        if found is not None and whole and found.component and found.component.since != was.component.since:
            continue  # somebody wrote so: other days are known
        if found is not None:
            yield from _component(was.component.id, was, found)
        elif not after.doubtful and not whole:
            yield f"{was.component.id} is gone, and the page does not doubt"


def _promises(before: Board, after: Board) -> Iterator[str]:
    """Openness: a broken promise that seems kept, and silence that seems shorter on a report that is not said to be doubtful."""
    now = {course.id: course for course in after.courses}
    for was in before.courses:
        found = now.get(was.id)
        if found is None:
            continue
        late = {each.due for each in was.promises if each.state is PromiseState.LATE}
        for each in found.promises:
            if each.due in late and each.state is PromiseState.KEPT:
                yield f"{was.id} was late at {each.due} and seems to have kept it"
        if found.times.doubtful or found.times.began != was.times.began or found.open < was.open:
            continue
        silent, is_silent = was.times.longest_silence(before.now), found.times.longest_silence(after.now)
        if silent is not None and (is_silent is None or is_silent.seconds < silent.seconds):
            yield f"{was.id} was silent for {silent.seconds} s and seems to have been for less"


def _component(name: str, was: Standing, found: Standing) -> Iterator[str]:
    if not found.doubtful and found.status.severity < was.status.severity:
        yield f"{name} was {was.status} and is {found.status}"
    days = {day.date: day for day in found.days}
    for day in was.days:
        if (now := days.get(day.date)) is None:
            yield f"{name} has lost {day.date}"
        elif not now.doubtful and now != day:
            yield from _day(f"{name} on {day.date}", day, now)
    doubts = found.doubtful or any(day.doubtful for day in found.days)
    counted, counts = (sum(day.known for day in each.days) for each in (was, found))
    if (
        not doubts
        and counted == counts
        and found.uptime is not None
        and (was.uptime is None or found.uptime > was.uptime + 1e-9)
    ):
        yield f"{name} had an uptime of {was.uptime} and has {found.uptime}"


def _day(name: str, was: Day, now: Day) -> Iterator[str]:
    if now.status is not None and (was.status is None or now.status.severity < was.status.severity):
        yield f"{name} was {was.status} and is {now.status}"
    lost, loses = (each.major_seconds + 0.3 * each.partial_seconds for each in (was, now))
    if loses < lost - 1e-6:
        yield f"{name} lost {lost} s and loses {loses} s"
