"""Make a release and let it take the place of the one before, at a cost that follows what changed and not what there is.

Two trees take turns: what visitors see, and a spare, which is the release before. The spare is brought up to date (what is equal is shared with
the visible tree, what is new is made by all cores) and then changes places with it in one system call. Where there is no such call the
visible tree is brought up to date file by file, in an order in which no page ever refers to what is not there.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.cores import spread
from generator.memory import Memory
from generator.model import File
from generator.publish.changes import Changes, told
from generator.publish.kernel import exchange, settle
from generator.publish.manifest import UNKNOWN, Entry, Manifest, folders_of
from generator.publish.paths import by_path, in_safe_order
from generator.publish.place import WAIT, Place, claim
from generator.publish.tree import SECOND, Tree

PARTIAL = ".upside-new"
"""Where new files lie for a moment in a folder that is brought up to date file by file."""


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
    wanted = by_path(files)
    with told(place.shown):
        public = place.public
        standing, foreign = _standing(public)
        if not foreign and _as_wanted(standing, wanted):
            altered, strangers = public.differs(standing)
            if not altered and not strangers:
                return Changes(standing.digest(), kept=len(wanted))
            foreign = altered | strangers
    return _Work(place, memory, wanted, standing, foreign).done()


def _standing(public: Tree) -> tuple[Manifest, set[str]]:
    """What visitors see, and the names in it that nobody knows."""
    if public.marked() is None:
        return Manifest(), set()
    if (known := public.known()) is None:
        known = public.listed(hashed=True)
    return known, {path for path, entry in known.files.items() if not entry.sha256}


def _as_wanted(standing: Manifest, wanted: Mapping[str, File]) -> bool:
    """Whether `standing` is a release of the same files made from the same facts."""
    return (
        standing.complete
        and len(standing.files) == len(wanted)
        and all(_made_from(standing.files.get(path), file) for path, file in wanted.items())
    )


def _made_from(entry: Entry | None, file: File) -> bool:
    return entry is not None and bool(file.digest) and entry.facts == file.digest


class _Work:
    """One release on its way. The steps share what they know; `done` goes through them in order."""

    def __init__(
        self, place: Place, memory: Memory, wanted: Mapping[str, File], standing: Manifest, foreign: set[str]
    ) -> None:
        self.place = place
        self.memory = memory
        self.wanted = wanted
        self.standing = standing
        self.foreign = foreign
        """Names in the visible folder that are not what `standing` says."""
        self.public = place.public
        self.spare = place.spare
        self.base = Manifest()
        """What the spare held before."""
        self.target: dict[str, Entry] = {}
        """What the new release holds, as far as it lies in the spare."""
        self.touched: set[str] = set()
        """Folders of the spare whose time may have moved."""

    def done(self) -> Changes:
        """Everything, in order."""
        with told(self.place.shown):
            self._look()
            self._keep()
            self._begin()
            self._share()
        made = self._make()
        with told(self.place.shown):
            if self._nothing_new():
                return self._stay(made)
            changes = self._changes(made)
            manifest = self._complete()
            if self._swap():
                self._tidy(manifest)
                return changes
            self.spare.begin(manifest)
        with told(self.place.shown, half=True):
            one_by_one(manifest, self.standing, self.public, self.spare)
            self._tidy(manifest)
        return replace(changes, at_once=False)

    # ------------------------------------------------------------ bringing the spare up to date

    def _look(self) -> None:
        """Find out how much of the spare can be relied upon; strangers in it go."""
        known = self.spare.known()
        if known is None:
            self.base = self.spare.listed(hashed=False)
            return
        altered, strangers = self.spare.differs(known)
        for path in strangers:
            self.spare.remove(path)
        self.touched |= folders_of(strangers)
        self.base = Manifest({**known.files, **dict.fromkeys(altered & known.files.keys(), UNKNOWN)}, known.folders)

    def _keep(self) -> None:
        """Find what lies in the spare already as it shall be."""
        for path, file in self.wanted.items():
            there, seen = self.base.files.get(path), self.standing.files.get(path)
            if there is None or not there.sha256 or path in self.foreign:
                continue
            if there.same_bytes(seen) and (_made_from(seen, file) or _made_from(there, file)):
                self.target[path] = there._replace(facts=file.digest)
            elif _made_from(there, file) and (seen is None or there.modified // SECOND > seen.modified // SECOND):
                self.target[path] = there

    def _begin(self) -> None:
        """Mark the spare, so that from now on nobody relies on more of it than stays; what does not belong goes."""
        stale = self.base.files.keys() - self.wanted.keys()
        unsure = dict.fromkeys((*self.base.files, *self.wanted), UNKNOWN)
        files = {**unsure, **self.target}
        self.spare.begin(Manifest(files, {folder: self.base.folders.get(folder, -1) for folder in folders_of(files)}))
        self.touched |= folders_of(files.keys() - self.target.keys())
        for path in stale:
            self.spare.remove(path)
        self.spare.prune(folders_of(stale) - folders_of(self.wanted))

    def _share(self) -> None:
        """Share with the visible tree what was made from the same facts."""
        for path, file in self.wanted.items():
            if path not in self.target and path not in self.foreign:
                seen = self.standing.files.get(path)
                if seen and _made_from(seen, file) and (shared := self.spare.take(path, self.public, seen)):
                    self.target[path] = shared

    def _make(self) -> int:
        """Make the rest by all cores, and write what differs from what visitors see; how many that were."""
        paths = [path for path in self.wanted if path not in self.target]
        if paths:
            self.memory.save()  # and so leaves no open connection to the processes that are about to be forked
            self.target.update(zip(paths, spread(self._make_all, paths), strict=True))
        return len(paths)

    def _make_all(self, paths: Sequence[str]) -> list[Entry]:
        """A share of it, perhaps in a process of its own."""
        made = [self._make_one(path) for path in paths]
        self.memory.save()
        return made

    def _make_one(self, path: str) -> Entry:
        file = self.wanted[path]
        content = file.make()
        with told(self.place.shown):
            seen = self.standing.files.get(path)
            equal = path not in self.foreign and seen and seen.sha256 == hashlib.sha256(content).hexdigest()
            if equal and seen and (shared := self.spare.take(path, self.public, seen)):
                return shared._replace(facts=file.digest)
            return self.spare.put(path, content, after=self.public.modified(path))._replace(facts=file.digest)

    # ------------------------------------------------------------ letting it be seen

    def _nothing_new(self) -> bool:
        """Whether visitors see all of it already, byte for byte, and nothing else."""
        if self.foreign or not self.standing.complete or self.standing.files.keys() != self.target.keys():
            return False
        if not all(entry.same_bytes(self.standing.files[path]) for path, entry in self.target.items()):
            return False
        return self.public.differs(self.standing) == (set(), set())

    def _stay(self, made: int) -> Changes:
        """Leave the visible tree alone, and remember what its files could be made from as well."""
        files = {path: seen._replace(facts=self.target[path].facts) for path, seen in self.standing.files.items()}
        manifest = Manifest(files, self.standing.folders, complete=True)
        self.public.record(manifest)
        self.spare.begin(Manifest(self.target, self._folders()))
        self._tidy(manifest)
        return Changes(manifest.digest(), made=made, kept=len(files))

    def _changes(self, made: int) -> Changes:
        seen = self.standing.files
        written = {path for path, entry in self.target.items() if not entry.same_bytes(seen.get(path))}
        written |= self.foreign & self.target.keys()
        removed = (seen.keys() | self.foreign) - self.target.keys() - folders_of(self.target)
        return Changes(
            digest=Manifest(self.target).digest(),
            made=made,
            written=len(written),
            removed=len(removed),
            kept=len(self.target) - len(written),
            changed=tuple(sorted(written | removed)),
        )

    def _complete(self) -> Manifest:
        """Mark the spare as a release, and bring it to disk: a loss of power must not undo half of what is about to be seen."""
        manifest = Manifest(self.target, self._folders(), complete=True)
        self.spare.finish(manifest)
        settle(self.place.workshop)
        return manifest

    def _folders(self) -> dict[str, int]:
        known = self.base.folders
        folders = folders_of(self.target)
        moved = {folder for folder in folders if folder in self.touched or folder not in known}
        return {folder: known[folder] for folder in folders - moved} | self.spare.times(moved)

    def _swap(self) -> bool:
        """Let the spare take the place of what visitors see, in one step; False where that cannot be."""
        spare, folder = self.spare.folder, self.public.folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            spare.chmod(folder.stat().st_mode & 0o7777)
        if folder.is_dir() and os.listdir(folder):
            return exchange(spare, folder)
        try:
            os.rename(spare, folder)  # an empty folder may be in the place: rename(2)
        except OSError:
            return False
        return True

    def _tidy(self, manifest: Manifest) -> None:
        """Drop records that nothing refers to. Where there is no spare yet make one, so that the next build need not."""
        with suppress(OSError):
            if not self.spare.folder.exists():
                self.spare = self.place.spare
                self.spare.folder.mkdir()
                spread(self._twin, list(manifest.files), worth=1000)
                self.spare.begin(Manifest(manifest.files, self.spare.times(folders_of(manifest.files))))
            used = {marked[1] for tree in (self.public, self.spare) if (marked := tree.marked())}
            for name in os.listdir(self.place.workshop / "records"):
                if name not in used:
                    os.unlink(self.place.workshop / "records" / name)

    def _twin(self, paths: Sequence[str]) -> list[None]:
        for path in paths:
            self.spare.take(path, self.public, self.target[path])
        return [None] * len(paths)


def one_by_one(manifest: Manifest, standing: Manifest, public: Tree, spare: Tree) -> None:
    """Bring the visible tree up to what the spare holds, file by file: each is whole at any moment, and what refers to others comes last."""
    altered, strangers = public.differs(standing)
    there = {path: entry for path, entry in standing.files.items() if path not in altered}
    files = {
        path: there[path]._replace(facts=entry.facts)
        for path, entry in manifest.files.items()
        if entry.same_bytes(there.get(path))
    }
    unsure = {**dict.fromkeys((*standing.files, *manifest.files), UNKNOWN), **files}
    public.begin(Manifest(unsure, dict.fromkeys(folders_of(unsure), -1)))
    for path in in_safe_order(manifest.files.keys() - files.keys()):
        taken = public.take(path, spare, manifest.files[path], name=PARTIAL)
        if taken is None:
            raise OSError(errno.EIO, "what was prepared is not what it was", spare.at(path))
        public.move(PARTIAL, path)
        files[path] = taken
    gone = (standing.files.keys() | strangers) - files.keys() - folders_of(files)
    for path in gone:
        public.remove(path)
    public.prune(folders_of(gone) - folders_of(files))
    public.finish(Manifest(files, public.times(folders_of(files)), complete=True))
