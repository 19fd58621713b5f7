"""A figure made of lengths: their median, the longest, and how they are spread, on columns that begin at 0 and are of one width.

One incident that lasted a hundred times as long as the others would press all others into one column. So the columns reach to four times
the median, or half as far again as what was promised, and one more holds whatever is longer, however much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import TypeVar

from generator.model import Course, Impact, Promises
from generator.model.report import Behind, Column, Lengths

Rank = TypeVar("Rank", bound=tuple[int, ...])

LISTED = 5
"""Incidents that a figure names."""
COLUMNS = 12
STEPS = (
    *(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720)),
    *(timedelta(days=days) for days in (1, 2, 5, 10, 30, 60, 180, 365)),
)
"""Widths that a column may have: what people count in."""


def lengths(
    courses: Sequence[Course],
    measured: Sequence[float | None],
    *,
    going_on: int = 0,
    promised: Sequence[tuple[timedelta, tuple[Impact, ...]]] = (),
) -> Lengths:
    """What was `measured` of each of `courses` (newest first), in seconds.

    Where it is not known they are left out; `going_on` of these are not over. `promised` is what site.yaml says of it, the shortest first.
    """
    values = sorted([each for each in measured if each is not None])
    return Lengths(
        of=len(courses),
        known=len(values),
        going_on=going_on,
        median=median(values),
        columns=columns(values, promised[-1][0] if promised else None),
        longest=_longest(measured, courses, values[-LISTED:]),
        promised=tuple(promised),
    )


def _longest(
    measured: Iterable[float | None], courses: Iterable[Course], longest: Sequence[float]
) -> tuple[Behind, ...]:
    """The longest first, among equals the newest; `longest` are their lengths, the shortest first."""
    if not longest:
        return ()
    least = longest[0]
    found = [
        (each, course) for each, course in zip(measured, courses, strict=True) if each is not None and each >= least
    ]
    found.sort(key=itemgetter(0), reverse=True)
    return tuple(behind(course, length=timedelta(seconds=each)) for each, course in found[:LISTED])


def median(values: Sequence[float]) -> timedelta | None:
    """Of `values` in seconds, the shortest first: the middle one, or the mean of the two in the middle; None where there are none."""
    if not values:
        return None
    middle = len(values) // 2
    upper = timedelta(seconds=values[middle])
    return upper if len(values) % 2 else (timedelta(seconds=values[middle - 1]) + upper) / 2


def columns(values: Sequence[float], promised: timedelta | None) -> tuple[Column, ...]:
    """How `values`, the shortest first, are spread. What was `promised` has a place on the columns."""
    middle = median(values)
    if middle is None:
        return ()
    wanted, most = 4 * middle, timedelta(seconds=values[-1])
    if promised is not None:
        wanted, most = max(wanted, promised * 1.5), max(most, promised)
    reach = max(min(wanted, most), STEPS[0])
    step = next((each for each in STEPS if each * COLUMNS > reach), reach / (COLUMNS - 1))
    count = min(reach // step + 1, COLUMNS)
    places = [bisect_left(values, (step * index).total_seconds()) for index in range(count + 1)]
    found = [Column(step * index, step * (index + 1), places[index + 1] - places[index]) for index in range(count)]
    if len(values) > places[-1]:
        found.append(Column(step * count, None, len(values) - places[-1]))
    return tuple(found)


def promised(
    terms: Promises, what: Callable[[Promises], timedelta | None]
) -> tuple[tuple[timedelta, tuple[Impact, ...]], ...]:
    """What `terms` promise of incidents of each impact, the shortest first; `what` says which promise is meant."""
    found: dict[timedelta, list[Impact]] = {}
    for impact in Impact:
        length = what(terms.of(impact))
        if length is not None:
            found.setdefault(length, []).append(impact)
    return tuple((length, tuple(found[length])) for length in sorted(found))


def behind(course: Course, *, length: timedelta | None = None, count: int = 0, of: int = 0) -> Behind:
    """`course` as an incident behind a figure."""
    return Behind(course.id, course.incident.title, course.incident.impact, length, count, of)


def most(found: Iterable[tuple[Rank, Course]]) -> list[tuple[Rank, Course]]:
    """Those with the largest rank first, a few; among equals in the order given."""
    return sorted(found, key=itemgetter(0), reverse=True)[:LISTED]
