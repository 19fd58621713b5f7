"""Times as people read them: the site's zone, its name, the language; and for machines UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.render.times import Times, machine
from generator.render.words import Words
from tests.render.boards import THEME, with_own


def times(zone: str = "UTC", language: str = "en") -> Times:
    return Times(zone, Words(THEME, language))


@pytest.mark.parametrize("language", ["en", "en-GB", "en-US"])
@settings(deadline=None)
@given(day=st.dates(date(1, 1, 1)))
def test_our_small_table_of_english_says_what_babel_says(language: str, day: date) -> None:
    ours, locale = times(language=language), language.replace("-", "_")
    assert ours.in_words(day) == format_date(day, "long", locale)
    assert ours.in_full(day) == format_date(day, "full", locale)
    assert ours.month(day.year, day.month) == format_skeleton("yMMMM", day, locale=locale)


@pytest.mark.parametrize(
    ("zone", "month", "expected"),
    [
        ("UTC", 11, "November 20, 2026, 14:02 UTC"),
        ("Europe/Berlin", 11, "November 20, 2026, 15:02 CET"),
        ("Europe/Berlin", 7, "July 20, 2026, 16:02 CEST"),
        ("America/Sao_Paulo", 11, "November 20, 2026, 11:02 UTC-03:00"),
        ("Asia/Kathmandu", 11, "November 20, 2026, 19:47 UTC+05:45"),
        ("Pacific/Kiritimati", 11, "November 21, 2026, 04:02 UTC+14:00"),
    ],
)
def test_a_moment_is_in_utc_for_machines_and_in_the_sites_zone_for_people(zone: str, month: int, expected: str) -> None:
    at = datetime(2026, month, 20, 14, 2, 31, 999, tzinfo=UTC)
    assert times(zone).moment(at) == f'<time datetime="2026-{month:02d}-20T14:02:31Z">{expected}</time>'


def test_beside_another_of_the_same_local_day_the_hour_stands_alone() -> None:
    first = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    ours = times("Europe/Berlin")
    assert ">23:45 CET<" in ours.moment(first + timedelta(minutes=15), first)
    assert ' data-form="time"' in ours.moment(first + timedelta(minutes=15), first)
    assert ">November 21, 2026, 00:15 CET<" in ours.moment(first + timedelta(minutes=45), first)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "0 seconds"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (5880, "1 hour 38 minutes"),
        (86400, "1 day"),
        (93600, "1 day 2 hours"),
        (86400 * 90 + 60, "90 days"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds: float, expected: str) -> None:
    assert times().duration(timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (1.0, "100%"),
        (0.999999, "99.99%"),
        (0.99995, "99.99%"),
        (0.9998, "99.98%"),
        (0.5, "50.00%"),
        (0.0, "0.00%"),
        (0.07, "7.00%"),
    ],
)
def test_a_share_is_cut_and_never_rounded_up(share: float, expected: str) -> None:
    assert times().percent(share) == expected


@settings(deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_nothing_less_than_all_is_said_to_be_all(share: float) -> None:
    if share < 1 - 1e-12:
        assert not times().percent(share).startswith("100")


def test_german_numbers_have_a_comma() -> None:
    assert times(language="de").percent(0.9998) == "99,98\xa0%"


def test_a_language_without_words_has_english_dates_too() -> None:
    assert Times("UTC", Words(with_own({}), "xx")).in_words(date(2026, 11, 20)) == "November 20, 2026"


def test_machines_read_utc_to_the_second() -> None:
    assert machine(datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)) == "2026-01-02T03:04:05Z"


@settings(deadline=None)
@given(st.lists(st.integers(0, 4 * 24 * 60), max_size=5).map(sorted), st.sampled_from(["UTC", "Europe/Berlin"]))
def test_several_moments_are_said_as_each_is_after_the_one_before_it(minutes: list[int], zone: str) -> None:
    """Across the day on which Berlin's clocks go back."""
    moments = [datetime(2026, 10, 23, tzinfo=UTC) + timedelta(minutes=each) for each in minutes]
    ours = times(zone)
    assert ours.moments(moments) == [
        ours.moment(at, before) for at, before in zip(moments, [None, *moments], strict=False)
    ]
