"""Medians and columns, by hand."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.decide.report.lengths import COLUMNS, columns, median
from tests.examples import examples

LENGTHS = st.lists(st.timedeltas(timedelta(0), timedelta(days=4000)), max_size=40).map(sorted)


def minutes(*numbers: float) -> list[float]:
    return [60 * number for number in numbers]


def test_the_median_of_an_odd_number_is_the_one_in_the_middle() -> None:
    assert median(minutes(1, 2, 90)) == timedelta(minutes=2)
    assert median(minutes(7)) == timedelta(minutes=7)


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    assert median(minutes(1, 2, 5, 90)) == timedelta(minutes=3.5)


def test_of_nothing_there_is_no_median_and_no_column() -> None:
    assert median([]) is None
    assert columns([], timedelta(minutes=15)) == ()


def test_columns_begin_at_0_and_count_each_length_once() -> None:
    found = columns(minutes(0, 8, 9, 9, 10, 14), None)
    assert [(each.start.seconds // 60, each.count) for each in found if each.count] == [
        (0, 1),
        (8, 3),
        (10, 1),
        (14, 1),
    ]
    assert found[0].start == timedelta(0)
    assert {each.end - each.start for each in found if each.end} == {timedelta(minutes=2)}


def test_one_that_is_much_longer_stands_apart_and_presses_no_other_together() -> None:
    found = columns(minutes(2, 6, 7, 12, 3 * 24 * 60), None)
    assert [each.count for each in found if each.end is None] == [1]
    assert [each.count for each in found if each.count] == [1, 2, 1, 1]


def test_what_was_promised_has_a_place_on_the_axis() -> None:
    found = columns(minutes(1, 2), timedelta(minutes=30))
    assert found[-1].end is not None
    assert found[-1].end > timedelta(minutes=30)


@settings(deadline=None, max_examples=examples(60))
@given(LENGTHS, st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=900)))
def test_columns_are_few_of_one_width_without_gaps_and_hold_everything(
    values: list[timedelta], promised: timedelta | None
) -> None:
    found = columns([each.total_seconds() for each in values], promised)
    assert sum(each.count for each in found) == len(values)
    assert len(found) <= COLUMNS + 1
    for one, other in pairwise(found):
        assert one.end == other.start
    for each in found:
        inside = [value for value in values if each.start <= value and (each.end is None or value < each.end)]
        assert each.count == len(inside)
    if values and promised is not None:
        assert any(each.end is not None and promised < each.end for each in found)
