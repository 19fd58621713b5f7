"""What every kind of target can do, on what terms, and the ways in which it may not. Data and a protocol only."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Protocol

from generator.publish.changes import Busy, Refused
from generator.publish.targets.order import Contains, unknown
from generator.publish.targets.pointer import KEPT, Entry, Pointer
from generator.publish.targets.release import Release

if TYPE_CHECKING:
    from generator.publish.targets.drills.place import Drills

__all__ = [
    "BadAddress",
    "Busy",
    "Failed",
    "Occupied",
    "Older",
    "Refused",
    "Shipped",
    "Target",
    "Terms",
    "without_secret",
]

Progress = Callable[[str, int, int], None]
"""What is being done (`sending`, `placing`, `verifying`), how much of it is done, and how much there is."""


class BadAddress(ValueError):
    """It is no address of a target; the text says what is wrong and what one looks like."""


class Failed(Exception):
    """The target failed, or what it shows could not be verified. Its text says what happened, what visitors see now and what to do.

    Never holds a secret: no key, no password, no signed address.
    """


class Older(Refused):
    """What is live is newer than what was to be published, or was chosen by a rollback. Nothing was changed."""


class Occupied(Refused):
    """The place holds files that were not put there by Upside and that a release would overwrite. Nothing was changed."""


@dataclass(frozen=True)
class Terms:
    """On what terms a release is shipped or gone back to; the same for every target of one command."""

    now: datetime
    """UTC. Stands in pointers and decides what has been stale for a day; never measured by."""
    contains: Contains = unknown
    """What the history of the site's commits knows."""
    overwrite_newer: bool = False
    """Ship even over a newer release, or over one that a rollback chose."""
    keep: int = KEPT
    """Releases that can be gone back to, the live one included."""
    stop: Event = field(default_factory=Event)
    """Set when a person wants it to end: no further request is made but the one that lets others in."""
    progress: Progress = lambda _what, _done, _of: None
    """Told from whichever thread does the work."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """What was done at a target; only ever returned when everything was fetched back, compared and found right."""

    entry: Entry
    """What is live now."""
    was: Entry | None = None
    """What was live before."""
    sent: int = 0
    """Files whose bytes travelled."""
    sent_size: int = 0
    """Bytes that travelled."""
    placed: int = 0
    """Files that visitors see differently now, those taken away not counted."""
    removed: int = 0
    """Files taken away, a day after the last release that had them."""
    verified: int = 0
    """Files known to be live as they should be: all of them."""
    unchanged: bool = False
    """It was live already, whole, and nothing was written."""


class Target(Protocol):
    """A place that shows one release at a time. `address.target_of` makes one of an address; making it touches no network."""

    @property
    def shown(self) -> str:
        """The address for a person, without a password or a key in it."""

    def read(self) -> Pointer:
        """What the target says of itself; an empty pointer where nothing was ever published. Changes nothing. Raises `Failed`."""

    def ship(self, release: Release, terms: Terms) -> Shipped:
        """Make `release` what visitors see, and verify it. Again after a failure or a kill, it finishes what was begun.

        Holds the target against other publishers; asks `order.judge` while it does. Where `release` is live already it only verifies.
        Raises `Older` or `Occupied`, or `Refused` of the folder: nothing was changed. `Busy`: another publisher is at work and did not end.
        `Failed`: the text says what visitors see now.
        """

    def roll_back(self, to: str | None, terms: Terms) -> Shipped:
        """Make an older release, the one before or the one whose id begins with `to`, what visitors see, and verify it.

        Raises `Refused` where there is no such release (the text lists those there are), `Busy` and `Failed`.
        """

    def verify(self) -> Entry:
        """Fetch every file of what should be live and compare it by hash. Raises `Failed` where anything is not as it should be."""

    def drills(self) -> Drills:
        """Where `upside drill` shows its pages here: apart from everything that visitors see. Touches no network."""


def without_secret(address: str) -> str:
    """`address` without a password, a query or a fragment, which may hold one."""
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1@", bare)
