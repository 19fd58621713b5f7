"""Ninety days and their uptime, computed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from generator.decide import decide
from generator.model import Board, ComponentStatus, Day, Incident, Maintenance, Standing
from tests.decide.reports import API, SITE, at, incident, maintenance, source, word

HOUR = 3600.0
OPERATIONAL = ComponentStatus.OPERATIONAL
UNDER_MAINTENANCE = ComponentStatus.UNDER_MAINTENANCE
PARTIAL = ComponentStatus.PARTIAL_OUTAGE
MAJOR = ComponentStatus.MAJOR_OUTAGE


def api(*reports: Incident | Maintenance, now: str = "2026-11-20 20:00", zone: str = "UTC") -> Standing:
    return decide(source(*reports, zone=zone), now=at(now)).components[0]


def on(standing: Standing, day: str) -> Day:
    return next(each for each in standing.days if each.date == date.fromisoformat(day))


def outage(start: str, end: str, status: str = "major_outage", stem: str = "outage") -> Incident:
    return incident(word("resolved", end), started=start, stem=stem, api=status)


def test_there_are_ninety_days_the_last_one_today() -> None:
    days = api().days
    assert len(days) == 90
    assert days[-1].date == date(2026, 11, 20)
    assert days[0].date == date(2026, 8, 23)
    assert all(later.date - day.date == timedelta(days=1) for day, later in pairwise(days))


def test_without_a_report_the_whole_time_is_up() -> None:
    standing = api()
    assert standing.uptime == 1.0
    assert all(day.status is OPERATIONAL for day in standing.days)
    assert on(standing, "2026-11-19").known == 24 * HOUR


def test_major_outage_costs_its_time_whole_and_partial_three_tenths() -> None:
    standing = api(
        outage("2026-11-10 01:00", "2026-11-10 03:00"),
        outage("2026-11-12 01:00", "2026-11-12 05:00", "partial_outage", "second"),
    )
    assert on(standing, "2026-11-10").major_seconds == 2 * HOUR
    assert on(standing, "2026-11-12").partial_seconds == 4 * HOUR
    assert standing.uptime == pytest.approx(1 - (2 + 0.3 * 4) / (89 * 24 + 0))


def test_degraded_and_maintenance_cost_nothing() -> None:
    standing = api(
        outage("2026-11-10 01:00", "2026-11-10 03:00", "degraded_performance"),
        maintenance(
            word("completed", "2026-11-12 05:00"),
            start="2026-11-12 01:00",
            end="2026-11-12 05:00",
            api="under_maintenance",
        ),
    )
    assert on(standing, "2026-11-10").degraded_seconds == 2 * HOUR
    assert on(standing, "2026-11-10").status is ComponentStatus.DEGRADED_PERFORMANCE
    assert on(standing, "2026-11-12").maintenance_seconds == 4 * HOUR
    assert on(standing, "2026-11-12").status is UNDER_MAINTENANCE
    assert standing.uptime == 1.0


def test_each_moment_counts_once_by_its_worst() -> None:
    standing = api(
        outage("2026-11-10 01:00", "2026-11-10 05:00", "partial_outage"),
        outage("2026-11-10 02:00", "2026-11-10 03:00", "major_outage", "worse"),
        outage("2026-11-10 02:30", "2026-11-10 06:00", "degraded_performance", "milder"),
        maintenance(
            word("completed", "2026-11-10 08:00"),
            start="2026-11-10 00:00",
            end="2026-11-10 08:00",
            api="under_maintenance",
        ),
    )
    day = on(standing, "2026-11-10")
    assert (day.major_seconds, day.partial_seconds, day.degraded_seconds, day.maintenance_seconds) == (
        1 * HOUR,
        3 * HOUR,
        1 * HOUR,
        3 * HOUR,
    )
    assert day.status is MAJOR
    assert day.incidents == ("works", "outage", "worse", "milder")


def test_a_night_is_shared_out_at_midnight() -> None:
    standing = api(outage("2026-11-10 23:00", "2026-11-12 02:00"))
    assert [on(standing, f"2026-11-{day}").major_seconds / HOUR for day in (10, 11, 12, 13)] == [1, 24, 2, 0]
    assert [on(standing, f"2026-11-{day}").status for day in (10, 11, 12, 13)] == [MAJOR, MAJOR, MAJOR, OPERATIONAL]


def test_an_end_at_midnight_leaves_the_next_day_alone() -> None:
    standing = api(outage("2026-11-10 23:00", "2026-11-11 00:00"))
    assert on(standing, "2026-11-10").incidents == ("outage",)
    assert on(standing, "2026-11-11").incidents == ()
    assert on(standing, "2026-11-11").status is OPERATIONAL


def test_midnight_is_the_sites() -> None:
    standing = api(outage("2026-11-10 22:00", "2026-11-11 00:00"), zone="Europe/Berlin")
    assert [on(standing, f"2026-11-{day}").major_seconds / HOUR for day in (10, 11)] == [1, 1]


def test_what_began_before_the_ninety_days_counts_from_their_first() -> None:
    standing = api(outage("2026-01-01 00:00", "2026-08-23 06:00"))
    assert standing.days[0].major_seconds == 6 * HOUR
    assert standing.days[0].incidents == ("outage",)
    assert standing.days[1].incidents == ()


def test_what_ended_before_the_ninety_days_counts_nowhere() -> None:
    standing = api(outage("2026-01-01 00:00", "2026-08-23 00:00"))
    assert all(day == Day(day.date, OPERATIONAL, known=day.known) for day in standing.days)


def test_component_states_change_within_an_incident() -> None:
    standing = api(
        incident(
            word("identified", "2026-11-10 02:00", api="partial_outage"),
            word("monitoring", "2026-11-10 03:30", api="operational"),
            word("resolved", "2026-11-10 05:00"),
            started="2026-11-10 01:00",
            api="major_outage",
        )
    )
    day = on(standing, "2026-11-10")
    assert (day.major_seconds, day.partial_seconds) == (1 * HOUR, 1.5 * HOUR)


# ---------------------------------------------------------------- daylight saving


@pytest.mark.parametrize(
    ("zone", "day", "hours", "now"),
    [
        ("Europe/Berlin", "2026-10-25", 25, "2026-11-20 20:00"),
        ("Europe/Berlin", "2026-03-29", 23, "2026-04-20 20:00"),
        ("America/New_York", "2026-11-01", 25, "2026-11-20 20:00"),
        ("America/New_York", "2026-03-08", 23, "2026-04-20 20:00"),
        ("Australia/Lord_Howe", "2026-10-04", 23.5, "2026-11-20 20:00"),
        ("Australia/Lord_Howe", "2026-04-05", 24.5, "2026-04-20 20:00"),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(zone: str, day: str, hours: float, now: str) -> None:
    always = incident(started="2025-12-01 00:00", api="major_outage")
    assert on(api(now=now, zone=zone), day).known == hours * HOUR
    assert on(api(always, now=now, zone=zone), day).major_seconds == hours * HOUR
    assert api(always, now=now, zone=zone).uptime == 0.0


def test_an_outage_through_the_hour_that_comes_twice_is_as_long_as_it_was() -> None:
    # 02:30 summer time to 02:30 winter time, by the clock on the wall no time at all.
    standing = api(outage("2026-10-25 00:30", "2026-10-25 01:30"), zone="Europe/Berlin")
    assert on(standing, "2026-10-25").major_seconds == 1 * HOUR


# ---------------------------------------------------------------- since


def test_days_before_since_are_no_data() -> None:
    young = replace(SITE, components=(replace(API, since=date(2026, 11, 11)),))
    report = outage("2026-11-10 12:00", "2026-11-11 12:00")
    standing = decide(source(report, site=young), now=at("20:00")).components[0]
    assert on(standing, "2026-11-10") == Day(date(2026, 11, 10), None)
    assert on(standing, "2026-11-11").major_seconds == 12 * HOUR
    assert standing.uptime == pytest.approx(1 - 12 / (9 * 24))


def test_before_its_first_day_is_over_nothing_is_known_of_a_component() -> None:
    for since in (date(2026, 11, 20), date(2026, 12, 1)):
        young = replace(SITE, components=(replace(API, since=since),))
        assert decide(source(site=young), now=at("20:00")).components[0].uptime is None


# ---------------------------------------------------------------- today


def test_today_counts_up_to_the_last_full_hour_while_something_lasts() -> None:
    report = incident(word("investigating", "14:10"), started="14:02", api="major_outage")
    for now, seconds in (("14:10", 480), ("14:59", 480), ("15:00", 58 * 60), ("15:59", 58 * 60), ("16:00", 118 * 60)):
        day = api(report, now=now).days[-1]
        assert (day.status, day.major_seconds) == (MAJOR, seconds)
    assert api(report, now="15:30").days[-1].known == 15 * HOUR


def test_today_goes_on_to_count_after_an_outage() -> None:
    report = outage("14:02", "14:40")
    assert [api(report, now=now).days[-1].known / 60 for now in ("14:45", "15:30", "23:59")] == [880, 900, 23 * 60]
    assert {api(report, now=now).days[-1].major_seconds for now in ("14:45", "15:30", "23:59")} == {38 * 60}


def test_a_quiet_day_counts_only_when_it_is_over() -> None:
    standing = api(now="23:59")
    assert standing.days[-1].known == 0
    assert standing.days[-1].status is OPERATIONAL
    assert api(now="2026-11-21 00:00").days[-2].known == 24 * HOUR


def test_an_open_incident_touches_every_day_since_it_began() -> None:
    standing = api(incident(started="2026-11-17 12:00", impact="none", api="operational"))
    assert [day.incidents for day in standing.days[-5:]] == [(), ("outage",), ("outage",), ("outage",), ("outage",)]
    assert all(day.status is OPERATIONAL for day in standing.days)


def test_at_midnight_what_lasts_touches_the_new_day_at_once() -> None:
    standing = api(incident(started="14:00", api="major_outage"), now="2026-11-21 00:00")
    assert standing.days[-1] == Day(date(2026, 11, 21), MAJOR, incidents=("outage",))


# ---------------------------------------------------------------- doubt


def test_days_of_a_damaged_report_are_doubtful_for_what_it_touches() -> None:
    report = replace(outage("2026-11-10 01:00", "2026-11-11 03:00"), damaged=True)
    board = decide(source(report), now=at("20:00"))
    doubtful = [day.date.day for day in board.components[0].days if day.doubtful]
    assert doubtful == [10, 11]
    assert not any(day.doubtful for day in board.components[1].days)
    assert not board.doubtful
    assert not any(standing.doubtful for standing in board.components)


def test_days_of_a_report_that_may_touch_anything_are_doubtful_for_all() -> None:
    report = replace(outage("2026-11-10 01:00", "2026-11-11 03:00"), damaged=True, any_component=True)
    board = decide(source(report), now=at("20:00"))
    assert all([day.date.day for day in each.days if day.doubtful] == [10, 11] for each in board.components)
    assert all(each.days[-11].incidents == ("outage",) for each in board.components)
    assert not board.doubtful


# ---------------------------------------------------------------- groups


def board_of_two() -> Board:
    young = replace(SITE, components=(API, replace(SITE.components[2], since=date(2026, 11, 11))))
    return decide(
        source(
            incident(
                word("resolved", "2026-11-15 12:00"),
                started="2026-11-15 00:00",
                api="major_outage",
                dashboard="partial_outage",
            ),
            site=young,
        ),
        now=at("20:00"),
    )


def test_the_uptime_of_a_group_is_the_mean_of_its_members() -> None:
    group = board_of_two().standings[0]
    one, two = 1 - 12 / (89 * 24), 1 - 0.3 * 12 / (9 * 24)
    assert [member.uptime for member in group.members] == [pytest.approx(one), pytest.approx(two)]
    assert group.uptime == pytest.approx((one + two) / 2)


def test_the_day_of_a_group_is_the_worst_of_its_members_and_the_sum_of_their_seconds() -> None:
    group = board_of_two().standings[0]
    day = on(group, "2026-11-15")
    assert (day.status, day.major_seconds, day.partial_seconds, day.known) == (MAJOR, 12 * HOUR, 12 * HOUR, 48 * HOUR)
    assert day.incidents == ("outage",)
    before = on(group, "2026-11-10")
    assert (before.status, before.known) == (OPERATIONAL, 24 * HOUR)


def test_a_group_of_which_nothing_is_known_has_no_uptime() -> None:
    young = replace(SITE, components=(replace(API, since=date(2026, 12, 1)),))
    group = decide(source(site=young), now=at("20:00")).standings[0]
    assert group.uptime is None
    assert all(day.status is None for day in group.days)
