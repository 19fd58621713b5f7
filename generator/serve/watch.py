"""Notices that somebody saved: what a site is made from, and a call whenever it may have changed.

Promises never to miss a save for good: a call may come for nothing, and where the system gives none, `fingerprint` still tells.
Leaves alone: what the files say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

FOLDERS = ("incidents", "theme")
READING = ("opened", "closed_no_write")
"""What happens to a file that is only looked at, as it is by every build."""

Fingerprint = frozenset[tuple[str, int, int, int]]


def fingerprint(root: Path) -> Fingerprint:
    """Path, size, time of the last change (ns) and file number of all that the site in `root` is made from."""
    found = set()
    for path in _sources(root):
        try:
            status = path.stat()
        except OSError:
            try:
                status = path.lstat()
            except OSError:
                continue
        found.add((str(path), status.st_size, status.st_mtime_ns, status.st_ino))
    return frozenset(found)


def _sources(root: Path) -> Iterator[Path]:
    yield root / "site.yaml"
    yield from root.glob("*.md")  # a report that stands in the wrong place is a problem to be shown
    for name in FOLDERS:
        for folder, _, files in os.walk(root / name):
            yield from (Path(folder, file) for file in files if not _is_an_editors(file))


def _is_an_editors(name: str) -> bool:
    """Whether an editor keeps a file of this name for itself: swap files, locks, backups, half-written copies."""
    return (
        name.startswith((".", "#"))
        or name.endswith(("~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".kate-swp"))
        or "___jb_" in name
        or name == "4913"  # Vim's, to find out whether it may write here
    )


class Watch(FileSystemEventHandler):
    """Calls whenever something below `root` that matters may have changed."""

    def __init__(self, root: Path, call: Callable[[], None]) -> None:
        self._root = root
        self._call = call
        self._observer = Observer()
        self._watched: dict[Path, tuple[tuple[int, int], ObservedWatch]] = {}

    def start(self) -> None:
        """Begin."""
        self._observer.start()
        self.follow()

    def stop(self) -> None:
        """End, and wait for the thread that watched."""
        self._observer.stop()
        self._observer.join()

    def follow(self) -> None:
        """Watch the folders that are there now: one may have been made, removed, or replaced by another of its name."""
        for folder in (self._root, *(self._root / name for name in FOLDERS)):
            identity = _identity(folder)
            known, watch = self._watched.get(folder, (None, None))
            if identity == known:
                continue
            if watch is not None:
                self._observer.unschedule(watch)
                del self._watched[folder]
            if identity is not None:
                self._begin(folder, identity)

    def _begin(self, folder: Path, identity: tuple[int, int]) -> None:
        try:
            watch = self._observer.schedule(self, str(folder), recursive=folder != self._root)
        except (
            OSError
        ):  # the system's limit of watches is reached, or the folder has gone again: `fingerprint` will tell
            return
        self._watched[folder] = (identity, watch)
        self._call()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in its own thread."""
        if event.event_type in READING or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if not all(_is_an_editors(path.name) for path in paths):
            self._call()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)
