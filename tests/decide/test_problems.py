"""What `check` says: the place, the culprit, and the line to write instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.decide import check
from generator.model import Component, Incident, Maintenance, Notice, Source, Text, Update
from generator.problem import Level, Place, Problem
from tests.decide.reports import SITE, at, incident, maintenance, source, word

NOW = at("15:00")


def problems(told: Source) -> tuple[Problem, ...]:
    return check(told, now=NOW)


def found(*reports: Incident | Maintenance, zone: str = "UTC") -> list[tuple[str, str, int, str]]:
    """Rule, level, line and hint of each problem."""
    return [(each.rule, each.level, each.place.line, each.hint) for each in problems(source(*reports, zone=zone))]


def test_a_plain_story_has_no_problem() -> None:
    assert (
        found(
            incident(
                word("investigating", "14:10"), word("monitoring", "14:30", api="operational"), api="major_outage"
            ),
            incident(word("resolved", "12:00"), started="11:00", postmortem="14:00", api="major_outage"),
            maintenance(word("scheduled", "12:00"), api="under_maintenance"),
            maintenance(word("completed", "12:30"), start="12:00", end="13:00", api="under_maintenance"),
        )
        == []
    )


def test_a_word_from_the_future_names_its_line_and_the_time_to_write() -> None:
    (problem,) = problems(
        source(incident(word("update", "14:10"), word("resolved", "15:06", line=17), api="major_outage"))
    )
    assert problem.place == Place("incidents/outage.md", 17)
    assert problem.message == (
        '"Resolved" is dated 2026-11-20 15:06 UTC, but it is only 2026-11-20 15:00 UTC now: it does not count until then'
    )
    assert problem.hint == "## Resolved — 2026-11-20 15:00 UTC"
    assert (problem.level, problem.rule) == (Level.ERROR, "word-in-future")


def test_clocks_may_differ_by_five_minutes() -> None:
    assert found(incident(word("update", "15:05"), started="15:05", api="major_outage")) == []


def test_times_are_shown_and_typed_in_the_sites_zone() -> None:
    (problem,) = problems(
        source(incident(word("update", "14:10"), word("resolved", "16:00"), api="major_outage"), zone="Europe/Berlin")
    )
    assert "2026-11-20 17:00 CET" in problem.message
    assert problem.hint == "## Resolved — 2026-11-20 16:00"


def test_a_time_that_could_be_read_in_two_ways_is_typed_in_utc() -> None:
    told = source(
        incident(word("resolved", "2026-11-20 16:00"), started="2026-10-24 12:00", api="major_outage"),
        zone="Europe/Berlin",
    )
    hints = [each.hint for each in check(told, now=at("2026-10-25 00:30"))]
    assert "## Resolved — 2026-10-25 00:30 UTC" in hints


@pytest.mark.parametrize(
    "report",
    [
        incident(word("update", "14:50"), postmortem="18:00", api="major_outage"),
        maintenance(word("in_progress", "18:00", line=90), api="under_maintenance"),
    ],
)
def test_postmortems_and_words_of_maintenances_from_the_future_are_found_too(report: Incident | Maintenance) -> None:
    assert [each[:3] for each in found(report)] == [("word-in-future", "error", 90)]


def test_a_start_in_the_future_is_an_error() -> None:
    report = incident(word("investigating", "14:50"), started="18:00", api="major_outage")
    start, early = problems(source(report))
    assert (start.rule, start.level, start.place.line) == ("start-in-future", Level.ERROR, 1)
    assert (
        start.message
        == '"started" is 2026-11-20 18:00 UTC, but it is only 2026-11-20 15:00 UTC now: the incident counts as begun'
    )
    assert start.hint == "started: 2026-11-20 14:50 UTC"
    assert early.rule == "update-before-start"


def test_an_update_before_the_start_is_a_warning() -> None:
    report = incident(word("investigating", "13:30", line=9), word("identified", "14:50"), api="major_outage")
    assert found(report) == [("update-before-start", "warning", 9, "started: 2026-11-20 13:30 UTC")]


def test_an_end_before_the_start_is_an_error() -> None:
    report = incident(word("resolved", "13:30", line=9), api="major_outage")
    assert found(report)[0] == ("end-before-start", "error", 9, "started: 2026-11-20 13:30 UTC")


def test_an_end_that_leaves_an_outage_is_an_error() -> None:
    report = incident(
        word("resolved", "14:50", line=9, api="degraded_performance", website="operational"), api="major_outage"
    )
    (problem,) = problems(source(report))
    assert (
        problem.message == '"Resolved" leaves api=degraded_performance, so it does not count as the end of the incident'
    )
    assert (problem.rule, problem.level, problem.hint) == (
        "end-with-outage",
        Level.ERROR,
        "## Resolved — 2026-11-20 14:50 UTC",
    )
    plan = maintenance(
        word("completed", "14:50", line=9, api="major_outage"), start="14:00", end="16:00", api="under_maintenance"
    )
    assert found(plan) == [("end-with-outage", "error", 9, "## Completed — 2026-11-20 14:50 UTC")]


def test_a_postmortem_of_what_nobody_ended_is_a_warning() -> None:
    report = incident(word("monitoring", "14:10"), postmortem="14:50", api="major_outage")
    assert found(report) == [("postmortem-without-end", "warning", 90, "## Resolved — 2026-11-20 14:10 UTC")]


def test_a_change_that_reopens_an_incident_unsaid_is_a_warning() -> None:
    report = incident(
        word("resolved", "14:30"), word("update", "14:50", line=20, api="partial_outage"), api="major_outage"
    )
    assert found(report) == [
        ("change-after-end", "warning", 20, "## Investigating — 2026-11-20 14:50 UTC {api=partial_outage}")
    ]
    said = incident(word("resolved", "14:30"), word("investigating", "14:50", api="partial_outage"), api="major_outage")
    assert found(said) == []


def test_an_impact_that_no_component_shows_is_a_warning() -> None:
    assert found(incident(word("update", "14:50"))) == [
        ("impact-without-components", "warning", 1, "components: [api, website, dashboard]")
    ]
    assert found(incident(word("update", "14:50"), impact="none")) == []
    assert found(incident(word("update", "14:50", api="degraded_performance"))) == []
    assert found(replace(incident(word("update", "14:50")), any_component=True)) == []
    assert problems(source(incident(word("update", "14:50")), site=replace(SITE, components=()))) == ()


def test_a_word_that_is_late_is_a_warning() -> None:
    report = incident(word("investigating", "14:10", promised="14:40", line=9), api="major_outage")
    (problem,) = problems(source(report))
    assert problem.message == "the next word was due at 2026-11-20 14:40 UTC, and people are still waiting for it"
    assert (problem.rule, problem.level, problem.place.line) == ("word-late", Level.WARNING, 9)
    assert problem.hint == "## Update — 2026-11-20 15:00 UTC"


def test_a_promise_that_was_over_when_it_was_made_is_a_warning() -> None:
    report = incident(
        word("investigating", "14:10", promised="13:40", line=9, api="partial_outage"),
        word("identified", "14:50"),
        api="major_outage",
    )
    assert found(report) == [
        ("promise-in-past", "warning", 9, "## Investigating — 2026-11-20 14:10 UTC {api=partial_outage next=15:10}")
    ]


def test_an_incident_that_is_open_for_two_weeks_without_a_word_was_perhaps_forgotten() -> None:
    report = incident(word("monitoring", "2026-11-06 14:59", line=9), started="2026-11-06 14:00", api="major_outage")
    assert found(report) == [("forgotten", "warning", 9, "## Resolved — 2026-11-20 15:00 UTC")]
    fresh = incident(word("monitoring", "2026-11-06 15:00"), started="2026-11-06 14:00", api="major_outage")
    assert [each[0] for each in found(fresh)] == ["word-late"]


def test_a_maintenance_that_nobody_completed_is_a_warning() -> None:
    plan = maintenance(word("in_progress", "12:00", line=9), start="12:00", end="13:00", api="under_maintenance")
    assert found(plan) == [("maintenance-overdue", "warning", 9, "## Completed — 2026-11-20 15:00 UTC")]
    assert found(replace(plan, completes_automatically=True)) == []


def test_a_window_without_length_is_an_error_unless_the_reader_has_said_so() -> None:
    plan = maintenance(start="22:00", end="22:00", api="under_maintenance")
    assert found(plan) == [("window-ends-before-start", "error", 1, "scheduled_until: 2026-11-20 23:00 UTC")]
    assert found(replace(plan, damaged=True)) == []


def test_work_done_before_it_could_begin_is_a_warning() -> None:
    plan = maintenance(word("completed", "14:00", line=9), api="under_maintenance")
    assert found(plan) == [("completed-before-start", "warning", 9, "## Cancelled — 2026-11-20 14:00 UTC")]


def test_a_notice_that_ends_before_it_is_published_is_a_warning() -> None:
    notice = Notice("n", "Notice", at("14:00"), at("13:00"), file="incidents/n.md")
    (problem,) = problems(Source(SITE, notices=(notice,)))
    assert (problem.rule, problem.level) == ("notice-ends-before-start", Level.WARNING)
    assert problem.hint == "until: 2026-11-27 14:00 UTC"


def test_a_component_that_is_still_to_come_is_a_warning() -> None:
    site = replace(SITE, components=(Component("api", "API", since=date(2026, 11, 21)),))
    (problem,) = problems(source(site=site))
    assert (problem.place.file, problem.rule, problem.hint) == ("site.yaml", "since-in-future", "since: 2026-11-20")
    assert '"api"' in problem.message


def test_an_old_archive_needs_no_following() -> None:
    old = [
        incident(
            word("resolved", "2020-01-01 12:00"), started="2020-01-01 11:00", stem=f"i{number}", api="major_outage"
        )
        for number in range(3)
    ]
    assert found(*old) == []


def test_the_ends_of_the_calendar_are_no_obstacle() -> None:
    far = incident(Update(word("update", "14:00").status, at("9999-12-31 23:59"), Text("")), started="0001-01-01 00:00")
    plan = maintenance(start="9999-12-31 23:30", end="9999-12-31 23:00")
    promise = incident(
        replace(word("update", "14:00"), at=at("9999-12-31 23:59"), next=at("14:00") - timedelta(days=1))
    )
    for zone in ("Pacific/Kiritimati", "America/New_York"):
        assert {each.rule for each in problems(source(far, plan, promise, zone=zone))} >= {
            "word-in-future",
            "promise-in-past",
        }
