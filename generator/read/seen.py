"""Which files were read before, by how they look from outside: a file that looks the same is not opened again.

What counts is what git's index counts (gitformat-index(5)): size, inode, and the times of the last change of the content and of the file
itself, which nobody can set back. A file that changed within `GRAIN` of being read is read again the next time, since another change within
the same tick of the disk's clock would look the same (what git calls racy). Only disks of this machine are believed: a network's may go on
for a minute to show a file as it was, until it is opened (nfs(5), close-to-open). Elsewhere, and where nobody says what a disk is, every
file is opened each time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable
from pathlib import Path

from msgspec.msgpack import Decoder, encode

from generator.memory import Memory

ROOM = "seen"
GRAIN = 2_000_000_000
"""Nanoseconds: the coarsest that a file system in use tells times (FAT)."""

LOCAL = frozenset(
    ("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "ramfs", "reiserfs", "tmpfs", "xfs", "zfs")
)
"""File systems that nobody else writes to unseen, as Linux calls them."""
MOUNTS = Path("/proc/self/mountinfo")


Look = tuple[int, int, int, int]
"""How a file looks from outside: its size, its inode, and the times of its content and of itself (`st_mtime_ns`, `st_ctime_ns`)."""
Folder = dict[str, tuple[Look, str]]
"""How each file of a folder looks, and the digest that it was read under, by its name."""


def look_of(state: os.stat_result) -> Look:
    """How the file of this `state` looks."""
    return state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns


class Seen:
    """The files that a site's reports were read from, and the digest of each, which its bytes made."""

    def __init__(self, memory: Memory, site: str, digests: Container[str], *, believed: bool = True) -> None:
        """`site` is the digest of the site they were read with; only files whose digest is one of `digests` are known.

        `believed` says whether the disk tells at once what becomes of its files.
        """
        self._memory = memory
        self._believed = believed
        self._site = site.encode()
        self._digests = digests
        self._stale: list[bytes] = []
        self._known = self._recalled()
        self._found: dict[str, Folder] = {}
        self._now: int | None = None

    def unchanged(self, folder: str, entries: Iterable[os.DirEntry[str]]) -> tuple[list[str], list[os.DirEntry[str]]]:
        """The digests of those files in `folder` that are known to hold what they held, and all the other entries."""
        known, digests = self._known.get(folder, {}), self._digests
        found: Folder = {}
        others = []
        for entry in entries:
            before = known.get(entry.name)
            try:
                if before and before[0] == look_of(entry.stat(follow_symlinks=False)) and before[1] in digests:
                    found[entry.name] = before
                    continue
            except OSError:  # gone meanwhile, which whoever reads it will see
                pass
            others.append(entry)
        if found:
            self._found[folder] = found
        return [digest for _, digest in found.values()], others

    def look(self, entry: os.DirEntry[str]) -> Look:
        """How a file looks that is about to be read, so that whatever happens to it afterwards makes it look different the next time."""
        if self._now is None:
            self._now = self._memory.moment()
        return look_of(entry.stat(follow_symlinks=False))

    def take(self, path: str, look: Look, digest: str) -> None:
        """The file at `path`, which looked like this before it was read, has this digest."""
        _, _, modified, changed = look
        if self._now is not None and self._believed and max(modified, changed) + GRAIN < self._now:
            folder, _, name = path.rpartition("/")
            self._found.setdefault(folder, {})[name] = look, digest

    def keep(self) -> None:
        """Remember what was found, and nothing else."""
        self._memory.forget(ROOM, self._stale)
        for folder in self._known.keys() | self._found.keys():
            key, found = self._site + folder.encode(), self._found.get(folder)
            if found is None:
                self._memory.forget(ROOM, [key])
            elif found != self._known.get(folder):
                self._memory.remember(ROOM, key, encode(found))

    def _recalled(self) -> dict[str, Folder]:
        """By folder. What was seen with another site, or cannot be understood, is stale."""
        known, decode = {}, Decoder(Folder).decode
        for key, record in self._memory.recall_all(ROOM).items() if self._believed else ():
            try:
                if not key.startswith(self._site):
                    raise ValueError("of another site")
                known[key[len(self._site) :].decode()] = decode(record)
            except ValueError:
                self._stale.append(key)
        return known


def is_local(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether `folder` lies on a disk of this machine, by what the kernel says in `mounts` (proc(5)); False where nobody says."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        inner = f"{os.path.realpath(folder)}/"
    except OSError:
        return False
    kind, longest = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split()[4]).rstrip("/") + "/"
        if inner.startswith(point) and len(point) >= len(longest):  # what was mounted last lies on top
            kind, longest = after.split()[0], point
    return kind in LOCAL
