"""The outline of a report changes with whatever a list tells of it, and with no text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import fields, replace

from generator.model import Incident, Maintenance, Postmortem, Text, Update
from generator.read.record import outline_of
from tests.render.boards import NOW, changes, explained, incident, maintenance, update

TOLD = incident(postmortem=explained(), updates=(update("resolved", 1), update("update", 0.5)))
UNTOLD = {"text", "line", "edited", "actions"}
"""Of an update and a postmortem: what is read on the report's own page alone."""
NAMES = {"digest", "outline"}


def another(value: object) -> object:
    """A value of the same kind that is another one."""
    match value:
        case bool():
            return not value
        case str():
            return "partial_outage" if value == "critical" else "critical"
        case int():
            return value + 1
        case tuple():
            return ()
        case None:
            return NOW
        case Text():
            return Text("Other words.")
        case _:
            return value + timedelta(hours=1)  # type: ignore[operator]  # a moment


def others(of: Incident | Maintenance | Update | Postmortem) -> list[str]:
    return [each.name for each in fields(of) if each.name not in NAMES]


@pytest.mark.parametrize("name", [each for each in others(TOLD) if each not in ("updates", "postmortem")])
def test_every_field_of_an_incident_is_outlined(name: str) -> None:
    full = replace(TOLD, **dict.fromkeys(("causes", "technologies", "lessons", "waived"), ("x",)))
    assert outline_of(replace(full, **{name: another(getattr(full, name))})) != outline_of(full)


@pytest.mark.parametrize("name", [each for each in others(maintenance()) if each != "updates"])
def test_every_field_of_a_maintenance_is_outlined(name: str) -> None:
    assert outline_of(replace(maintenance(), **{name: another(getattr(maintenance(), name))})) != outline_of(
        maintenance()
    )


@pytest.mark.parametrize("name", others(TOLD.updates[0]))
def test_of_an_update_all_but_its_words_is_outlined(name: str) -> None:
    last = replace(TOLD.updates[-1], changes=changes(api="degraded_performance"))
    full = replace(TOLD, updates=(*TOLD.updates[:-1], last))
    edited = replace(full, updates=(*TOLD.updates[:-1], replace(last, **{name: another(getattr(last, name))})))
    assert (outline_of(edited) == outline_of(full)) == (name in UNTOLD)


@pytest.mark.parametrize("name", others(explained()))
def test_of_a_postmortem_all_but_its_words_is_outlined(name: str) -> None:
    edited = replace(TOLD, postmortem=replace(explained(), **{name: another(getattr(explained(), name))}))
    assert (outline_of(edited) == outline_of(TOLD)) == (name in UNTOLD)


def test_that_there_is_a_word_more_or_a_postmortem_is_outlined() -> None:
    shorter, silent = replace(TOLD, updates=TOLD.updates[:1]), replace(TOLD, postmortem=None)
    assert len({outline_of(each) for each in (TOLD, shorter, silent)}) == 3
