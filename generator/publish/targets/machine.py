"""What a place must be able to do to show releases behind a link, wherever it is: on this disk, or at the other end of SSH.

    releases/<name>/     one folder each; equal files are one file with several names (hard links)
    current              a symbolic link to one of them, exchanged in one step: what a web server serves
    .upside/             ours: the mark, and for each release a record of its files and of what the target says when it is live

`behind_link.py` knows when to do what; a machine only does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from generator.publish.targets.drills.place import Drills
from generator.publish.targets.inventory import Inventory
from generator.publish.targets.release import Release
from generator.publish.targets.target import Target, Terms

HIDDEN, RELEASES, CURRENT = ".upside", "releases", "current"
MARK = "made-by"
MADE_BY = "This folder is kept by Upside (upside publish): releases/ is written and removed by it, and current leads to the one that is live.\n"
INCOMING = f"{HIDDEN}/incoming"
"""Where a release lies until it is whole."""
NAME = re.compile(r"[0-9a-f]{12}(?:-[0-9]+)?")
"""What a release's folder is called: the first digits of its digest, and a number where one by that name was there."""
HARMLESS = frozenset((HIDDEN, "lost+found"))
"""Names that an empty folder may hold."""
WAIT = 60.0
"""Seconds to wait for another publisher."""


class Trouble(Exception):
    """The machine could not do it. Its text says why and what to do, in sentences, without a word about what visitors see."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands there."""

    live: str = ""
    """The name of the release that `current` leads to; empty where there is none."""
    names: frozenset[str] = frozenset()
    """Of all folders in `releases/`."""
    pointer: bytes = b""
    """What was recorded for the live release: the target's word about itself."""
    inventory: bytes = b""
    """And what its folder holds."""


class Machine(Protocol):
    """Every method may raise `Trouble`. Paths are those of a site, folders those of the layout."""

    @property
    def shown(self) -> str:
        """The address for a person, without a password in it."""

    def held(self) -> AbstractContextManager[None]:
        """Keep other publishers out, make the place ours, and clear away what a killed one left. Raises `Busy`, `Occupied`."""

    def look(self) -> Seen:
        """What stands there. Needs no hold, changes nothing. Raises `Occupied` where it is somebody else's."""

    def inventory(self, name: str) -> bytes:
        """The record of the files of the release `name`; empty where there is none."""

    def lay(self, release: Release, new: Inventory, base: str, old: Inventory, terms: Terms) -> None:
        """Make `INCOMING` hold the files of `new`, with their times, sharing what is equal with `old`, the release named `base` (may be empty)."""

    def carry(self, folder: str, base: str, new: Inventory) -> None:
        """Share the extra files of `new` with the release `base`, as far as they are there."""

    def hashes(self, folder: str) -> Mapping[str, str]:
        """The hash of every file below `folder`, read from there; empty for what is no plain file."""

    def touch(self, folder: str, new: Inventory) -> None:
        """Give the files of `new` their times."""

    def record(self, name: str, pointer: bytes, inventory: bytes) -> None:
        """Keep the two records of the release `name`, to disk, each in one step."""

    def place(self, name: str) -> None:
        """Let `INCOMING` be the release `name`, which is not there yet."""

    def show(self, name: str) -> None:
        """Let `current` lead to the release `name`, in one step, when all of it is on disk."""

    def drop(self, names: frozenset[str]) -> None:
        """Take away releases, with their records."""

    def drills(self, make: Callable[[Machine], Target]) -> Drills:
        """Where drills show their pages; `make` makes a target of a machine."""


def known(names: Iterable[str]) -> frozenset[str]:
    """Those of `names` that are releases: what else lies in `releases/` is left alone."""
    return frozenset(name for name in names if NAME.fullmatch(name))


def go_on(terms: Terms) -> None:
    """Raise `Trouble` where a person wants it to end."""
    if terms.stop.is_set():
        raise Trouble("stopped, as you asked for. The same command again begins anew.")
