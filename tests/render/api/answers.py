"""What the API says of a board: its files, parsed."""

from __future__ import annotations

import json
from typing import Any

from generator.memory import Memory
from generator.model import Board, File
from generator.render.api.stashboard import stashboard
from generator.render.api.statuspage import statuspage
from generator.render.edition import Edition
from tests.render.api.schema import FILES
from tests.render.boards import THEME

Answer = dict[str, Any]


def edition(of: Board) -> Edition:
    """An edition with the packaged theme."""
    return Edition(of, THEME, Memory(None))


def files(of: Board) -> dict[str, File]:
    """Every file of both APIs, by its path."""
    told = edition(of)
    return {file.path: file for file in (*statuspage(told), *stashboard(told))}


def answers(of: Board) -> dict[str, Answer]:
    """All of version 2, by the path below `/api/v2/`."""
    told = {file.path.removeprefix("api/v2/"): file for file in statuspage(edition(of))}
    assert set(told) == set(FILES)
    return {path: json.loads(file.make()) for path, file in told.items()}


def summary(of: Board) -> Answer:
    """`/api/v2/summary.json`."""
    return answers(of)["summary.json"]


def incidents(of: Board) -> list[Answer]:
    """`/api/v2/incidents.json`."""
    found: list[Answer] = answers(of)["incidents.json"]["incidents"]
    return found


def maintenances(of: Board) -> list[Answer]:
    """`/api/v2/scheduled-maintenances.json`."""
    found: list[Answer] = answers(of)["scheduled-maintenances.json"]["scheduled_maintenances"]
    return found


def stash(of: Board, path: str) -> Answer:
    """One answer of version 1, by the path below `/api/v1/`."""
    told = {file.path: file for file in stashboard(edition(of))}
    found: Answer = json.loads(told[f"api/v1/{path}.json"].make())
    return found
