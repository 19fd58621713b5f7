from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.model import Change, ComponentStatus, Impact, Status
from generator.scaffold import Draft, Facts, Heading, file_name, incident, maintenance, notice, postmortem
from generator.scaffold.written import duration

AT = datetime(2026, 11, 20, 14, 10, tzinfo=UTC)
START = AT - timedelta(minutes=8)


def test_an_incident_is_two_fields_and_one_heading_and_whatever_else_is_known() -> None:
    text = incident(
        Draft("Outage: API", "It fails.", ("api", "dashboard"), "6,323 customers"),
        Impact.MAJOR,
        START,
        Heading(Status.INVESTIGATING, AT),
        UTC,
    )
    assert text == (
        "---\n"
        'title: "Outage: API"\n'
        "impact: major\n"
        "components: [api, dashboard]\n"
        "started: 2026-11-20 14:02 UTC\n"
        'affected: "6,323 customers"\n'
        "---\n"
        "\n"
        "## Investigating — 2026-11-20 14:10 UTC\n"
        "\n"
        "It fails.\n"
    )


def test_components_of_which_one_says_its_state_all_say_theirs() -> None:
    draft = Draft("T", "W", ("api", Change("dashboard", ComponentStatus.MAJOR_OUTAGE)))
    text = incident(draft, Impact.MINOR, None, Heading(Status.INVESTIGATING, AT), UTC)
    assert "\ncomponents: {api: degraded_performance, dashboard: major_outage}\n" in text
    assert "started" not in text


def test_a_maintenance_has_its_window_and_its_first_word() -> None:
    text = maintenance(
        Draft("Upgrade", "Read only.", ("api",)), AT, AT + timedelta(hours=2), Heading(Status.SCHEDULED, START), UTC
    )
    assert "scheduled_for: 2026-11-20 14:10 UTC\nscheduled_until: 2026-11-20 16:10 UTC\n" in text
    words, _, questions = text.partition("\n<!-- ")
    assert words.endswith("## Scheduled — 2026-11-20 14:02 UTC\n\nRead only.\n")
    assert questions.endswith(" -->\n")
    for asked in (
        "What does it solve",
        "done it before",
        "2 hours",
        "people notice",
        "way back",
        "know that it worked",
    ):
        assert asked in questions


def test_a_notice_touches_no_status() -> None:
    text = notice(Draft("New address", "We move."), AT, None, UTC)
    assert text == "---\ntitle: New address\nkind: notice\npublished: 2026-11-20 14:10 UTC\n---\n\nWe move.\n"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Elevated error rates on the API", "elevated-error-rates-on-the-api"),
        ("Störung: Anmeldung & Überweisung", "storung-anmeldung-uberweisung"),
        ("../../etc/passwd", "etc-passwd"),
        ("障害", "incident"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_files_name_is_safe_anywhere(title: str, name: str) -> None:
    assert file_name(title, date(2026, 11, 20), "incident") == f"2026/2026-11-20-{name}"


def test_a_postmortem_begins_with_what_is_known() -> None:
    facts = Facts(
        START,
        START + timedelta(hours=1, minutes=38),
        ("API", "Dashboard"),
        "6,323 customers",
        ((AT, "Investigating", "Requests fail.\n\nMore."), (AT + timedelta(minutes=21), "Update", "")),
    )
    text = postmortem(facts, AT + timedelta(days=2), "Ana", UTC)
    assert text.startswith('## Postmortem — 2026-11-22 14:10 UTC {by="Ana"}\n')
    assert "From 2026-11-20 14:02 UTC until 2026-11-20 15:40 UTC, for 1 hour 38 minutes." in text
    assert "It touched API, Dashboard." in text
    assert "Affected: 6,323 customers" in text
    assert (
        "- 2026-11-20 14:02 UTC: People begin to feel it.\n"
        "- 2026-11-20 14:10 UTC: Investigating. Requests fail.\n"
        "- 2026-11-20 14:31 UTC: Update.\n"
    ) in text


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (timedelta(seconds=10), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=1, hours=1, minutes=5), "1 day 1 hour"),
        (timedelta(days=3, minutes=5), "3 days 5 minutes"),
    ],
)
def test_a_duration_is_said_in_two_units(of: timedelta, words: str) -> None:
    assert duration(of) == words
