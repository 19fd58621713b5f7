"""The program on one screen: read, check, decide, render, write."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from generator import version
from generator.decide import Archive, check, decide
from generator.memory import Memory
from generator.model import Board
from generator.pauses import without_pauses
from generator.problem import Problem, in_order
from generator.publish import Changes, claim, release
from generator.read import read
from generator.render import Theme, render

SOURCES = ("site.yaml", "incidents", "theme")
"""What a site is made from, below its root: nothing is ever built in or around these."""


class Built(Struct, frozen=True):
    """What a build did, and what it has to say."""

    board: Board
    changes: Changes
    problems: tuple[Problem, ...]


def build(root: Path, folder: Path, *, now: datetime, shared: Path | None = None) -> Built:
    """Make the site that lies in `root` into `folder`, as it is true at `now` (aware). `shared` remembers what holds for all sites.

    `folder` holds either the whole old site or the whole new one, whatever happens. Raises `Unusable` when nothing can be
    built and `publish.Refused` or `publish.Busy` when nothing may be written; nothing has changed then.
    """
    memory = Memory(root / ".upside", version.program(), shared=shared)
    with claim(
        folder, memory, apart_from=[root / name for name in SOURCES]
    ) as place:  # first: who reads last publishes last
        with without_pauses():
            source = read(root, memory)
            archive = Archive.of(source.site, memory)
            problems = in_order((*source.problems, *check(source, now=now, archive=archive)))
            board = decide(source, now=now, archive=archive)
            archive.keep()
            files = render(board, Theme.of(root), memory)
        changes = release(files, place, memory)
        memory.save()
    return Built(board, changes, problems)
