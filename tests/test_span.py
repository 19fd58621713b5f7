"""Stretches of time, and days that daylight saving makes shorter or longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.span import Span, clip, day, merge, subtract, total

START = datetime(2026, 11, 20, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return Span(START + timedelta(minutes=start), START + timedelta(minutes=end))


def minutes(spans: list[Span]) -> set[int]:
    """Every minute that any of `spans` covers: a slow and obvious way to say the same."""
    return {
        minute
        for each in spans
        for minute in range(
            int((each.start - START).total_seconds() // 60), int((each.end - START).total_seconds() // 60)
        )
    }


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: span(min(ends), max(ends))), max_size=8
)


def test_clipping_keeps_what_lies_within() -> None:
    spans = [span(0, 10), span(5, 20), span(20, 30), span(12, 12)]
    assert clip(spans, span(8, 20)) == [span(8, 10), span(8, 20)]


def test_merging_joins_what_touches() -> None:
    assert merge([span(20, 30), span(0, 10), span(10, 15), span(2, 3)]) == [span(0, 15), span(20, 30)]
    assert merge([]) == []


def test_subtracting_leaves_both_sides_of_a_hole() -> None:
    assert subtract([span(0, 30)], [span(10, 20)]) == [span(0, 10), span(20, 30)]
    assert subtract([span(0, 30)], [span(0, 30)]) == []
    assert subtract([span(0, 30)], []) == [span(0, 30)]


def test_a_moment_counts_once() -> None:
    assert total([span(0, 10), span(5, 15), span(5, 15)]) == 15 * 60


@given(SPANS, SPANS)
def test_spans_are_sets_of_moments(ours: list[Span], taken: list[Span]) -> None:
    assert minutes(merge(ours)) == minutes(ours)
    assert minutes(subtract(ours, taken)) == minutes(ours) - minutes(taken)
    assert total(ours) == 60 * len(minutes(ours))
    bounds = span(15, 45)
    assert minutes(clip(ours, bounds)) == minutes(ours) & minutes([bounds])
    merged = merge(ours)
    assert all(one.end < other.start for one, other in pairwise(merged))


@pytest.mark.parametrize(
    ("zone", "of", "start", "hours"),
    [
        ("UTC", date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC), 24),
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), datetime(2026, 4, 4, 13, tzinfo=UTC), 24.5),
        ("America/Havana", date(2026, 3, 8), datetime(2026, 3, 8, 5, tzinfo=UTC), 23),  # midnight itself does not exist
    ],
)
def test_a_local_day_is_as_long_as_it_is(zone: str, of: date, start: datetime, hours: float) -> None:
    found = day(of, ZoneInfo(zone))
    assert (found.start, found.seconds) == (start, hours * 3600)


@given(
    st.dates(date(1971, 1, 1), date(2037, 12, 30)),
    st.sampled_from(["Europe/Berlin", "America/Havana", "Asia/Beirut", "UTC"]),
)
def test_days_follow_each_other_without_a_gap(of: date, zone: str) -> None:
    assert day(of, ZoneInfo(zone)).end == day(of + timedelta(days=1), ZoneInfo(zone)).start
