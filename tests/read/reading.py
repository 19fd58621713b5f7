"""What every test of the reading room starts with: one text in, a report and its problems out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from generator.model import Component, Incident, Maintenance, Notice, Site
from generator.problem import Problem
from generator.read.components import Terms
from generator.read.reports import Report, read_report
from tests.texts import INCIDENT

FILE = "incidents/2026-11-20-api-errors.md"
Kind = TypeVar("Kind", Incident, Maintenance, Notice)

PARTS = (Component("api", "Public API"), Component("dashboard", "Dashboard"), Component("website", "Website"))


def site(timezone: str = "UTC") -> Site:
    return Site("Example", "https://status.example.com", timezone, components=PARTS)


def read(
    text: str | bytes = INCIDENT, file: str = FILE, *, timezone: str = "UTC"
) -> tuple[Report, tuple[Problem, ...]]:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return read_report(file, data, Terms.of(site(timezone)))


def reported(
    kind: type[Kind], text: str | bytes = INCIDENT, file: str = FILE, *, timezone: str = "UTC"
) -> tuple[Kind, tuple[Problem, ...]]:
    """The report in `text`, which must be of this kind."""
    found, problems = read(text, file, timezone=timezone)
    assert isinstance(found, kind), problems
    return found, problems


def incident(text: str | bytes = INCIDENT, *, timezone: str = "UTC") -> Incident:
    return reported(Incident, text, timezone=timezone)[0]


def problems(text: str | bytes, *, timezone: str = "UTC") -> list[tuple[str, int, int, str]]:
    """Rule, line, column and hint of each problem of a text."""
    return [(each.rule, each.place.line, each.place.column, each.hint) for each in read(text, timezone=timezone)[1]]


def rules(text: str | bytes) -> set[str]:
    return {rule for rule, *_ in problems(text)}


def changed(old: str, new: str, text: str = INCIDENT) -> str:
    """The incident with one thing typed otherwise."""
    assert old in text
    return text.replace(old, new, 1)


def body(text: str) -> str:
    """An incident with this below its front matter, from line 9 on."""
    return INCIDENT.split("\n## ")[0] + "\n" + text


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)
