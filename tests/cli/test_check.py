from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"


def test_a_site_without_a_mistake_says_so(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("check")
    assert (said.status, said.out, said.err) == (0, "No problems.\n", "")


def test_every_problem_of_every_file_is_shown_at_once_in_order(upside: Upside, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "site.yaml": SITE + "colour: red\n",
            "incidents/2026-11-19-b.md": INCIDENT.replace("[api, dashboard]", "[apii]").replace("— 14:31", "— 25:61"),
            FILE: INCIDENT.replace("impact: major", "impact: horrible"),
        },
    )
    said = upside("check")
    places = [tuple(line.split(":")[:2]) for line in said.out.splitlines() if not line.startswith(" ")]
    assert said.status == 1
    assert places == [
        ("incidents/2026-11-19-b.md", "4"),
        ("incidents/2026-11-19-b.md", "13"),
        (FILE, "3"),
        ("site.yaml", "9"),
    ]
    assert said.err.count("error") == 1


def test_warnings_fail_only_when_asked_to(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT.replace("components: [api, dashboard]\n", "")})
    said = upside("check")
    assert (said.status, said.err) == (0, "1 warning.\n")
    assert "warning: " in said.out
    assert upside("check", "--strict").status == 1


def test_check_writes_nothing_but_its_memory(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    upside("check")
    assert {path.name for path in tmp_path.iterdir()} <= {"site.yaml", "incidents", ".upside"}
