"""Which days a period holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.decide.days import Calendar
from generator.decide.report.periods import MOST, Frame, frames
from generator.model import Component

BERLIN = ZoneInfo("Europe/Berlin")


def of(now: str, first: str | None = None, *since: date, zone: ZoneInfo = BERLIN) -> list[Frame]:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    began = datetime.fromisoformat(first).replace(tzinfo=UTC) if first else None
    return frames([Component(f"c{day}", "C", since=day) for day in since], began, Calendar.of(zone, at), zone)


def test_ninety_days_are_those_of_the_bars() -> None:
    ninety, _, _ = of("2026-11-20T15:00")
    assert (ninety.period.first, ninety.period.last) == (date(2026, 8, 23), date(2026, 11, 20))
    assert ninety.since == datetime(2026, 8, 22, 22, 0, tzinfo=UTC), "midnight in Berlin"


def test_a_day_begins_at_midnight_of_the_sites_zone() -> None:
    assert of("2026-11-20T22:59")[0].period.last == date(2026, 11, 20)
    assert of("2026-11-20T23:00")[0].period.last == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-20T12:00", date(2025, 11, 21)),
        ("2025-02-28T12:00", date(2024, 2, 29)),
        ("2024-02-29T12:00", date(2023, 3, 1)),
        ("2024-12-31T12:00", date(2024, 1, 1)),
    ],
)
def test_twelve_months_begin_the_day_after_this_day_a_year_ago(now: str, first: date) -> None:
    assert of(now)[1].period.first == first


def test_all_begins_with_the_first_report_or_the_first_day_of_a_component() -> None:
    assert of("2026-11-20T12:00", "2026-03-04T12:00")[2].period.first == date(2026, 3, 4)
    assert of("2026-11-20T12:00", "2026-03-04T12:00", date(2025, 1, 1))[2].period.first == date(2025, 1, 1)
    assert of("2026-11-20T12:00", None, date(2027, 1, 1))[2].period.first == date(2026, 8, 23), "that is still to come"
    assert of("2026-11-20T12:00", None, date(1066, 10, 14))[2].period.first == date(1990, 1, 1), "there was no web"


@pytest.mark.parametrize("back", [0, 1, 40, 400, 4000, 13000])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Australia/Lord_Howe"])
def test_stretches_are_few_and_cover_each_day_of_the_period_once(back: int, zone: str) -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for frame in of("2026-11-20T12:00", (now - timedelta(days=back)).strftime("%Y-%m-%dT%H:%M"), zone=ZoneInfo(zone)):
        assert len(frame.stretches) <= MOST + 1
        assert frame.stretches[0][0] == frame.period.first
        assert frame.stretches[-1][1] == frame.period.last
        for (_, last), (first, _) in zip(frame.stretches, frame.stretches[1:], strict=False):
            assert first == last + timedelta(days=1)
        assert list(frame.bounds) == sorted(set(frame.bounds))
        assert frame.bounds[0] == frame.since


def test_all_of_a_young_site_is_counted_by_weeks() -> None:
    young = of("2026-11-20T12:00", "2026-11-02T12:00")[2]
    assert [(first.day, last.day) for first, last in young.stretches] == [(2, 6), (7, 13), (14, 20)]
