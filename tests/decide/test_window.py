"""A maintenance at a moment: the clock, and somebody's word."""

from __future__ import annotations

import pytest

from generator.decide import decide
from generator.model import ComponentStatus, Maintenance, Status, Window
from tests.decide.reports import at, incident, maintenance, source, word

UNDER_MAINTENANCE = ComponentStatus.UNDER_MAINTENANCE
OPERATIONAL = ComponentStatus.OPERATIONAL


def told(plan: Maintenance, now: str) -> Window:
    return decide(source(plan), now=at(now)).windows[0]


def api(plan: Maintenance, now: str) -> ComponentStatus:
    return decide(source(plan), now=at(now)).components[0].status


def facts(plan: Maintenance, now: str) -> tuple[Status, str, str, bool]:
    """Status, actual start, actual end, overdue."""
    window = told(plan, now)
    start, end = (f"{each:%H:%M}" if each else "" for each in (window.started_at, window.ended_at))
    return window.status, start, end, window.overdue


@pytest.mark.parametrize(
    ("now", "status", "started", "overdue", "state"),
    [
        ("21:59", Status.SCHEDULED, "", False, OPERATIONAL),
        ("22:00", Status.IN_PROGRESS, "22:00", False, UNDER_MAINTENANCE),
        ("22:59", Status.IN_PROGRESS, "22:00", False, UNDER_MAINTENANCE),
        ("23:00", Status.VERIFYING, "22:00", True, UNDER_MAINTENANCE),
        ("2026-12-24 12:00", Status.VERIFYING, "22:00", True, UNDER_MAINTENANCE),
    ],
)
def test_by_the_clock_it_begins_but_never_ends(
    now: str, status: Status, started: str, overdue: bool, state: ComponentStatus
) -> None:
    plan = maintenance(word("scheduled", "2026-11-10 09:00"), api="under_maintenance")
    assert facts(plan, now) == (status, started, "", overdue)
    assert api(plan, now) is state


def test_it_ends_by_the_clock_where_it_says_so() -> None:
    plan = maintenance(automatic=True, api="under_maintenance")
    assert facts(plan, "22:59") == (Status.IN_PROGRESS, "22:00", "", False)
    assert facts(plan, "23:00") == (Status.COMPLETED, "22:00", "23:00", False)
    assert api(plan, "23:00") is OPERATIONAL


def test_what_is_said_by_hand_counts_from_when_it_is_said() -> None:
    plan = maintenance(
        word("in_progress", "21:30"), word("verifying", "22:20"), word("completed", "22:40"), api="under_maintenance"
    )
    assert facts(plan, "21:29")[0] is Status.SCHEDULED
    assert facts(plan, "21:30") == (Status.IN_PROGRESS, "21:30", "", False)
    assert facts(plan, "22:20") == (Status.VERIFYING, "21:30", "", False)
    assert facts(plan, "22:40") == (Status.COMPLETED, "21:30", "22:40", False)
    assert [api(plan, now) for now in ("21:29", "21:30", "22:20", "22:40")] == [
        OPERATIONAL,
        UNDER_MAINTENANCE,
        UNDER_MAINTENANCE,
        OPERATIONAL,
    ]


def test_planned_end_and_actual_end_are_two_facts() -> None:
    plan = maintenance(word("completed", "23:30"), api="under_maintenance")
    assert facts(plan, "23:15") == (Status.VERIFYING, "22:00", "", True)
    assert facts(plan, "23:45") == (Status.COMPLETED, "22:00", "23:30", False)
    assert told(plan, "23:45").maintenance.scheduled_until == at("23:00")


def test_in_progress_said_after_the_planned_end_stays_in_progress_and_overdue() -> None:
    plan = maintenance(word("in_progress", "23:10"), automatic=True, api="under_maintenance")
    assert facts(plan, "23:05") == (Status.COMPLETED, "22:00", "23:00", False)
    assert facts(plan, "23:20") == (Status.IN_PROGRESS, "22:00", "", True)
    assert api(plan, "23:20") is UNDER_MAINTENANCE


def test_what_is_called_off_never_begins() -> None:
    plan = maintenance(word("cancelled", "20:00"), api="under_maintenance")
    assert facts(plan, "22:30") == (Status.CANCELLED, "", "20:00", False)
    assert api(plan, "22:30") is OPERATIONAL


def test_called_off_while_it_goes_on_it_is_over() -> None:
    plan = maintenance(word("cancelled", "22:10"), api="under_maintenance")
    assert facts(plan, "22:30") == (Status.CANCELLED, "22:00", "22:10", False)


def test_scheduled_said_once_the_planned_start_has_passed_changes_nothing() -> None:
    plan = maintenance(word("scheduled", "22:10"), api="under_maintenance")
    assert facts(plan, "22:30") == (Status.IN_PROGRESS, "22:00", "", False)
    assert told(plan, "22:30").steps[0].status is Status.IN_PROGRESS


def test_scheduled_said_while_the_planned_start_is_ahead_puts_it_off() -> None:
    plan = maintenance(word("in_progress", "20:00"), word("scheduled", "20:30"), api="under_maintenance")
    assert facts(plan, "20:10") == (Status.IN_PROGRESS, "20:00", "", False)
    assert facts(plan, "21:00") == (Status.SCHEDULED, "", "", False)
    assert facts(plan, "22:00") == (Status.IN_PROGRESS, "22:00", "", False)
    day = decide(source(plan), now=at("22:30")).components[0].days[-1]
    assert day.maintenance_seconds == 30 * 60


def test_what_was_called_off_may_be_scheduled_again() -> None:
    plan = maintenance(word("cancelled", "18:00"), word("scheduled", "19:00"), api="under_maintenance")
    assert facts(plan, "20:00") == (Status.SCHEDULED, "", "", False)
    assert facts(plan, "22:00") == (Status.IN_PROGRESS, "22:00", "", False)


def test_work_that_goes_on_after_the_end_reopens_it() -> None:
    plan = maintenance(word("completed", "22:30"), word("verifying", "22:40"), api="under_maintenance")
    assert facts(plan, "22:50") == (Status.VERIFYING, "22:00", "", False)
    assert api(plan, "22:50") is UNDER_MAINTENANCE
    assert api(plan, "22:35") is OPERATIONAL


def test_an_end_that_leaves_an_outage_is_not_an_end() -> None:
    plan = maintenance(word("completed", "22:30", api="major_outage"), api="under_maintenance")
    assert facts(plan, "22:40")[0] is Status.IN_PROGRESS
    assert api(plan, "22:40") is ComponentStatus.MAJOR_OUTAGE


def test_an_outage_said_after_the_end_reopens_it() -> None:
    plan = maintenance(
        word("completed", "22:30"), word("update", "22:40", api="partial_outage"), api="under_maintenance"
    )
    assert facts(plan, "22:50")[0] is Status.VERIFYING
    assert api(plan, "22:50") is ComponentStatus.PARTIAL_OUTAGE


def test_a_change_in_the_announcement_is_part_of_the_plan() -> None:
    plan = maintenance(word("scheduled", "20:00", website="degraded_performance"), api="under_maintenance")
    ahead = decide(source(plan), now=at("21:00"))
    assert [standing.status for standing in ahead.components] == [OPERATIONAL] * 3
    assert [each.component.id for each in ahead.windows[0].affected] == ["api", "website"]
    begun = decide(source(plan), now=at("22:00"))
    assert begun.components[1].status is ComponentStatus.DEGRADED_PERFORMANCE


def test_a_planned_end_before_the_planned_start_ends_nothing() -> None:
    plan = maintenance(start="22:00", end="21:00", automatic=True, api="under_maintenance")
    assert facts(plan, "22:30") == (Status.IN_PROGRESS, "22:00", "", True)
    assert api(plan, "22:30") is UNDER_MAINTENANCE


def test_the_first_word_after_the_clock_carries_what_the_clock_changed() -> None:
    plan = maintenance(word("scheduled", "20:00"), word("update", "22:05"), api="under_maintenance")
    update, scheduled = told(plan, "22:10").steps
    assert scheduled.transitions == ()
    assert [(each.before, each.after) for each in update.transitions] == [(OPERATIONAL, UNDER_MAINTENANCE)]


def test_maintenance_never_hides_an_outage() -> None:
    plan = maintenance(start="13:00", end="23:00", api="under_maintenance")
    board = decide(source(plan, incident(api="degraded_performance")), now=at("15:00"))
    assert board.components[0].status is ComponentStatus.DEGRADED_PERFORMANCE
    assert board.under_way[0].id == "works"


def test_its_digest_changes_with_the_clock_and_settles_when_it_is_over() -> None:
    plan = maintenance(word("completed", "23:30"), api="under_maintenance")
    seen = [told(plan, now).digest for now in ("21:00", "22:00", "23:00", "23:30")]
    assert len(set(seen)) == 4
    assert seen[-1] == plan.digest
