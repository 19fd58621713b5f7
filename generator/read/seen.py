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
from collections.abc import Container
from pathlib import Path
from typing import NamedTuple

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


class Look(NamedTuple):
    """How a file looks from outside."""

    size: int
    inode: int
    modified: int
    """The time of its content, `st_mtime_ns`."""
    changed: int
    """The time of the file, its name and its rights, `st_ctime_ns`."""

    @classmethod
    def of(cls, state: os.stat_result) -> Look:
        """How the file of this `state` looks."""
        return cls(state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns)


class Seen:
    """The files that a site's reports were read from, and the key of each, which its bytes made."""

    def __init__(self, memory: Memory, site: str, keys: Container[bytes], *, believed: bool = True) -> None:
        """`site` is the digest of the site they were read with; only files whose key is one of `keys` are known.

        `believed` says whether the disk tells at once what becomes of its files.
        """
        self._memory = memory
        self._believed = believed
        self._site = site.encode()
        self._known = {path: known for path, known in self._recalled().items() if known[1] in keys}
        self._found: dict[str, tuple[Look, bytes]] = {}
        self._now: int | None = None

    def key_of(self, path: str, entry: os.DirEntry[str]) -> bytes | None:
        """The key of the file at `path` where it is known to hold what it held; None where it must be read."""
        known = self._known.get(path)
        if known is None:
            return None
        try:
            if known[0] != Look.of(entry.stat(follow_symlinks=False)):
                return None
        except OSError:  # gone meanwhile, which whoever reads it will see
            return None
        self._found[path] = known
        return known[1]

    def look(self, entry: os.DirEntry[str]) -> Look:
        """How a file looks that is about to be read, so that whatever happens to it afterwards makes it look different the next time."""
        if self._now is None:
            self._now = self._memory.moment()
        return Look.of(entry.stat(follow_symlinks=False))

    def take(self, path: str, look: Look, key: bytes) -> None:
        """The file at `path`, which looked like this before it was read, has this key."""
        if self._now is not None and self._believed and max(look.modified, look.changed) + GRAIN < self._now:
            self._found[path] = look, key

    def keep(self) -> None:
        """Remember what was found, and nothing else."""
        if self._found != self._known:
            self._memory.forget(ROOM, self._memory.recall_all(ROOM).keys() - {self._site})
            self._memory.remember(ROOM, self._site, encode(self._found))

    def _recalled(self) -> dict[str, tuple[Look, bytes]]:
        known = self._memory.recall(ROOM, self._site) if self._believed else None
        try:
            return Decoder(dict[str, tuple[Look, bytes]]).decode(known) if known is not None else {}
        except ValueError:
            return {}


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
