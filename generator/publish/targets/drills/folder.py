"""The places of drills in a folder of this disk."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from generator.publish.targets.drills.place import (
    DRILLS,
    MARK,
    NAME,
    PARTIAL,
    SITE,
    Left,
    Mark,
    mark_of,
    path_of,
    unmarked,
)
from generator.publish.targets.target import Failed, Refused, Target
from generator.publish.tree import replace

AGAIN = 3
"""Another drill may take away an empty folder between its making and its use."""


class FolderDrills:
    """Those of one folder."""

    def __init__(self, folder: Path, shown: str, make: Callable[[Path, str], Target]) -> None:
        """`make` makes the target of a folder and its address for a person."""
        self._folder, self._address, self._make = folder, shown.rstrip("/"), make

    def target(self, name: str) -> Target:
        """The target at which the drill publishes."""
        below = f"{path_of(name)}/{SITE}"
        return self._make(self._folder / below, f"{self._address}/{below}")

    def begin(self, name: str, now: datetime) -> None:
        """Make the folder and mark it."""
        place = self._folder / path_of(name)
        with self._told():
            for again in reversed(range(AGAIN)):
                made = sum(not each.exists() for each in (place.parent, *place.parent.parents))
                place.parent.mkdir(parents=True, exist_ok=True)
                try:
                    place.mkdir()
                except FileNotFoundError:
                    if not again:
                        raise
                else:
                    break
            replace(place / MARK, Mark(name, now, made).to_bytes())

    def remove(self, name: str) -> None:
        """Remove the site, the mark, the folder, and the folders that had to be made for it."""
        place = self._folder / path_of(name)
        with self._told():
            if not os.path.lexists(place):
                return
            mark = mark_of(name, _content(place / MARK)) if _is_folder(place) else None
            if mark is None:
                if not _is_folder(place) or not set(os.listdir(place)) <= {PARTIAL}:
                    raise Refused(unmarked(self.shown(name)))
                (place / PARTIAL).unlink(missing_ok=True)
                place.rmdir()
                return
            if os.path.lexists(place / SITE):
                shutil.rmtree(place / SITE)
            (place / MARK).unlink()
            place.rmdir()
            with suppress(OSError):  # somebody else's are in there by now
                for each, _ in zip(place.parents, range(max(mark.made, 1)), strict=False):
                    each.rmdir()

    def left(self) -> tuple[Left, ...]:
        """The places that are there."""
        with self._told():
            try:
                names = sorted(filter(NAME.fullmatch, os.listdir(self._folder / DRILLS)))
            except (FileNotFoundError, NotADirectoryError):
                return ()
            marks = {name: mark_of(name, _content(self._folder / path_of(name) / MARK)) for name in names}
            return tuple(Left(name, mark.began if mark else None) for name, mark in marks.items())

    def shown(self, name: str) -> str:
        """Its address for a person."""
        return f"{self._address}/{path_of(name)}"

    def by_hand(self, name: str) -> str:
        """What a person types, wherever they are."""
        return shlex.join(["rm", "-r", str(self._folder / path_of(name))])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn an `OSError` into `Failed` in words."""
        try:
            yield
        except OSError as problem:
            where = f" ({problem.filename})" if problem.filename else ""
            raise Failed(f"the disk refused: {problem.strerror or problem}{where}") from problem


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself, and no link to one."""
    return stat.S_ISDIR(os.lstat(path).st_mode)


def _content(path: Path) -> bytes | None:
    """The bytes of a plain file; None where there is none."""
    try:
        return path.read_bytes() if stat.S_ISREG(os.lstat(path).st_mode) else None
    except (FileNotFoundError, NotADirectoryError):
        return None
