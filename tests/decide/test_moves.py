"""A window that words move: from each word on the plan is another one. All computed by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.decide import check, decide
from generator.model import ComponentStatus, Maintenance, Status, Update, Window
from tests.decide.reports import at, maintenance, source, word


def move(status: str, moment: str, start: str = "", end: str = "") -> Update:
    return replace(
        word(status, moment),
        scheduled_for=at(start) if start else None,
        scheduled_until=at(end) if end else None,
    )


def plan(*updates: Update, automatic: bool = False) -> Maintenance:
    """From 22:00 to 23:00 on 2026-11-20, unless moved."""
    return maintenance(*updates, automatic=automatic, api="under_maintenance")


def told(of: Maintenance, now: str) -> Window:
    return decide(source(of), now=at(now)).windows[0]


def facts(of: Maintenance, now: str) -> tuple[str, str, Status, bool]:
    """The plan, the status, and whether it is overdue."""
    window = told(of, now)
    return f"{window.scheduled_for:%d %H:%M}", f"{window.scheduled_until:%d %H:%M}", window.status, window.overdue


def api(of: Maintenance, now: str) -> ComponentStatus:
    return decide(source(of), now=at(now)).components[0].status


PUT_OFF = move("scheduled", "12:00", "2026-11-21 20:00", "2026-11-21 21:30")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("11:59", ("20 22:00", "20 23:00", Status.SCHEDULED, False)),
        ("12:00", ("21 20:00", "21 21:30", Status.SCHEDULED, False)),
        ("22:30", ("21 20:00", "21 21:30", Status.SCHEDULED, False)),
        ("2026-11-21 20:00", ("21 20:00", "21 21:30", Status.IN_PROGRESS, False)),
        ("2026-11-21 21:29", ("21 20:00", "21 21:30", Status.IN_PROGRESS, False)),
        ("2026-11-21 21:30", ("21 20:00", "21 21:30", Status.VERIFYING, True)),
    ],
)
def test_from_the_word_on_the_window_is_the_new_one(now: str, expected: tuple[str, str, Status, bool]) -> None:
    assert facts(plan(PUT_OFF), now) == expected


def test_the_file_keeps_the_first_plan() -> None:
    window = told(plan(PUT_OFF), "12:00")
    assert (window.maintenance.scheduled_for, window.maintenance.scheduled_until) == (at("22:00"), at("23:00"))


def test_components_follow_the_new_window_alone() -> None:
    assert api(plan(PUT_OFF), "22:30") is ComponentStatus.OPERATIONAL
    assert api(plan(PUT_OFF), "2026-11-21 20:30") is ComponentStatus.UNDER_MAINTENANCE


def test_put_off_while_it_is_going_on_it_waits_for_the_new_start() -> None:
    of = plan(move("update", "22:15", "2026-11-21 22:00", "2026-11-21 23:00"))
    assert api(of, "22:14") is ComponentStatus.UNDER_MAINTENANCE
    assert facts(of, "22:30") == ("21 22:00", "21 23:00", Status.SCHEDULED, False)
    assert api(of, "22:30") is ComponentStatus.OPERATIONAL
    assert told(of, "2026-11-21 22:30").started_at == at("2026-11-21 22:00")


def test_in_progress_said_with_a_new_end_goes_on_until_then() -> None:
    of = plan(move("in_progress", "22:10", "22:00", "2026-11-21 01:00"))
    assert facts(of, "23:30") == ("20 22:00", "21 01:00", Status.IN_PROGRESS, False)


def test_an_end_put_later_in_time_is_the_end() -> None:
    of = plan(move("update", "22:50", end="2026-11-21 00:30"))
    assert facts(of, "23:30") == ("20 22:00", "21 00:30", Status.IN_PROGRESS, False)
    assert facts(of, "2026-11-21 00:30") == ("20 22:00", "21 00:30", Status.VERIFYING, True)


@pytest.mark.parametrize("automatic", [False, True])
def test_an_end_put_later_after_it_passed_takes_back_what_the_clock_said(automatic: bool) -> None:
    of = plan(move("update", "23:05", end="2026-11-21 00:30"), automatic=automatic)
    assert api(of, "23:04") is (ComponentStatus.OPERATIONAL if automatic else ComponentStatus.UNDER_MAINTENANCE)
    assert facts(of, "23:30") == ("20 22:00", "21 00:30", Status.IN_PROGRESS, False)
    assert api(of, "23:30") is ComponentStatus.UNDER_MAINTENANCE
    assert told(of, "23:30").ended_at is None


def test_an_end_put_later_takes_back_nothing_that_a_person_said() -> None:
    of = plan(word("completed", "22:50"), move("update", "22:55", end="2026-11-21 00:30"))
    assert facts(of, "23:30")[2] is Status.COMPLETED


def test_a_window_moved_into_the_past_began_and_ended_with_the_word() -> None:
    of = plan(move("update", "21:00", "19:00", "20:00"), automatic=True)
    window = told(of, "21:30")
    assert (window.status, window.started_at, window.ended_at) == (Status.COMPLETED, at("21:00"), at("21:00"))


def test_an_end_put_earlier_than_now_is_verified_not_done() -> None:
    of = plan(move("update", "22:30", end="22:20"))
    assert facts(of, "22:40") == ("20 22:00", "20 22:20", Status.VERIFYING, True)
    assert api(of, "22:40") is ComponentStatus.UNDER_MAINTENANCE


def test_a_start_moved_alone_takes_the_end_with_it_and_that_is_said() -> None:
    of = plan(move("scheduled", "12:00", "2026-11-21 20:00"))
    assert facts(of, "12:00")[:2] == ("21 20:00", "21 21:00")
    (problem,) = check(source(of), now=at("12:00"))
    assert problem.rule == "move-without-end"
    assert problem.hint == (
        '## Scheduled — 2026-11-20 12:00 UTC {scheduled_for="2026-11-21 20:00 UTC" scheduled_until="2026-11-21 21:00 UTC"}'
    )


def test_a_window_moves_as_often_as_it_is_said() -> None:
    of = plan(PUT_OFF, move("scheduled", "13:00", "2026-11-22 20:00", "2026-11-22 21:00"))
    assert facts(of, "12:30")[0] == "21 20:00"
    assert facts(of, "13:00")[:2] == ("22 20:00", "22 21:00")
    assert [told(of, now).sequence for now in ("11:00", "12:00", "13:00")] == [0, 1, 2]


def test_cancelled_is_cancelled_wherever_it_was_moved() -> None:
    of = plan(PUT_OFF, word("cancelled", "14:00"))
    assert facts(of, "2026-11-21 20:30")[2] is Status.CANCELLED
    assert api(of, "2026-11-21 20:30") is ComponentStatus.OPERATIONAL


def test_a_new_date_after_cancelled_plans_it_again() -> None:
    of = plan(word("cancelled", "12:00"), move("scheduled", "14:00", "2026-11-22 20:00", "2026-11-22 21:00"))
    assert facts(of, "15:00") == ("22 20:00", "22 21:00", Status.SCHEDULED, False)
    assert api(of, "2026-11-22 20:30") is ComponentStatus.UNDER_MAINTENANCE


def test_a_move_dated_in_the_future_only_makes_the_window_longer() -> None:
    of = plan(move("update", "2026-12-20 22:15", end="2026-11-21 01:00"), automatic=True)
    assert api(of, "23:30") is ComponentStatus.UNDER_MAINTENANCE
    shorter = plan(move("update", "2026-12-20 22:15", "2026-11-25 22:00", "2026-11-25 22:05"), automatic=True)
    assert api(shorter, "22:30") is ComponentStatus.UNDER_MAINTENANCE


@pytest.mark.parametrize(
    ("now", "expected"),
    [("12:30", "2026-11-21 00:00"), ("2026-11-21 19:30", "2026-11-21 20:00"), ("2026-11-21 21:10", "2026-11-21 21:30")],
)
def test_the_next_change_is_of_the_new_window(now: str, expected: str) -> None:
    assert decide(source(plan(PUT_OFF)), now=at(now)).next_change == at(expected)


def test_what_is_listed_as_coming_is_in_the_order_of_the_new_windows() -> None:
    other = maintenance(start="2026-11-21 10:00", end="2026-11-21 11:00", stem="other")
    board = decide(source(plan(PUT_OFF), other), now=at("13:00"))
    assert [each.id for each in board.ahead] == ["other", "works"]
    assert [each.id for each in board.windows] == ["works", "other"]
