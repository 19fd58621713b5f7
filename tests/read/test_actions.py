"""The task list of a postmortem, as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.model import ActionItem
from generator.problem import Level, Problem
from generator.read import read
from tests.texts import INCIDENT, lay

HEAD = "\n## Resolved — 15:40\n\n## Postmortem — 2026-11-22 10:00 UTC\n\n"


def items(tmp_path: Path, text: str) -> tuple[tuple[ActionItem, ...], list[Problem]]:
    lay(tmp_path, {"incidents/2026-11-20-api.md": INCIDENT + HEAD + text})
    source = read(tmp_path, Memory(None))
    (incident,) = source.incidents
    assert incident.postmortem is not None
    assert not incident.damaged
    return incident.postmortem.actions, [each for each in source.problems if each.rule == "action-item-day"]


@pytest.mark.parametrize(
    ("line", "text", "done", "due", "owner"),
    [
        ("- [ ] Load-test (2026-12-15)", "Load-test", False, date(2026, 12, 15), ""),
        ("- [x] Load-test (2026-12-15)", "Load-test", True, date(2026, 12, 15), ""),
        ("* [X] Load-test", "Load-test", True, None, ""),
        ("1. [ ] Load-test (2026-12-15, Ann Lee).", "Load-test.", False, date(2026, 12, 15), "Ann Lee"),
        ("- [ ] Load-test (Ann, by 2026-12-15)", "Load-test", False, date(2026, 12, 15), "Ann"),
        ("- [ ] Load-test (due 2026-12-15)", "Load-test", False, date(2026, 12, 15), ""),
        ("- [ ] Load-test (see #123) (2026-12-15)", "Load-test (see #123)", False, date(2026, 12, 15), ""),
        ("- [ ] Upgrade to 16.2 (16.2.1)", "Upgrade to 16.2 (16.2.1)", False, None, ""),
        ("- [ ] Load-test\n  every deploy (2026-12-15)", "Load-test every deploy", False, date(2026, 12, 15), ""),
    ],
)
def test_an_item_says_what_by_when_and_who(
    tmp_path: Path, line: str, text: str, done: bool, due: date | None, owner: str
) -> None:
    (item,), problems = items(tmp_path, f"### What we will do\n\n{line}\n")
    assert (item.text, item.done, item.due, item.owner) == (text, done, due, owner)
    assert problems == []


@pytest.mark.parametrize("day", ["2026-13-01", "15.12.2026", "12/15/2026", "2026/12/15"])
def test_a_day_that_is_none_is_said_where_it_stands(tmp_path: Path, day: str) -> None:
    (item,), (problem,) = items(tmp_path, f"- [ ] Load-test ({day})\n")
    assert item.due is None
    assert day in problem.message
    assert problem.level is Level.WARNING
    line = (tmp_path / problem.place.file).read_text().splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(day)


def test_code_links_and_plain_items_are_none(tmp_path: Path) -> None:
    text = "```\n- [ ] code\n```\n- [a link](https://example.com)\n- plain\n\n[ ] no item\n"
    assert items(tmp_path, text) == ((), [])


def test_what_is_remembered_is_what_was_read(tmp_path: Path) -> None:
    front = (
        "causes: [deploy, Deploy]\ntechnologies: PgBouncer, PostgreSQL\nreview: {five_whys: one cause}\n---\n\n## Inv"
    )
    text = INCIDENT.replace("---\n\n## Inv", front, 1) + HEAD + "- [ ] Load-test (2026-12-15, Ann)\n"
    lay(tmp_path, {"incidents/2026-11-20-api.md": text})
    memory = Memory(tmp_path / ".upside")
    first = read(tmp_path, memory)
    memory.save()
    again = read(tmp_path, Memory(tmp_path / ".upside"))
    assert again == first
    (incident,) = first.incidents
    assert incident.technologies == ("PgBouncer", "PostgreSQL")
    assert incident.waived == (("five_whys", "one cause"),)


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("review: {five_wyhs: one cause}", "did you mean “five_whys”?"),
        ("review: {five_whys: }", "“five_whys” has no reason"),
        ("review: five_whys", "points with their reasons are expected here"),
        ("causes: {a: b}", "a list of short names is expected here"),
        (f"lessons: [{'x' * 101}]", "is longer than 100 characters"),
    ],
)
def test_a_mistake_in_what_explains_damages_nothing(tmp_path: Path, front: str, message: str) -> None:
    text = INCIDENT.replace("---\n\n## Inv", f"{front}\n---\n\n## Inv", 1)
    lay(tmp_path, {"incidents/2026-11-20-api.md": text})
    source = read(tmp_path, Memory(None))
    (problem,) = source.problems
    assert message in problem.message
    assert problem.place.line == 7
    (incident,) = source.incidents
    assert not incident.damaged
    assert not incident.any_component
