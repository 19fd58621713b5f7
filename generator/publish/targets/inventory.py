"""What a release's folder at a target holds: the hash and the time of every file. Kept beside the releases, as JSON under a checksum.

Times matter to visitors: web servers and rsync tell versions of a file apart by size and whole seconds, and `minor` and `major` are of
equal length. So a file keeps its time for as long as its bytes are equal, and its time moves on, by a second at least, when they are not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from generator.publish.manifest import Entry, Manifest
from generator.publish.targets.release import Piece

FORMAT = 1
DAY = timedelta(days=1)


class Kept(NamedTuple):
    """A file in a release's folder."""

    sha256: str
    modified: int
    """Whole seconds since 1970, UTC."""


@dataclass(frozen=True)
class Inventory:
    """A release's folder."""

    files: Mapping[str, Kept] = field(default_factory=dict)
    """Of the release."""
    extra: Mapping[str, Kept] = field(default_factory=dict)
    """Assets of releases before it, for whoever still reads a page of theirs."""

    @property
    def digest(self) -> str:
        """The release's, as its build counted it."""
        return Manifest({path: Entry("", kept.sha256, 0, 0) for path, kept in self.files.items()}).digest

    def differs(self, found: Mapping[str, str]) -> Iterator[str]:
        """Paths that are not as they should be in a folder in which `found`, path to hash, lies. What is extra may be missing."""
        for path, kept in self.files.items():
            if found.get(path) != kept.sha256:
                yield path
        for path in found.keys() - self.files.keys():
            if path not in self.extra or self.extra[path].sha256 != found[path]:
                yield path

    def to_bytes(self) -> bytes:
        """The JSON of it."""
        said = {"format": FORMAT, "files": self.files, "extra": self.extra}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return f"{text}\n{hashlib.sha256(text.encode()).hexdigest()}\n".encode()


def from_bytes(content: bytes) -> Inventory | None:
    """What `to_bytes` wrote; None where it is anything else, or cut short."""
    try:
        text, checksum, _ = content.decode().split("\n")
        if hashlib.sha256(text.encode()).hexdigest() != checksum:
            return None
        said: dict[str, Any] = json.loads(text)
        return Inventory(*({path: Kept(*each) for path, each in said[kind].items()} for kind in ("files", "extra")))
    except (ValueError, TypeError, KeyError):
        return None


def after(live: Inventory, files: Mapping[str, Piece], now: datetime) -> dict[str, Kept]:
    """`files` with their times, when they take the place of those of `live` at `now`."""
    return {
        path: kept(piece.sha256, live.files.get(path) or live.extra.get(path), now) for path, piece in files.items()
    }


def kept(sha256: str, before: Kept | None, now: datetime) -> Kept:
    """A file with this hash in the place of `before`."""
    if before is None:
        return Kept(sha256, int(now.timestamp()))
    return before if before.sha256 == sha256 else Kept(sha256, max(int(now.timestamp()), before.modified + 1))


def left_over(
    live: Inventory, files: Mapping[str, Kept], stale: Mapping[str, datetime], now: datetime
) -> dict[str, tuple[Kept, datetime]]:
    """Assets of `live` that `files` does not have, and since when nothing names them; those of more than a day are let go."""
    assets = {path: each for path, each in {**live.extra, **live.files}.items() if path.startswith("assets/")}
    found = {
        path: (each, now if path in live.files else stale.get(path, now))
        for path, each in assets.items()
        if path not in files
    }
    return {path: (each, since) for path, (each, since) in found.items() if now - since < DAY}
