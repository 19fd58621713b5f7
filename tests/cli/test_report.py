from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"
OVER = INCIDENT + "\n## Resolved — 15:00\n"


def test_it_prints_every_period_with_its_figures(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: OVER})
    said = upside("report")
    assert (said.status, said.err) == (0, "")
    for title in ("The last 90 days, August 23, 2026 to November 20, 2026", "The last 12 months", "All we have"):
        assert title in said.out
    assert said.out.count("Median 8 minutes\n") == 3
    assert "Longest: 8 minutes, Elevated error rates on the API" in said.out
    assert "https://status.example.com/incidents/2026-11-20-api/\n" in said.out


def test_one_period_is_enough(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: OVER})
    said = upside("report", "--period", "12-months").out
    assert "The last 12 months" in said
    assert "The last 90 days" not in said


def test_no_line_is_longer_than_a_terminal_but_an_address(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: OVER.replace("Elevated", "Elevated " * 30)})
    assert [line for line in upside("report").out.splitlines() if len(line) > 80 and "https://" not in line] == []


def test_scripts_get_json(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: OVER})
    told = json.loads(upside("report", "--format", "json").out)
    assert [each["name"] for each in told["periods"]] == ["90-days", "12-months", "all"]
    first = told["periods"][0]
    assert first["incidents"]["by_impact"] == {"critical": 0, "major": 1, "minor": 0, "none": 0}
    assert first["time_to_first_word"]["median_seconds"] == 8 * 60
    assert first["time_to_resolve"]["worst"][0]["url"] == "https://status.example.com/incidents/2026-11-20-api/"


def test_without_data_it_says_so_and_nothing_better(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside("report", "--period", "90-days").out
    figures = said.partition("How each is counted")[0]
    assert figures.count("No data") == 6
    assert "100% on time" not in said
    told = json.loads(upside("report", "--format", "json").out)["periods"][0]
    assert told["updates_on_time"]["share"] is None
    assert told["time_to_resolve"]["median_seconds"] is None


def test_a_file_that_cannot_be_read_is_named_and_fails(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: OVER, "incidents/2026-11-18-broken.md": "nothing can be read of this\n"})
    said = upside("report", "--period", "90-days")
    assert said.status == 1
    assert "Part of 1 report could not be read." in said.out
    assert "    A report that could not be read\n" in said.out
    assert "upside check" in said.err
    told = json.loads(upside("report", "--format", "json").out)["periods"][0]
    assert told["unreadable_reports"]["count"] == 1


def test_its_keys_are_those_that_operators_are_promised(upside: Upside, tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "incidents/README.md").read_text(encoding="utf-8")
    promised = re.findall(r"`([a-z_]+)`", readme.partition("Its keys stay: ")[2].partition("Lengths are in")[0])
    lay(tmp_path, {FILE: OVER})
    told = json.loads(upside("report", "--format", "json").out)
    assert promised == [*told, *told["periods"][0]]


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        ("impact: major", "impact: majr"),
        ("started: 2026-11-20 14:02 UTC", "started: yesterday"),
        ("## Investigating — 2026-11-20 14:10 UTC", "## Investigating — 2026-11-20 1410 UTC"),
        ("## Identified — 14:31 {next=15:30}", "## Identified — 14:31 {next=15:30"),
        ("## Identified — 14:31", "## Identified — 14:99"),
        ("## Resolved — 15:00", "## Resolved — 25:00"),
        ("---\n\n## Investigating", "\n\n## Investigating"),
    ],
)
def test_no_slip_in_a_file_makes_a_figure_better_without_a_word(
    upside: Upside, tmp_path: Path, whole: str, torn: str
) -> None:
    site = SITE + "promises: {first_update: 10 minutes, updates_every: 30 minutes, postmortem: 5 days}\n"

    def told(text: str) -> dict[str, Any]:
        lay(tmp_path, {"site.yaml": site, FILE: text})
        said = upside("report", "--format", "json")
        assert said.status == (text != OVER)
        period: dict[str, Any] = json.loads(said.out)["periods"][0]
        return period

    before, after = told(OVER), told(OVER.replace(whole, torn, 1))
    assert after["unreadable_reports"]["count"] == 1
    assert after["incidents"]["total"] == 1
    assert after["updates_on_time"]["on_time"] == 0 < before["updates_on_time"]["on_time"]
    assert after["incidents"]["open"] >= before["incidents"]["open"]
    for name in ("longest_silence", "time_to_resolve", "time_to_first_word"):
        worst = after[name]["worst_seconds"]
        assert worst is None or worst >= before[name]["worst_seconds"], name
