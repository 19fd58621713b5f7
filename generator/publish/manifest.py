"""What a folder of made files holds: for every file the facts it was made from, the hash of its bytes, its size and its time.

Kept as lines of text under a checksum, so that a record cut short is no record at all. Reads and writes no disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model import File

HEADER = "upside record 1 "


class Entry(NamedTuple):
    """A file. A tuple, since there are tens of thousands."""

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


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file below a folder, by path, and every folder below it with its `st_mtime_ns`, which moves when a name comes or goes."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)
    complete: bool = False
    """This is a release, whole; otherwise something that was being worked on."""

    def digest(self) -> str:
        """Of the release: of every path and its bytes, whatever their times and the order they were made in."""
        lines = sorted(f"{path}\t{entry.sha256}\n" for path, entry in self.files.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def to_text(self) -> str:
        """The record of it."""
        lines = [f"{path}\t{modified}" for path, modified in self.folders.items()]
        lines += [
            f"{path}\t{facts}\t{sha256}\t{size}\t{modified}"
            for path, (facts, sha256, size, modified) in self.files.items()
        ]
        body = "\n".join(lines)
        return f"{HEADER}{hashlib.sha256(body.encode()).hexdigest()}\n{body}"


def from_text(text: str, *, complete: bool) -> Manifest | None:
    """What `text`, a record, says; None where it is not whole."""
    head, _, body = text.partition("\n")
    if head != HEADER + hashlib.sha256(body.encode()).hexdigest():
        return None
    files: dict[str, Entry] = {}
    folders: dict[str, int] = {}
    for line in body.split("\n") if body else ():
        path, *rest = line.split("\t")
        if len(rest) == 1:
            folders[path] = int(rest[0])
        else:
            facts, sha256, size, modified = rest
            files[path] = Entry(facts, sha256, int(size), int(modified))
    return Manifest(files, folders, complete)


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
