"""What a folder of made files holds: for every file the facts it was made from, the hash of its bytes, its size and its time.

Data only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct, field

from generator.model import File


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """A file. Of the plainest kind, since there are tens of thousands."""

    facts: str
    """`File.digest`; empty where nobody knows what the bytes were made from."""
    sha256: str
    """Of the bytes, in hex; empty where they may be anything."""
    size: int
    modified: int
    """`st_mtime_ns`."""

    def same_bytes(self, other: Entry | None) -> bool:
        """Whether both are known to hold the same bytes."""
        return other is not None and bool(self.sha256) and self.sha256 == other.sha256


UNKNOWN = Entry("", "", -1, -1)
"""A file of which nothing is known, not even whether it is there."""


class Manifest(Struct, frozen=True, dict=True):
    """Every file below a folder, by path, and every folder below it with its `st_mtime_ns`, which moves when a name comes or goes."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)
    complete: bool = False
    """This is a release, whole; otherwise something that was being worked on."""

    @cached_property
    def digest(self) -> str:
        """Of the release: of every path and its bytes, whatever their times and the order they were made in."""
        lines = sorted(f"{path}\t{entry.sha256}\n" for path, entry in self.files.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that `paths` lie in, at any depth, without the outermost."""
    found: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return found


def made_from(entry: Entry | None, file: File) -> bool:
    """Whether `entry` holds what `file` promises. A file without a digest promises nothing that could be known."""
    return entry is not None and bool(file.digest) and entry.facts == file.digest
