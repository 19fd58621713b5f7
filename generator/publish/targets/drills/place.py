"""What the place of a drill is at any kind of target, and how it is told from everything else.

    .upside/drills/<name>/drill.json    the mark: written before anything else, removed last
    .upside/drills/<name>/site/         a target of its own, with releases and a pointer as every other has them

No release holds a path below `.upside/`, and no web server is told to serve it. Nothing is removed but what has such a name, lies
there, and holds a mark of that very name; so no slip of a person and no bug elsewhere can make a removal reach what visitors see.
"""

from __future__ import annotations

import json
import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from generator.publish.targets.origin import machine, moment

if TYPE_CHECKING:
    from generator.publish.targets.target import Target

DRILLS = ".upside/drills"
MARK, SITE = "drill.json", "site"
PARTIAL = f"{MARK}-partial"
"""A mark that is not whole yet. A folder with nothing else in it was left between its making and its marking, and can go."""
MADE_BY = "upside drill"
NAME = re.compile(r"[0-9a-f]{16}")
ABANDONED = timedelta(hours=6)
"""A drill ends within two hours, whatever hangs; what is older was left by one that was killed."""


class Mark(Struct, frozen=True):
    """What says that a drill made a place."""

    name: str
    began: datetime
    """UTC, by the clock of the machine that drilled."""
    made: int = 0
    """How many folders above the place had to be made for it, where there are folders."""

    def to_bytes(self) -> bytes:
        """The JSON of it, in one line."""
        said = {"made_by": MADE_BY, "name": self.name, "began": machine(self.began), "made": self.made}
        return json.dumps(said).encode() + b"\n"


class Left(Struct, frozen=True):
    """A place of a drill that is there: of one under way, or of one that was killed."""

    name: str
    began: datetime | None
    """None where no mark says that a drill made it: it is left alone then."""


class Drills(Protocol):
    """The places of drills at one target. Making it touches no network; `name` is always one of `new_name`."""

    def target(self, name: str) -> Target:
        """The target at which the drill `name` publishes, as if it were a real one."""

    def begin(self, name: str, now: datetime) -> None:
        """Make the place and mark it. The real target is to be read first, which refuses a place that is somebody else's. Raises `Failed`."""

    def remove(self, name: str) -> None:
        """See that the place is gone, with everything in it. Where it is gone already there is nothing to do.

        Raises `Refused` where it holds no mark of its own name, and then nothing was removed; else `Failed`.
        """

    def left(self) -> tuple[Left, ...]:
        """The places that are there, by name. Raises `Failed`."""

    def shown(self, name: str) -> str:
        """Its address for a person."""

    def by_hand(self, name: str) -> str:
        """What a person types to remove it."""


def new_name() -> str:
    """A name that no other drill has."""
    return secrets.token_hex(8)


def path_of(name: str) -> str:
    """Where the drill `name` lies below a target. Raises `ValueError` for what is no name of a drill."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a drill")
    return f"{DRILLS}/{name}"


def mark_of(name: str, content: bytes | None) -> Mark | None:
    """The mark that `content` is, if it is one and says `name`."""
    try:
        said = json.loads(content or b"")
        if said["made_by"] == MADE_BY and said["name"] == name and NAME.fullmatch(name):
            return Mark(name, moment(said["began"]), int(said["made"]))
    except (ValueError, TypeError, KeyError):
        pass
    return None


def unmarked(shown: str) -> str:
    """What to say of a place that is not to be removed."""
    return f"{shown} does not say that a drill made it, so nothing there was removed. Look at it, and remove it by hand"
