"""What the Statuspage API says of boards that are spelled out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.model import Board, Headline, Incident, Text
from generator.render.api.bounds import LARGEST
from tests.render.api.answers import Answer, answers, files, incidents, maintenances, summary
from tests.render.api.schema import wrong
from tests.render.boards import (
    NOW,
    SITE,
    ago,
    board,
    changes,
    explained,
    incident,
    maintenance,
    notice,
    resolved,
    stamped,
    update,
)


def said(report: Answer) -> list[tuple[str, str]]:
    """Status and text of each update, newest first."""
    return [(each["status"], each["body"]) for each in report["incident_updates"]]


def named(of: Board) -> dict[str, Answer]:
    """Components and groups by name."""
    return {each["name"]: each for each in summary(of)["components"]}


def test_an_empty_site_has_all_eight_files_with_empty_lists() -> None:
    told = answers(board(site=replace(SITE, components=())))
    for path, answer in told.items():
        assert wrong(path, answer) == []
    assert told["summary.json"] == {
        "page": {
            "id": told["status.json"]["page"]["id"],
            "name": "Example Cloud",
            "url": "https://status.example.com",
            "time_zone": "UTC",
            "updated_at": "2026-01-01T00:00:00.000Z",
        },
        "components": [],
        "incidents": [],
        "scheduled_maintenances": [],
        "status": {"indicator": "none", "description": "All Systems Operational"},
    }


def test_a_file_is_one_line_of_utf_8() -> None:
    made = files(board(incident(title="Störung")))["api/v2/summary.json"].make()
    assert made.count(b"\n") == 1
    assert made.endswith(b"}\n")
    assert "Störung".encode() in made


def test_groups_and_members_are_siblings_counted_from_one() -> None:
    told = summary(board())["components"]
    assert [(each["name"], each["position"], each["group"]) for each in told] == [
        ("Core", 1, True),
        ("API", 1, False),
        ("Dashboard", 2, False),
        ("Website", 2, False),
    ]
    core, api, dashboard, website = told
    assert core["components"] == [api["id"], dashboard["id"]]
    assert (api["group_id"], website["group_id"], core["group_id"]) == (core["id"], None, None)
    assert (api["description"], website["description"]) == ("Reads & writes", None)


def test_a_component_is_as_old_as_its_first_day_and_changed_when_its_state_did() -> None:
    known = replace(SITE.components[0], since=date(2026, 3, 1))
    told = named(board(incident(), site=replace(SITE, components=(known, *SITE.components[1:]))))
    assert (told["API"]["start_date"], told["API"]["created_at"]) == ("2026-03-01", "2026-03-01T00:00:00.000Z")
    assert told["API"]["updated_at"] == "2026-11-20T14:06:00.000Z"
    assert (told["Website"]["start_date"], told["Website"]["created_at"]) == (None, "2026-01-01T00:00:00.000Z")
    assert told["Core"]["updated_at"] == told["API"]["updated_at"]


NEXT = "\n\nNext update by November 20, 2026, 16:30 UTC."
"""What stands below the last word of an open incident: the vendor has no key for it."""


def test_an_incident_tells_its_story_newest_first() -> None:
    open_now = board(incident(updates=(update("investigating", 0.9, "We look."), update("identified", 0.5, "Found."))))
    (told,) = incidents(open_now)
    assert (told["name"], told["status"], told["impact"]) == ("Elevated error rates on the API", "identified", "major")
    assert said(told) == [("identified", f"Found.{NEXT}"), ("investigating", "We look.")]
    assert (told["started_at"], told["created_at"]) == ("2026-11-20T14:00:00.000Z", "2026-11-20T14:06:00.000Z")
    assert (told["monitoring_at"], told["resolved_at"]) == (None, None)
    assert told["shortlink"] == "https://status.example.com/incidents/2026-11-20-api/"
    assert told["components"] == [named(open_now)["API"]]
    assert told["components"][0]["status"] == "partial_outage"
    newest, first = told["incident_updates"]
    api = told["components"][0]["id"]
    assert first["affected_components"] == [
        {"code": api, "name": "Core - API", "old_status": "operational", "new_status": "partial_outage"}
    ]
    assert newest["affected_components"] == [
        {"code": api, "name": "Core - API", "old_status": "partial_outage", "new_status": "partial_outage"}
    ]


def test_an_update_that_touches_nothing_says_null() -> None:
    (told,) = incidents(board(incident(components=(), impact="minor")))
    assert [each["affected_components"] for each in told["incident_updates"]] == [None, None]


def test_a_text_goes_out_as_it_was_written() -> None:
    text = 'A *deploy* broke it: [see](https://example.com) & "wait" — <b>thanks</b>'
    (told,) = incidents(board(incident(updates=(update("investigating", 0.5, text),))))
    assert said(told) == [("investigating", text + NEXT)]


def test_what_keeps_the_status_is_told_with_the_status_it_keeps() -> None:
    words = (update("identified", 0.9), update("update", 0.5, "Still at it."))
    (told,) = incidents(board(incident(updates=words)))
    assert said(told)[0] == ("identified", f"Still at it.{NEXT}")


def test_the_last_word_says_when_the_next_one_is_due_or_that_it_is_late_and_earlier_ones_what_they_promised() -> None:
    words = (
        update("investigating", 0.9, "We look.", next=ago(0.6)),
        update("identified", 0.5, "Found."),
        update("update", 0.4, "Still at it.", next=ago(0.1)),
    )
    (told,) = incidents(board(incident(updates=words)))
    assert said(told) == [
        ("identified", "Still at it.\n\nThe next update was due November 20, 2026, 14:54 UTC and is late."),
        ("identified", "Found."),
        ("investigating", "We look.\n\nNext update by November 20, 2026, 14:24 UTC."),
    ]
    over = (*words, update("resolved", 0.05, "It is over."))
    (told,) = incidents(board(incident(updates=over)))
    assert said(told)[:2] == [
        ("resolved", "It is over."),
        ("identified", "Still at it.\n\nNext update by November 20, 2026, 14:54 UTC."),
    ]


def test_a_postmortem_is_a_status_and_an_update() -> None:
    (told,) = incidents(board(resolved(postmortem=explained("### What happened\n\nA deploy."))))
    assert told["status"] == "postmortem"
    assert said(told)[0] == ("postmortem", "### What happened\n\nA deploy.")
    assert told["resolved_at"] == "2026-11-18T15:00:00.000Z"


def test_a_postmortem_of_tomorrow_is_not_told_today() -> None:
    (told,) = incidents(board(resolved(postmortem=explained(hours_ago=-5))))
    assert told["status"] == "resolved"
    assert [status for status, _ in said(told)] == ["resolved", "investigating"]


def test_what_goes_on_is_not_over_by_being_explained() -> None:
    (told,) = incidents(
        board(incident(started=ago(0.5), updates=(update("investigating", 0.4),), postmortem=explained()))
    )
    assert told["status"] == "investigating"
    assert {status for status, _ in said(told)} == {"investigating"}


def test_a_report_without_a_word_has_one_from_its_start() -> None:
    (told,) = incidents(board(incident(updates=())))
    assert said(told) == [("investigating", "Elevated error rates on the API")]
    only = told["incident_updates"][0]
    assert (only["created_at"], only["deliver_notifications"]) == ("2026-11-20T14:00:00.000Z", False)
    assert only["affected_components"][0]["new_status"] == "partial_outage"


def test_a_maintenance_to_come_is_planned_and_nothing_else() -> None:
    coming = board(maintenance())
    (told,) = summary(coming)["scheduled_maintenances"]
    assert (told["status"], told["impact"]) == ("scheduled", "maintenance")
    assert list(told)[-2:] == ["scheduled_for", "scheduled_until"]
    assert (told["scheduled_for"], told["scheduled_until"]) == ("2026-11-21T11:00:00.000Z", "2026-11-21T12:00:00.000Z")
    assert said(told) == [("scheduled", "We will upgrade it.")]
    assert told["incident_updates"][0]["affected_components"] is None
    assert [each["name"] for each in told["components"]] == ["Website"]
    assert summary(coming)["incidents"] == []


def test_the_clock_speaks_where_nobody_does() -> None:
    began = maintenance(starts_in=-0.5)
    (told,) = maintenances(board(began))
    assert said(told) == [("in_progress", "Database upgrade"), ("scheduled", "We will upgrade it.")]
    by_clock = told["incident_updates"][0]
    assert (by_clock["created_at"], by_clock["deliver_notifications"]) == ("2026-11-20T14:30:00.000Z", False)
    assert by_clock["affected_components"][0]["new_status"] == "under_maintenance"
    assert told["started_at"] == "2026-11-20T14:30:00.000Z"
    (told,) = maintenances(board(maintenance(starts_in=-3)))
    assert [status for status, _ in said(told)] == ["verifying", "in_progress", "scheduled"]
    (told,) = maintenances(board(maintenance(starts_in=-3, completes_automatically=True)))
    assert [status for status, _ in said(told)] == ["completed", "in_progress", "scheduled"]
    assert told["resolved_at"] == "2026-11-20T13:00:00.000Z"
    assert told["incident_updates"][0]["affected_components"][0]["new_status"] == "operational"


def test_the_clock_is_silent_where_somebody_spoke() -> None:
    words = (update("scheduled", 30), update("in_progress", 3), update("completed", 2.5, "Done."))
    (told,) = maintenances(board(maintenance(starts_in=-3, updates=words)))
    assert [status for status, _ in said(told)] == ["completed", "in_progress", "scheduled"]


def test_a_maintenance_that_nobody_announced_has_a_word_too() -> None:
    (told,) = maintenances(board(maintenance(updates=())))
    assert said(told) == [("scheduled", "Database upgrade")]
    assert told["created_at"] == "2026-01-01T00:00:00.000Z"


def test_each_time_of_a_maintenance_that_repeats_is_a_maintenance_of_its_own() -> None:
    said_once = (update("scheduled", 24 * 17, "Weekly."),)
    first = maintenance(starts_in=-24 * 16, updates=said_once)
    weekly = stamped(replace(first, repeats="FREQ=WEEKLY", completes_automatically=True))
    told = answers(board(weekly))
    every = told["scheduled-maintenances.json"]["scheduled_maintenances"]
    past = [each for each in every if each["status"] == "completed"]
    assert [each["scheduled_for"][:10] for each in past] == ["2026-11-18", "2026-11-11", "2026-11-04"]
    assert said(past[-1])[-1] == ("scheduled", "Weekly.")
    for each in every:
        assert each["created_at"] == "2026-11-03T15:00:00.000Z"
        assert each["shortlink"] == every[0]["shortlink"]
    assert len({each["id"] for each in every}) == len(every)
    upcoming = told["summary.json"]["scheduled_maintenances"]
    assert upcoming[0]["scheduled_for"][:10] == "2026-11-25"
    assert said(upcoming[0]) == [("scheduled", "Database upgrade")]
    assert wrong("scheduled-maintenances.json", told["scheduled-maintenances.json"]) == []


def test_what_was_moved_is_told_where_it_is_now() -> None:
    later = replace(update("update", 1, "Later."), scheduled_for=ago(-50), scheduled_until=ago(-51))
    (told,) = maintenances(board(maintenance(updates=(update("scheduled", 30), later))))
    assert (told["scheduled_for"], told["scheduled_until"]) == ("2026-11-22T17:00:00.000Z", "2026-11-22T18:00:00.000Z")


def test_what_was_called_off_is_over() -> None:
    off = board(maintenance(updates=(update("scheduled", 30), update("cancelled", 1, "Not needed."))))
    (told,) = maintenances(off)
    assert told["status"] == "completed"
    assert said(told)[0] == ("completed", "Not needed.")
    assert summary(off)["scheduled_maintenances"] == []


def test_a_notice_is_no_incident() -> None:
    told = answers(board(notice()))
    assert told["incidents.json"]["incidents"] == []
    assert told["summary.json"]["status"]["indicator"] == "none"


ROLLUP = {
    "operational": ("none", "All Systems Operational"),
    "under_maintenance": ("maintenance", "Service Under Maintenance"),
    "degraded_performance": ("minor", "Partially Degraded Service"),
    "partial_outage": ("minor", "Minor Service Outage"),
    "major_outage": ("major", "Partial System Outage"),
}
"""The vendor's, by the worst state of some component."""


@pytest.mark.parametrize("worst", ROLLUP)
def test_the_page_rolls_up_as_the_vendors_do(worst: str) -> None:
    told = summary(board(incident(impact="none", components=changes(api=worst, dashboard="operational"))))
    assert tuple(told["status"].values()) == ROLLUP[worst]


def test_all_components_down_is_critical() -> None:
    down = changes(api="major_outage", dashboard="major_outage", website="major_outage")
    assert summary(board(incident(components=down)))["status"] == {
        "indicator": "critical",
        "description": "Major System Outage",
    }


@pytest.mark.parametrize("impact", ["minor", "major", "critical"])
def test_the_page_never_says_none_while_an_incident_with_an_impact_is_open(impact: str) -> None:
    told = summary(board(incident(impact=impact, components=changes(api="operational"))))
    assert told["status"]["indicator"] == "minor"


def test_a_report_that_could_not_be_read_is_said_in_words_and_leaves_nothing_green() -> None:
    broken = board(incident(title="", damaged=True, any_component=True, components=(), updates=(), impact="critical"))
    told = summary(broken)
    assert broken.headline is Headline.UNKNOWN
    assert told["status"] == {"indicator": "critical", "description": "We Cannot Say: A Report Could Not Be Read"}
    assert {each["status"] for each in told["components"]} == {"degraded_performance"}
    (only,) = told["incidents"]
    assert only["name"] == "A report that could not be read"
    assert [each["name"] for each in only["components"]] == ["API", "Dashboard", "Website"]


def test_a_known_outage_that_may_be_worse_says_both() -> None:
    worse = (incident(components=changes(api="major_outage")), incident("b", 2, any_component=True, damaged=True))
    told = summary(board(*worse))["status"]
    assert told["indicator"] == "major"
    assert told["description"].startswith("Partial System Outage. A report could not be read")


def test_a_damaged_update_says_so_after_what_could_be_read() -> None:
    broken = replace(update("investigating", 0.5, "Half a"), damaged=True)
    (told,) = incidents(board(incident(updates=(broken,))))
    assert said(told) == [
        (
            "investigating",
            "Half a\n\nPart of this update could not be read.\n\nNext update by November 20, 2026, 16:00 UTC.",
        )
    ]


def test_times_are_in_the_zone_of_the_page() -> None:
    told = incidents(board(incident(), site=replace(SITE, timezone="America/Tijuana")))
    assert told[0]["started_at"] == "2026-11-20T06:00:00.000-08:00"
    london = summary(board(site=replace(SITE, timezone="Europe/London")))["page"]
    assert london["updated_at"] == "2026-01-01T00:00:00.000+00:00"


def test_a_start_that_is_a_slip_is_not_told_as_the_future() -> None:
    (told,) = incidents(board(incident(started=NOW + timedelta(days=300), updates=(update("investigating", 1),))))
    assert told["started_at"] == "2026-11-20T14:00:00.000Z"


def test_an_incident_of_long_ago_keeps_the_rule_of_rfc_3339() -> None:
    old = incident(started=ago(24 * 365 * 150), updates=(update("investigating", 24 * 365 * 150),))
    for path, answer in answers(board(old, site=replace(SITE, timezone="Europe/Berlin"))).items():
        assert wrong(path, answer) == []


# ---------------------------------------------------------------- ids


def ids(of: Board) -> list[str]:
    """Every id of components, incidents and updates, in order."""
    told = answers(of)
    found = [told["status.json"]["page"]["id"], *(each["id"] for each in told["components.json"]["components"])]
    for each in told["incidents.json"]["incidents"]:
        found += [each["id"], *(word["id"] for word in each["incident_updates"])]
    return found


def mended(report: Incident) -> Incident:
    """Another title, other words, another folder: the same report."""
    words = tuple(replace(each, text=Text(f"{each.text.markdown} (mended)")) for each in report.updates)
    return stamped(replace(report, title="Mended", updates=words, file="incidents/2026/other.md"))


@pytest.mark.parametrize("report", [incident(), resolved(postmortem=explained()), incident(updates=())])
def test_ids_outlive_a_new_title_a_mended_text_a_moved_file_and_a_new_domain(report: Incident) -> None:
    moved = replace(SITE, url="https://example.org/status", name="Other", timezone="Asia/Kolkata")
    assert ids(board(report)) == ids(board(mended(report), site=moved))
    assert len(set(ids(board(report)))) == len(ids(board(report)))


def test_a_new_update_is_one_new_id() -> None:
    one = incident()
    more = stamped(replace(one, updates=(*one.updates, update("monitoring", 0.2))))
    assert set(ids(board(one))) < set(ids(board(more)))
    assert len(ids(board(more))) == len(ids(board(one))) + 1


def test_other_sites_have_other_ids() -> None:
    other = replace(SITE, authority="status.example.org,2026-01-01")
    assert not set(ids(board(incident()))) & set(ids(board(incident(), site=other)))


# ---------------------------------------------------------------- bounds


def test_the_fifty_newest_incidents_are_told_and_every_open_one() -> None:
    old = [resolved(f"old-{number:03}", 10 * number + 60) for number in range(80)]
    lasting = incident("lasting", 9000)
    told = answers(board(*old, lasting))
    assert [each["shortlink"].split("/")[-2] for each in told["incidents.json"]["incidents"]] == [
        f"old-{number:03}" for number in range(50)
    ]
    assert [each["shortlink"].split("/")[-2] for each in told["incidents/unresolved.json"]["incidents"]] == ["lasting"]


def test_a_long_text_is_cut_and_says_so() -> None:
    (told,) = incidents(board(incident(updates=(update("investigating", 0.5, "word " * 8_000),))))
    body = said(told)[0][1]
    assert len(body) < 21_000
    assert body.endswith("word …")


@pytest.mark.parametrize("opened", [True, False])
def test_no_file_grows_past_a_megabyte(opened: bool) -> None:
    text = "Ünïcödé wörds. " * 600
    last = () if opened else (update("resolved", 1, text),)
    many = [
        incident(
            f"i-{number:03}", 100 + number, updates=(*(update("update", 90 - at, text) for at in range(12)), *last)
        )
        for number in range(60)
    ]
    told = files(board(*many))
    for path, file in told.items():
        assert len(file.make()) <= LARGEST, path
    shown = answers(board(*many))
    for path, answer in shown.items():
        assert wrong(path, answer) == [], path
    listed = shown["incidents/unresolved.json" if opened else "incidents.json"]["incidents"]
    assert len(listed) == (60 if opened else 50)


def test_a_new_update_touches_a_bounded_number_of_files() -> None:
    old = [resolved(f"old-{number:03}", 10 * number + 60) for number in range(300)]
    before = {path: file.digest for path, file in files(board(*old)).items()}
    after = {path: file.digest for path, file in files(board(*old, incident())).items()}
    touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert len([path for path in touched if path.startswith("api/v2/")]) == 8
    assert len([path for path in touched if path.startswith("api/v1/")]) <= 10
