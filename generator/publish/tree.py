"""A folder of made files, and the marker in it, `.upside`, which says that it is ours and which record tells what it holds (`records`).

Files are always replaced by new ones, never written in place, since two trees share what is equal (hard links), and no write follows a
symbolic link. Knows nothing of releases, and asks nobody.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec.structs import replace as replaced

from generator.publish.manifest import UNKNOWN, Entry, Manifest

MARKER = ".upside"
MADE_BY = "This folder was made by Upside, and the next build replaces whatever is in it."
SECOND = 1_000_000_000
"""Nanoseconds. What web servers and rsync tell times by is whole seconds."""
UNLINKABLE = {errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""Why a second name may be denied where a copy is not: two file systems, none with links, or a file of another user's."""


class Tree:
    """The files below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prefix = f"{folder}{os.sep}"
        self._rooms: set[str] = set()

    def at(self, path: str) -> str:
        """Where `path` lies on disk."""
        return self._prefix + path

    # ------------------------------------------------------------ what it holds

    def marked(self) -> tuple[str, str] | None:
        """The two words of the marker, `release` or `unfinished` and the name of a record; None where the folder is not ours."""
        try:
            if not S_ISREG(os.lstat(self.at(MARKER)).st_mode):
                return None
            with open(self.at(MARKER), "rb") as marker:
                first, _, second = marker.read(4096).decode(errors="replace").partition("\n")
        except OSError:
            return None
        words = second.split()
        return (words[0], words[1]) if first == MADE_BY and len(words) == 2 else None

    def listed(self, *, hashed: bool) -> Manifest:
        """What the folder holds by looking at all of it: with the hash and the time of every file, or as wholly unknown."""
        files: dict[str, Entry] = {}
        for here, folders, names in os.walk(self.folder):
            below = os.path.relpath(here, self.folder).replace(os.sep, "/") + "/"
            below = "" if below == "./" else below
            links = [name for name in folders if os.path.islink(os.path.join(here, name))]
            for name in (*names, *links):
                if below + name != MARKER:
                    files[below + name] = self._hashed(below + name) if hashed else UNKNOWN
        return Manifest(files)

    def _hashed(self, path: str) -> Entry:
        state = os.lstat(self.at(path))
        if not S_ISREG(state.st_mode):
            return UNKNOWN
        with open(self.at(path), "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Entry("", digest, state.st_size, state.st_mtime_ns)

    def modified(self, path: str) -> int | None:
        """The time of `path`, `st_mtime_ns`; None where there is no such file."""
        try:
            return os.lstat(self.at(path)).st_mtime_ns
        except OSError:
            return None

    def holds(self, path: str, entry: Entry) -> bool:
        """Whether `path` looks as it was left: a plain file of this size and time."""
        try:
            state = os.lstat(self._prefix + path)
        except OSError:
            return False
        return state.st_mtime_ns == entry.modified and state.st_size == entry.size and S_ISREG(state.st_mode)

    def differs(self, manifest: Manifest) -> tuple[set[str], set[str]]:
        """What somebody else did here since `manifest` was true: files that are gone or altered, and names that it does not know.

        One look at each file and each folder; only folders whose time has moved are listed.
        """
        altered = {path for path, entry in manifest.files.items() if not self.holds(path, entry)}
        strangers: set[str] = set()
        for folder, modified in ("", -1), *manifest.folders.items():
            try:
                state = os.lstat(self._prefix + folder)
            except OSError:
                continue
            if not S_ISDIR(state.st_mode):
                strangers.add(folder)
                altered.update(path for path in manifest.files if path.startswith(f"{folder}/"))
            elif state.st_mtime_ns != modified:
                below = f"{folder}/" if folder else ""
                names = {below + name for name in os.listdir(self._prefix + folder)} - {MARKER}
                strangers.update(names - manifest.files.keys() - manifest.folders.keys())
        return altered, strangers

    def times(self, folders: set[str]) -> dict[str, int]:
        """`st_mtime_ns` of each of `folders`, for a manifest."""
        return {folder: os.lstat(self._prefix + folder).st_mtime_ns for folder in sorted(folders)}

    # ------------------------------------------------------------ changing it

    def mark(self, word: str, name: str) -> None:
        """Say that the folder is ours, in which state (`release` or `unfinished`), and what its record is called."""
        self.folder.mkdir(exist_ok=True)
        if self.marked() != (word, name):
            replace(self.folder / MARKER, f"{MADE_BY}\n{word} {name}\n".encode())

    def put(self, path: str, content: bytes, *, after: int | None = None, modified: int | None = None) -> Entry:
        """Write a new file, read it back, and say what it is (its facts left open).

        Its time is `modified`, or else now, but at least a whole second `after` (both nanoseconds): whoever compares size and time by
        seconds, as web servers and rsync do, must see that it is another file.
        """
        handle = self._create(path)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(handle, left) :]
            if not _reads_back(handle, content):
                raise OSError(errno.EIO, "what was written does not read back the same", self.at(path))
            state = os.fstat(handle)
        finally:
            os.close(handle)
        if modified is None and after is not None and state.st_mtime_ns // SECOND <= after // SECOND:
            modified = (after // SECOND + 1) * SECOND
        if modified is not None:
            os.utime(self.at(path), ns=(modified, modified), follow_symlinks=False)
            state = os.lstat(self.at(path))
        return Entry("", hashlib.sha256(content).hexdigest(), state.st_size, state.st_mtime_ns)

    def take(self, path: str, source: Tree, entry: Entry, *, name: str | None = None) -> Entry | None:
        """Share `path` with `source` (a link, or a copy where there are none) as `name`; None where it is not what `entry` says."""
        target = path if name is None else name
        if not source.holds(path, entry):
            return None
        try:
            self._room(target)
            try:
                os.link(source.at(path), self.at(target), follow_symlinks=False)
            except FileExistsError:
                self.remove(target)
                os.link(source.at(path), self.at(target), follow_symlinks=False)
        except OSError as problem:
            if problem.errno not in UNLINKABLE:
                raise
            return self._copy(path, source, entry, target)
        return entry if self.holds(target, entry) else None

    def _copy(self, path: str, source: Tree, entry: Entry, target: str) -> Entry | None:
        with open(source.at(path), "rb") as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            return None
        copied = self.put(target, content, modified=entry.modified)
        return replaced(entry, modified=copied.modified)

    def move(self, name: str, path: str) -> None:
        """Let the file `name` become `path` in one step, in place of whatever was there."""
        self._room(path)
        if os.path.isdir(self.at(path)):
            self.remove(path)
        os.replace(self.at(name), self.at(path))
        with suppress(FileNotFoundError):  # two links to one file: replacing one by the other leaves both (rename(2))
            os.unlink(self.at(name))

    def remove(self, path: str) -> None:
        """Take away whatever is called `path`, a folder with all that is in it, a symbolic link without what it leads to."""
        try:
            if S_ISDIR(os.lstat(self.at(path)).st_mode):
                shutil.rmtree(self.at(path))
            else:
                os.unlink(self.at(path))
        except (FileNotFoundError, NotADirectoryError):
            return

    def prune(self, folders: set[str]) -> None:
        """Take away those of `folders` that are empty, the deepest first."""
        for folder in sorted(folders, key=lambda each: (-each.count("/"), each)):
            with suppress(OSError):
                os.rmdir(self.at(folder))

    def _create(self, path: str) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._room(path)
        try:
            return os.open(self.at(path), flags, 0o666)
        except FileExistsError:
            self.remove(path)
            return os.open(self.at(path), flags, 0o666)

    def _room(self, path: str) -> None:
        """Make the folders that `path` lies in; what stands in their way, a symbolic link above all, goes."""
        parent = path.rpartition("/")[0]
        if not parent or parent in self._rooms:
            return
        self._room(parent)
        try:
            os.mkdir(self.at(parent))
        except FileExistsError:
            if not S_ISDIR(os.lstat(self.at(parent)).st_mode):
                self.remove(parent)
                os.mkdir(self.at(parent))
        self._rooms.add(parent)


def _reads_back(handle: int, content: bytes) -> bool:
    """Whether the file, from its beginning, holds `content` and no more."""
    os.lseek(handle, 0, os.SEEK_SET)
    place = 0
    while found := os.read(handle, len(content) - place + 1):
        if found != content[place : place + len(found)]:
            return False
        place += len(found)
    return place == len(content)


def replace(path: Path, content: bytes) -> None:
    """Let `content` be what `path` holds, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}-partial")
    with suppress(FileNotFoundError):
        partial.unlink()
    Tree(path.parent).put(partial.name, content)
    os.replace(partial, path)
