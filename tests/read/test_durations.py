"""Lengths of time, as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from generator.read.durations import duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 minutes", timedelta(minutes=15)),
        ("2 hours", timedelta(hours=2)),
        ("5 days", timedelta(days=5)),
        ("1h 30m", timedelta(minutes=90)),
        ("1 hour and 30 minutes", timedelta(minutes=90)),
        ("1 Week", timedelta(weeks=1)),
        ("０", None),
        ("0 minutes", None),
        ("soon", None),
        ("15", None),
        ("-2 hours", None),
        ("400 days", None),
        ("99999999 weeks", None),
        ("", None),
    ],
)
def test_a_length_of_time_says_a_number_and_a_unit(text: str, expected: timedelta | None) -> None:
    assert duration(text) == expected
