"""What a target says of itself: which release is live, which ones can be gone back to, and what is to be cleared away.

Kept as JSON at the target, in `.upside/release.json`, under a checksum. It is written last, when everything that it names is there. The
changes it goes through are functions here, pure, and the same for every kind of target.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from generator.publish.changes import Refused
from generator.publish.targets import origin as origins
from generator.publish.targets.origin import Origin, machine, moment
from generator.publish.targets.release import Release

NAME = ".upside/release.json"
"""Where it lies, below the target's outermost folder."""
FORMAT = 1
KEPT = 10
"""Releases that can be gone back to, the live one included, unless told otherwise."""


class Unreadable(ValueError):
    """It is not what `Pointer.to_bytes` wrote, or was written by a newer Upside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A release that the target holds whole."""

    digest: str
    origin: Origin
    published_at: datetime
    files: int = 0
    size: int = 0
    """Bytes of all its files."""

    @property
    def id(self) -> str:
        """What a person calls it."""
        return self.digest[:12]


@dataclass(frozen=True, slots=True)
class Moving:
    """Somebody is at work on the target; for kinds of targets where no lock of the system's says so."""

    publisher: str
    """A word of chance that tells two publishers apart; empty when the one who was at work gave up."""
    beat: int = 0
    """Counted up while the work goes on."""
    to: Entry | None = None
    """The release whose files are being put in place. None: what is live is untouched yet, and whole."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What is live at a target, and what was."""

    releases: tuple[Entry, ...] = ()
    """Those that can be gone back to, in the order they went live, the newest first."""
    live: str = ""
    """The digest of the one of `releases` that visitors see; empty before the first is there."""
    left: Entry | None = None
    """The newest release that a rollback went back from, until something newer than it is published."""
    moving: Moving | None = None
    stale: Mapping[str, datetime] = field(default_factory=dict)
    """Files that no release names any more, and since when."""
    swept_at: datetime | None = None
    """When it was last looked for files that nothing names."""

    @property
    def current(self) -> Entry | None:
        """The release that visitors see."""
        return next((each for each in self.releases if each.digest == self.live), None)

    @property
    def before(self) -> Entry | None:
        """The release that a rollback goes to unless it is told another; where something was interrupted, the older of the two."""
        begun = self.moving.to if self.moving else None
        if begun is not None:
            return begun if self.going_back else self.current
        following = False
        for each in self.releases:
            if following:
                return each
            following = each.digest == self.live
        return None

    @property
    def going_back(self) -> bool:
        """Whether what is under way, or was interrupted, is a rollback."""
        begun = self.moving.to if self.moving else None
        return begun is not None and any(each.digest == begun.digest for each in self.releases)

    def to_bytes(self) -> bytes:
        """The JSON of it."""
        said = {
            "made_by": "Upside",
            "format": FORMAT,
            "live": self.live,
            "releases": [_entry_to_json(each) for each in self.releases],
            "left": self.left and _entry_to_json(self.left),
            "moving": self.moving
            and {
                "publisher": self.moving.publisher,
                "beat": self.moving.beat,
                "to": self.moving.to and _entry_to_json(self.moving.to),
            },
            "stale": {path: machine(since) for path, since in sorted(self.stale.items())},
            "swept_at": self.swept_at and machine(self.swept_at),
        }
        return (json.dumps({**said, "sha256": _checksum(said)}, indent=1, ensure_ascii=False) + "\n").encode()


def from_bytes(content: bytes) -> Pointer:
    """What `Pointer.to_bytes` wrote. Raises `Unreadable`, with a clause that says why."""
    try:
        said: dict[str, Any] = json.loads(content)
        if said.get("made_by") != "Upside":
            raise Unreadable("is not one that Upside wrote")
        if int(said["format"]) > FORMAT:
            raise Unreadable("was written by a newer version of Upside; install that one")
        if said.pop("sha256") != _checksum(said):
            raise Unreadable("is damaged: its checksum does not fit")
        moving = said["moving"]
        return Pointer(
            tuple(map(_entry, said["releases"])),
            said["live"],
            _entry(said["left"]) if said["left"] else None,
            Moving(moving["publisher"], moving["beat"], _entry(moving["to"]) if moving["to"] else None)
            if moving
            else None,
            {path: moment(since) for path, since in said["stale"].items()},
            moment(said["swept_at"]) if said["swept_at"] else None,
        )
    except Unreadable:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable("is damaged: it is not whole") from None


def entry_of(release: Release, now: datetime) -> Entry:
    """How `release` stands in a pointer when it is published at `now`."""
    return Entry(
        release.digest,
        release.origin,
        now,
        len(release.files),
        sum(piece.size for piece in release.files.values()),
    )


def published(pointer: Pointer, entry: Entry, *, keep: int = KEPT) -> Pointer:
    """After `entry` has gone live. What a rollback left behind, and an older build of the same facts, can no longer be gone back to.

    A site that the clock rebuilds every hour would otherwise hold ten hours of one commit, and nothing to go back to.
    """
    older = [each for each in pointer.releases if each.digest != entry.digest]
    current = pointer.current
    if current is not None and current in older:
        older = older[older.index(current) :]
        if _same_facts(current.origin, entry.origin):
            older = older[1:]
    return replace(pointer, releases=(entry, *older)[: max(keep, 1)], live=entry.digest, left=None, moving=None)


def leaving(pointer: Pointer, entry: Entry) -> Pointer:
    """Before `entry`, one of `pointer.releases`, goes live again: what is left for it is marked, so that it does not return by itself.

    Who goes forward again to what was left lifts the mark.
    """
    begun = pointer.moving.to if pointer.moving and not pointer.going_back else None
    left = pointer.left or begun or pointer.current
    if left is not None and left.digest == entry.digest:
        left = None
    return replace(pointer, left=left)


def rolled_back(pointer: Pointer, entry: Entry) -> Pointer:
    """After `entry` has gone live again."""
    return replace(pointer, live=entry.digest, moving=None)


def chosen(pointer: Pointer, to: str | None) -> Entry:
    """The release of `pointer` that a rollback goes to. Raises `Refused` that lists those there are."""
    kept = "".join(f"\n  {each.id}  {each.origin.said}" for each in pointer.releases)
    if not pointer.releases:
        raise Refused("nothing was ever published there, so there is nothing to go back to")
    if to is None:
        if pointer.before is None:
            raise Refused(f"there is no older release to go back to. There are{kept}")
        return pointer.before
    fitting = [each for each in pointer.releases if to and each.digest.startswith(to.casefold())]
    if len(fitting) == 1:
        return fitting[0]
    raise Refused(f"{'more than one' if fitting else 'no'} release there begins with “{to}”. There are{kept}")


def _same_facts(one: Origin, other: Origin) -> bool:
    if one.dirty or other.dirty or one.program != other.program or one.commit != other.commit:
        return False
    return bool(one.commit) or one.changed == other.changed


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    return {
        "release": entry.digest,
        "published_at": machine(entry.published_at),
        "files": entry.files,
        "size": entry.size,
        **entry.origin.to_json(),
    }


def _entry(said: Mapping[str, Any]) -> Entry:
    digest = said["release"]
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a digest")
    return Entry(digest, origins.from_json(said), moment(said["published_at"]), int(said["files"]), int(said["size"]))


def _checksum(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
