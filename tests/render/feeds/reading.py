"""Feeds of boards and of texts, read as simply as possible: the readers of the trade have tests of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from generator.decide import decide
from generator.memory import Memory
from generator.model import Board, File, Incident, Maintenance, Notice
from generator.read import read
from generator.render.edition import Edition
from generator.render.feeds import outputs
from tests.render.boards import THEME, explained, incident, maintenance, notice, resolved, update
from tests.texts import lay

EMPTY = datetime(2026, 1, 1, tzinfo=UTC)
"""The day on which the authority was pinned: the date of a feed with nothing in it."""
ATOM = "{http://www.w3.org/2005/Atom}"
UPDATES = ("feed.atom", "feed.rss", "feed.json")
INCIDENTS = ("history.atom", "history.rss")

BUSY: tuple[Incident | Maintenance | Notice, ...] = (
    incident(),
    resolved(postmortem=explained()),
    maintenance(),
    maintenance("2026-11-20-begun", -0.5),
    maintenance("2026-11-20-unsaid", -3, updates=()),
    maintenance("2026-11-22-planned", 48, updates=()),
    notice(updates=(update("update", 2, "They are *lower* than we said."),)),
    incident("2026-11-19-broken", 30, damaged=True, any_component=True, title="", updates=()),
)
"""One of everything."""


def promised(of: Board) -> dict[str, File]:
    """Every feed by its path, unmade."""
    return {file.path: file for file in outputs.feeds(Edition(of, THEME, Memory(None)))}


def made(of: Board, path: str) -> bytes:
    """The bytes of one feed."""
    return promised(of)[path].make()


def feeds(of: Board) -> dict[str, bytes]:
    """Every feed by its path."""
    return {path: file.make() for path, file in promised(of).items()}


def ids(content: bytes) -> list[str]:
    """The ids of a feed's entries, in order, whatever its format."""
    if content.startswith(b"{"):
        return [item["id"] for item in json.loads(content)["items"]]
    tree = etree.fromstring(content)
    return [str(each.text) for each in (*tree.iterfind(f"{ATOM}entry/{ATOM}id"), *tree.iterfind("channel/item/guid"))]


def dates(content: bytes) -> list[datetime]:
    """Every date of a feed, in whatever element it stands, whatever the format."""
    if content.startswith(b"{"):
        feed = json.loads(content)
        return [
            datetime.fromisoformat(item[key]) for item in feed["items"] for key in item if key.startswith("date_")
        ] or [EMPTY]
    tree = etree.fromstring(content)
    atom = [each.text for name in ("published", "updated") for each in tree.iter(ATOM + name)]
    rss = [each.text for name in ("pubDate", "lastBuildDate") for each in tree.iter(name)]
    return [*map(datetime.fromisoformat, atom), *map(parsedate_to_datetime, rss)]


def items(of: Board, path: str = "feed.json") -> list[dict[str, Any]]:
    """The items of a JSON Feed."""
    found: list[dict[str, Any]] = json.loads(made(of, path))["items"]
    return found


def titles(of: Board, path: str = "feed.json") -> list[str]:
    """Their titles."""
    return [item["title"] for item in items(of, path)]


def of_texts(root: Path, texts: Mapping[str, str], now: datetime) -> Board:
    """What is true of files with these texts, laid below `root`."""
    return decide(read(lay(root, texts), Memory(None)), now=now)
