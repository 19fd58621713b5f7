"""`/report/`: every figure with what it is of, how it is counted, a picture and the incidents behind it."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from msgspec.structs import replace

from generator.model import ActionItem, Board, Incident, Promises
from generator.render.markup import plain
from tests.render.boards import (
    NOW,
    SITE,
    all_words,
    board,
    changes,
    digests,
    explained,
    incident,
    maintenance,
    notice,
    page,
    rendered,
    resolved,
    update,
    with_own,
    words,
)

PATH = "report/index.html"
PERIODS = ("90-days", "12-months", "all")
FIGURES = (
    *("impacts", "to-detect", "to-first-word", "words", "silence", "to-mitigate", "to-resolve"),
    *("postmortems", "actions", "uptime"),
)
PROMISING = replace(SITE, promises=Promises(timedelta(minutes=10), timedelta(hours=1), timedelta(days=5)))
TOLD = replace(
    explained(),
    actions=(ActionItem("Watch it", done=True), ActionItem("Test it", done=False, due=NOW.date().replace(day=1))),
)


def lively() -> Board:
    """Something of everything."""
    return board(
        incident(),
        resolved(postmortem=TOLD),
        resolved("2026-11-10-mail", 240, impact="minor", title="Mail & more"),
        resolved("2026-03-01-long-ago", 24 * 264, impact="critical", components=changes(website="major_outage")),
        maintenance(),
        notice(),
        site=PROMISING,
    )


def report(of: Board, **more: object) -> Element:
    return page(of, PATH, **more)  # type: ignore[arg-type]


def figure(made: Element, name: str, period: str = "90-days") -> Element:
    (found,) = (each for each in made.iterfind(".//div[@class='figure']") if each[0].get("id") == f"{period}-{name}")
    return found


def told(made: Element, name: str, period: str = "90-days") -> str:
    return words(figure(made, name, period).find(".//p[@class='value']"))


def test_each_period_has_each_figure_with_its_formula() -> None:
    made = report(lively())
    assert [each.get("id") for each in made.iter("h2")] == list(PERIODS)
    assert [each.get("id") for each in made.iter("h3")] == [f"{one}-{two}" for one in PERIODS for two in FIGURES]
    formulas = all_words(made.iterfind(".//p[@class='formula']"))
    assert len(formulas) == len(PERIODS) * len(FIGURES)
    assert all(len(each) > 40 and each.endswith(".") for each in formulas)


def test_it_says_what_the_board_knows() -> None:
    made = report(lively())
    assert told(made, "impacts") == "3 incidents"
    assert told(made, "impacts", "all") == "4 incidents"
    assert told(made, "to-first-word") == "Median 12 minutes"
    assert "Longest: 12 minutes" in words(figure(made, "to-first-word"))
    assert told(made, "to-resolve") == "Median 2 hours"
    assert "Known of 2 of 3 incidents. 1 is not over and left out." in words(figure(made, "to-resolve"))
    assert told(made, "words") == "33.33% on time"
    assert "2 of the 6 updates that were due." in words(figure(made, "words"))
    assert told(made, "postmortems") == "1 published, 1 owed"
    assert told(made, "actions") == "1 of 2 done"
    assert "Overdue: 1" in words(figure(made, "actions"))
    assert told(made, "to-detect") == "No data"
    assert "Not known of any of the 3 incidents." in words(figure(made, "to-detect"))


def test_the_worst_leads_to_its_report() -> None:
    made = figure(report(lively()), "impacts", "all")
    links = [(each.get("href"), words(each)) for each in made.findall(".//details//a")]
    assert links[0] == ("../incidents/2026-03-01-long-ago/index.html", "Slow logins")
    assert ("../incidents/2026-11-10-mail/index.html", "Mail & more") in links


def test_uptime_is_said_of_every_component_and_bars_begin_at_0() -> None:
    made = figure(report(lively()), "uptime", "all")
    rows = {words(each.find("th/a")): all_words(each.findall("td")) for each in made.findall(".//tbody/tr")}
    assert list(rows) == ["API", "Dashboard", "Website"]
    assert rows["Dashboard"] == ["Nothing", "100%"]
    assert rows["Website"][0] == "2 hours"
    bars = [(each.get("x"), each.get("width")) for each in made.findall(".//tbody//rect")]
    assert [start for start, _ in bars] == ["0%", "0%"]
    assert bars[1][1] == "100%"


def test_a_picture_is_told_to_who_does_not_see_it_and_beside_it_stands_a_table() -> None:
    made = report(lively())
    spoken = [each for each in made.iter("svg") if each.get("role") == "img"]
    assert len(spoken) == 3 * 8
    for each in spoken:
        title = each.find("title")
        assert title is not None
        assert each.get("aria-labelledby") == title.get("id")
        assert len(words(title)) > 12
    tables = figure(made, "to-first-word").findall(".//details/table")
    assert all_words(tables[0].findall(".//tbody/tr")) == [
        "6 minutes to under 8 minutes1",
        "12 minutes to under 14 minutes2",
    ]
    assert "6 minutes to under 8 minutes: 1, 12 minutes to under 14 minutes: 2" in words(
        figure(made, "to-first-word").find(".//svg/title")
    )


@pytest.mark.parametrize("many", [1, 4, 60])
def test_heights_are_in_proportion_to_numbers_whatever_their_size(many: int) -> None:
    short = [resolved(f"short-{n}", 50 + n / 9) for n in range(many)]
    long = [
        resolved(f"long-{n}", 50 + n / 9, updates=(update("investigating", 49), update("resolved", 46 + n / 9)))
        for n in range(2 * many)
    ]
    made = figure(report(board(*short, *long)), "to-resolve").find(".//svg")
    assert made is not None
    ground = made.find("line[@class='ground']")
    assert ground is not None
    foot = float(ground.get("y1", ""))
    heights: dict[str, float] = {}
    for each in made.findall("rect"):
        place = each.get("x", "")
        heights[place] = max(heights.get(place, 0.0), foot - float(each.get("y", "")))
    assert len(heights) == 2
    assert max(heights.values()) / min(heights.values()) == pytest.approx(2, rel=0.02)


def test_no_data_is_no_number() -> None:
    made = report(board())
    for name in ("to-detect", "to-first-word", "words", "silence", "to-mitigate", "to-resolve"):
        assert told(made, name) == "No data"
        assert figure(made, name).find(".//svg") is None
    assert told(made, "impacts") == "No incidents"
    assert told(made, "postmortems") == "None owed, none published"
    assert told(made, "uptime") == "100% for every component"
    assert "0%" not in words(made).replace("100%", "")


def test_a_report_that_could_not_be_read_is_named_and_every_share_is_at_most() -> None:
    made = report(board(incident("2026-11-20-damaged", title="", damaged=True, any_component=True)))
    doubt = made.find(".//div[@class='doubt']")
    assert words(doubt).startswith("Part of 1 report could not be read.")
    assert words(doubt).endswith("A report that could not be read")
    assert "At most" in told(made, "uptime")


def test_a_component_that_may_be_missing_is_said_to_be() -> None:
    made = report(board(site=replace(SITE, damaged=True)))
    assert words(made.find(".//p[@class='doubt']")).startswith("Part of the list of components could not be read")
    assert report(board()).find(".//p[@class='doubt']") is None


def test_it_does_not_grow_with_the_archive() -> None:
    sizes = []
    for many, apart in ((100, 300), (1000, 30)):
        impacts = ("none", "minor", "major", "critical")
        of = board(*(resolved(f"i{n}", 50 + n * apart, impact=impacts[n % 4]) for n in range(many)))
        sizes.append(len(rendered(of)[PATH].make()))
    assert sizes[1] < sizes[0] * 1.25


def test_titles_and_names_stay_text() -> None:
    name = "<script>alert(1)</script>"
    made = rendered(
        board(resolved(title=name), site=replace(SITE, components=(replace(SITE.components[0], name=name),)))
    )
    text = made[PATH].make().decode()
    assert name not in text
    assert plain(text).count("alert(1)") > 0


def test_a_promise_is_a_line_on_the_axis() -> None:
    line = figure(report(lively()), "to-first-word").find(".//line[@class='promised']")
    assert line is not None
    assert line.get("x1") == line.get("x2")
    assert 0 < float(line.get("x1", "").rstrip("%")) < 100
    plain_site = report(board(resolved(), site=replace(SITE, promises=Promises(updates_every=None))))
    assert plain_site.find(".//line[@class='promised']") is None


def test_a_page_from_right_to_left_has_its_pictures_so_too() -> None:
    of = board(resolved(), site=replace(SITE, language="ar"))
    theme = with_own({"words/ar.toml": '[figures]\ntitle = "تقرير"\n'})
    made = report(of, theme=theme)
    places = [each.get("x") for each in figure(made, "to-resolve").findall(".//svg/text") if words(each) == "0"]
    assert places == ["100%"]


class TestQuiet:
    REPORTS: tuple[Incident, ...] = (resolved(), resolved("2026-11-10-mail", 240))

    def test_later_on_the_same_day_the_bytes_are_the_same(self) -> None:
        before, after = (digests(board(*self.REPORTS, now=NOW + timedelta(hours=each)))[PATH] for each in (0, 8))
        assert before == after

    def test_the_next_day_is_another_period(self) -> None:
        assert digests(board(*self.REPORTS))[PATH] != digests(board(*self.REPORTS, now=NOW + timedelta(days=1)))[PATH]

    def test_what_becomes_late_is_said(self) -> None:
        one = resolved("2026-11-20-short", 4)
        site = replace(SITE, promises=Promises(postmortem=timedelta(hours=3)))
        before, after = (board(one, site=site, now=NOW + timedelta(minutes=each)) for each in (59, 61))
        assert digests(before)[PATH] != digests(after)[PATH]
        assert "Owed and late: 1" in words(report(after))

    def test_a_word_that_changes_no_figure_touches_nothing(self) -> None:
        other = replace(resolved(), affected="Somebody else", digest="other")
        assert digests(board(*self.REPORTS))[PATH] == digests(board(other, self.REPORTS[1]))[PATH]

    def test_a_title_that_is_shown_does(self) -> None:
        other = replace(resolved(), title="Other", digest="other")
        assert digests(board(*self.REPORTS))[PATH] != digests(board(other, self.REPORTS[1]))[PATH]


def test_every_page_leads_to_it() -> None:
    of = lively()
    for path, file in rendered(of).items():
        if path.endswith(".html"):
            assert re.search(r'<footer.*href="[./]*report/index.html"', file.make().decode(), re.DOTALL), path
