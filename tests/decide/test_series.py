"""A maintenance that repeats: its times across daylight saving, and which of them a word speaks of. All computed by hand.

In Berlin clocks go back an hour on 2026-10-25 at 01:00 UTC and forward on 2027-03-28 at 01:00 UTC.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.decide import check, decide
from generator.model import Board, ComponentStatus, Maintenance, Status, Update, Window
from tests.decide.reports import at, maintenance, source, word

BERLIN = "Europe/Berlin"
SUNDAYS = "FREQ=WEEKLY;BYDAY=SU"


def repeating(
    *updates: Update, start: str = "2026-10-11 00:30", end: str = "2026-10-11 02:00", rule: str = SUNDAYS
) -> Maintenance:
    """By default every Sunday from 02:30 to 04:00 in Berlin, from 2026-10-11 on."""
    plan = maintenance(*updates, start=start, end=end, automatic=True, api="under_maintenance")
    return replace(plan, repeats=rule)


def board(plan: Maintenance, now: str, zone: str = BERLIN) -> Board:
    return decide(source(plan, zone=zone), now=at(now))


def told(plan: Maintenance, now: str) -> Window:
    return board(plan, now).windows[0]


def times(plan: Maintenance, now: str, zone: str = BERLIN) -> list[str]:
    """Start of every time that the window tells of, oldest first, with its status where that is not the usual one."""
    window = board(plan, now, zone).windows[0]
    return [
        f"{each.scheduled_for:%m-%d %H:%M}" + (f" {each.status}" if each.status is Status.CANCELLED else "")
        for each in reversed(window.occurrences)
    ]


def test_each_time_is_at_the_same_local_hour_when_summer_time_ends() -> None:
    # 02:30 is 00:30 UTC in summer; the first 02:30 of the 25th still is, and from November on it is 01:30 UTC.
    assert times(repeating(), "2026-10-10 12:00") == [
        "10-11 00:30",
        "10-18 00:30",
        "10-25 00:30",
        "11-01 01:30",
        "11-08 01:30",
    ]


def test_each_time_is_at_the_same_local_hour_when_summer_time_begins() -> None:
    # 02:30 does not exist on 2027-03-28: it is read by the offset before the gap, 01:30 UTC, which the clocks call 03:30.
    plan = repeating(start="2027-03-14 01:30", end="2027-03-14 02:30")
    assert times(plan, "2027-03-13 12:00") == [
        "03-14 01:30",
        "03-21 01:30",
        "03-28 01:30",
        "04-04 00:30",
        "04-11 00:30",
    ]


def test_each_time_lasts_as_long_as_the_first() -> None:
    window = told(repeating(), "2026-10-10 12:00")
    assert {each.scheduled_until - each.scheduled_for for each in window.occurrences} == {timedelta(minutes=90)}


@pytest.mark.parametrize(
    ("now", "status", "start", "state"),
    [
        ("2026-10-25 00:29", Status.SCHEDULED, "10-25 00:30", ComponentStatus.OPERATIONAL),
        ("2026-10-25 00:30", Status.IN_PROGRESS, "10-25 00:30", ComponentStatus.UNDER_MAINTENANCE),
        ("2026-10-25 01:59", Status.IN_PROGRESS, "10-25 00:30", ComponentStatus.UNDER_MAINTENANCE),
        ("2026-10-25 02:00", Status.SCHEDULED, "11-01 01:30", ComponentStatus.OPERATIONAL),
        ("2026-11-01 01:29", Status.SCHEDULED, "11-01 01:30", ComponentStatus.OPERATIONAL),
        ("2026-11-01 01:30", Status.IN_PROGRESS, "11-01 01:30", ComponentStatus.UNDER_MAINTENANCE),
    ],
)
def test_it_tells_of_the_time_that_is_going_on_else_of_the_next(
    now: str, status: Status, start: str, state: ComponentStatus
) -> None:
    found = board(repeating(), now)
    window = found.windows[0]
    assert (window.status, f"{window.scheduled_for:%m-%d %H:%M}") == (status, start)
    assert found.components[0].status is state
    assert [each.id for each in found.under_way] == (["works"] if status is Status.IN_PROGRESS else [])
    assert [each.id for each in found.ahead] == (["works"] if status is Status.SCHEDULED else [])


def test_the_last_time_is_told_of_when_all_are_over() -> None:
    plan = repeating(rule=f"{SUNDAYS};COUNT=2")
    window = told(plan, "2026-11-20 12:00")
    assert window.status is Status.COMPLETED
    assert window.ended_at == at("2026-10-18 02:00")
    assert times(plan, "2026-11-20 12:00") == ["10-11 00:30", "10-18 00:30"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["10-11 00:30", "10-12 00:30", "10-13 00:30"]),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=SU,TU;COUNT=3", ["10-11 00:30", "10-13 00:30", "10-25 00:30"]),
        ("FREQ=DAILY;BYMONTHDAY=11,-1;COUNT=3", ["10-11 00:30", "10-31 01:30", "11-11 01:30"]),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261025T003000Z", ["10-11 00:30", "10-18 00:30", "10-25 00:30"]),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261025T002959Z", ["10-11 00:30", "10-18 00:30"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;COUNT=3", ["10-11 00:30", "10-25 00:30", "11-08 01:30"]),
        ("FREQ=WEEKLY;BYMONTH=10,12;BYDAY=SU;COUNT=4", ["10-11 00:30", "10-18 00:30", "10-25 00:30", "12-06 01:30"]),
        ("FREQ=MONTHLY;BYDAY=2SU;COUNT=3", ["10-11 00:30", "11-08 01:30", "12-13 01:30"]),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=4;COUNT=2", ["10-11 00:30", "11-14 01:30"]),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=11;COUNT=2", ["10-11 00:30", "10-11 00:30"]),
    ],
)
def test_a_rule_names_its_days(rule: str, expected: list[str]) -> None:
    assert times(repeating(rule=rule), "2026-10-10 12:00") == expected


def test_the_last_of_october_of_a_zone_without_daylight_saving_is_where_it_was() -> None:
    assert times(repeating(rule=f"{SUNDAYS};COUNT=4"), "2026-10-10 12:00", zone="UTC")[-1] == "11-01 00:30"


# ---------------------------------------------------------------- words


def test_a_time_is_called_off_and_all_others_stay() -> None:
    plan = repeating(word("cancelled", "2026-10-13 09:00"))
    assert times(plan, "2026-10-14 12:00")[:3] == ["10-11 00:30", "10-18 00:30 cancelled", "10-25 00:30"]
    assert board(plan, "2026-10-18 01:00").components[0].status is ComponentStatus.OPERATIONAL
    assert board(plan, "2026-10-25 01:00").components[0].status is ComponentStatus.UNDER_MAINTENANCE


def test_calling_off_twice_calls_off_two() -> None:
    plan = repeating(word("cancelled", "2026-10-13 09:00"), word("cancelled", "2026-10-13 09:05"))
    assert times(plan, "2026-10-14 12:00")[1:4] == ["10-18 00:30 cancelled", "10-25 00:30 cancelled", "11-01 01:30"]


def test_what_is_going_on_is_called_off() -> None:
    plan = repeating(word("cancelled", "2026-10-18 01:00"))
    assert times(plan, "2026-10-18 01:30")[1:3] == ["10-18 00:30 cancelled", "10-25 00:30"]
    assert board(plan, "2026-10-18 01:30").components[0].status is ComponentStatus.OPERATIONAL


def moving(status: str, moment: str, start: str = "", end: str = "") -> Update:
    return replace(
        word(status, moment),
        scheduled_for=at(start) if start else None,
        scheduled_until=at(end) if end else None,
    )


def test_the_next_time_is_moved_and_all_others_stay() -> None:
    plan = repeating(moving("scheduled", "2026-10-13 09:00", "2026-10-20 20:00", "2026-10-20 21:00"))
    assert times(plan, "2026-10-14 12:00")[:3] == ["10-11 00:30", "10-20 20:00", "10-25 00:30"]
    assert [each.recurrence for each in told(plan, "2026-10-14 12:00").occurrences][-2] == at("2026-10-18 00:30")
    assert board(plan, "2026-10-18 01:00").components[0].status is ComponentStatus.OPERATIONAL
    assert board(plan, "2026-10-20 20:30").components[0].status is ComponentStatus.UNDER_MAINTENANCE


def test_a_time_lasts_longer_when_it_is_said_so() -> None:
    plan = repeating(moving("update", "2026-10-18 01:30", end="2026-10-18 05:00"))
    assert board(plan, "2026-10-18 04:59").components[0].status is ComponentStatus.UNDER_MAINTENANCE
    assert board(plan, "2026-10-18 05:00").components[0].status is ComponentStatus.OPERATIONAL
    assert times(plan, "2026-10-18 04:59")[1:3] == ["10-18 00:30", "10-25 00:30"]


def test_a_word_after_a_time_brings_it_back_until_somebody_ends_it() -> None:
    plan = repeating(word("in_progress", "2026-10-18 03:00"), word("completed", "2026-10-19 12:00"))
    assert board(plan, "2026-10-19 11:59").components[0].status is ComponentStatus.UNDER_MAINTENANCE
    assert board(plan, "2026-10-19 12:00").components[0].status is ComponentStatus.OPERATIONAL


def test_a_time_that_was_brought_back_is_ended_by_a_word_about_a_later_one() -> None:
    plan = repeating(word("in_progress", "2026-10-18 03:00"), word("completed", "2026-10-25 01:00"))
    assert board(plan, "2026-10-25 00:59").components[0].status is ComponentStatus.UNDER_MAINTENANCE
    assert board(plan, "2026-10-25 01:01").components[0].status is ComponentStatus.OPERATIONAL


def test_a_time_may_begin_early() -> None:
    plan = repeating(word("in_progress", "2026-10-18 00:00"))
    assert told(plan, "2026-10-18 00:10").started_at == at("2026-10-18 00:00")
    assert board(plan, "2026-10-18 00:10").components[0].status is ComponentStatus.UNDER_MAINTENANCE
    assert board(plan, "2026-10-18 02:00").components[0].status is ComponentStatus.OPERATIONAL


def test_completed_a_little_late_ends_nothing_that_is_to_come() -> None:
    plan = repeating(word("completed", "2026-10-18 02:05"))
    assert times(plan, "2026-10-19 12:00")[1:3] == ["10-18 00:30", "10-25 00:30"]
    assert board(plan, "2026-10-25 01:00").components[0].status is ComponentStatus.UNDER_MAINTENANCE


def test_trouble_said_between_two_times_lasts_until_somebody_ends_it() -> None:
    plan = repeating(word("update", "2026-10-18 03:00", api="degraded_performance"))
    assert board(plan, "2026-10-23 12:00").components[0].status is ComponentStatus.DEGRADED_PERFORMANCE


def test_every_word_is_told_once_newest_first() -> None:
    plan = repeating(
        word("scheduled", "2026-10-01 09:00"),
        word("in_progress", "2026-10-18 03:00"),
        word("completed", "2026-10-25 01:00"),
    )
    steps = told(plan, "2026-10-26 12:00").steps
    assert [step.update.status for step in steps] == [Status.COMPLETED, Status.IN_PROGRESS, Status.SCHEDULED]


# ---------------------------------------------------------------- days, months, what comes next


def test_days_are_under_maintenance_only_while_a_time_lasts() -> None:
    days = {day.date: day for day in board(repeating(), "2026-11-02 12:00").components[0].days}
    assert days[date(2026, 10, 25)].maintenance_seconds == 90 * 60
    assert days[date(2026, 10, 25)].incidents == ("works",)
    assert days[date(2026, 10, 26)].status is ComponentStatus.OPERATIONAL
    assert sum(day.maintenance_seconds for day in days.values()) == 4 * 90 * 60


def test_a_day_that_is_touched_twice_names_it_once() -> None:
    plan = repeating(start="2026-11-18 21:00", end="2026-11-19 01:00", rule="FREQ=DAILY")
    days = {day.date: day for day in board(plan, "2026-11-22 12:00", zone="UTC").components[0].days}
    assert days[date(2026, 11, 20)].incidents == ("works",)
    assert days[date(2026, 11, 20)].maintenance_seconds == 4 * 3600


def test_months_list_the_times_that_took_place_or_were_called_off() -> None:
    plan = repeating(word("cancelled", "2026-10-26 09:00"))
    found = {
        (month.year, month.month): [f"{each.scheduled_for:%d} {each.status}" for each in month.windows]
        for month in board(plan, "2026-11-09 12:00").months
    }
    assert found == {
        (2026, 11): ["08 completed"],
        (2026, 10): ["01 cancelled", "25 completed", "18 completed", "11 completed"],
    }


def test_recent_days_list_the_times_that_ended_on_them() -> None:
    days = {day.date: [each.id for each in day.windows] for day in board(repeating(), "2026-10-26 12:00").recent}
    assert [of for of, windows in days.items() if windows] == [date(2026, 10, 25), date(2026, 10, 18)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-25 00:10", "2026-10-25 00:30"),
        ("2026-10-25 00:40", "2026-10-25 01:00"),  # while it lasts today's seconds are counted by the hour
        ("2026-10-25 01:30", "2026-10-25 02:00"),
        ("2026-11-01 01:05", "2026-11-01 01:30"),
    ],
)
def test_the_next_change_is_the_next_start_or_end(now: str, expected: str) -> None:
    assert board(repeating(), now).next_change == at(expected)


def test_the_last_change_is_the_last_start_or_end() -> None:
    assert board(repeating(), "2026-10-26 12:00").changed == at("2026-10-25 02:00")


def test_a_new_word_leaves_the_times_that_it_does_not_speak_of_as_they_were() -> None:
    before = repeating()
    after = replace(repeating(word("cancelled", "2026-10-26 09:00")), digest="another")
    old = {each.recurrence: each.digest for each in told(before, "2026-10-27 12:00").occurrences}
    new = {each.recurrence: each.digest for each in told(after, "2026-10-27 12:00").occurrences}
    assert [f"{start:%m-%d}" for start in old if start and start in new and old[start] != new[start]] == ["11-01"]
    assert told(before, "2026-10-27 12:00").digest != told(after, "2026-10-27 12:00").digest


# ---------------------------------------------------------------- problems and bounds


def problems(plan: Maintenance) -> dict[str, str]:
    return {each.rule: each.hint for each in check(source(plan, zone=BERLIN), now=at("2026-10-10 12:00"))}


def test_a_rule_that_does_not_name_the_first_day_is_a_problem_with_the_day_to_write() -> None:
    plan = repeating(rule="FREQ=WEEKLY;BYDAY=TU")
    assert problems(plan) == {"repeats-misses-start": "scheduled_for: 2026-10-13 02:30"}
    assert times(plan, "2026-10-10 12:00")[:2] == ["10-11 00:30", "10-13 00:30"]


def test_times_that_overlap_are_a_problem() -> None:
    assert "repeats-overlap" in problems(repeating(end="2026-10-19 00:30"))


def test_a_rule_older_than_anybody_follows_is_a_problem() -> None:
    assert "repeats-too-long" in problems(
        repeating(start="1999-05-01 00:30", end="1999-05-01 01:00", rule="FREQ=DAILY")
    )


def test_a_sound_rule_is_no_problem() -> None:
    assert problems(repeating()) == {}


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=999;BYMONTH=1",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=DAILY;COUNT=10000",
    ],
)
def test_no_rule_is_followed_for_ever(rule: str) -> None:
    plan = repeating(start="1970-01-01 00:30", end="1970-01-01 01:00", rule=rule)
    assert len(told(plan, "2199-01-01 12:00").occurrences) <= 10_001
