"""`upside postmortem ID --review`, and the line of advice that `upside check` gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"
HEAD = INCIDENT + "\n## Resolved — 14:55\n\n## Postmortem — 2026-11-20 14:58 UTC\n\n"
TEXT = """\
<!-- one line
     that is not shown --> <!-- and another -->
On 20 November from 14:02 to 14:55 UTC some users may have experienced errors.

It was deployed on Friday. <!-- by whom --> Some users may have seen more.
"""
TWELVE = 12


def test_each_point_is_met_and_where_or_missing_and_what_to_write(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT})
    said = upside("postmortem", "api", "--review")
    assert (said.status, said.err) == (0, "")
    lines = (tmp_path / FILE).read_text().splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith("On 20"))
    assert f"✔ Start and end: met\n    {FILE}:{at}: “On 20 November from 14:02" in said.out
    assert "✘ Admit failure: missing\n    → Say in one sentence what you did" in said.out
    assert f"{FILE}:{at}:{lines[at - 1].index('some users') + 1}: “some users may have experienced errors”" in said.out
    column = lines[at + 1].index("Some users") + 1
    assert f"{FILE}:{at + 2}:{column}: “Some users may have seen more”" in said.out
    assert f"{FILE}:{at + 2}:4: “was deployed”" in said.out


def test_one_that_explains_all_needs_no_name(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT, "incidents/2026-11-19-other.md": INCIDENT})
    assert FILE in upside("postmortem", "--review").out


def test_without_a_postmortem_it_says_how_to_begin_one(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    for words in ((), ("api",)):
        said = upside("postmortem", *words, "--review")
        assert said.status == 2
        assert "postmortem yet" in said.err or "has no postmortem to review" in said.err
        assert "  upside postmortem" in said.err


def test_as_json_every_point_is_there(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT, "site.yaml": SITE + "channels: [{name: Mail, url: 'mailto:help@example.com'}]\n"})
    found = json.loads(upside("postmortem", "api", "--review", "--format", "json").out)
    assert found["judged"] is True
    assert len(found["points"]) == TWELVE
    states = {each["point"]: each["state"] for each in found["points"]}
    assert (states["channel"], states["lessons"]) == ("met", "missing")
    assert {"line", "column", "quote", "plainer"} == set(found["remarks"][0])


def test_a_point_is_silenced_with_its_reason_and_no_other(upside: Upside, tmp_path: Path) -> None:
    silenced = HEAD.replace("---\n\n## Inv", "review: {five_whys: 'a single cause'}\n---\n\n## Inv", 1)
    lay(tmp_path, {FILE: silenced + TEXT})
    said = upside("postmortem", "api", "--review").out
    assert "- Five whys: waived\n    a single cause\n" in said
    assert "1 waived" in said
    assert "“Five whys”" not in upside("check").out


def test_check_gives_one_line_for_each_and_never_fails_for_it(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT})
    for words in ((), ("--strict",)):
        said = upside("check", *words)
        assert said.status == 0
        (line, hint) = said.out.splitlines()
        assert line.startswith(f"{FILE}:19:1: advice: the postmortem meets 1 of the twelve points; to look at: “")
        assert hint.strip(" |") == "upside postmortem 2026-11-20-api --review"
        assert said.err == "1 piece of advice.\n"
    assert upside("build").out.endswith("no problems.\n")


def test_github_shows_advice_as_a_notice(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT})
    assert upside("check", "--format", "github").out.startswith(
        f"::notice file={FILE},line=19,col=1,title=twelve-points::"
    )


def test_an_old_postmortem_is_left_in_peace(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT})
    assert upside("check", now="2027-06-01T00:00Z").out == "No problems.\n"
    assert "Admit failure: missing" in upside("postmortem", "api", "--review", now="2027-06-01T00:00Z").out


def test_another_language_is_asked_and_not_judged(upside: Upside, tmp_path: Path) -> None:
    german = (
        "Die Datenbank fiel aus, weil die Platte voll war. Wir bitten alle Betroffenen um Entschuldigung dafür.\n" * 3
    )
    lay(tmp_path, {FILE: HEAD + german})
    said = upside("postmortem", "api", "--review")
    assert said.status == 0
    assert "in another language" in said.out
    assert said.out.count("  ? ") == TWELVE
    assert upside("check").out == "No problems.\n"


@pytest.mark.parametrize("words", [("--by", "Ann"), ("--edit",), ("--at", "15:00")])
def test_reading_and_writing_do_not_mix(upside: Upside, tmp_path: Path, words: tuple[str, ...]) -> None:
    lay(tmp_path, {FILE: HEAD + TEXT})
    said = upside("postmortem", "api", "--review", *words)
    assert said.status == 2
    assert "--review reads one" in said.err
    assert upside("postmortem", "api", "--format", "json").status == 2
