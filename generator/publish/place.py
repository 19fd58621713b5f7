"""Which folder may be written, where the work on it is done, and by whom: one build at a time.

The work is done beside the folder, in `.upside/folders/<its name>/`, so that it lies on the same file system; where the parent may not be
written, in the memory's folder. The lock is the kernel's (flock(2)): it is freed however the process that holds it ends.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.memory import Memory, hide
from generator.publish.changes import Busy, Refused, refusal
from generator.publish.looking_over import Founds, looking_over
from generator.publish.manifest import Manifest
from generator.publish.records import Records
from generator.publish.tree import Tree

WAIT = 60.0
"""Seconds that a build waits for another one unless told otherwise."""
PAUSE = 0.05
"""Seconds between two tries to get the lock."""


class Place(Struct, frozen=True):
    """A folder that this process alone may write, and where it works on it."""

    folder: Path
    """Real and absolute: symbolic links followed."""
    shown: Path
    """As it was given, for messages."""
    workshop: Path
    records: Records
    """Of the two trees."""
    looked_over: Callable[[], Founds] = dict
    """What was found meanwhile of what somebody else did to the two trees; nothing of a tree of which nobody looked."""

    @property
    def public(self) -> Tree:
        """What visitors see."""
        return Tree(self.folder)

    @property
    def spare(self) -> Tree:
        """The release before, which the next one is made of."""
        return Tree(self.workshop / "spare")

    def differs(self, tree: Tree, known: Manifest) -> tuple[set[str], set[str]]:
        """What somebody else did in `tree` since `known` was true, as `Tree.differs` says it."""
        found = self.looked_over().get(str(tree.folder))
        if found is not None and found.marked is not None and found.marked == tree.marked():
            return found.altered, found.strangers
        return tree.differs(known)


@contextmanager
def claim(folder: Path, memory: Memory, *, apart_from: Iterable[Path] = (), wait: float = WAIT) -> Iterator[Place]:
    """Hold `folder`, which need not exist, until the `with` ends; other builds into it wait `wait` seconds (`Busy` then).

    Raises `Refused` where it is no folder, holds what we did not make, or lies in or around one of `apart_from`.
    """
    try:
        real = Path(os.path.realpath(folder))
        check(real, folder, apart_from)
        workshop, handle = _open(real, memory)
    except OSError as problem:
        raise refusal(folder, problem) from problem
    try:
        _wait(handle, folder, wait)
        check(real, folder, apart_from)
        place = Place(real, folder, workshop, Records(workshop / "records"))
        with looking_over(place.records, place.public, place.spare) as found:
            yield replace(place, looked_over=found)
    finally:
        os.close(handle)


def check(real: Path, shown: Path, apart_from: Iterable[Path]) -> None:
    """Raise `Refused` unless `real` may be replaced by a release."""
    elsewhere = "Choose another folder with --output."
    for source in apart_from:
        if _within(real, source) or _within(source, real):
            raise Refused(
                f"{shown} is not a place to build into: it lies in or around {source}, which the site is made from. {elsewhere}"
            )
    if not os.path.lexists(real):
        return
    if not real.is_dir():
        raise Refused(f"{shown} is not a folder. {elsewhere}")
    names = os.listdir(real)
    if names and Tree(real).marked() is None:
        raise Refused(
            f"{shown} holds files that were not made here, such as {min(names)!r}, and a build replaces the whole folder. "
            f"{elsewhere[:-1]}, or remove it if nothing in it is needed."
        )
    if ".git" in names:
        raise Refused(
            f"{shown} holds a git repository of its own (.git), which a build would replace along with everything else. "
            f"{elsewhere[:-1]} and copy the site from there."
        )


def _within(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or lies in it, however they are spelt."""
    inner, outer = Path(os.path.realpath(inner)), Path(os.path.realpath(outer))
    if outer in (inner, *inner.parents):
        return True
    return outer.exists() and any(each.exists() and each.samefile(outer) for each in (inner, *inner.parents))


def _open(real: Path, memory: Memory) -> tuple[Path, int]:
    """The folder to work in, and its lock, open but not yet held."""
    beside = real.parent / ".upside"
    try:
        return _workshop(beside, real.name)
    except OSError:
        if memory.folder is None or memory.folder == beside:
            raise
        return _workshop(memory.folder, real.name)


def _workshop(hidden: Path, name: str) -> tuple[Path, int]:
    workshop = hidden / "folders" / name
    hide(hidden)
    workshop.mkdir(parents=True, exist_ok=True)
    return workshop, os.open(workshop / "lock", os.O_RDWR | os.O_CREAT, 0o666)


def _wait(handle: int, shown: Path, wait: float) -> None:
    """Get the lock. Where the platform has none (Windows) two builds at once are not kept apart."""
    try:
        import fcntl
    except ImportError:
        return
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Busy(
                    f"another build has been writing {shown} for longer than {wait:g} seconds. "
                    "Nothing was changed; build again when it has ended."
                ) from None
            time.sleep(PAUSE)
        except OSError as problem:
            raise refusal(shown, problem) from problem
        else:
            return
