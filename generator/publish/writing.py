"""`write` and `release`: what the rest of the program calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from generator.memory import Memory
from generator.model import File
from generator.publish.changes import Changes, told
from generator.publish.manifest import Manifest, made_from
from generator.publish.paths import by_path
from generator.publish.place import WAIT, Place, claim
from generator.publish.turn import Turn


def write(files: Sequence[File], folder: Path, memory: Memory, *, wait: float = WAIT) -> Changes:
    """Make `folder` hold exactly `files`: `claim` it and `release` them."""
    with claim(folder, memory, wait=wait) as place:
        return release(files, place, memory)


def release(files: Sequence[File], place: Place, memory: Memory) -> Changes:
    """Make the claimed folder hold exactly `files`; whoever looks finds the old release or the new one, whole.

    Only files whose facts are new are made, only those whose bytes differ are replaced, and what is equal keeps its time. Whatever a
    file raises while it is made is raised here. Raises `Refused` where the disk does not let us, `ValueError` for impossible
    paths.
    """
    with told(place.shown):
        public = place.public
        standing, foreign = _standing(place)
        wanted = by_path(files, standing)
        if not foreign and _as_wanted(standing, wanted.files):
            altered, strangers = place.differs(public, standing)
            if not altered and not strangers:
                return Changes(standing.digest, kept=len(wanted.files))
            foreign = altered | strangers
    with ExitStack() as beside:
        return Turn(place, memory, wanted, standing, foreign, beside).done()


def _standing(place: Place) -> tuple[Manifest, set[str]]:
    """What visitors see, and the names in it that nobody knows."""
    if place.public.marked() is None:
        return Manifest(), set()
    if (known := place.records.known(place.public)) is None:
        known = place.public.listed(hashed=True)
    return known, {path for path, entry in known.files.items() if not entry.sha256}


def _as_wanted(standing: Manifest, wanted: Mapping[str, File]) -> bool:
    """Whether `standing` is a release of the same files made from the same facts."""
    return (
        standing.complete
        and len(standing.files) == len(wanted)
        and all(made_from(standing.files.get(path), file) for path, file in wanted.items())
    )
