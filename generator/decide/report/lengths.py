"""A figure made of lengths: their median, the longest, and how they are spread, on columns that begin at 0 and are of one width.

One incident that lasted a hundred times as long as the others would press all others into one column. So the columns reach to four times
the median, or half as far again as what was promised, and one more holds whatever is longer, however much.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from operator import itemgetter

from generator.model import Course, Impact, Promises
from generator.model.report import Behind, Column, Lengths

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
    measure: Callable[[Course], timedelta | None],
    *,
    going_on: Callable[[Course], bool] = lambda _: False,
    promised: Callable[[Promises], timedelta | None] = lambda _: None,
    terms: Promises | None = None,
) -> Lengths:
    """What `measure` says of `courses` (newest first).

    Those that it says nothing of are left out; `going_on` of these are not over. `promised` says what `terms` promise of it.
    """
    measured = [measure(course) for course in courses]
    values = sorted(length for length in measured if length is not None)
    terms_of = _promised(terms, promised) if terms is not None else ()
    return Lengths(
        of=len(courses),
        known=len(values),
        going_on=_left_out(measured, courses, going_on) if len(values) < len(courses) else 0,
        median=median(values),
        columns=columns(values, terms_of[-1][0] if terms_of else None),
        longest=_longest(measured, courses, values[-LISTED:]),
        promised=terms_of,
    )


def _left_out(
    measured: Iterable[timedelta | None], courses: Iterable[Course], going_on: Callable[[Course], bool]
) -> int:
    return sum(length is None and going_on(course) for length, course in zip(measured, courses, strict=True))


def _longest(
    measured: Iterable[timedelta | None], courses: Iterable[Course], longest: Sequence[timedelta]
) -> tuple[Behind, ...]:
    """The longest first, among equals the newest; `longest` are their lengths, the shortest first."""
    if not longest:
        return ()
    found = [
        (length, course)
        for length, course in zip(measured, courses, strict=True)
        if length is not None and length >= longest[0]
    ]
    found.sort(key=itemgetter(0), reverse=True)
    return tuple(behind(course, length=length) for length, course in found[:LISTED])


def median(values: Sequence[timedelta]) -> timedelta | None:
    """Of `values`, the shortest first: the middle one, or the mean of the two in the middle; None where there are none."""
    if not values:
        return None
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def columns(values: Sequence[timedelta], promised: timedelta | None) -> tuple[Column, ...]:
    """How `values`, the shortest first, are spread. What was `promised` has a place on the columns."""
    middle = median(values)
    if middle is None:
        return ()
    wanted, most = 4 * middle, values[-1]
    if promised is not None:
        wanted, most = max(wanted, promised * 1.5), max(most, promised)
    reach = max(min(wanted, most), STEPS[0])
    step = next((each for each in STEPS if each * COLUMNS > reach), reach / (COLUMNS - 1))
    count = min(reach // step + 1, COLUMNS)
    places = [bisect_left(values, step * index) for index in range(count + 1)]
    found = [Column(step * index, step * (index + 1), places[index + 1] - places[index]) for index in range(count)]
    if len(values) > places[-1]:
        found.append(Column(step * count, None, len(values) - places[-1]))
    return tuple(found)


def _promised(
    terms: Promises, what: Callable[[Promises], timedelta | None]
) -> tuple[tuple[timedelta, tuple[Impact, ...]], ...]:
    """What is promised of incidents of each impact, the shortest first."""
    found: dict[timedelta, list[Impact]] = {}
    for impact in Impact:
        length = what(terms.of(impact))
        if length is not None:
            found.setdefault(length, []).append(impact)
    return tuple((length, tuple(found[length])) for length in sorted(found))


def behind(course: Course, *, length: timedelta | None = None, count: int = 0, of: int = 0) -> Behind:
    """`course` as an incident behind a figure."""
    return Behind(course.id, course.incident.title, course.incident.impact, length, count, of)


def most(found: Iterable[tuple[tuple[int, ...], Behind]]) -> tuple[Behind, ...]:
    """Those with the largest rank first, a few; among equals in the order given."""
    ranked = sorted(found, key=itemgetter(0), reverse=True)
    return tuple(each for _, each in ranked[:LISTED])
