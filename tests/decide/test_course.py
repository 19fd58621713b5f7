"""An incident at a moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from generator.decide import decide
from generator.model import ComponentStatus, Course, Incident, Promises, Status
from tests.decide.reports import SITE, at, incident, source, word

OPERATIONAL = ComponentStatus.OPERATIONAL
DEGRADED = ComponentStatus.DEGRADED_PERFORMANCE
PARTIAL = ComponentStatus.PARTIAL_OUTAGE
MAJOR = ComponentStatus.MAJOR_OUTAGE


def told(report: Incident, now: str = "20:00") -> Course:
    return decide(source(report), now=at(now)).courses[0]


def stands(report: Incident, now: str = "20:00") -> dict[str, ComponentStatus]:
    board = decide(source(report), now=at(now))
    return {each.component.id: each.status for each in board.components if each.component is not None}


def test_an_incident_without_a_word_is_investigating_and_open() -> None:
    course = told(incident(api="partial_outage"))
    assert (course.status, course.open, course.steps) == (Status.INVESTIGATING, True, ())
    assert stands(incident(api="partial_outage"))["api"] is PARTIAL


def test_only_what_was_said_by_now_counts() -> None:
    report = incident(word("investigating", "14:10"), word("resolved", "15:40"), api="major_outage")
    assert told(report, "15:39").open
    assert [step.update.at for step in told(report, "15:39").steps] == [at("14:10")]
    assert stands(report, "15:39")["api"] is MAJOR
    assert not told(report, "15:40").open
    assert stands(report, "15:40")["api"] is OPERATIONAL


def test_steps_stand_newest_first_and_an_update_keeps_the_status() -> None:
    course = told(incident(word("identified", "14:10"), word("update", "14:20"), word("in_progress", "14:30")))
    assert [(step.update.at, step.status) for step in course.steps] == [
        (at("14:30"), Status.IDENTIFIED),
        (at("14:20"), Status.IDENTIFIED),
        (at("14:10"), Status.IDENTIFIED),
    ]


def test_each_step_says_what_it_changed_in_site_order() -> None:
    course = told(
        incident(
            word("investigating", "14:10"),
            word("identified", "14:20", dashboard="degraded_performance", website="operational"),
            word("resolved", "15:00"),
            dashboard="major_outage",
            api="partial_outage",
        )
    )
    resolved, identified, investigating = course.steps
    assert [(each.component.id, each.before, each.after) for each in investigating.transitions] == [
        ("api", OPERATIONAL, PARTIAL),
        ("dashboard", OPERATIONAL, MAJOR),
    ]
    assert [(each.component.id, each.before, each.after) for each in identified.transitions] == [
        ("dashboard", MAJOR, DEGRADED)
    ]
    assert [(each.component.id, each.before, each.after) for each in resolved.transitions] == [
        ("api", PARTIAL, OPERATIONAL),
        ("dashboard", DEGRADED, OPERATIONAL),
    ]
    assert [(each.component.id, each.before, each.after) for each in course.affected] == [
        ("api", PARTIAL, OPERATIONAL),
        ("website", OPERATIONAL, OPERATIONAL),
        ("dashboard", MAJOR, OPERATIONAL),
    ]


def test_what_is_said_after_the_end_does_not_reopen_it() -> None:
    course = told(
        incident(word("resolved", "15:00"), word("update", "16:00"), word("resolved", "17:00"), api="major_outage")
    )
    assert (course.open, course.resolved_at, course.status) == (False, at("15:00"), Status.RESOLVED)


@pytest.mark.parametrize("again", ["investigating", "identified", "monitoring"])
def test_a_stage_said_after_the_end_reopens_it_with_the_states_it_had(again: str) -> None:
    report = incident(
        word("identified", "14:10", api="degraded_performance"),
        word("resolved", "15:00", api="operational"),
        word(again, "16:00"),
        api="major_outage",
        website="partial_outage",
    )
    course = told(report)
    assert (course.open, course.resolved_at, course.status) == (True, None, Status(again))
    assert stands(report) == {"api": DEGRADED, "website": PARTIAL, "dashboard": OPERATIONAL}
    assert stands(report, "15:30") == {"api": OPERATIONAL, "website": OPERATIONAL, "dashboard": OPERATIONAL}


def test_a_change_for_the_worse_after_the_end_reopens_it_whatever_the_word() -> None:
    report = incident(
        word("monitoring", "14:30"),
        word("resolved", "15:00"),
        word("update", "16:00", website="degraded_performance"),
        api="partial_outage",
    )
    assert told(report).status is Status.MONITORING
    assert stands(report) == {"api": PARTIAL, "website": DEGRADED, "dashboard": OPERATIONAL}


def test_an_end_that_leaves_an_outage_is_not_an_end_and_improves_nothing() -> None:
    report = incident(
        word("resolved", "15:00", api="degraded_performance", website="operational"),
        api="major_outage",
        website="partial_outage",
    )
    assert told(report).open
    assert stands(report) == {"api": MAJOR, "website": PARTIAL, "dashboard": OPERATIONAL}


def test_an_end_before_the_start_is_not_an_end() -> None:
    report = incident(word("resolved", "12:00"), started="14:00", api="partial_outage")
    assert told(report).open
    assert stands(report)["api"] is PARTIAL


def test_a_start_in_the_future_hides_nothing() -> None:
    report = incident(word("investigating", "23:00"), started="22:00", api="major_outage")
    board = decide(source(report), now=at("20:00"))
    assert board.open[0].steps == ()
    assert board.components[0].status is MAJOR
    assert board.components[0].doubtful
    assert board.components[0].days[-1].status is MAJOR
    assert board.components[0].days[-1].major_seconds == 0


def test_a_postmortem_ends_what_nobody_resolved() -> None:
    report = incident(word("investigating", "14:10"), postmortem="18:00", api="major_outage")
    assert told(report, "17:59").status is Status.INVESTIGATING
    course = told(report, "18:00")
    assert (course.open, course.resolved_at, course.status) == (False, at("18:00"), Status.POSTMORTEM)


def test_a_postmortem_shows_only_when_its_time_has_come_and_the_incident_is_over() -> None:
    report = incident(word("resolved", "15:00"), postmortem="18:00")
    assert told(report, "17:59").status is Status.RESOLVED
    assert told(report, "18:00").status is Status.POSTMORTEM
    again = incident(word("resolved", "15:00"), word("investigating", "19:00"), postmortem="18:00")
    assert told(again).status is Status.INVESTIGATING
    ended = incident(
        word("resolved", "15:00"), word("investigating", "19:00"), word("resolved", "19:30"), postmortem="18:00"
    )
    assert told(ended).status is Status.POSTMORTEM
    assert told(ended).resolved_at == at("19:30")


def test_milestones_are_the_first_of_their_kind() -> None:
    course = told(
        incident(
            word("identified", "14:10"),
            word("monitoring", "14:20"),
            word("identified", "14:30"),
            word("monitoring", "14:40"),
        )
    )
    assert (course.identified_at, course.monitoring_at, course.resolved_at) == (at("14:10"), at("14:20"), None)


def test_no_impact_touches_nothing_unless_a_state_is_named() -> None:
    assert stands(incident(impact="none", api="operational"))["api"] is OPERATIONAL
    assert stands(incident(impact="none", api="degraded_performance"))["api"] is DEGRADED


# ---------------------------------------------------------------- the next word


def test_the_next_word_is_due_when_the_latest_update_says() -> None:
    report = incident(word("investigating", "14:10", promised="14:40"))
    due = told(report, "14:39").next_word
    assert due is not None
    assert (due.due, due.late, due.promised) == (at("14:40"), False, True)
    late = told(report, "14:40").next_word
    assert late is not None
    assert late.late


def test_without_a_promise_of_its_own_the_next_word_follows_the_sites() -> None:
    due = told(incident(word("identified", "14:10", promised="14:20"), word("update", "14:15")), "15:00").next_word
    assert due is not None
    assert (due.due, due.promised) == (at("16:15"), False)


def test_the_first_word_is_due_after_the_start() -> None:
    soon = replace(SITE, promises=Promises(first_update=timedelta(minutes=15), updates_every=timedelta(hours=2)))
    for site, expected in ((SITE, "16:00"), (soon, "14:15")):
        course = decide(source(incident(), site=site), now=at("14:05")).courses[0]
        assert course.next_word is not None
        assert course.next_word.due == at(expected)


def test_nothing_is_due_once_it_is_over_or_where_nothing_is_promised() -> None:
    assert told(incident(word("resolved", "15:00", promised="16:00"))).next_word is None
    silent = replace(SITE, promises=Promises(updates_every=None))
    assert decide(source(incident(), site=silent), now=at("15:00")).courses[0].next_word is None


# ---------------------------------------------------------------- digests


def test_a_settled_story_has_the_digest_of_its_file_and_any_other_one_of_its_own() -> None:
    report = incident(word("investigating", "14:10", promised="14:40"), word("resolved", "15:00"), postmortem="18:00")
    seen = [told(report, now).digest for now in ("14:05", "14:20", "14:40", "15:00", "18:00")]
    assert len(set(seen)) == 5
    assert seen[-1] == report.digest


def test_components_that_the_site_does_not_have_are_left_out() -> None:
    course = told(incident(nowhere="major_outage", api="major_outage"))
    assert [each.component.id for each in course.affected] == ["api"]
