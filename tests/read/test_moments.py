"""Points in time, as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.read.moments import EARLIEST, LATEST, Misread, moment, written
from tests.read.reading import at

BERLIN, UNIVERSAL = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")

UNDERSTOOD = {
    "2026-11-20 14:10": at(13, 10),
    "2026-11-20 14:10:59": at(13, 10).replace(second=59),
    "2026-11-20T14:10": at(13, 10),
    "2026-11-20T14:10:00Z": at(14, 10),
    "2026-11-20 14:10 UTC": at(14, 10),
    "2026-11-20 14:10 gmt": at(14, 10),
    "2026-11-20 14:10+02:00": at(12, 10),
    "2026-11-20 14:10 -0330": at(17, 40),
    "2026-11-20 14:10 UTC+1": None,
    "2026-11-20 14:10 UTC+01:00": at(13, 10),
    "2026-11-20 14:10 America/New_York": at(19, 10),
    "2026-11-20 14:10 CET": at(13, 10),
    "2026-11-20, 14:10": at(13, 10),
    "2026-11-20 at 14:10": at(13, 10),
    "２０２６-11-20 14:10": at(13, 10),
    "2026-11-20\u00a014:10\u200b": at(13, 10),
    "2026-10-25 02:30 CEST": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "2026-10-25 02:30 CET": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_time_is_read_in_the_zone_it_names_or_else_in_the_site_s(text: str) -> None:
    read = moment(text, BERLIN)
    assert (None if isinstance(read, Misread) else read) == UNDERSTOOD[text]


HINTS = {
    "02/01/2025 10:00": "2025-01-02 10:00",
    "20.11.2026 14:10": "2026-11-20 14:10",
    "2026/11/20 14:10": "2026-11-20 14:10",
    "2026–11–20 14:10": "2026-11-20 14:10",
    "2026-11-20 14.10": "2026-11-20 14:10",
    "2026-11-20 2:10 pm": "2026-11-20 14:10",
    "2026-11-20": "2026-11-20 00:00 +01:00",
    "2025-02-30 10:00": "2025-02-28 HH:MM",
    "2026-11-20 14:10 +99:99": "2026-11-20 14:10 +01:00",
    "2026-11-20 14:10 PST": "2026-11-20 14:10 +01:00",
    "soon": "YYYY-MM-DD HH:MM UTC",
    "": "YYYY-MM-DD HH:MM UTC",
    "14:10": "YYYY-MM-DD 14:10",
}


@pytest.mark.parametrize("text", HINTS)
def test_what_is_not_understood_gets_the_time_to_write_instead(text: str) -> None:
    read = moment(text, BERLIN)
    assert isinstance(read, Misread)
    assert read.hint == HINTS[text]


@pytest.mark.parametrize(
    "text", ["2025-02-30 10:00", "2025-13-01 10:00", "0001-01-01+10:00", "9999-12-31 23:59 -12:00", "2026-11-20 24:00"]
)
def test_a_time_that_does_not_exist_is_quoted_and_never_raises(text: str) -> None:
    read = moment(text, BERLIN)
    assert isinstance(read, Misread)
    assert "“" in read.message


def test_a_day_that_may_be_two_is_named_as_both() -> None:
    read = moment("02/01/2025", BERLIN)
    assert isinstance(read, Misread)
    assert "2025-01-02 or 2025-02-01" in read.message


@pytest.mark.parametrize(
    ("text", "what", "worst"),
    [
        ("2026-10-25 02:30", "happens twice", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-03-29 02:30", "does not exist", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_daylight_saving_repeats_or_skips_names_both_readings(
    text: str, what: str, worst: datetime
) -> None:
    read = moment(text, BERLIN)
    assert isinstance(read, Misread)
    assert what in read.message
    assert read.message.count("UTC)") == 2
    assert read.taken == worst
    assert isinstance(moment(read.hint, BERLIN), datetime)


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("14:31", at(14, 10), at(14, 31)),
        ("14:10", at(14, 10).replace(second=30), at(14, 10)),
        ("00:15", at(23, 50), at(0, 15, day=21)),
        ("09:00", at(14, 10), at(9, 0, day=21)),
        ("00:45 Europe/Berlin", at(23, 30), at(23, 45)),
    ],
)
def test_a_time_without_a_date_is_the_first_one_not_before_what_came_before(
    text: str, after: datetime, expected: datetime
) -> None:
    assert moment(text, UNIVERSAL, after=after) == expected


@settings(deadline=None)
@given(st.integers(0, 7_000_000_000 // 60), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]))
def test_what_is_written_is_read_back(minutes: int, zone: str) -> None:
    moment_in = datetime.fromtimestamp(minutes * 60, UTC)
    assert moment(written(moment_in, ZoneInfo(zone)), ZoneInfo(zone)) == moment_in


@settings(deadline=None)
@given(st.text(alphabet="0123456789-:/. TZ+UTCapm年月日", max_size=30))
def test_no_text_raises(text: str) -> None:
    read = moment(text, BERLIN, after=at(12))
    assert isinstance(read, Misread) or EARLIEST - 1 <= read.year <= LATEST + 1


@settings(deadline=None)
@given(st.from_regex(r"(19|20|22)\d\d-[013]\d-[0-3]\d [0-3]\d:[0-6]\d UTC", fullmatch=True))
@example("2026-02-29 10:00 UTC")
@example("2026-02-28 24:00 UTC")
@example("2199-12-31 23:59 UTC")
@example("2200-01-01 00:00 UTC")
def test_what_is_written_as_usual_is_read_as_anything_else_is(text: str) -> None:
    """Two blanks where one is usual mean the same."""
    usual, other = moment(text, BERLIN), moment(text.replace(" UTC", "  UTC"), BERLIN)
    assert usual == other or (isinstance(usual, Misread) and isinstance(other, Misread))
    assert isinstance(usual, Misread) or usual.tzinfo is UTC
