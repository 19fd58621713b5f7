"""Badges say one word, in any drawing program, and never a better one than is true."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from generator.model import Board, Component, ComponentStatus, Headline, Incident, Site
from generator.render import Theme
from generator.render.badges.badges import GRADES, TONES
from generator.render.badges.drawing import COLOURS, LABEL, badge
from generator.render.badges.widths import width
from generator.render.words import Words
from tests.render.boards import (
    NOW,
    SITE,
    THEME,
    ago,
    board,
    changes,
    incident,
    maintenance,
    rendered,
    resolved,
    with_own,
)

SVG = "{http://www.w3.org/2000/svg}"
GREEN = COLOURS["operational"]
BROKEN = incident(damaged=True, any_component=True, impact="critical", components=())
LOST_SITE = replace(SITE, damaged=True)


def says(of: Board, path: str, theme: Theme = THEME) -> dict[str, Any]:
    """The JSON of one badge."""
    found: dict[str, Any] = json.loads(rendered(of, theme)[f"badges/{path}.json"].make())
    return found


def message(of: Board, path: str) -> str:
    return str(says(of, path)["message"])


def drawn(of: Board, path: str, theme: Theme = THEME) -> ElementTree.Element:
    """The picture of one badge, parsed."""
    return ElementTree.fromstring(rendered(of, theme)[f"badges/{path}.svg"].make())


def test_there_is_one_for_the_page_and_one_for_every_component_of_its_state_and_its_uptime() -> None:
    names = {path.removeprefix("badges/") for path in rendered(board()) if path.startswith("badges/")}
    stems = {"status", "uptime", *(f"{kind}/{each.id}" for kind in ("status", "uptime") for each in SITE.components)}
    assert names == {f"{stem}.{suffix}" for stem in stems for suffix in ("svg", "json")}


def test_a_component_may_be_called_like_a_badge() -> None:
    site = replace(SITE, components=(Component("status", "Status"), Component("uptime", "Uptime")))
    assert message(board(site=site), "status/uptime") == "Operational"
    assert message(board(site=site), "uptime/status") == "100%"


def test_the_page_says_its_headline_and_a_component_its_state() -> None:
    calm, burning = board(), board(incident())
    assert message(calm, "status") == "All Systems Operational"
    assert message(burning, "status") == "Minor Service Outage"
    assert says(burning, "status/api")["label"] == "API"
    assert message(burning, "status/api") == "Partial outage"
    assert message(burning, "status/website") == "Operational"


def test_only_what_shields_io_asks_for_is_in_the_json_and_doubt_is_an_error_there() -> None:
    assert says(board(), "status") == {
        "schemaVersion": 1,
        "label": "status",
        "message": "All Systems Operational",
        "color": GREEN,
    }
    assert says(board(BROKEN), "status")["isError"] is True


@pytest.mark.parametrize("of", [board(BROKEN), board(site=LOST_SITE), board(resolved(), BROKEN)], ids=repr)
def test_doubt_is_never_green(of: Board) -> None:
    for path in ("status", "uptime", *(() if of.site.damaged else ("status/website", "uptime/website"))):
        assert says(of, path)["color"] != GREEN, path
        assert message(of, path) not in ("All Systems Operational", "Operational", "100%")
        assert GREEN not in ElementTree.tostring(drawn(of, path)).decode()


def test_what_is_bad_stays_bad_in_doubt() -> None:
    of = board(BROKEN, incident("2026-11-20-down", components=changes(website="partial_outage")))
    assert message(of, "status/website") == "Partial outage, perhaps worse"
    assert says(of, "status/website")["color"] == COLOURS["partial_outage"]


def test_what_nobody_knows_yet_is_grey() -> None:
    young = replace(SITE, components=(Component("api", "API", since=date(2027, 1, 1)),))
    for of, path in ((board(site=young), "uptime/api"), (board(site=replace(SITE, components=())), "uptime")):
        assert (message(of, path), says(of, path)["color"]) == ("No data", COLOURS["no_data"])


def test_uptime_is_cut_and_not_rounded_up_and_its_tone_follows() -> None:
    short = board(resolved(components=changes(api="major_outage")), now=NOW)
    share = says(short, "uptime/api")
    assert share["label"] == "API uptime"
    assert re.fullmatch(r"99\.\d\d%", share["message"])
    assert share["color"] == COLOURS["operational" if float(share["message"][:-1]) >= 99.9 else "degraded_performance"]
    assert says(short, "uptime/website") == {**share, "label": "Website uptime", "message": "100%", "color": GREEN}
    long = board(incident(hours_ago=24 * 60, components=changes(api="major_outage")))
    assert says(long, "uptime/api")["color"] == COLOURS["major_outage"]
    assert says(long, "uptime")["color"] == COLOURS["major_outage"]


def test_a_day_in_doubt_makes_the_share_an_upper_bound() -> None:
    of = board(resolved(damaged=True, components=changes(api="partial_outage")))
    assert message(of, "uptime/api").startswith("at most 99.")
    assert says(of, "uptime/api")["color"] == COLOURS["unknown"]


def test_every_state_and_headline_has_a_colour() -> None:
    assert {TONES.get(each, each) for each in Headline} | {*ComponentStatus} <= COLOURS.keys()
    assert GRADES[-1][0] == 0


# ---------------------------------------------------------------- the picture


WORDS = [
    Component("api", name)
    for name in ("API", "Zahlungen & <Konto>", "決済システム", "واجهة API", "𝔸" * 300, "é\u0301\u202e x\x1b[2J")
]


@pytest.mark.parametrize("component", WORDS, ids=lambda each: each.name[:8])
@pytest.mark.parametrize("of", [(), (incident(),), (BROKEN,)], ids=len)
def test_it_is_valid_and_says_itself_to_a_screen_reader(component: Component, of: tuple[Incident, ...]) -> None:
    built = board(*of, site=replace(SITE, components=(component,)))
    for path in ("status/api", "uptime/api", "status", "uptime"):
        root, said = drawn(built, path), says(built, path)
        whole = f"{said['label']}: {said['message']}"
        assert (root.tag, root.get("role"), root.get("aria-label")) == (f"{SVG}svg", "img", whole)
        assert root.findtext(f"{SVG}title") == whole
        assert [each.text for each in root.iter(f"{SVG}text")] == [said["label"], said["message"]]
        assert all(each.get("aria-hidden") == "true" for each in root.iter(f"{SVG}text"))
        assert {each.tag.removeprefix(SVG) for each in root.iter()} == {"svg", "title", "path", "text"}
        assert not [name for each in root.iter() for name in each.keys() if name.startswith("on") or name == "style"]  # noqa: SIM118
        assert int(root.get("width", "")) <= 600
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", whole)


def test_its_words_are_the_themes_and_nobody_elses() -> None:
    hostile = incident(title="<script>alert(1)</script>", affected="hostile", id="2026-11-20-hostile")
    built = rendered(board(hostile))
    assert not [path for path in built if path.startswith("badges/") and b"hostile" in built[path].make()]
    assert not [path for path in built if path.startswith("badges/") and b"alert" in built[path].make()]
    german = Words(THEME, "de")
    assert message(board(site=replace(SITE, language="de")), "status") == german.get("headline", "operational")
    own = with_own({"words/en.toml": '[headline]\noperational = "All ferries sail & <smile>"'})
    assert drawn(board(), "status", own).get("aria-label") == "status: All ferries sail & <smile>"


def test_the_colours_can_be_read() -> None:
    for colour in (*COLOURS.values(), LABEL):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_has_room_by_the_width_of_its_letters() -> None:
    assert width("WWW") > 2 * width("iii")
    assert width("決済") > width("AB")
    assert width("e\u0301") == width("\u00e9") == width("e")
    root = ElementTree.fromstring(badge("API", "Operational", "operational", "en"))
    first, second = root.iter(f"{SVG}text")
    room = float(first.get("textLength", "")) + float(second.get("textLength", ""))
    assert float(root.get("width", "")) == room + 4 * 7


def test_what_runs_from_right_to_left_is_told_so() -> None:
    texts = list(ElementTree.fromstring(badge("واجهة API", "Operational", "operational", "en")).iter(f"{SVG}text"))
    assert [each.get("direction") for each in texts] == ["rtl", None]


# ---------------------------------------------------------------- what a change touches


def promised(site: Site = SITE, *reports: Any, minutes: float = 0) -> dict[str, str]:
    files = rendered(board(*reports, site=site, now=ago(-minutes / 60)))
    return {path: file.digest for path, file in files.items() if path.startswith("badges/")}


def test_what_does_not_change_its_word_makes_no_badge_anew() -> None:
    assert promised() == promised(minutes=1)
    assert promised() == promised(SITE, maintenance())
    before, after = promised(), promised(SITE, incident())
    changed = {path for path in before if before[path] != after[path]}
    assert changed <= {
        f"badges/{each}.{kind}" for each in ("status", "uptime", "status/api", "uptime/api") for kind in ("svg", "json")
    }
    assert "badges/status.svg" in changed
