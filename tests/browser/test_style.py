"""The style sheet as a promise: every word has a tone, every custom property is documented, nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.model import ComponentStatus, Headline, Impact, Status

THEME = Path(__file__).parents[2] / "theme"
STYLE = re.sub(r"/\*.*?\*/", "", (THEME / "assets/status.css").read_text(), flags=re.S)
REPORT = re.sub(r"/\*.*?\*/", "", (THEME / "assets/report.css").read_text(), flags=re.S)
SCRIPT = (THEME / "assets/status.js").read_text()
GOING_ON = {Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.UPDATE}
"""Steps of an incident: its impact gives the tone, not these."""


@pytest.mark.parametrize("word", sorted({*ComponentStatus, *Headline, *Status, "no_data", "late", "due"} - GOING_ON))
def test_every_state_has_a_tone(word: str) -> None:
    assert re.search(rf"\[data-status={word}\][^{{}}]*{{[^}}]*--tone:", STYLE)


@pytest.mark.parametrize("impact", Impact)
def test_every_impact_has_a_tone(impact: Impact) -> None:
    assert re.search(rf"\[data-impact={impact}\][^{{}}]*{{[^}}]*--tone:", STYLE)


@pytest.mark.parametrize("word", sorted(set(Headline) - {Headline.OPERATIONAL}))
def test_whatever_is_not_fine_has_a_band(word: str) -> None:
    assert re.search(rf"\[data-status={word}\][^{{}}]*{{[^}}]*--band:", STYLE)


def test_a_word_that_nobody_knows_never_looks_fine() -> None:
    default = re.search(r":root { --tone: ([^;]+); --bar: ([^;]+); --band: ([^;]+);", STYLE)
    assert default is not None
    assert "operational" not in "".join(default.groups())


def test_every_custom_property_that_may_be_set_is_documented_and_used() -> None:
    defined = set(re.findall(r"(--[a-z-]+):", STYLE))
    table = (THEME / "README.md").read_text().partition("| custom property |")[2].partition("### ")[0]
    assert set(re.findall(r"`(--[a-z-]+)`", table)) == defined
    assert set(re.findall(r"var\((--[a-z-]+)\)", STYLE)) == defined


def test_every_colour_of_the_light_has_its_match_in_the_dark() -> None:
    light, dark = (set(re.findall(r"(--[a-z-]+): #", rule)) for rule in re.findall(r":root {([^}]*#[^}]*)}", STYLE)[:2])
    assert light - dark == {"--on-band"}


def test_style_and_script_name_no_address() -> None:
    assert not re.search(r"url\(|@import|https?:", STYLE + REPORT)
    assert not re.search(
        r"https?:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|\.style\b|console", SCRIPT
    )


def test_the_style_knows_no_left_and_no_right() -> None:
    assert not re.search(r"\b(left|right)\b", re.sub(r"linear-gradient\([^;]*", "", STYLE + REPORT))


@pytest.mark.parametrize("part", ["kept", "late", "unknown", "unpromised", "due", "overdue", "done", "open", "longer"])
def test_every_part_of_a_picture_has_a_colour_of_the_theme(part: str) -> None:
    assert re.search(rf"\.picture [^{{}}]*\.{part}\b[^{{}}]*{{ fill: var\(--[a-z-]+\); }}", REPORT)


def test_the_report_brings_no_colours_of_its_own() -> None:
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", REPORT)
    assert set(re.findall(r"var\((--[a-z-]+)\)", REPORT)) <= set(re.findall(r"(--[a-z-]+):", STYLE))
