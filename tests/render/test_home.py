"""The first page says how things stand, in words, and never better than they are."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from generator.model import Component, Headline, Text
from tests.render.boards import (
    NOW,
    SITE,
    all_words,
    board,
    changes,
    explained,
    incident,
    maintenance,
    notice,
    page,
    resolved,
    update,
    words,
)


def banner(made: Element) -> Element:
    found = made.find(".//main/section")
    assert found is not None
    assert found.get("class") == "banner"
    return found


def section(made: Element, name: str) -> Element:
    found = made.find(f".//section[@aria-labelledby='{name}']")
    assert found is not None, f"there is no section {name}"
    return found


def component(made: Element, name: str) -> Element:
    """The list item of a component."""
    (found,) = [each for each in made.iterfind(".//ul[@class='components']/li") if words(each.find("./*/a")) == name]
    return found


def test_a_quiet_site_says_so_and_has_no_empty_sections() -> None:
    made = page(board())
    assert words(made.find(".//title")) == "All Systems Operational – Example Cloud status"
    assert banner(made).get("data-status") == "operational"
    assert words(banner(made)) == "All Systems Operational Nothing has been reported yet."
    assert {each.get("aria-labelledby") for each in made.iterfind(".//section[@aria-labelledby]")} == {
        "components",
        "recent",
    }


def test_the_title_says_the_state_first() -> None:
    made = page(board(incident(components=changes(api="major_outage"))))
    assert words(made.find(".//title")) == "Partial System Outage – Example Cloud status"
    assert words(made.find(".//h1")) == "Partial System Outage"
    assert banner(made).get("data-status") == "partial_outage"


def test_it_says_when_something_last_changed_and_not_what_time_it_is() -> None:
    made = page(board(incident(), now=NOW + timedelta(minutes=3)))
    assert words(banner(made).find("p")) == "Last changed November 20, 2026, 14:30 UTC."
    assert "2026-11-20T15:03" not in "".join(each.get("datetime", "") for each in made.iter("time"))


def test_an_open_incident_tells_its_whole_story_newest_first() -> None:
    story = section(page(board(incident())), "incidents")
    article = story.find("article")
    assert article is not None
    assert (article.get("class"), article.get("data-impact"), article.get("data-status")) == (
        "incident",
        "major",
        "identified",
    )
    assert "data-open" in article.keys()  # noqa: SIM118
    assert words(article.find("header/h3")) == "Elevated error rates on the API"
    assert (
        words(article.find("header/p"))
        == "Identified · Major impact · Started November 20, 2026, 14:00 UTC, not over yet"
    )
    assert words(article.find("p[@class='affected']")) == "6,323 customers in eu-west"
    assert all_words(article.iterfind("ul[@class='affected']/li")) == ["API Partial outage"]
    assert all_words(article.iterfind(".//ol/li/h4")) == ["Identified", "Investigating"]
    assert all_words(article.iterfind(".//ol/li/div")) == ["A deploy did it.", "Some words."]
    assert all_words(article.iterfind(".//ol/li/p[@class='when']"))[0] == "November 20, 2026, 14:30 UTC"


def test_the_worst_incident_stands_first() -> None:
    made = page(
        board(incident("2026-11-20-a", impact="minor"), incident("2026-11-20-b", impact="critical", hours_ago=5))
    )
    assert [each.get("data-impact") for each in section(made, "incidents").iter("article")] == ["critical", "minor"]


def test_a_component_that_recovered_says_how_it_was_and_how_it_is() -> None:
    said = (update("investigating", 0.9), update("identified", 0.5, changes=changes(api="operational")))
    article = section(page(board(incident(components=changes(api="major_outage"), updates=said))), "incidents").find(
        "article"
    )
    assert article is not None
    assert all_words(article.iterfind("ul[@class='affected']/li")) == ["API Major outage, now: Operational"]
    assert all_words(article.iterfind(".//ol/li[1]/ul/li")) == ["API Operational"]


def test_the_next_word_has_a_time_and_knows_when_it_is_late() -> None:
    promised = (update("investigating", 0.9, next=NOW + timedelta(minutes=20)),)
    made = page(board(incident(updates=promised))).find(".//p[@class='next']")
    assert made is not None
    assert words(made) == "Next update by November 20, 2026, 15:20 UTC."
    assert made.get("data-status") == "due"
    assert made.get("data-clock") == "2026-11-20T15:20:00Z late The next update was due {} and is late."


def test_a_late_word_is_late_without_any_script() -> None:
    promised = (update("investigating", 0.9, next=NOW - timedelta(minutes=5)),)
    made = page(board(incident(updates=promised))).find(".//p[@class='next']")
    assert made is not None
    assert words(made) == "The next update was due November 20, 2026, 14:55 UTC and is late."
    assert made.get("data-status") == "late"
    assert made.get("data-clock") is None


def test_a_report_that_could_not_be_read_is_never_plain_green() -> None:
    made = page(board(incident(title="", damaged=True, any_component=True, components=())))
    assert banner(made).get("data-status") == Headline.UNKNOWN
    assert words(banner(made).find("h1")) == "We Cannot Say: A Report Could Not Be Read"
    assert "A report could not be read, so things may be worse" in words(banner(made))
    story = words(section(made, "incidents"))
    assert "A report that could not be read" in story
    assert "Part of this report could not be read." in story
    assert "it may be any of them" in story
    for each in made.iterfind(".//ul[@class='components']/li"):
        assert each.get("data-status") == "unknown"
        assert words(each.find("span")) == "Not known"
        last = each.find("div")
        assert last is not None
        assert last[-1].get("data-status") == "unknown"
        assert "perhaps worse" in words(last[-1])
        assert words(each.find(".//span[@class='uptime']")).startswith("At most ")


def test_a_state_that_may_be_worse_says_so() -> None:
    doubt = incident("2026-11-20-b", title="", damaged=True, any_component=True, components=())
    made = component(page(board(incident(), doubt)), "API")
    assert words(made.find("span")) == "Partial outage, perhaps worse"
    assert "data-doubtful" in made.keys()  # noqa: SIM118


def test_a_state_is_told_from_the_first_moment_of_a_day_on() -> None:
    doubt = incident("2026-11-20-b", title="", damaged=True, any_component=True, components=())
    for minutes in (0, 1, 59, 61):
        made = component(page(board(incident(), doubt, now=NOW + timedelta(hours=9, minutes=minutes))), "API")
        assert all_words(made.iter("a"))[-1].startswith("November 21, 2026: Partial outage, perhaps worse"), minutes


def test_an_update_that_could_not_be_read_wholly_says_so() -> None:
    said = (update("investigating", 0.9), update("update", 0.5, damaged=True))
    items = section(page(board(incident(updates=said, damaged=True))), "incidents").findall(".//ol/li")
    assert "Part of this update could not be read." in words(items[0])
    assert "Part of this update" not in words(items[1])


def test_a_site_file_that_could_not_be_read_wholly_says_so() -> None:
    made = page(board(site=replace(SITE, damaged=True)))
    assert banner(made).get("data-status") == Headline.UNKNOWN
    assert words(made.find(".//h1")) == "We Cannot Say: Part of Our List Could Not Be Read"
    assert "A report could not be read" not in words(banner(made))
    assert "Part of the list of components could not be read" in words(banner(made))


def test_components_stand_in_their_groups_with_the_groups_worst() -> None:
    made = page(board(incident()))
    group = made.find(".//section[@class='group']")
    assert group is not None
    assert words(group.find("h3")) == "Core"
    assert words(group.find("span")) == "Partial outage"
    assert group.get("data-status") == "partial_outage"
    assert all_words(group.iterfind("ul/li/h4")) == ["API", "Dashboard"]
    assert all_words(section(made, "components").iterfind("./ul/li/h3")) == ["Website"]
    assert words(component(made, "API").find("p")) == "Reads & writes"


def test_there_are_ninety_bars_and_only_days_with_trouble_can_be_reached_by_keyboard() -> None:
    made = component(page(board(incident(), resolved())), "API").find("div")
    assert made is not None
    assert (made.get("class"), made.get("role")) == ("days", "group")
    assert made.get("aria-label") == "The last 90 days: Operational 88, Partial outage 2."
    assert len(made) == 90
    assert [each.tag for each in made].count("a") == 2
    assert {each.get("data-status") for each in made if each.tag == "i"} == {"operational"}
    assert all_words(made.iter("a")) == [
        "November 18, 2026: Partial outage for 2 hours",
        "November 20, 2026: Partial outage",
    ]
    assert [each.get("href") for each in made.iter("a")] == [
        "incidents/2026-11-18-old/index.html",
        "incidents/2026-11-20-api/index.html",
    ]


def test_uptime_is_said_over_the_days_that_are_known() -> None:
    young = replace(
        SITE,
        components=(Component("api", "API", since=date(2026, 11, 16)), Component("new", "New", since=date(2027, 1, 1))),
    )
    made = page(board(resolved(), site=young))
    assert words(component(made, "API").find(".//span[@class='uptime']")).endswith("uptime over 5 days")
    bars = component(made, "API").find("div")
    assert bars is not None
    assert [each.get("data-status") for each in bars].count("no_data") == 85
    assert words(component(made, "New").find(".//span[@class='uptime']")) == "No data yet"


def test_maintenance_ahead_says_what_the_clock_will_make_of_it() -> None:
    made = section(page(board(maintenance())), "ahead")
    assert words(made.find(".//h3")) == "Database upgrade"
    assert words(made.find(".//p")) == "Scheduled · Planned from November 21, 2026, 11:00 UTC to 12:00 UTC"
    state = made.find(".//p/span")
    assert state is not None
    assert (
        state.get("data-clock")
        == "2026-11-21T11:00:00Z in_progress In progress|2026-11-21T12:00:00Z verifying Verifying"
    )
    assert all_words(made.iterfind(".//ul[@class='affected']/li")) == ["Website"], "nothing has become of it yet"


def test_maintenance_that_completes_by_itself_says_so_to_the_clock() -> None:
    state = section(page(board(maintenance(completes_automatically=True))), "ahead").find(".//p/span")
    assert state is not None
    assert state.get("data-clock", "").endswith("2026-11-21T12:00:00Z completed Completed")


def test_maintenance_past_its_end_is_overdue_in_words() -> None:
    made = section(page(board(maintenance(starts_in=-3))), "under-way")
    assert made.find("article[@data-status='verifying']") is not None
    assert "It was planned to end November 20, 2026, 13:00 UTC, and nobody has said yet that it is over." in words(made)


def test_a_notice_stands_on_the_page() -> None:
    made = section(page(board(notice(updates=(update("update", 2, "Now on sale."),)))), "notices")
    assert words(made.find(".//h3")) == "New prices"
    assert all_words(made.iterfind(".//div[@class='prose']")) == ["From January on.", "Now on sale."]


def test_the_last_days_name_the_quiet_ones() -> None:
    days = section(page(board(resolved(postmortem=explained()))), "recent").findall("ol/li")
    assert len(days) == 15
    assert words(days[0]) == "Friday, November 20, 2026 No incidents."
    assert words(days[2].find("h3")) == "Wednesday, November 18, 2026"
    article = days[2].find("article")
    assert article is not None
    assert "It lasted 2 hours" in words(article)
    assert words(article.find("p[@class='explained']/a")) == "Read the postmortem"


def test_readers_learn_how_to_reach_the_people() -> None:
    made = page(board())
    links = {words(each): each.get("href") for each in made.iter("a")}
    assert links["Support"] == "mailto:help@example.com"
    assert links["Main site"] == "https://example.com"


def test_a_site_without_components_says_so() -> None:
    assert "No components are listed." in words(page(board(site=replace(SITE, components=()))))


def test_what_people_wrote_turns_no_other_words_around() -> None:
    title = "תקלה בשרתים"
    made = page(board(incident(title=title, updates=(update("investigating", 0.9, "אנחנו בודקים."),))))
    assert words(made.find(".//h3/a/bdi")) == title
    prose = made.find(".//div[@class='prose']")
    assert prose is not None
    assert prose.get("dir") == "auto"


def test_long_titles_and_long_words_survive_whole() -> None:
    for title in ("word " * 39 + "last", "w" * 200, "<script>" * 25):
        assert words(page(board(incident(title=title))).find(".//article//h3")) == title.strip()


def test_templates_in_texts_stay_texts() -> None:
    typed = "{{ site.url }} {% include 'x' %} {title}"
    said = (update("investigating", 0.9, typed),)
    made = page(board(incident(title=typed, affected=typed, updates=said, postmortem=None)))
    assert words(made.find(".//article//h3")) == typed
    assert words(made.find(".//div[@class='prose']")) == typed


def test_a_text_past_the_bounds_is_shown_as_typed() -> None:
    said = (replace(update("investigating", 0.9), text=Text("# not a heading", plain=True)),)
    assert words(page(board(incident(updates=said))).find(".//div[@class='prose']/pre")) == "# not a heading"
