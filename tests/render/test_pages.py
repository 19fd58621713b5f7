"""The pages of reports, components, months and maintenance, and what every page keeps to."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from msgspec.structs import replace

from generator.model import Component, Promises
from generator.render.edition import POLICY
from tests.render.boards import (
    NOW,
    SITE,
    ago,
    all_words,
    board,
    changes,
    explained,
    incident,
    maintenance,
    notice,
    page,
    parsed,
    rendered,
    resolved,
    update,
    words,
)

EVERYTHING = board(
    incident(
        updates=(update("investigating", 0.9, "# Big\n\n##### Small\n\n- [ ] x", by="Ann"), update("identified", 0.5))
    ),
    incident("2026-11-20-damaged", title="", damaged=True, any_component=True),
    resolved(postmortem=explained()),
    resolved("2026-09-10-older", 24 * 71, impact="critical"),
    maintenance(),
    maintenance("2026-11-20-late", -3),
    maintenance("2026-11-01-done", -19 * 24, updates=(update("completed", 19 * 24 - 0.5, "Done."),)),
    maintenance("2026-11-02-off", -18 * 24, updates=(update("cancelled", 19 * 24),)),
    notice(updates=(update("update", 2),)),
    site=replace(SITE, timezone="Europe/Berlin", url="https://example.com/status"),
)
PAGES = {path: file for path, file in rendered(EVERYTHING).items() if path.endswith(".html")}


def headings(element: Element) -> list[int]:
    return [int(each.tag[1]) for each in element.iter() if re.fullmatch("h[1-6]", each.tag)]


@pytest.mark.parametrize("path", PAGES)
class TestEveryPage:
    def test_has_one_first_heading_and_skips_no_level(self, path: str) -> None:
        levels = headings(parsed(PAGES[path].make()))
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels

    def test_has_landmarks_and_a_way_past_them(self, path: str) -> None:
        made = parsed(PAGES[path].make())
        assert [each.tag for each in made.findall("body/*")] == ["a", "header", "main", "footer"]
        skip = made.find("body/a")
        main = made.find("body/main")
        assert skip is not None
        assert main is not None
        assert skip.get("href") == f"#{main.get('id')}"
        names = [each.get("aria-label") for each in made.iter("nav")]
        assert all(names)
        assert len(set(names)) == len(names), "landmarks of one kind are told apart by name"

    def test_says_its_language_title_and_address(self, path: str) -> None:
        made = parsed(PAGES[path].make())
        assert made.get("lang") == "en"
        assert made.get("data-zone") == "Europe/Berlin"
        assert words(made.find("head/title"))
        named = {each.get("name"): each.get("content") for each in made.iterfind("head/meta[@name]")}
        assert named["description"]
        assert named["color-scheme"] == "light dark"
        canonical = made.find("head/link[@rel='canonical']")
        assert canonical is not None
        assert canonical.get("href") == "https://example.com/status/" + path.removesuffix("index.html")

    def test_may_load_its_own_origin_only_and_tries_nothing_else(self, path: str) -> None:
        made = parsed(PAGES[path].make())
        policy = made.find("head/meta[@http-equiv='Content-Security-Policy']")
        assert policy is not None
        assert policy.get("content") == POLICY
        assert "frame-ancestors" not in POLICY
        assert "unsafe" not in POLICY
        for each in made.iter():
            assert "style" not in each.keys()  # noqa: SIM118
            assert each.tag not in {"style", "img", "iframe", "object", "embed", "form", "input", "base"}
            assert not [name for name in each.keys() if name.startswith("on")]  # noqa: SIM118
            if each.tag == "script":
                assert not words(each)
                assert "assets/" in each.get("src", "")

    def test_has_each_id_once_and_labels_that_exist(self, path: str) -> None:
        made = parsed(PAGES[path].make())
        ids = [each.get("id") for each in made.iter() if each.get("id")]
        assert len(set(ids)) == len(ids)
        assert {each.get("aria-labelledby") for each in made.iter() if each.get("aria-labelledby")} <= set(ids)

    def test_has_a_word_beside_every_state(self, path: str) -> None:
        for each in parsed(PAGES[path].make()).iterfind(".//main//*[@data-status]"):
            if each.tag != "i":
                assert words(each)

    def test_has_times_for_machines_in_utc(self, path: str) -> None:
        for each in parsed(PAGES[path].make()).iter("time"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", each.get("datetime", ""))


def test_an_incident_has_all_of_its_story_on_its_page() -> None:
    made = page(board(resolved(postmortem=explained())), "incidents/2026-11-18-old/index.html")
    assert words(made.find(".//title")) == "Slow logins · Example Cloud"
    assert words(made.find(".//article/header/p[2]")) == (
        "Resolved and explained · Major impact · Started November 18, 2026, 13:00 UTC · Resolved 15:00 UTC · It lasted 2 hours"
    )
    assert all_words(made.iterfind(".//article//h2")) == [
        "Who is affected",
        "Affected components",
        "Timeline",
        "Updates",
        "Postmortem",
    ]
    assert all_words(made.iterfind(".//ol[@class='updates']/li/h3")) == ["Resolved", "Investigating"]
    assert [each.get("id") for each in made.iterfind(".//ol[@class='updates']/li")] == [
        "resolved-2026-11-18T150000Z",
        "investigating-2026-11-18T131200Z",
    ]
    postmortem = made.find(".//section[@class='postmortem']")
    assert postmortem is not None
    assert words(postmortem) == "Postmortem November 18, 2026, 23:00 UTC What happened A deploy. Signed: Operations"
    heading = postmortem.find("h2")
    assert heading is not None
    assert heading.get("id") == "postmortem"


def test_two_updates_of_one_moment_have_anchors_of_their_own() -> None:
    said = (update("update", 0.9, "One."), update("update", 0.9, "Two."), update("update", 0.9, "Three."))
    made = page(board(incident(updates=said)), "incidents/2026-11-20-api/index.html")
    ids = [each.get("id") for each in made.iterfind(".//ol[@class='updates']/li")]
    first = "update-2026-11-20T140600Z"
    assert ids == [f"{first}-3", f"{first}-2", first], "a later update moves no earlier anchor"


def test_a_report_leads_back_to_its_month_in_the_sites_zone() -> None:
    late = resolved("2026-10-31-night", 24 * 20 - 8.5)
    berlin = board(late, site=replace(SITE, timezone="Europe/Berlin"))
    link = page(berlin, "incidents/2026-10-31-night/index.html").find(".//nav[@class='pages']/a")
    assert link is not None
    assert (words(link), link.get("href")) == ("November 2026", "../../history/2026-11/index.html")


def test_maintenance_and_notices_have_pages_of_their_own() -> None:
    made = page(EVERYTHING, "incidents/2026-11-01-done/index.html")
    assert words(made.find(".//p[@class='kind']")) == "Maintenance"
    assert words(made.find(".//article/header/p[2]")).startswith("Completed · Planned from ")
    assert "Ended " in words(made.find(".//article/header/p[2]"))
    assert (
        words(page(EVERYTHING, "incidents/2026-11-19-prices/index.html").find(".//article/div")) == "From January on."
    )


def test_a_cancelled_maintenance_says_so_and_never_began() -> None:
    facts = words(page(EVERYTHING, "incidents/2026-11-02-off/index.html").find(".//article/header/p[2]"))
    assert facts.startswith("Cancelled · Planned from ")
    assert "Began" not in facts


def test_planned_and_actual_times_are_three_facts() -> None:
    said = (update("in_progress", 2.5, "Early."), update("completed", 1.5, "Done."))
    made = page(board(maintenance(starts_in=-2.4, updates=said)), "incidents/2026-11-21-database/index.html")
    facts = words(made.find(".//article/header/p[2]"))
    assert (
        facts
        == "Completed · Planned from November 20, 2026, 12:36 UTC to 13:36 UTC · Began 12:30 UTC · Ended 13:30 UTC"
    )


def test_a_component_that_never_failed_has_a_page_too() -> None:
    made = page(board(), "components/website/index.html")
    assert words(made.find(".//title")) == "Website: Operational · Example Cloud"
    assert words(made.find(".//h1")) == "Website"
    said = words(made.find(".//main"))
    for sentence in (
        "No trouble in the last 90 days.",
        "No incidents so far.",
        "No maintenance so far.",
        "100% uptime",
    ):
        assert sentence in said


def test_a_component_lists_its_bad_days_with_what_caused_them() -> None:
    made = page(board(incident(), resolved()), "components/api/index.html")
    days = made.findall(".//ul[@class='troubled']/li")
    assert all_words(days) == [
        "November 20, 2026: Partial outage · Elevated error rates on the API",
        "November 18, 2026: Partial outage for 2 hours · Slow logins",
    ]
    assert all_words(made.iterfind(".//section[@aria-labelledby='incidents']/article//h3")) == [
        "Elevated error rates on the API",
        "Slow logins",
    ]
    assert "Group: Core" in words(made)


def test_a_component_says_since_when_it_is_known() -> None:
    young = replace(SITE, components=(Component("api", "API", since=NOW.date() - timedelta(days=3)),))
    assert "Known since November 17, 2026" in words(page(board(site=young), "components/api/index.html"))


def test_history_lists_every_month_with_its_numbers() -> None:
    made = page(EVERYTHING, "history/index.html")
    assert all_words(made.iterfind(".//h2")) == ["2026"]
    assert all_words(made.iterfind(".//ul[@class='months']/li")) == [
        "November 2026 3 incidents 3 maintenances 1 notice",
        "October 2026 quiet",
        "September 2026 1 incident",
    ]


def test_months_lead_to_each_other_and_quiet_ones_say_so() -> None:
    made = page(EVERYTHING, "history/2026-10/index.html")
    assert "Nothing was reported in this month." in words(made)
    links = {each.get("rel"): (words(each), each.get("href")) for each in made.iterfind(".//nav[@class='pages']/a")}
    assert links["prev"] == ("Newer: November 2026", "../../history/2026-11/index.html")
    assert links["next"] == ("Older: September 2026", "../../history/2026-09/index.html")
    newest = page(EVERYTHING, "history/2026-11/index.html")
    assert newest.find(".//nav[@class='pages']/a[@rel='prev']") is None
    assert all_words(newest.iterfind(".//h2")) == ["Incidents", "Maintenance", "Notices"]


def test_maintenance_is_told_apart_by_time() -> None:
    made = page(EVERYTHING, "maintenance/index.html")
    listed = {
        name: all_words(made.iterfind(f".//section[@aria-labelledby='{name}']//h3"))
        for name in ("under-way", "ahead", "past")
    }
    assert [len(each) for each in listed.values()] == [1, 1, 2]
    empty = words(page(board(), "maintenance/index.html"))
    for sentence in ("No maintenance is under way.", "None is planned.", "There has been none."):
        assert sentence in empty


def test_a_page_that_does_not_exist_leads_back_from_any_depth() -> None:
    made = page(EVERYTHING, "404.html")
    addresses = [
        each.get("href") or each.get("src") or "" for each in made.iter() if each.get("href") or each.get("src")
    ]
    ours = [each for each in addresses if not each.startswith(("https:", "mailto:", "data:", "#"))]
    assert len(ours) > 4
    assert all(each.startswith("/status/") for each in ours)


def test_a_change_of_several_components_names_them() -> None:
    said = (
        update("investigating", 0.9),
        update("monitoring", 0.2, changes=changes(api="operational", dashboard="degraded_performance")),
    )
    made = page(board(incident(updates=said)), "incidents/2026-11-20-api/index.html")
    assert all_words(made.iterfind(".//ol[@class='updates']/li[1]/ul/li")) == [
        "API Operational",
        "Dashboard Degraded performance",
    ]


def test_words_that_were_changed_after_they_had_been_said_say_so_and_no_others() -> None:
    mended = replace(update("investigating", 0.9), edited=NOW - timedelta(minutes=6))
    told = page(board(incident(updates=(mended, update("identified", 0.5)))), "incidents/2026-11-20-api/index.html")
    edits = [words(each) for each in told.iter("p") if each.get("class") == "edited"]
    assert len(edits) == 1
    assert edits[0].startswith("Edited ")
    home = page(board(incident(updates=(mended,))), "index.html")
    assert [each.get("class") for each in home.iter("p")].count("edited") == 1


class TestTheExplanationThatIsOwed:
    """By the promise of the site: on the incident's own page, with and without a script."""

    SITE = replace(SITE, promises=Promises(postmortem=timedelta(days=2)))
    PATH = "incidents/2026-11-18-old/index.html"

    def test_is_promised_until_it_is_due(self) -> None:
        """It ended 48 hours before NOW."""
        made = page(board(resolved(), site=self.SITE, now=ago(0.5)), self.PATH).find(".//p[@class='next']")
        assert made is not None
        assert words(made) == "A postmortem is promised by November 20, 2026, 15:00 UTC."
        assert made.get("data-status") == "due"
        assert made.get("data-clock") == "2026-11-20T15:00:00Z late The postmortem was due {} and is late."

    def test_is_late_from_then_on(self) -> None:
        made = page(board(resolved(), site=self.SITE), self.PATH).find(".//p[@class='next']")
        assert made is not None
        assert words(made) == "The postmortem was due November 20, 2026, 15:00 UTC and is late."
        assert (made.get("data-status"), made.get("data-clock")) == ("late", None)

    def test_is_no_longer_owed_once_it_is_there(self) -> None:
        told = board(resolved(postmortem=explained()), site=self.SITE)
        assert page(told, self.PATH).find(".//p[@class='next']") is None

    def test_changes_no_page_but_its_own_and_those_that_say_when_anything_changed(self) -> None:
        before, after = (rendered(board(resolved(), site=self.SITE, now=now)) for now in (ago(0.02), NOW))
        changed = {path for path in before if before[path].digest != after[path].digest and path.endswith(".html")}
        assert self.PATH in changed
        assert "subscribe/index.html" not in changed


def test_every_page_that_lists_an_open_incident_says_when_its_next_word_is_due() -> None:
    told = board(incident())
    for path in (
        "index.html",
        "components/api/index.html",
        "history/2026-11/index.html",
        "incidents/2026-11-20-api/index.html",
    ):
        said = all_words(page(told, path).iterfind(".//p[@class='next']"))
        assert said == ["Next update by November 20, 2026, 16:30 UTC."], path
