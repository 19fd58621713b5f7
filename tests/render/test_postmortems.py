"""The list of postmortems, and what became of what they promised."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from generator.model import ActionItem
from generator.render.pages import postmortems
from tests.render.boards import NOW, SITE, all_words, board, explained, incident, page, rendered, resolved, words

PATH = "postmortems/index.html"
OPEN = ActionItem("Load-test `every` deploy", False, date(2026, 12, 15), "Ann")
OVERDUE = ActionItem("Alert on the pool", False, date(2026, 11, 1))
DONE = ActionItem("Roll back", True, date(2026, 11, 19))


def told(*items: ActionItem, hours_ago: float = 40, **more: object) -> object:
    return replace(explained(hours_ago=hours_ago), actions=items, **more)


def test_without_a_postmortem_the_page_says_so_and_no_other_page_leads_to_it() -> None:
    of = board(incident())
    assert "None has been written yet." in words(page(of, PATH).find(".//main"))
    assert "Postmortems" not in all_words(page(of).findall(".//nav/a"))


def test_the_first_postmortem_brings_a_link_to_every_page() -> None:
    of = board(resolved(postmortem=explained()))
    for path in rendered(of):
        if path.endswith(".html"):
            assert "Postmortems" in all_words(page(of, path).findall(".//header/nav/a")), path


def test_they_stand_newest_first_and_lead_to_their_place() -> None:
    old = resolved("2025-11-18-old", 24 * 365, postmortem=explained(hours_ago=24 * 364))
    new = resolved("2026-11-18-new", 50, postmortem=explained())
    made = page(board(old, new), PATH)
    assert all_words(made.findall(".//section[@class='explanations']/h2")) == ["2026", "2025"]
    links = [each.get("href") for each in made.findall(".//article//h3/a")]
    assert links == [
        "../incidents/2026-11-18-new/index.html#postmortem",
        "../incidents/2025-11-18-old/index.html#postmortem",
    ]


def test_they_are_found_again_by_cause_technology_and_lesson() -> None:
    one = resolved("2026-11-18-one", 50, title="One", postmortem=explained(), technologies=("C++", "PostgreSQL"))
    two = resolved("2026-11-17-two", 70, title="Two", postmortem=explained(), technologies=("postgresql", "C#"))
    made = page(board(one, two), PATH)
    assert [words(each) for each in made.findall(".//ul[@class='tagged']/li/b")] == ["C#", "C++", "PostgreSQL"]
    assert all_words(made.findall(".//ul[@class='tagged']/li[3]//a")) == ["One", "Two"]
    anchors = {each.get("id") for each in made.iter() if each.get("id")}
    tags = [each.get("href", "")[1:] for each in made.findall(".//ul[@class='tags']//a")]
    assert len(tags) == 4
    assert set(tags) <= anchors
    assert "By cause" not in words(made.find(".//main"))


def test_an_archive_is_listed_up_to_a_bound_and_says_where_the_rest_is() -> None:
    many = [resolved(f"2026-11-18-{n}", 50, postmortem=explained()) for n in range(postmortems.MOST + 1)]
    made = page(board(*many), PATH)
    assert len(made.findall(".//article")) == postmortems.MOST
    assert "Older ones are in the history." in words(made.find(".//main"))


def test_what_was_promised_stands_below_the_postmortem_the_overdue_first() -> None:
    made = page(board(resolved(postmortem=told(OPEN, DONE, OVERDUE))), "incidents/2026-11-18-old/index.html")
    section = made.find(".//section[@class='postmortem']")
    assert section is not None
    assert words(section.find("p[@class='kept']")) == "1 of 3 things promised are done, 1 overdue"
    states = section.findall("ul[@class='remediation']/li/p[@class='next']")
    assert [each.get("data-status") for each in states] == ["overdue", "open"]
    assert all_words(states) == ["Overdue: it was to be done by November 1, 2026", "To be done by December 15, 2026"]
    assert states[1].get("data-clock") == "2026-12-16T00:00:00Z overdue Overdue: it was to be done by December 15, 2026"
    assert "Load-test every deploy" in words(section)
    assert "By Ann" in words(section)


def test_what_is_all_done_is_one_sentence() -> None:
    made = page(board(resolved(postmortem=told(DONE))), "incidents/2026-11-18-old/index.html")
    assert words(made.find(".//p[@class='kept']")) == "The one thing promised is done"
    assert made.find(".//ul[@class='remediation']") is None


def test_a_day_that_ends_changes_the_page_of_its_incident_and_the_list() -> None:
    reports = resolved(postmortem=told(replace(OPEN, due=NOW.date()))), resolved("2026-11-01-x", 24 * 19)
    before, after = (rendered(board(*reports, now=NOW + timedelta(hours=hours))) for hours in (0, 9))
    both = before.keys() & after.keys()
    changed = {path for path in both if before[path].digest != after[path].digest}
    assert {"incidents/2026-11-18-old/index.html", PATH} == {
        path for path in changed if path.startswith(("inc", "post")) and path.endswith("html")
    }


def test_german_pages_speak_german() -> None:
    of = board(resolved(postmortem=told(OVERDUE)), site=replace(SITE, language="de"))
    assert words(page(of, PATH).find(".//h1")) == "Nachbetrachtungen"
    assert "überfällig" in words(page(of, PATH).find(".//article"))
