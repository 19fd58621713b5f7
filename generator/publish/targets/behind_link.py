"""A target that keeps releases behind a link: in which order what is done, so that a visitor sees a whole release whenever it is cut off.

Two kinds of machines (`folder`, `ssh`) do the work. Everything that is written before `show` is seen by nobody; `show` is one rename. What the target
says of itself is recorded for each release before it goes live, so that the link alone decides, and no two files need agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from generator.publish.targets import inventory as inventories
from generator.publish.targets.drills.place import Drills
from generator.publish.targets.inventory import DAY, Inventory, Kept, after, kept, left_over
from generator.publish.targets.machine import INCOMING, RELEASES, Machine, Seen, Trouble, go_on
from generator.publish.targets.order import judge
from generator.publish.targets.pointer import (
    Entry,
    Pointer,
    Unreadable,
    chosen,
    entry_of,
    from_bytes,
    leaving,
    published,
    rolled_back,
)
from generator.publish.targets.release import Release
from generator.publish.targets.target import Failed, Older, Shipped, Terms

MOST_STALE = 50
"""Release folders that nothing names and that are not a day old yet; beyond these the oldest go at once."""


@dataclass(frozen=True, slots=True)
class BehindLink:
    """A target on a machine."""

    machine: Machine

    @property
    def shown(self) -> str:
        """The address for a person."""
        return self.machine.shown

    def read(self) -> Pointer:
        """What the target says of itself."""
        with self._told():
            return _pointer(self.machine.look())

    def ship(self, release: Release, terms: Terms) -> Shipped:
        """Make `release` what visitors see."""
        with self._told() as visitors, self.machine.held():
            seen = self.machine.look()
            pointer = _pointer(seen, forgiving=terms.overwrite_newer)
            live = pointer.current
            visitors.see(live)
            old, whole = self._standing(seen)
            if live and live.digest == release.digest == old.digest and whole:
                return Shipped(live, live, verified=len(release.files), unchanged=True)
            if not terms.overwrite_newer and (why := judge(release.origin, pointer, terms.contains)):
                raise Older(f"{why}.\nTo ship this all the same:\n  upside publish --overwrite-newer {self.shown}")
            entry = entry_of(release, terms.now)
            change = _Change(seen, published(pointer, entry, keep=terms.keep), entry, terms)
            new = change.inventory(after(old, release.files, terms.now), old)
            self._lay(release, new, seen.live, old, terms)
            name = change.name
            self.machine.record(name, change.pointer.to_bytes(), new.to_bytes())
            self.machine.place(name)
            placed, removed = self._show(name, change, old, new, visitors, terms)
            sent = [path for path, each in new.files.items() if old.files.get(path, Kept("", 0)).sha256 != each.sha256]
            size = sum(release.files[path].size for path in sent)
            return Shipped(entry, live, len(sent), size, placed, removed, len(release.files))

    def roll_back(self, to: str | None, terms: Terms) -> Shipped:
        """Make an older release what visitors see."""
        chosen(self.read(), to)  # before anything is held or made
        with self._told() as visitors, self.machine.held():
            seen = self.machine.look()
            pointer = _pointer(seen)
            live = pointer.current
            visitors.see(live)
            entry = chosen(pointer, to)
            name = _folder_of(entry, seen)
            there = inventories.from_bytes(self.machine.inventory(name)) if name else None
            if there is None or there.digest != entry.digest or self._wrong(f"{RELEASES}/{name}", there, terms):
                raise Failed(
                    f"release {entry.id} is no longer whole there, so it was not gone back to. {visitors.say()} "
                    "Choose another, which --list shows, or build and publish that commit again."
                )
            if name == seen.live:
                return Shipped(entry, live, verified=len(there.files), unchanged=True)
            old, _ = self._standing(seen)
            change = _Change(seen, rolled_back(leaving(pointer, entry), entry), entry, terms, name)
            times = {
                path: kept(each.sha256, old.files.get(path) or each, terms.now) for path, each in there.files.items()
            }
            new = change.inventory(times, old)
            self.machine.record(name, change.pointer.to_bytes(), new.to_bytes())
            self.machine.touch(f"{RELEASES}/{name}", new)
            self.machine.carry(f"{RELEASES}/{name}", seen.live, new)
            placed, removed = self._show(name, change, old, new, visitors, terms)
            return Shipped(entry, live, 0, 0, placed, removed, len(new.files))

    def verify(self) -> Entry:
        """Hash every file of what is live, where it lies."""
        with self._told() as visitors:
            seen = self.machine.look()
            live = _pointer(seen).current
            visitors.see(live)
            there = inventories.from_bytes(seen.inventory)
            if live is None:
                raise Failed("nothing was ever published there.")
            if there is None or there.digest != live.digest:
                raise Failed(f"the record of release {live.id}, which is live, is damaged or gone. Publish again.")
            if wrong := sorted(there.differs(self.machine.hashes(f"{RELEASES}/{seen.live}"))):
                raise Failed(
                    f"{len(wrong)} files of release {live.id}, which is live, are not what was published, {wrong[0]} among them: "
                    "somebody or something else wrote there. Publish again."
                )
            return live

    def drills(self) -> Drills:
        """Where drills show their pages."""
        return self.machine.drills(BehindLink)

    def _standing(self, seen: Seen) -> tuple[Inventory, bool]:
        """What visitors really see: what was recorded, but for files that somebody edited or took away; and whether nobody did."""
        there = inventories.from_bytes(seen.inventory) or Inventory()
        found = self.machine.hashes(f"{RELEASES}/{seen.live}") if seen.live else {}
        parts = (
            {path: Kept(found[path], each.modified) for path, each in part.items() if path in found}
            for part in (there.files, there.extra)
        )
        return Inventory(*parts), not any(there.differs(found))

    def _lay(self, release: Release, new: Inventory, base: str, old: Inventory, terms: Terms) -> None:
        """Have the release in `INCOMING`, whole."""
        self.machine.lay(release, new, base, old, terms)
        self.machine.carry(INCOMING, base, new)
        if wrong := self._wrong(INCOMING, new, terms):
            raise Trouble(
                f"what arrived is not what was sent ({len(wrong)} files, {min(wrong)} among them). "
                "Publish again; if it happens again, the disk there may be failing."
            )

    def _wrong(self, folder: str, should: Inventory, terms: Terms) -> set[str]:
        terms.progress("verifying", 0, len(should.files))
        wrong = set(should.differs(self.machine.hashes(folder)))
        terms.progress("verifying", len(should.files), len(should.files))
        return wrong

    def _show(
        self, name: str, change: _Change, old: Inventory, new: Inventory, visitors: _Visitors, terms: Terms
    ) -> tuple[int, int]:
        """Let visitors see the release `name`, look whether they do, and take away what is old; files placed, files removed."""
        go_on(terms)
        visitors.unsure()
        self.machine.show(name)
        again = self.machine.look()
        if again.live != name or again.pointer != change.pointer.to_bytes():
            raise Trouble(
                f"`current` leads to {again.live or 'nothing'} and not to {name} although it was just put there."
            )
        visitors.see(change.entry)
        self.machine.drop(change.outdated)
        placed = sum(old.files.get(path, Kept("", 0)).sha256 != each.sha256 for path, each in new.files.items())
        return placed, len((old.files.keys() | old.extra.keys()) - new.files.keys() - new.extra.keys())

    @contextmanager
    def _told(self) -> Iterator[_Visitors]:
        """Turn `Trouble` into `Failed`, with a word about what visitors see meanwhile."""
        visitors = _Visitors()
        try:
            yield visitors
        except Trouble as trouble:
            raise Failed(f"{trouble} {visitors.say()}".strip()) from trouble
        except Unreadable as problem:
            raise Failed(
                f"what {self.shown} says of itself {problem}. Visitors see what they saw before. "
                "If no newer release can be live there, publish with --overwrite-newer."
            ) from problem


class _Visitors:
    """What to say about what visitors see."""

    def __init__(self) -> None:
        self._word = "Nothing was changed."

    def see(self, entry: Entry | None) -> None:
        self._word = f"Visitors see release {entry.id}, whole." if entry else "Visitors see no release yet."

    def unsure(self) -> None:
        self._word += " Or the new one, whole: the answer was lost. The same command again finishes it."

    def say(self) -> str:
        return self._word


class _Change:
    """From one live release to another: names, the pointer, and what has served its time."""

    def __init__(self, seen: Seen, pointer: Pointer, entry: Entry, terms: Terms, name: str = "") -> None:
        self.entry = entry
        self.name = name or _free(entry.id, seen)
        self._now, self._seen, self._stale = terms.now, seen, pointer.stale
        named = {self.name, seen.live}
        named |= {_folder_of(each, seen) for each in pointer.releases if each.digest != entry.digest}
        self._since = _since(seen.names - named, pointer.stale, terms.now)
        self.outdated = _outdated(self._since, terms.now)
        self.pointer = pointer

    def inventory(self, files: Mapping[str, Kept], old: Inventory) -> Inventory:
        """The files with what is left over of the release before; the pointer then knows since when."""
        extra = left_over(old, files, self._stale, self._now)
        stale = {path: since for path, (_, since) in extra.items()}
        stale |= {f"{RELEASES}/{name}": since for name, since in self._since.items() if name not in self.outdated}
        self.pointer = replace(self.pointer, stale=stale)
        return Inventory(files, {path: each for path, (each, _) in extra.items()})


def _since(names: frozenset[str] | set[str], stale: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
    """Since when nothing names the releases `names`."""
    return {name: stale.get(f"{RELEASES}/{name}", now) for name in sorted(names)}


def _outdated(since: Mapping[str, datetime], now: datetime) -> frozenset[str]:
    """Those of more than a day, and the oldest of too many."""
    too_many = sorted(since, key=lambda name: (since[name], name))[: max(len(since) - MOST_STALE, 0)]
    return frozenset(name for name in since if now - since[name] >= DAY) | frozenset(too_many)


def _free(stem: str, seen: Seen) -> str:
    """A name for a folder of the release `stem`, after all that there are."""
    numbers = [_number(name) for name in seen.names if name.partition("-")[0] == stem]
    return f"{stem}-{max(numbers) + 1}" if numbers else stem


def _number(name: str) -> int:
    return int(name.partition("-")[2] or 1)


def _folder_of(entry: Entry, seen: Seen) -> str:
    """The newest folder of a release; empty where there is none."""
    if seen.live.partition("-")[0] == entry.id:
        return seen.live
    found = [name for name in seen.names if name.partition("-")[0] == entry.id]
    return max(found, key=_number, default="")


def _pointer(seen: Seen, *, forgiving: bool = False) -> Pointer:
    """What the target says of itself. Raises `Unreadable`; `forgiving`, nothing is known then."""
    if not seen.live:
        return Pointer()
    try:
        pointer = from_bytes(seen.pointer)
        if not pointer.live.startswith(seen.live.partition("-")[0]):
            raise Unreadable("is of another release than the one that is live")
    except Unreadable:
        if forgiving:
            return Pointer()
        raise
    return pointer
