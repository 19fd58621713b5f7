"""A target on this disk: a folder with releases and a link. Knows how, not when (`behind_link`)."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.publish.changes import Busy
from generator.publish.kernel import settle
from generator.publish.manifest import Entry
from generator.publish.targets.drills.folder import FolderDrills
from generator.publish.targets.inventory import Inventory
from generator.publish.targets.machine import (
    CURRENT,
    HARMLESS,
    HIDDEN,
    INCOMING,
    MADE_BY,
    MARK,
    RELEASES,
    WAIT,
    Machine,
    Seen,
    Trouble,
    go_on,
    known,
)
from generator.publish.targets.release import Release
from generator.publish.targets.target import Occupied, Target, Terms
from generator.publish.tree import SECOND, Tree, replace

RECORDS = (".json", ".files")
PARTIAL = "-partial"
"""How a file ends that is not whole yet: `tree.replace`."""
PAUSE = 0.05
"""Seconds between two tries to get the lock."""


class Folder:
    """A machine that is this one."""

    def __init__(self, folder: Path, shown: str, *, wait: float = WAIT) -> None:
        self.folder = folder
        self.shown = shown
        self._wait = wait

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock: the kernel's (flock(2)), freed however the process ends. Elsewhere (Windows) there is none."""
        with self._told():
            self._refuse_strangers()
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True)
                _open_to_readers(self.folder, deeply=False)
            (self.folder / HIDDEN).mkdir(exist_ok=True)
            handle = os.open(self.folder / HIDDEN / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            with self._told():
                self._lock(handle)
                self._refuse_strangers()
                self._make_ours()
            try:
                yield
            except BaseException:
                with suppress(OSError):
                    shutil.rmtree(self.folder / INCOMING)  # gives back the room that was too little
                raise
        finally:
            os.close(handle)

    def look(self) -> Seen:
        """What stands there."""
        with self._told():
            self._refuse_strangers()
            try:
                link = os.readlink(self.folder / CURRENT)
            except (FileNotFoundError, NotADirectoryError):
                link = ""
            live = os.path.basename(link)
            try:
                names = known(os.listdir(self.folder / RELEASES))
            except FileNotFoundError:
                names = frozenset()
            return (
                Seen(live, names, self._read(f"{live}.json"), self._read(f"{live}.files")) if live else Seen("", names)
            )

    def inventory(self, name: str) -> bytes:
        """The record of the files of the release `name`."""
        with self._told():
            return self._read(f"{name}.files")

    def lay(self, release: Release, new: Inventory, base: str, old: Inventory, terms: Terms) -> None:
        """Link what is equal, write what is not."""
        with self._told():
            incoming = Tree(self.folder / INCOMING)
            incoming.folder.mkdir(exist_ok=True)
            live = Tree(self.folder / RELEASES / base)
            for number, (path, kept) in enumerate(new.files.items()):
                size, modified = release.files[path].size, kept.modified * SECOND
                same = bool(base) and old.files.get(path) == kept
                if not (same and incoming.take(path, live, Entry("", kept.sha256, size, modified))):
                    incoming.put(path, release.read(path), modified=modified)
                terms.progress("sending", number + 1, len(new.files))
                go_on(terms)
            _open_to_readers(incoming.folder)

    def carry(self, folder: str, base: str, new: Inventory) -> None:
        """Link the extra files, as far as they are there."""
        with self._told():
            target = Tree(self.folder / folder)
            source = Tree(self.folder / RELEASES / base)
            for path, kept in new.extra.items():
                if (modified := source.modified(path)) is not None and target.modified(path) is None:
                    size = os.lstat(source.at(path)).st_size
                    target.take(path, source, Entry("", kept.sha256, size, modified))

    def hashes(self, folder: str) -> Mapping[str, str]:
        """The hash of every file."""
        with self._told():
            listed = Tree(self.folder / folder).listed(hashed=True)
            return {path: entry.sha256 for path, entry in listed.files.items()}

    def touch(self, folder: str, new: Inventory) -> None:
        """Give the files their times."""
        with self._told():
            for path, kept in new.files.items():
                modified = kept.modified * SECOND
                os.utime(self.folder / folder / path, ns=(modified, modified), follow_symlinks=False)

    def record(self, name: str, pointer: bytes, inventory: bytes) -> None:
        """Keep the two records."""
        with self._told():
            replace(self.folder / HIDDEN / f"{name}.files", inventory)
            replace(self.folder / HIDDEN / f"{name}.json", pointer)

    def place(self, name: str) -> None:
        """Let what came in be the release `name`."""
        with self._told():
            os.rename(self.folder / INCOMING, self.folder / RELEASES / name)

    def show(self, name: str) -> None:
        """Exchange the link."""
        with self._told():
            settle(self.folder)
            link = self.folder / HIDDEN / "link"
            os.symlink(f"{RELEASES}/{name}", link)
            os.replace(link, self.folder / CURRENT)
            settle(self.folder)

    def drop(self, names: frozenset[str]) -> None:
        """Take releases away. Under another name first, so that none is ever there in part."""
        with self._told():
            for name in names:
                gone = self.folder / HIDDEN / "gone"
                os.rename(self.folder / RELEASES / name, gone)
                shutil.rmtree(gone)
                for record in (f"{name}.json", f"{name}.files"):
                    (self.folder / HIDDEN / record).unlink(missing_ok=True)

    def drills(self, make: Callable[[Machine], Target]) -> FolderDrills:
        """Where drills show their pages."""
        return FolderDrills(self.folder, self.shown, lambda folder, shown: make(Folder(folder, shown, wait=self._wait)))

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / HIDDEN / name).read_bytes()
        except FileNotFoundError:
            return b""

    def _refuse_strangers(self) -> None:
        """Raise `Occupied` unless the folder is ours, empty, or not there."""
        if built := next((each for each in self.folder.parents if (each / HIDDEN).is_file()), None):
            raise Occupied(
                f"{self.shown} lies in {built}, which `upside build` replaces. Nothing was changed. Publish beside it."
            )
        if not os.path.lexists(self.folder):
            return
        if not self.folder.is_dir():
            raise Occupied(f"{self.shown} is a file, not a folder. Nothing was changed. Name a folder of its own.")
        if (self.folder / HIDDEN / MARK).is_file():
            if os.path.lexists(self.folder / CURRENT) and not os.path.islink(self.folder / CURRENT):
                raise Occupied(
                    f"{self.shown}/{CURRENT} is not the link that a release is shown by: somebody else put it there. "
                    "Nothing was changed. Move it away and publish again."
                )
            return
        names = set(os.listdir(self.folder))
        strangers = names - HARMLESS or names & {HIDDEN} - {
            each.name for each in os.scandir(self.folder) if each.is_dir()
        }
        if strangers:
            hint = " It looks like a folder that `upside build` made: publish beside it, not into it." * (
                HIDDEN in strangers
            )
            raise Occupied(
                f"{self.shown} holds files that were not put there by `upside publish`, such as {min(strangers)!r}. "
                f"Nothing was changed.{hint} Name an empty folder, or one that is not there yet."
            )

    def _lock(self, handle: int) -> None:
        try:
            import fcntl
        except ImportError:
            return
        until = time.monotonic() + self._wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy(
                        f"another publisher has been at work there for longer than {self._wait:g} seconds. "
                        "Nothing was changed; publish again when it has ended."
                    ) from None
                time.sleep(PAUSE)
            else:
                return

    def _make_ours(self) -> None:
        """Mark the folder, clear away what a killed publisher left, and find out whether a link may be made at all."""
        hidden = self.folder / HIDDEN
        if not (hidden / MARK).is_file():
            replace(hidden / MARK, MADE_BY.encode())
        (self.folder / RELEASES).mkdir(exist_ok=True)
        _open_to_readers(self.folder / RELEASES, deeply=False)
        for name in ("incoming", "gone"):
            with suppress(FileNotFoundError):
                shutil.rmtree(hidden / name)
        there = set(os.listdir(self.folder / RELEASES))
        for path in hidden.iterdir():
            if (path.suffix in RECORDS and path.stem not in there) or path.name.endswith(PARTIAL):
                path.unlink()
        link = hidden / "link"
        link.unlink(missing_ok=True)
        try:
            os.symlink(RELEASES, link)
        except (OSError, NotImplementedError) as problem:
            raise Trouble(
                f"no symbolic link can be made in {self.shown} ({getattr(problem, 'strerror', None) or problem}), and a release is shown by one. "
                "Choose a folder on a file system that has them (on Windows: switch on Developer Mode), or let the web server serve "
                "what `upside build --output DIR` makes, which needs none."
            ) from problem
        link.unlink()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn an `OSError` into `Trouble` in words."""
        try:
            yield
        except OSError as problem:
            where = f" ({problem.filename})" if problem.filename else ""
            raise Trouble(
                f"the disk refused: {problem.strerror or problem}{where}. Make room or give permission, and publish again."
            ) from problem


def _open_to_readers(folder: Path, *, deeply: bool = True) -> None:
    """A web server is another user: where the umask hides files from others, show them all the same."""
    if os.name != "posix" or os.lstat(folder).st_mode & 0o005 == 0o005:
        return
    for here, folders, names in os.walk(folder):
        os.chmod(here, 0o755)
        if not deeply:
            folders.clear()
        for name in names if deeply else ():
            os.chmod(os.path.join(here, name), 0o644)
