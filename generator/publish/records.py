"""What is remembered of folders: for each a record of what it holds, kept beside them under the name that its marker says.

Two trees that take turns hold nearly the same, and so do releases that follow each other. So in a large site what they have in common lies in a
ground, which is written once, and a record tells what differs from it: its cost follows what changed. A record refers to one ground and never
to another record, and a ground is named by its hash, so that none is taken for another.

What is damaged, cut short or gone is no record at all: then nothing is known of the folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from generator.publish.manifest import Entry, Manifest
from generator.publish.tree import Tree, replace

HEADER = b"upside record 4 "
FEW = 1000
"""Files that a record may tell of beside what its ground says. With more of them it is time for another ground; a site of fewer has none."""


class Ground(Struct, frozen=True):
    """What most records agree on."""

    name: str
    files: Mapping[str, Entry]
    folders: Mapping[str, None]
    """Without times, which no two trees have in common."""


NOTHING = Ground("-", {}, {})


class Records:
    """The records that lie in `folder`, for the trees that they tell of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ground = NOTHING
        """What the next record is told by: the first that was met, which is that of the visible tree."""

    def known(self, tree: Tree) -> Manifest | None:
        """What the record of `tree` says that it holds; None where there is no whole record."""
        if not (marked := tree.marked()):
            return None
        word, name = marked
        try:
            ground_name, body = self._parts(name)
            return _told(body, self._ground_named(ground_name), complete=word == "release")
        except (OSError, ValueError):
            return None

    def weight(self, tree: Tree) -> int:
        """Bytes of the record of `tree`, with its ground; 0 where there is none."""
        return sum(os.stat(self._folder / name).st_size for name in self._used(tree))

    def begin(self, tree: Tree, manifest: Manifest) -> None:
        """Mark `tree` as being worked on: no more than `manifest` can be relied upon."""
        record = self._record(manifest)
        name = hashlib.sha256(record).hexdigest()
        replace(self._folder / name, record)
        tree.mark("unfinished", name)

    def finish(self, tree: Tree, manifest: Manifest) -> None:
        """Mark `tree` as the release that `manifest` tells of."""
        self.renew(manifest)
        tree.mark("release", manifest.digest)

    def renew(self, manifest: Manifest) -> None:
        """Keep a better record of a release."""
        replace(self._folder / manifest.digest, self._record(manifest))

    def forget_all_but_those_of(self, *trees: Tree) -> None:
        """Drop what nothing refers to any more."""
        used = {name for tree in trees for name in self._used(tree)}
        if self._ground.name not in used:
            self._ground = NOTHING
        for name in os.listdir(self._folder):
            if name not in used:
                os.unlink(self._folder / name)

    def _used(self, tree: Tree) -> set[str]:
        """Names of what lies here for `tree`."""
        if not (marked := tree.marked()):
            return set()
        try:
            ground, _ = self._parts(marked[1])
        except (OSError, ValueError):
            ground = NOTHING.name
        return {name for name in (marked[1], ground) if (self._folder / name).is_file()}

    def _parts(self, name: str) -> tuple[str, bytes]:
        """The name of the ground that a record refers to, and what it says; `ValueError` where it is not whole."""
        head, _, rest = (self._folder / name).read_bytes().partition(b"\n")
        if head != HEADER + _hash(rest):
            raise ValueError(f"the record {name} is damaged")
        ground, _, body = rest.partition(b"\n")
        return ground.decode(), body

    def _ground_named(self, name: str) -> Ground:
        """Raises `ValueError` where what is called so is another."""
        for known in (self._ground, NOTHING):
            if known.name == name:
                return known
        content = (self._folder / name).read_bytes()
        if _hash(content).decode() != name:
            raise ValueError(f"the ground {name} is damaged")
        files, entries, folders = _ground_columns().decode(content)
        ground = Ground(name, dict(zip(_parted(files), entries, strict=True)), dict.fromkeys(_parted(folders)))
        if self._ground is NOTHING:
            self._ground = ground
        return ground

    def _record(self, manifest: Manifest) -> bytes:
        """`manifest` by what differs from the ground; where that is too much of it, by a ground that is laid for it."""
        changed = _changed(manifest, self._ground)
        if len(changed) > FEW and sum(bool(entry.sha256) for entry in changed.values()) > FEW:
            self._ground = self._laid(manifest)
            changed = {}
        gone = self._ground.files.keys() - manifest.files.keys()
        times = [*map(manifest.folders.get, self._ground.folders)]
        more = {folder: manifest.folders[folder] for folder in manifest.folders.keys() - self._ground.folders.keys()}
        columns = (_joined(changed), [*changed.values()], _joined(gone), times, _joined(more), [*more.values()])
        rest = self._ground.name.encode() + b"\n" + encode(columns)
        return HEADER + _hash(rest) + b"\n" + rest

    def _laid(self, manifest: Manifest) -> Ground:
        content = encode((_joined(manifest.files), [*manifest.files.values()], _joined(manifest.folders)))
        name = _hash(content).decode()
        replace(self._folder / name, content)
        return Ground(name, dict(manifest.files), dict.fromkeys(manifest.folders))


def _changed(manifest: Manifest, ground: Ground) -> dict[str, Entry]:
    """What differs in `manifest`, or is new. Nearly every entry is the very one of the ground, which is sooner seen than that it is equal."""
    said = ground.files
    differing = [(path, entry) for path, entry in manifest.files.items() if entry is not said.get(path)]
    return {path: entry for path, entry in differing if entry != said.get(path)}


def _told(body: bytes, ground: Ground, *, complete: bool) -> Manifest:
    """What a record says; `ValueError` where it does not fit its ground."""
    changed, entries, gone, times, more, their_times = _columns().decode(body)
    files = {**ground.files, **dict(zip(_parted(changed), entries, strict=True))}
    for path in _parted(gone):
        files.pop(path, None)
    folders = {folder: time for folder, time in zip(ground.folders, times, strict=True) if time is not None}
    return Manifest(files, folders | dict(zip(_parted(more), their_times, strict=True)), complete)


@cache
def _columns() -> Decoder[tuple[bytes, list[Entry], bytes, list[int | None], bytes, list[int]]]:
    return Decoder(tuple[bytes, list[Entry], bytes, list[int | None], bytes, list[int]])


@cache
def _ground_columns() -> Decoder[tuple[bytes, list[Entry], bytes]]:
    return Decoder(tuple[bytes, list[Entry], bytes])


def _joined(names: Iterable[str]) -> bytes:
    """Names as they lie on disk, which may be no text at all; none holds the character that ends each."""
    return "".join(f"{name}\0" for name in names).encode(errors="surrogateescape")


def _parted(names: bytes) -> list[str]:
    return names.decode(errors="surrogateescape").split("\0")[:-1]


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
