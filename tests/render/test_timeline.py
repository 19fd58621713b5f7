"""The timeline of an incident: a picture that is linear and never invents a moment, and the same in words beside it."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Incident, Promises
from generator.render.view.timeline import APART, RADIUS
from tests.examples import examples
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
    page,
    rendered,
    update,
    with_own,
    words,
)

PATH = "incidents/2026-11-20-api/index.html"
CALM = incident(
    hours_ago=10,
    detected=ago(9.9),
    updates=(
        update("investigating", 9),
        update("identified", 7.5),
        update("monitoring", 5, changes=changes(api="operational")),
        update("resolved", 2.5),
    ),
    postmortem=explained(hours_ago=0.5),
)


def section(report: Incident, **more: object) -> Element:
    made = page(board(report, **more), PATH).find(".//section[@class='times']")  # type: ignore[arg-type]
    assert made is not None
    return made


def lengths(made: Element) -> dict[str, str]:
    return {each.get("class") or "": words(each.find("dd")) for each in made.iterfind("dl/div")}


def shares(made: Element, name: str) -> list[tuple[float, float]]:
    """Where the stretches of a class begin and end, in hundredths of the width."""
    found = [each for each in made.iter("rect") if each.get("class") == name]
    return [(number(each, "x"), number(each, "x") + number(each, "width")) for each in found]


def number(element: Element, name: str) -> float:
    return float((element.get(name) or "").rstrip("%"))


def test_every_moment_has_a_number_in_the_picture_and_its_name_and_time_in_the_list() -> None:
    made = section(CALM)
    assert all_words(made.iterfind("ol/li")) == [
        "Started November 20, 2026, 05:00 UTC",
        "We noticed 05:06 UTC",
        "First word to you 06:00 UTC",
        "Cause known 07:30 UTC",
        "Better 10:00 UTC",
        "Over 12:30 UTC",
        "Postmortem 14:30 UTC",
    ]
    assert all_words(made.iter("text")) == ["1", "2", "3", "4", "5", "6"]


def test_the_picture_is_linear_and_ends_with_the_incident() -> None:
    """From 05:00 to 12:30: a minute is the 450th part, and the postmortem has no place in it."""
    made = section(CALM)
    assert [number(each, "cx") for each in made.iter("circle")] == pytest.approx(
        [0, 6 / 4.5, 60 / 4.5, 150 / 4.5, 300 / 4.5, 100], abs=0.01
    )
    assert shares(made, "bad") == [(0, 100)]
    assert shares(made, "good") == [pytest.approx((300 / 4.5, 100), abs=0.02)]
    assert shares(made, "silence") == [pytest.approx((150 / 4.5, 300 / 4.5), abs=0.02)]
    assert all_words(made.iterfind("p[@class='axis']/span")) == ["November 20, 2026, 05:00 UTC", "12:30 UTC"]


def test_how_long_everything_took_stands_in_words() -> None:
    assert lengths(section(CALM)) == {
        "to_detect": "6 minutes",
        "to_first_word": "1 hour",
        "silence": "2 hours 30 minutes",
        "to_mitigate": "5 hours",
        "to_resolve": "7 hours 30 minutes",
        "to_explain": "2 hours",
    }


def test_what_nobody_said_is_said_to_be_so_and_has_no_place_in_the_picture() -> None:
    made = section(replace(CALM, detected=None, start_said=False))
    told = lengths(made)
    assert (told["to_detect"], told["to_first_word"], told["to_mitigate"]) == ("Not said",) * 3
    assert all_words(made.iterfind("ol/li"))[0] == "First word to you November 20, 2026, 06:00 UTC"
    assert len(all_words(made.iter("circle"))) == 4


def test_of_a_report_that_could_not_wholly_be_read_every_length_is_at_least_so_long() -> None:
    told = lengths(section(replace(CALM, damaged=True)))
    assert all(each.startswith("At least ") for each in told.values()), told


def test_an_end_that_nobody_said_is_none() -> None:
    made = section(replace(CALM, updates=CALM.updates[:2]))
    assert "Over" not in words(made.find("ol"))
    assert lengths(made)["to_resolve"] == "Not said"
    assert "to_explain" not in lengths(made)


def test_a_relapse_is_bad_again() -> None:
    relapsed = (
        *CALM.updates,
        update("investigating", 2, changes=changes(api="partial_outage")),
        update("resolved", 1),
    )
    made = section(replace(CALM, updates=relapsed, postmortem=None))
    whole = 9 * 60 / 100
    assert shares(made, "good") == [pytest.approx((450 / whole, 480 / whole), abs=0.02)]
    assert lengths(made)["to_mitigate"] == "9 hours"


def test_an_open_incident_is_drawn_to_the_last_thing_that_is_known_and_stays_so_until_something_happens() -> None:
    report = replace(CALM, updates=CALM.updates[:2], postmortem=None)
    site = replace(SITE, promises=Promises(updates_every=timedelta(hours=4)))
    early, later = board(report, site=site, now=ago(7.4)), board(report, site=site, now=ago(3.6))
    assert rendered(early)[PATH].make() == rendered(later)[PATH].make(), "nothing has changed, so no byte has"
    made = page(early, PATH).find(".//section[@class='times']")
    assert made is not None
    assert shares(made, "bad") == [(0, 100)]
    assert all_words(made.iterfind("p[@class='axis']/span"))[-1] == "07:30 UTC"
    assert "to_resolve" not in lengths(made)
    late = page(board(report, site=site, now=ago(3)), PATH).find(".//section[@class='times']")
    assert late is not None
    assert all_words(late.iterfind("p[@class='axis']/span"))[-1] == "11:30 UTC"
    assert lengths(late)["silence"] == "4 hours"


def test_it_stands_above_the_updates_once_it_is_over_and_below_them_while_it_goes_on() -> None:
    def places(report: Incident) -> list[str]:
        return [each.get("aria-labelledby") or "" for each in page(board(report), PATH).iter("section")]

    assert places(CALM) == ["times", "updates", "postmortem"]
    assert places(replace(CALM, updates=CALM.updates[:2], postmortem=None)) == ["updates", "times"]


def test_where_there_is_only_one_moment_there_is_nothing_to_draw() -> None:
    made = section(incident(updates=()), now=ago(0.9))
    assert made.find("svg") is None
    assert made.find("p[@class='axis']") is None
    assert all_words(made.iterfind("ol/li")) == ["Started November 20, 2026, 14:00 UTC"]


def test_a_maintenance_has_none() -> None:
    made = page(board(maintenance("2026-11-20-late", 3)), "incidents/2026-11-20-late/index.html")
    assert made.find(".//section[@class='times']") is None


def test_where_lines_run_from_right_to_left_so_does_time() -> None:
    theme = with_own({"words/ar.toml": '[times]\nstarted = "بدأ"\n'})
    made = page(board(CALM, site=replace(SITE, language="ar")), PATH, theme).find(".//section[@class='times']")
    assert made is not None
    assert next(number(each, "cx") for each in made.iter("circle")) == 100
    assert shares(made, "good") == [pytest.approx((0, 100 - 300 / 4.5), abs=0.02)]


def test_the_picture_is_for_eyes_alone_and_has_neither_style_nor_script() -> None:
    picture = section(CALM).find("svg")
    assert picture is not None
    assert picture.get("aria-hidden") == "true", "the words beside it say the same"
    assert {each.tag for each in picture.iter()} == {"svg", "rect", "line", "circle", "text"}
    assert not {name for each in picture.iter() for name in each.attrib} & {"style", "onclick", "href", "fill"}


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.integers(0, 600), min_size=4, max_size=4).map(sorted), st.integers(0, 600), st.integers(0, 9))
def test_no_number_touches_another_and_none_leaves_the_picture(said: list[int], noticed: int, stretch: int) -> None:
    """On the narrowest page, of 288 px; minutes or days."""
    unit = timedelta(minutes=6 ** (stretch % 4))
    begun = NOW - 600 * unit - timedelta(hours=1)
    kinds = ("investigating", "identified", "monitoring", "resolved")
    report = incident(
        started=begun,
        detected=begun + noticed * unit,
        updates=tuple(replace(update(kind, 0), at=begun + each * unit) for kind, each in zip(kinds, said, strict=True)),
    )
    made = page(board(report), PATH).find(".//section[@class='times']")
    assert made is not None
    places = [(number(each, "cx"), number(each, "cy")) for each in made.iter("circle")]
    picture = made.find("svg")
    for x, y in places:
        assert 0 <= x <= 100
        assert picture is not None
        assert RADIUS <= y <= number(picture, "height") - RADIUS
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert abs(x - other_x) >= APART - 0.01 or abs(y - other_y) >= 2 * RADIUS
    for name in ("bad", "good", "silence"):
        assert all(0 <= start <= end <= 100.01 for start, end in shares(made, name))
