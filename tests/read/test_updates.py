"""Sections to updates: times one after the other, and an error that never improves anything."""

from __future__ import annotations

import pytest

from generator.model import Change, ComponentStatus, Incident, Maintenance, Status
from tests.read.reading import at, body, incident, problems, reported
from tests.texts import INCIDENT

API_DOWN = Change("api", ComponentStatus.MAJOR_OUTAGE)
WORKS = """\
---
title: x
scheduled_for: 2026-11-20 22:00 UTC
scheduled_until: 2026-11-20 23:00 UTC
components: [api]
---

"""


def updates(text: str) -> list[tuple[str, int, int]]:
    """Status, hour and minute of each update below a front matter that starts at 14:02."""
    return [(each.status.value, each.at.hour, each.at.minute) for each in incident(body(text)).updates]


def said(text: str) -> list[tuple[str, int, str]]:
    return [(rule, line - 8, hint) for rule, line, _, hint in problems(body(text))]


def test_a_time_leans_on_the_update_before_it() -> None:
    report = incident(
        body("## Investigating — 23:50\n\n## Identified — 00:10\n\n## Resolved — 2026-11-21 01:30 Europe/Berlin\n")
    )
    assert [each.at for each in report.updates] == [at(23, 50), at(0, 10, day=21), at(0, 30, day=21)]


def test_braces_change_components_promise_and_sign() -> None:
    update = incident(body('## Update — 14:10 {next=15:00, api=major_outage website=down by="Ops team"}')).updates[0]
    assert update.changes == (API_DOWN, Change("website", ComponentStatus.MAJOR_OUTAGE))
    assert (update.next, update.by, update.damaged) == (at(15), "Ops team", False)


@pytest.mark.parametrize(
    ("braces", "expected"),
    [
        ("next=00:30", at(0, 30, day=21)),
        ('next="2026-11-20 16:00 UTC"', at(16)),
        ("next=2026-11-20T16:00Z", at(16)),
        ('next="45 minutes"', at(14, 55)),
        ("next=45m", at(14, 55)),
    ],
)
def test_the_next_word_is_promised_for_a_time_or_a_while(braces: str, expected: object) -> None:
    assert incident(body(f"## Update — 14:10 {{{braces}}}")).updates[0].next == expected


BAD_HEADINGS = [
    ("## Resolved", "missing-time", "## Resolved — 2026-11-20 HH:MM"),
    ("## Resolved — soon", "time", "## Resolved — 2026-11-20 HH:MM UTC"),
    ("## Resolved — 15:4", "time", None),
    ("## Resloved — 15:40", "heading", "## Resolved — 15:40"),
    ("## 15:40 — Resolved", "heading", "## Resolved — 15:40"),
    ("### Resolved — 15:40", "heading", "## Resolved — 15:40"),
    ("## Resolved — 2026-11-20 14:05 UTC", "update-order", None),
    ("## Completed — 15:40", "status", "## Resolved — 15:40"),
    ("## Resolved — 15:40 {api=operatonal}", "unknown-state", "api=operational"),
    ("## Resolved — 15:40 {apy=operational}", "unknown-component", "api=operational"),
    ("## Resolved — 15:40 {payments=operational}", "unknown-component", None),
    ("## Resolved — 15:40 {nxt=16:00}", "unknown-component", "next=16:00"),
    ("## Resolved — 15:40 {next=soon}", "braces", None),
    ("## Resolved — 15:40 {next=16:00", "braces", "{next=16:00}"),
    ("## Resolved — 15:40 {api: operational}", "braces", '{next=15:00 api=operational by="Operations"}'),
    ("## Postmortem — soon", "time", None),
    ("## Monitoring — 25:00 {api=operational}", "time", None),
]


@pytest.mark.parametrize(("heading", "rule", "hint"), BAD_HEADINGS)
def test_a_faulty_heading_is_told_on_its_line(heading: str, rule: str, hint: str | None) -> None:
    text = f"## Investigating — 14:10 {{api=major_outage}}\n\n{heading}\n\nWords.\n"
    found = [(each_rule, each_hint) for each_rule, line, each_hint in said(text) if line == 3]
    assert found
    assert rule in {each for each, _ in found}
    assert hint is None or hint in {each for _, each in found}


@pytest.mark.parametrize("heading", [heading for heading, *_ in BAD_HEADINGS])
def test_a_faulty_heading_improves_nothing_and_keeps_its_words(heading: str) -> None:
    report = incident(body(f"## Investigating — 14:10 {{api=major_outage}}\n\n{heading}\n\nWords.\n"))
    faulty = next(each for each in report.updates if each.text.markdown == "Words.")
    assert faulty.damaged
    assert faulty.status is Status.UPDATE
    assert faulty.changes == ()
    assert faulty.next is None
    assert report.postmortem is None
    assert report.damaged


def test_what_a_faulty_heading_makes_worse_still_counts() -> None:
    report = incident(body("## Update — 14:10\n\n## Updat — 14:20 {api=major_outage website=operational}\n"))
    assert report.updates[1].changes == (API_DOWN,)
    assert report.updates[1].damaged


def test_a_state_that_nobody_knows_is_the_worst_one() -> None:
    assert incident(body("## Update — 14:10 {api=xyz}")).updates[0].changes == (API_DOWN,)


def test_an_unknown_component_in_braces_may_be_any() -> None:
    assert incident(body("## Update — 14:10 {payments=major_outage}")).any_component


def test_a_heading_with_a_time_and_no_known_status_opens_the_incident_again() -> None:
    text = "## Investigating — 14:10\n\n## Resolved — 15:00\n\n## Qxz — 16:00\n"
    assert updates(text) == [("investigating", 14, 10), ("resolved", 15, 0), ("investigating", 16, 0)]


def test_updates_written_newest_first_are_turned_round_with_a_warning() -> None:
    text = "## Resolved — 2026-11-20 15:00\n\n## Identified — 2026-11-20 14:30\n\n## Investigating — 2026-11-20 14:10\n"
    assert updates(text) == [("investigating", 14, 10), ("identified", 14, 30), ("resolved", 15, 0)]
    assert said(text) == [("newest-first", 1, "")]


def test_a_time_that_runs_backwards_is_the_next_day_and_told_when_that_is_far() -> None:
    text = "## Investigating — 14:10\n\n## Identified — 14:05\n"
    assert incident(body(text)).updates[1].at == at(14, 5, day=21)
    assert said(text) == [("next-day", 3, "## Identified — 2026-11-21 14:05 UTC")]


def test_no_update_comes_before_the_start() -> None:
    report = incident(INCIDENT + "\n## Resolved — 2016-11-20 15:00\n\nTypo.\n")
    assert report.started == at(14, 2)
    assert min(each.at for each in report.updates) == at(14, 2)
    assert [each.status for each in report.updates] == [Status.UPDATE, Status.INVESTIGATING, Status.IDENTIFIED]


def test_a_postmortem_is_kept_apart_and_keeps_its_headings() -> None:
    text = (
        "## Investigating — 14:10\n\n## Resolved — 15:00\n\n"
        '## Postmortem — 2026-11-22 10:00 {by="Operations"}\n\n### What happened\n\n## Monitoring improvements\n\nWords.\n'
    )
    report = incident(body(text))
    assert report.postmortem is not None
    assert (report.postmortem.at, report.postmortem.by, report.postmortem.line) == (at(10, day=22), "Operations", 13)
    assert report.postmortem.text.markdown == "### What happened\n\n## Monitoring improvements\n\nWords."
    assert len(report.updates) == 2
    assert not report.damaged


def test_a_postmortem_without_a_time_ends_nothing_unless_it_has_ended() -> None:
    ended = incident(body("## Investigating — 14:10\n\n## Resolved — 15:00\n\n## Postmortem\n\nWords.\n"))
    assert ended.postmortem is not None
    assert ended.postmortem.at == at(15)
    assert incident(body("## Investigating — 14:10\n\n## Postmortem\n\nWords.\n")).postmortem is None


def test_a_second_postmortem_is_told_and_joined_to_the_first() -> None:
    text = "## Resolved — 15:00\n\n## Postmortem — 16:00\n\nOne.\n\n## Postmortem — 17:00\n\nTwo.\n"
    report = incident(body(text))
    assert report.postmortem is not None
    assert report.postmortem.text.markdown.split() == ["One.", "Two."]
    assert [rule for rule, *_ in said(text)] == ["second-postmortem"]


@pytest.mark.parametrize("word", ["Completed", "Done", "Finished"])
def test_a_maintenance_is_completed_in_its_own_words(word: str) -> None:
    report, found = reported(Maintenance, WORKS + f"## In progress — 22:05\n\n## {word} — 22:50\n")
    assert [each.status for each in report.updates] == [Status.IN_PROGRESS, Status.COMPLETED]
    assert found == ()


def test_a_status_of_the_other_kind_is_an_error_that_ends_nothing() -> None:
    report, found = reported(Maintenance, WORKS + "## Resolved — 22:50\n")
    assert report.updates[0].status is Status.UPDATE
    assert [each.hint for each in found] == ["## Completed — 22:50"]


def test_an_ambiguous_hour_in_a_heading_is_told_with_both_readings() -> None:
    text = INCIDENT.replace("2026-11-20 14:02 UTC", "2026-10-24 12:00").replace(
        "2026-11-20 14:10 UTC", "2026-10-25 02:30"
    )
    report, found = reported(Incident, text, timezone="Europe/Berlin")
    assert found[0].hint == "## Investigating — 2026-10-25 02:30 +02:00"
    assert report.updates[0].damaged
