"""A figure made of lengths: their median, the longest, and how they are spread, on columns that begin at 0 and are of one width.

One incident that lasted a hundred times as long as the others would press all others into one column. So the columns reach to four times
the median, or half as far again as what was promised, and one more holds whatever is longer, however much.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from math import ceil
from operator import itemgetter

from generator.model import Course, Impact, Promises
from generator.model.report import Behind, Column, Lengths

LISTED = 5
"""Incidents that a figure names."""
COLUMNS = 12
MINUTE = 60
STEPS = tuple(
    minutes * MINUTE
    for minutes in (
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        240,
        360,
        720,
        *(days * 1440 for days in (1, 2, 5, 10, 30, 60, 180, 365)),
    )
)
"""Widths that a column may have, in seconds: what people count in."""


def lengths(
    courses: Sequence[Course],
    measure: Callable[[Course], timedelta | None],
    *,
    going_on: Callable[[Course], bool] = lambda _: False,
    so_far: Callable[[Course], bool] = lambda _: False,
    promised: Callable[[Promises], timedelta | None] = lambda _: None,
    terms: Promises | None = None,
) -> Lengths:
    """What `measure` says of `courses` (newest first).

    Of those that it says nothing of, `going_on` are not over; of those that it does, `so_far` are not. `promised` says what `terms` promise
    of it.
    """
    found: list[tuple[timedelta, Course]] = []
    left_out = 0
    for course in courses:
        length = measure(course)
        if length is not None:
            found.append((length, course))
        elif going_on(course):
            left_out += 1
    found.sort(key=itemgetter(0), reverse=True)
    values = [length for length, _ in reversed(found)]
    terms_of = _promised(terms, promised) if terms is not None else ()
    return Lengths(
        of=len(courses),
        known=len(found),
        going_on=left_out,
        so_far=sum(so_far(course) for _, course in found),
        median=median(values),
        columns=columns(values, terms_of[-1][0] if terms_of else None),
        longest=tuple(behind(course, length=length) for length, course in found[:LISTED]),
        promised=terms_of,
    )


def median(values: Sequence[timedelta]) -> timedelta | None:
    """Of `values`, the shortest first: the middle one, or the mean of the two in the middle; None where there are none."""
    if not values:
        return None
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def columns(values: Sequence[timedelta], promised: timedelta | None) -> tuple[Column, ...]:
    """How `values`, the shortest first, are spread."""
    middle = median(values)
    if middle is None:
        return ()
    seconds = [value.total_seconds() for value in values]
    wanted = 4 * middle.total_seconds()
    if promised is not None:
        wanted = max(wanted, 1.5 * promised.total_seconds())
    reach = max(min(wanted, max(seconds[-1], promised.total_seconds() if promised else 0)), MINUTE)
    step = next((each for each in STEPS if each * COLUMNS > reach), ceil(reach / COLUMNS))
    count = min(int(reach // step) + 1, COLUMNS)
    places = [bisect_right(seconds, index * step - 1e-9) for index in range(count + 1)]
    found = [
        Column(
            timedelta(seconds=index * step), timedelta(seconds=(index + 1) * step), places[index + 1] - places[index]
        )
        for index in range(count)
    ]
    longer = len(seconds) - places[-1]
    if longer:
        found.append(Column(timedelta(seconds=count * step), None, longer))
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
    return Behind(course.id, course.incident.title, length, count, of)


def most(found: Iterable[tuple[tuple[int, ...], Behind]]) -> tuple[Behind, ...]:
    """Those with the largest rank first, a few; among equals in the order given."""
    ranked = sorted(found, key=itemgetter(0), reverse=True)
    return tuple(each for _, each in ranked[:LISTED])
