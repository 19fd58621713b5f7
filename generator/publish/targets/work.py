"""One release on its way into view at a bucket that is held: its bytes are sent, put in place in order, fetched back, and what is old goes.

Believes of a path only what was fetched and found right, and has not become another version since. What is put in place is fetched and compared
before the next group follows, so that nothing is announced that is not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from generator.publish.targets.claim import HEADERS, Claim
from generator.publish.targets.contents import (
    CHECKED,
    OURS,
    RANKS,
    Checked,
    Contents,
    Thing,
    checked_to_bytes,
    from_bytes,
    manifest_name,
    rank,
    sources,
    to_bytes,
)
from generator.publish.targets.drills.place import DRILLS
from generator.publish.targets.pointer import NAME, Pointer
from generator.publish.targets.store import Found, Listed, Store
from generator.publish.targets.target import Failed, Progress

AT_ONCE = 12
"""Requests at a time."""
GRACE = timedelta(days=1)
"""For how long what no release names stays: somebody's page may be a day old, and refer to it."""

Read = Callable[[str], bytes]
"""The bytes of a path, from this disk."""


@dataclass
class Work:
    """What is done for one release at one bucket. The steps are called in the order they stand here."""

    claim: Claim
    digest: str
    contents: Contents
    listing: Mapping[str, Listed]
    """Of all that the bucket holds, since the bucket is held."""
    checked: Mapping[str, Checked]
    """What was once found right; nothing after an interruption."""
    read: Read | None
    """None where the bytes are not on this disk: what the bucket keeps must do."""
    progress: Progress
    sent: dict[str, int] = field(default_factory=dict)
    """Sizes of the objects that travelled."""
    placed: int = 0
    seen: dict[str, Checked] = field(default_factory=dict)
    """What was found right."""

    @property
    def store(self) -> Store:
        """Where it goes."""
        return self.claim.store

    # ------------------------------------------------------------ unseen by visitors

    def send(self) -> None:
        """See that the bucket holds the bytes of every path, and the list of them. Visitors see nothing of it."""
        first = {thing.source: path for path, thing in self.contents.items()}
        missing = [path for source, path in first.items() if not self._kept(source, self.contents[path])]
        self._together("sending", missing, self._send)
        if self.read is not None:
            name, content = manifest_name(self.digest), to_bytes(self.contents)
            self.claim.hold()
            self.store.put(name, content, HEADERS)
            found = self.store.get(name)
            if found is None or found.content != content:
                raise Failed(f"{name} there is not what was written to it")

    def _kept(self, source: str, thing: Thing) -> bool:
        there = self.listing.get(source)
        return there is not None and there.size == thing.size

    def _send(self, path: str) -> None:
        thing = self.contents[path]
        if self.read is None:
            raise Failed(f"the bytes of {path} of release {self.digest[:12]} are no longer kept there")
        content = self.read(path)
        for _ in range(2):
            self.claim.hold()
            self.store.put(thing.source, content, dict(thing.headers))
            if not _wrong(self.store.get(thing.source), thing):
                self.sent[thing.source] = thing.size
                return
        raise Failed(f"{path} was sent and did not come back the same, twice: the store is not to be trusted")

    # ------------------------------------------------------------ seen by visitors

    def place(self) -> None:
        """Put every path that is not known to be right in place, group after group, each fetched back before the next."""
        wrong = [path for path, thing in self.contents.items() if not self._right(path, thing)]
        groups = [[path for path in wrong if rank(path) == number] for number in range(len(RANKS))]
        done = 0
        for group in groups:
            self._together("placing", group, self._copy, done, len(wrong))
            done += len(group)
        self.placed = len(wrong)

    def _right(self, path: str, thing: Thing) -> bool:
        known, there = self.checked.get(path), self.listing.get(path)
        if known is None or there is None or known != Checked(thing.source, there.e_tag):
            return False
        self.seen[path] = known
        return True

    def _copy(self, path: str) -> None:
        """Put `path` in place and fetch it back; where that went wrong, once more, with its bytes sent anew."""
        thing = self.contents[path]
        why = ""
        for again in (False, True):
            if again and self.read is not None:
                self._send(path)
            if not self.store.copy(thing.source, path, self.claim.hold):
                why = "is not kept there any more"
                continue
            found = self.store.get(path)
            why = _wrong(found, thing)
            if not why and found is not None:
                self.seen[path] = Checked(thing.source, found.version.e_tag.strip('"'))
                return
        raise Failed(f"{path} {why}: the release could not be verified")

    def confirm(self) -> None:
        """See that everything is there, and in the version that was found right; write down which."""
        listing = self.store.list()
        moved = [
            path
            for path in self.contents
            if (there := listing.get(path)) is None or there.e_tag != self.seen[path].e_tag
        ]
        self._together("verifying", moved, self._look)
        self.claim.hold()
        self.store.put(CHECKED, checked_to_bytes(self.seen), HEADERS)

    def _look(self, path: str) -> None:
        found = self.store.get(path)
        if why := _wrong(found, self.contents[path]):
            raise Failed(f"{path} {why}: the release could not be verified")
        if found is not None:
            self.seen[path] = Checked(self.contents[path].source, found.version.e_tag.strip('"'))

    # ------------------------------------------------------------ what is old

    def clear(self, pointer: Pointer, before: Iterable[Contents], now: datetime) -> tuple[Pointer, int]:
        """Remove what no release has named for a day; `pointer` with what is left to remove, and how many went.

        `before` are the releases whose paths may still lie there.
        """
        gone = {path for contents in before for path in contents} - self.contents.keys()
        named = self.contents.keys() | sources([self.contents]) | {NAME, CHECKED, manifest_name(self.digest)}
        stale = dict.fromkeys(sorted(gone), now) | dict(pointer.stale)
        swept_at = pointer.swept_at
        if swept_at is None or now - swept_at >= GRACE:
            swept_at = now
            stale = dict.fromkeys(self._unnamed(pointer), now) | stale
        stale = {path: since for path, since in stale.items() if path not in named}
        old = [path for path, since in stale.items() if now - since >= GRACE]
        self._together("removing", old, lambda path: self.store.delete(path, self.claim.hold))
        kept = {path: since for path, since in stale.items() if path not in set(old)}
        return Pointer(pointer.releases, pointer.live, pointer.left, pointer.moving, kept, swept_at), len(old)

    def _unnamed(self, pointer: Pointer) -> list[str]:
        """Objects of ours that no release of `pointer` names, but for those of drills. None where that cannot be known."""
        named = {NAME, CHECKED}
        for entry in pointer.releases:
            contents = self.contents if entry.digest == self.digest else contents_at(self.store, entry.digest)
            if contents is None:
                return []
            named |= sources([contents]) | {manifest_name(entry.digest)}
        ours = (path for path in sorted(self.listing) if path.startswith(OURS) and not path.startswith(f"{DRILLS}/"))
        return [path for path in ours if path not in named]

    def _together(
        self, what: str, paths: list[str], work: Callable[[str], None], done: int = 0, of: int | None = None
    ) -> None:
        """Do `work` for all of `paths`, some at a time; the first thing that goes wrong is raised when those under way have ended."""
        total = len(paths) if of is None else of
        with ThreadPoolExecutor(AT_ONCE) as pool:
            running = [pool.submit(work, path) for path in paths]
            try:
                for number, future in enumerate(running, 1):
                    future.result()
                    self.progress(what, done + number, total)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def contents_at(store: Store, digest: str) -> Contents | None:
    """What the release `digest` holds, as the bucket has it written down; None where it has not."""
    found = store.get(manifest_name(digest))
    return from_bytes(found.content) if found else None


def wrong_paths(store: Store, contents: Contents) -> list[str]:
    """Every path of `contents` that is not served as it should be, by fetching all of them."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        whys = pool.map(lambda each: _wrong(store.get(each[0]), each[1]), contents.items())
        return [path for path, why in zip(contents, whys, strict=True) if why]


def _wrong(found: Found | None, thing: Thing) -> str:
    """Why `found` is not `thing`, as a clause; empty where it is."""
    if found is None:
        return "is not there"
    if hashlib.sha256(found.content).hexdigest() != thing.sha256:
        return f"holds {len(found.content)} bytes that are not those that were sent ({thing.size})"
    for name, value in thing.headers:
        if _plain(found.headers.get(name, "")) != _plain(value):
            return f"is served with {name} “{found.headers.get(name, '')}” and not “{value}”"
    return ""


def _plain(header: str) -> str:
    return "".join(header.split()).casefold()
