"""The page for a terminal: all that matters, in 80 columns, and nothing that steers it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Board, Component, Text
from generator.render.letters import columns
from generator.render.plain import LINES, MOST
from tests.examples import examples
from tests.render.boards import (
    SITE,
    ago,
    board,
    changes,
    explained,
    incident,
    maintenance,
    notice,
    rendered,
    resolved,
    update,
)

BROKEN = incident(damaged=True, any_component=True, impact="critical", components=(), title="")


def text(of: Board) -> str:
    return rendered(of)["status.txt"].make().decode()


def test_a_quiet_page_is_short() -> None:
    assert text(board()).splitlines() == [
        "Example Cloud: All Systems Operational",
        "",
        "Components, and their uptime over the last 90 days",
        "  Core         Operational  100%",
        "    API        Operational  100%",
        "    Dashboard  Operational  100%",
        "  Website      Operational  100%",
        "",
        "Nothing has been reported yet.",
        "https://status.example.com/",
    ]


def test_an_open_incident_is_told_with_its_last_word_and_when_the_next_is_due() -> None:
    lines = text(board(incident())).splitlines()
    assert lines[0] == "Example Cloud: Minor Service Outage"
    start = lines.index("Open incidents")
    assert lines[start + 2 : start + 10] == [
        "  Elevated error rates on the API",
        "  Identified · Major impact · Started November 20, 2026, 14:00 UTC, not over yet",
        "  Who is affected: 6,323 customers in eu-west",
        "  Affected components: API (Partial outage)",
        "  Identified, November 20, 2026, 14:30 UTC",
        "    A deploy did it.",
        "  Next update by November 20, 2026, 16:30 UTC.",
        "  https://status.example.com/incidents/2026-11-20-api/",
    ]
    assert lines[-2] == "Last changed November 20, 2026, 14:30 UTC."


def test_a_late_word_is_called_late() -> None:
    assert "was due November 20, 2026, 16:30 UTC and is late." in text(board(incident(), now=ago(-2)))


def test_maintenance_and_notices_stand_below_incidents() -> None:
    said = text(board(incident(), maintenance(), maintenance("2026-11-20-now", -0.5), notice()))
    places = [
        said.index(f"\n{each}\n")
        for each in ("Open incidents", "Maintenance under way", "Coming maintenance", "Notices")
    ]
    assert places == sorted(places)
    assert "    From *January* on.\n" in said


def test_what_is_over_is_not_told() -> None:
    assert "Slow logins" not in text(board(resolved(postmortem=explained())))


def test_doubt_is_never_fine() -> None:
    for of in (board(BROKEN), board(site=replace(SITE, damaged=True))):
        said = text(of)
        assert "All Systems Operational" not in said
        assert "could not be read" in said
    assert " Operational " not in text(board(BROKEN))
    assert "A report that could not be read" in text(board(BROKEN))


def test_columns_stand_below_each_other_in_every_script() -> None:
    names = ("API", "決済システム", "Zoé\u0301", "Платежи", "x" * 90)
    site = replace(SITE, components=tuple(Component(f"c{n}", name) for n, name in enumerate(names)))
    listed = [line for line in text(board(site=site)).splitlines() if line.endswith("Operational  100%")]
    assert len(listed) == len(names)
    assert {columns(line.partition("Operational")[0]) for line in listed} == {80 - len("Operational  100%")}


def test_a_long_last_word_is_cut() -> None:
    long = incident(updates=(update("investigating", 0.5, "\n\n".join(f"Line {n}." for n in range(30))),))
    lines = text(board(long)).splitlines()
    shown = [line for line in lines if line.startswith("    Line")]
    assert len(shown) == LINES
    assert shown[-1].endswith(" …")


def test_a_list_without_end_is_cut_and_says_so() -> None:
    many = [incident(f"2026-11-20-{n}", 1 + n / 100) for n in range(MOST + 3)]
    assert text(board(*many)).count("Elevated error rates") == MOST
    assert "  and 3 more\n" in text(board(*many))


def test_it_speaks_the_sites_language() -> None:
    said = text(board(incident(), site=replace(SITE, language="de")))
    for english in ("Investigating", "Operational", "impact", "Next", "Last changed", "uptime"):
        assert english not in said


HOSTILE = ["\x1b[31mred\x1b[0m", "a\rb", "\x9b2J", "\u202egnp.exe", "\u2066x", "a\u2028b", "\x07", "\udcff", "\ue000"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_nothing_that_people_wrote_steers_a_terminal(hostile: str) -> None:
    site = replace(SITE, name=hostile + "x", components=(Component("api", hostile, hostile),))
    told = incident(
        title=hostile,
        affected=hostile,
        components=changes(api="major_outage"),
        updates=(update("update", 0.5, hostile),),
    )
    said = text(board(told, notice(title=hostile, text=Text(hostile)), site=site)).replace("\n", "")
    assert [ascii(each) for each in said if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")] == []


@settings(deadline=None, max_examples=examples(60))
@given(st.text(max_size=300), st.text(max_size=300), st.booleans())
def test_no_line_is_wider_than_a_terminal(one: str, other: str, damaged: bool) -> None:
    site = replace(SITE, components=(Component("api", one, other), Component("b", other)))
    told = incident(
        title=one, affected=other, damaged=damaged, updates=(update("identified", 0.5, one + "\n" + other),)
    )
    for line in text(board(told, notice(title=other, text=Text(one)), site=site)).split("\n"):
        assert columns(line) <= 80 or "://" in line
        assert line == line.rstrip()


def test_what_does_not_change_the_text_does_not_make_it_anew() -> None:
    def digest(*reports: object, minutes: float = 0) -> str:
        return rendered(board(*reports, now=ago(-minutes / 60)))["status.txt"].digest  # type: ignore[arg-type]

    assert digest(incident()) == digest(incident(), minutes=1)
    assert digest(incident()) != digest(incident(title="Other"))
    assert digest(incident()) != digest(incident(), minutes=120)
