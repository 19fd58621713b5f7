from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli.shown import as_annotation, as_text, harmless
from generator.problem import Level, Place, Problem
from tests.cli.conftest import Upside
from tests.texts import INCIDENT, lay

BROKEN = INCIDENT.replace("impact: major", "impact: horrible")
FILE = "incidents/2026-11-20-api.md"


def problem(message: str = "is wrong", hint: str = "", file: str = "incidents/a.md") -> Problem:
    return Problem(Place(file, 3, 9), message, hint, Level.ERROR, "some-rule")


def test_a_problem_is_its_place_what_it_is_and_the_line_to_write() -> None:
    shown = as_text(problem("“x” is wrong", "title: y\nimpact: minor"))
    assert unstyled(shown) == (
        "incidents/a.md:3:9: error: “x” is wrong [some-rule]\n    | title: y\n    | impact: minor"
    )


def test_what_somebody_wrote_does_not_steer_the_terminal() -> None:
    assert harmless("a\x1b[2Jb\r\u202ec\x85é🔥") == "a\\x1b[2Jb\\x0d\\u202ec\\x85é🔥"
    assert "\x1b[2J" not in as_text(problem("\x1b[2J", "\x1b[2J", "\x1b[2J"))


@pytest.mark.parametrize("culprit", ["\n::add-mask::x", "\r\n::stop-commands::y", "%0A::set-output", "a: b, c"])
def test_what_somebody_wrote_is_no_command_to_github(culprit: str) -> None:
    line = as_annotation(problem(culprit, culprit, f"incidents/{culprit}.md"))
    assert len(line.splitlines()) == 1
    properties, _, message = line.removeprefix("::error ").partition("::")
    named = dict(each.split("=", 1) for each in properties.split(","))
    assert unescaped(named["file"]) == f"incidents/{culprit}.md"
    assert (named["line"], named["col"], named["title"]) == ("3", "9", "some-rule")
    assert unescaped(message) == f"incidents/{culprit}.md:3:9: {culprit}\n{culprit}"


def test_in_text_no_line_of_ours_is_a_command_to_github(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT.replace("title: Elevated", "title: ::stop-commands::Elevated: x")})
    said = upside("check", "--format", "text")
    assert said.status == 1
    assert "::stop-commands::" in said.out
    assert not [line for line in said.out.splitlines() if line.lstrip().startswith("::")]


def test_json_holds_every_problem_and_its_counts(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: BROKEN, "incidents/2026-11-19-b.md": BROKEN})
    said = upside("check", "--format", "json")
    found = json.loads(said.out)
    assert (said.status, said.err) == (1, "")
    assert found["errors"] == 2
    assert found["warnings"] == 0
    assert [each["file"] for each in found["problems"]] == ["incidents/2026-11-19-b.md", FILE]
    assert set(found["problems"][0]) == {"file", "line", "column", "level", "rule", "message", "hint"}
    assert (found["problems"][0]["line"], found["problems"][0]["column"]) == (3, 9)


def test_json_is_empty_but_whole_where_nothing_is_wrong(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    nothing = {"errors": 0, "warnings": 0, "advice": 0, "problems": []}
    assert json.loads(upside("check", "--format", "json").out) == nothing


def test_json_says_why_a_site_cannot_be_used(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": "- not\n- a site\n"})
    said = upside("check", "--format", "json")
    assert said.status == 2
    assert json.loads(said.out)["problems"][0]["file"] == "site.yaml"


def test_in_github_actions_problems_become_annotations_with_paths_of_the_repository(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path / "status", {FILE: BROKEN})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    said = upside("check", "-C", "status")
    assert said.status == 1
    assert said.out.startswith(f"::error file=status/{FILE},line=3,col=9,title=")
    assert f"::status/{FILE}:3:9: " in said.out
    assert upside("check", "-C", "status", "--format", "text").out.startswith(f"{FILE}:3:9: error: ")


def unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def unstyled(text: str) -> str:
    import click

    return click.unstyle(text)
