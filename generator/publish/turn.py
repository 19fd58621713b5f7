"""Make a release and let it take the place of the one before, at a cost that follows what changed and not what there is.

Two trees take turns: what visitors see, and a spare, which is the release before. The spare is brought up to date (what is equal is shared with
the visible tree, what is new is made by all cores) and then changes places with it in one system call. Where there is no such call the
visible tree is brought up to date file by file (`gradual`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack, suppress

from msgspec.structs import replace

from generator.cores import spread, spreading
from generator.memory import Memory
from generator.publish.changes import Changes, Refused, told
from generator.publish.gradual import one_by_one
from generator.publish.kernel import exchange, settle
from generator.publish.manifest import UNKNOWN, Entry, Manifest, folders_of, made_from
from generator.publish.paths import Wanted
from generator.publish.place import Place
from generator.publish.tree import SECOND

WORTH = 16
"""Files that are worth a second process: a page alone, say, is made sooner than that has begun."""

MANY = 100
"""Files of one kind of which one is made before the others are shared out."""
LOAD = 8_000_000
"""Bytes to remember that are saved before there are more of them."""


class Turn:
    """One release on its way. The steps share what they know; `done` goes through them in order."""

    def __init__(
        self,
        place: Place,
        memory: Memory,
        wanted: Wanted,
        standing: Manifest,
        foreign: set[str],
        beside: ExitStack,
    ) -> None:
        self.place = place
        self.memory = memory
        self.wanted = wanted.files
        self.standing = standing
        self.foreign = foreign
        """Names in the visible folder that are not what `standing` says."""
        self.beside = beside
        """Ends with the release, when the other processes have done what they still had to do."""
        self.public = place.public
        self.spare = place.spare
        self.records = place.records
        self.folders = wanted.folders
        """Of the new release."""
        self.base = Manifest()
        """What the spare held before."""
        self.target: dict[str, Entry] = {}
        """What the new release holds, as far as it lies in the spare."""
        self.unlike: list[str] = []
        """The few paths of it that the two trees do not hold alike, or not from these facts. All else is, in the target, what `standing` says."""
        self.touched: set[str] = set()
        """Folders of the spare whose time may have moved."""

    def done(self) -> Changes:
        """Everything, in order."""
        try:
            made = self._prepare()
            with told(self.place.shown):
                if self._nothing_new():
                    return self._stay(made)
                manifest = Manifest(self.target, self._times(), complete=True)
                changes = self._changes(made, manifest.digest)
                self._complete(manifest)
                if self._swap():
                    self._tidy(manifest)
                    return changes
                self.records.begin(self.spare, manifest)
        except Refused:
            self._give_back()
            raise
        with told(self.place.shown, half=True):
            one_by_one(manifest, self.standing, self.public, self.spare, self.records)
            self._tidy(manifest)
        return replace(changes, at_once=False)

    def _prepare(self) -> int:
        """Bring the spare up to date; how many files had to be made for it."""
        with told(self.place.shown):
            self._look()
            self._keep()
            self._begin()
            self._share()
        return self._make()

    def _give_back(self) -> None:
        """After the disk refused: keep nothing of the attempt, so that a smaller release finds at least the room it had before."""
        with suppress(OSError):
            shutil.rmtree(self.spare.folder)
        with suppress(OSError):
            self.records.forget_all_but_those_of(self.public, self.spare)

    # ------------------------------------------------------------ bringing the spare up to date

    def _look(self) -> None:
        """Find out how much of the spare can be relied upon; strangers in it go."""
        if self.spare.folder.is_symlink() or self.spare.folder.is_file():
            self.spare.folder.unlink()
        known = self.records.known(self.spare)
        if known is None:
            self.base = self.spare.listed(hashed=False)
            return
        altered, strangers = self.place.differs(self.spare, known)
        for path in strangers:
            self.spare.remove(path)
        self.touched |= folders_of(strangers)
        self.base = Manifest({**known.files, **dict.fromkeys(altered & known.files.keys(), UNKNOWN)}, known.folders)

    def _keep(self) -> None:
        """Find what lies in the spare already as it shall be."""
        base, wanted = self.base.files, self.wanted
        self.target = {
            path: seen
            for path, seen in self.standing.files.items()
            if seen is base.get(path)  # both records are told by one ground, so most entries are not only equal
            and path in wanted
            and wanted[path].digest == seen.facts != ""
        }
        for path in self.foreign:
            self.target.pop(path, None)
        self.unlike = [path for path in wanted if path not in self.target]
        for path in self.unlike:
            file, there, seen = wanted[path], base.get(path), self.standing.files.get(path)
            if there is None or not there.sha256 or path in self.foreign:
                continue
            if there.same_bytes(seen) and (made_from(seen, file) or made_from(there, file)):
                self.target[path] = replace(there, facts=file.digest)
            elif made_from(there, file) and (seen is None or there.modified // SECOND > seen.modified // SECOND):
                self.target[path] = there

    def _begin(self) -> None:
        """Mark the spare, so that from now on nobody relies on more of it than stays; what does not belong goes."""
        stale = self.base.files.keys() - self.wanted.keys()
        unsure = stale.union(self.unlike) - self.target.keys()
        changing = folders_of(unsure)
        new = (self.folders | changing) - self.base.folders.keys()
        folders = {**self.base.folders, **dict.fromkeys(new, -1)}
        self.records.begin(self.spare, Manifest({**self.target, **dict.fromkeys(unsure, UNKNOWN)}, folders))
        self.touched |= changing
        for path in stale:
            self.spare.remove(path)
        self.spare.prune(folders_of(stale) - self.folders)

    def _share(self) -> None:
        """Share with the visible tree what was made from the same facts."""
        for path in self.unlike:
            if path not in self.target and path not in self.foreign:
                seen = self.standing.files.get(path)
                if seen and made_from(seen, self.wanted[path]) and (shared := self.spare.take(path, self.public, seen)):
                    self.target[path] = shared

    def _make(self) -> int:
        """Make the rest by all cores, and write what differs from what visitors see; how many that were."""
        paths = [path for path in self.unlike if path not in self.target]
        if paths:
            self.memory.save()  # and so leaves no open connection to the processes that are about to be forked
            ahead = self._first_of_many(paths)
            paths = [*ahead, *(path for path in paths if path not in ahead)]
            work = spreading(
                self._make_all, paths, worth=WORTH, ahead=len(ahead), afterwards=self.memory.save
            )  # which has time: this process goes on
            self.target.update(zip(paths, self.beside.enter_context(work), strict=True))
        return len(paths)

    def _first_of_many(self, paths: Iterable[str]) -> list[str]:
        """One of each kind of which there are so many that every process would prepare for it."""
        kinds: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            kinds[self.wanted[path].kind].append(path)
        return [alike[0] for kind, alike in kinds.items() if kind and len(alike) >= MANY]

    def _make_all(self, paths: Iterable[str]) -> list[Entry]:
        """A share of it, perhaps in a process of its own."""
        made = []
        for path in paths:
            made.append(self._make_one(path))
            if self.memory.unsaved > LOAD:
                self.memory.save()
        return made

    def _make_one(self, path: str) -> Entry:
        file = self.wanted[path]
        content = file.make()
        with told(self.place.shown):
            seen = self.standing.files.get(path)
            equal = path not in self.foreign and seen and seen.sha256 == hashlib.sha256(content).hexdigest()
            if equal and seen and (shared := self.spare.take(path, self.public, seen)):
                return replace(shared, facts=file.digest)
            before = self.public.modified(path) if seen or self.foreign else None
            return replace(self.spare.put(path, content, after=before), facts=file.digest)

    # ------------------------------------------------------------ letting it be seen

    def _nothing_new(self) -> bool:
        """Whether visitors see all of it already, byte for byte, and nothing else."""
        if self.foreign or not self.standing.complete or self.standing.files.keys() != self.target.keys():
            return False
        if self._written():
            return False
        return self.public.differs(self.standing) == (set(), set())

    def _stay(self, made: int) -> Changes:
        """Leave the visible tree alone, and remember what its files could be made from as well."""
        seen = self.standing.files
        files = {**seen, **{path: replace(seen[path], facts=self.target[path].facts) for path in self.unlike}}
        manifest = Manifest(files, self.standing.folders, complete=True)
        self.records.renew(manifest)
        self.records.begin(self.spare, Manifest(self.target, self._times()))
        self._tidy(manifest)
        return Changes(manifest.digest, made=made, kept=len(files))

    def _written(self) -> set[str]:
        """What visitors do not see yet, or not as it shall be."""
        return {path for path in self.unlike if not self.target[path].same_bytes(self.standing.files.get(path))}

    def _changes(self, made: int, digest: str) -> Changes:
        seen = self.standing.files
        written = self._written() | (self.foreign & self.target.keys())
        removed = (seen.keys() | self.foreign) - self.target.keys() - self.folders
        return Changes(
            digest=digest,
            made=made,
            written=len(written),
            removed=len(removed),
            kept=len(self.target) - len(written),
            changed=tuple(sorted(written | removed)),
        )

    def _complete(self, manifest: Manifest) -> None:
        """Mark the spare as a release, and bring it to disk: a loss of power must not undo half of what is about to be seen."""
        self.records.finish(self.spare, manifest)
        settle(self.place.workshop)

    def _times(self) -> dict[str, int]:
        """Every folder of the spare with its time: asked again only where something was done."""
        times = dict(self.base.folders)
        for folder in times.keys() - self.folders:
            del times[folder]
        return times | self.spare.times((self.folders & self.touched) | (self.folders - times.keys()))

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
                times = self.spare.times(folders_of(manifest.files))
                self.records.begin(self.spare, Manifest(manifest.files, times))
            self.records.forget_all_but_those_of(self.public, self.spare)

    def _twin(self, paths: Iterable[str]) -> list[bool]:
        return [self.spare.take(path, self.public, self.target[path]) is not None for path in paths]
