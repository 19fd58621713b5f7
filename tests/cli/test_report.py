from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, lay

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
