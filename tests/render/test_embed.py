"""What the banner on the main site is told: what is on, what the clock will begin, and nothing when all is well."""

from __future__ import annotations

import json
import re

import pytest
from msgspec.structs import replace

from generator.model import Board
from generator.problem import Unusable
from generator.render.badges.drawing import COLOURS
from generator.render.embed import MOST
from tests.render.boards import SITE, ago, board, incident, maintenance, notice, rendered, resolved, with_own


def items(of: Board) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(rendered(of)["api/banner.json"].make())["items"]
    return found


def script(of: Board) -> str:
    return rendered(of)["embed.js"].make().decode()


def test_there_is_nothing_to_say_while_all_is_well() -> None:
    assert items(board()) == []
    assert items(board(resolved(), notice())) == []


def test_an_open_incident_is_told_in_words_of_the_site() -> None:
    assert items(board(incident())) == [
        {
            "key": "2026-11-20-api major",
            "title": "Elevated error rates on the API",
            "says": "Identified · Major impact",
            "href": "incidents/2026-11-20-api/",
            "colour": COLOURS["partial_outage"],
        }
    ]
    assert "Ursache gefunden" in items(board(incident(), site=replace(SITE, language="de")))[0]["says"]


def test_what_was_dismissed_comes_back_only_when_it_is_graver() -> None:
    key = items(board(incident()))[0]["key"]
    assert items(board(incident(title="Other", updates=())))[0]["key"] == key
    assert items(board(incident(impact="critical")))[0]["key"] != key


def test_the_worst_comes_first_and_the_list_is_bounded() -> None:
    many = [incident(f"2026-11-20-{n}", 1 + n, "minor") for n in range(9)]
    told = items(board(*many, incident("2026-11-19-worst", 30, "critical")))
    assert len(told) == MOST
    assert told[0]["key"] == "2026-11-19-worst critical"


def test_maintenance_carries_the_moments_that_the_clock_waits_for() -> None:
    ahead = items(board(maintenance()))
    assert [(each["says"].partition(" ")[0], each.get("from"), each.get("until")) for each in ahead] == [
        ("In", "2026-11-21T11:00:00Z", "2026-11-21T12:00:00Z"),
        ("Verifying", "2026-11-21T12:00:00Z", None),
    ]
    under_way = items(board(maintenance(starts_in=-0.5)))
    assert [(each.get("from"), each.get("until")) for each in under_way] == [
        (None, "2026-11-20T15:30:00Z"),
        ("2026-11-20T15:30:00Z", None),
    ]
    assert [each["says"][:9] for each in items(board(maintenance(starts_in=-5)))] == ["Verifying"]
    assert len(items(board(maintenance(completes_automatically=True)))) == 1
    assert {each["key"] for each in ahead} == {ahead[0]["key"]}


def test_doubt_is_said_even_where_no_report_is_open() -> None:
    (told,) = items(board(site=replace(SITE, damaged=True)))
    assert told["colour"] == COLOURS["unknown"]
    assert "could not be read" in told["says"]
    (told,) = items(board(incident(damaged=True, title="")))
    assert told["title"] == "A report that could not be read"
    assert "may be worse" in told["says"]


def test_its_bytes_change_only_with_what_it_says() -> None:
    def digest(*reports: object, minutes: float = 0) -> str:
        return rendered(board(*reports, now=ago(-minutes / 60)))["api/banner.json"].digest  # type: ignore[arg-type]

    assert digest(incident(), maintenance()) == digest(incident(), maintenance(), minutes=5)
    assert digest(resolved()) == digest(resolved(), resolved("2026-11-17-older", 80))
    assert digest(incident()) != digest(incident(impact="minor"))


def test_the_script_has_the_sites_words_and_nothing_that_is_not_needed() -> None:
    made = script(board())
    assert '"label":"Status of Example Cloud"' in made
    assert not re.search(r"^\s*(//|/?\*)|^\s+\S|WORDS|innerHTML|setAttribute\(\"style|eval\(", made, re.MULTILINE)
    assert script(board(incident())) == made
    hostile = script(board(site=replace(SITE, name='"};alert(1);// \u202e</script>')))
    assert '\\"};alert(1);// </script>' in hostile


def test_a_site_may_bring_its_own_and_a_mistake_has_its_place() -> None:
    own = rendered(board(), with_own({"embed.js": "/* ours */ console.log(WORDS.label)"}))["embed.js"].make()
    assert own.startswith(b'console.log({"language":"en"')
    broken = replace(with_own({}), own={"embed.js": b"\n\xff"})
    with pytest.raises(Unusable, match=r"theme/embed\.js:2:1: byte 0xff"):
        rendered(board(), broken)["embed.js"].make()
