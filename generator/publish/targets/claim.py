"""One publisher at a time at a bucket, which has no locks: a word in the pointer, written on the condition that nobody else wrote it.

Who holds the bucket counts up a beat in the pointer while it works, and puts nothing in place when its last beat is older than a third
of the lease. Who finds the bucket held watches: a beat that stands still for the whole lease, by the watcher's own monotonic clock, is
a dead publisher's. So no two clocks are ever compared. What a store may still do a request's time-out after we gave it up is the one thing
that this cannot rule out; the next publish would find and mend it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from generator.publish.targets.patience import Patience
from generator.publish.targets.pointer import NAME, Entry, Moving, Pointer, Unreadable, from_bytes
from generator.publish.targets.store import Found, Store, Version
from generator.publish.targets.target import Busy, Failed

HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}


class Superseded(Exception):
    """Somebody else holds the bucket now: whatever was known of it no longer counts."""


def read(store: Store) -> tuple[Pointer | None, Version | None]:
    """What the bucket says of itself and which version of that it is; None where there is none. Raises `Failed`."""
    found = store.get(NAME, small=True)
    if found is None:
        return None, None
    try:
        return from_bytes(found.content), found.version
    except Unreadable as problem:
        raise Failed(
            f"{NAME} there {problem}. Nothing was changed. Where nothing else helps, delete that one object and publish again: "
            "everything is then put in place anew, and older releases cannot be gone back to"
        ) from None


@dataclass
class Claim:
    """A bucket that this process alone may change. May be used from many threads."""

    store: Store
    patience: Patience
    pointer: Pointer
    version: Version
    was: Pointer
    """What the pointer said before."""
    began: float = field(default_factory=time.monotonic)
    """Just before the last beat was sent."""
    lock: Lock = field(default_factory=Lock)

    def hold(self) -> None:
        """Return only while nobody else can take the bucket for free, for as long as one quick request may take. Raises `Superseded`."""
        with self.lock:
            while time.monotonic() - self.began > self.patience.lease / 3:
                self._write(_beaten(self.pointer))

    def announce(self, entry: Entry, pointer: Pointer) -> None:
        """Say that from now on paths may be those of `entry`; the pointer is `pointer` otherwise."""
        with self.lock:
            moving = self.pointer.moving or Moving("")
            self._write(replace(pointer, moving=replace(moving, beat=moving.beat + 1, to=entry)))

    def finish(self, pointer: Pointer) -> None:
        """Let `pointer` be what the bucket says of itself, fetch it back, and hold the bucket no longer."""
        with self.lock:
            self._write(pointer)
            content = pointer.to_bytes()
            if not any(_is_or_follows(self.store.get(NAME, small=True), content) for _ in range(2)):
                raise Failed(f"{NAME} there is not what was written to it")

    def give_up(self) -> None:
        """Let others in at once, if the store still hears; what was begun is left for them to see."""
        moving = self.pointer.moving
        if moving is None:
            return
        begun = replace(moving, publisher="") if moving.to else None
        self.store.last_word(NAME, replace(self.pointer, moving=begun).to_bytes(), self.version, HEADERS)

    def _write(self, pointer: Pointer) -> None:
        began = time.monotonic()
        version = self.store.swap(NAME, pointer.to_bytes(), self.version, HEADERS)
        if version is None:
            raise Superseded
        self.pointer, self.version, self.began = pointer, version, began


def take(store: Store, patience: Patience, consider: Callable[[Pointer | None], None]) -> Claim:
    """Hold the bucket. `consider` is shown what it says of itself, None where it says nothing, and raises where nothing is to be done.

    Waits for another publisher who is alive, `Patience.wait` (`Busy` then), and for the end of a dead one's lease. Raises `Failed`.
    """
    until = time.monotonic() + patience.wait
    publisher = os.urandom(8).hex()
    while True:
        pointer, version = _settled(store, patience, until)
        consider(pointer)
        was = pointer or Pointer()
        begun = was.moving.to if was.moving else None
        wished = replace(was, moving=Moving(publisher, to=begun))
        began = time.monotonic()
        new = store.swap(NAME, wished.to_bytes(), version, HEADERS)
        if new is not None:
            if pointer is None:
                _probe(store, wished)
            return Claim(store, patience, wished, new, was, began)


def _settled(store: Store, patience: Patience, until: float) -> tuple[Pointer | None, Version | None]:
    """The pointer, once nobody who is alive holds the bucket."""
    watched: Version | None = None
    since = time.monotonic()
    while True:
        pointer, version = read(store)
        if pointer is None or pointer.moving is None or not pointer.moving.publisher:
            return pointer, version
        now = time.monotonic()
        if version != watched:
            watched, since = version, now
        elif now - since > patience.lease:
            return pointer, version
        if now > until:
            raise Busy(
                f"another publisher has been at work there for longer than {patience.wait:g} seconds. "
                "Nothing was changed; publish again when it has ended"
            )
        store.stop.wait(patience.poll)


def _probe(store: Store, held: Pointer) -> None:
    """See, once in the life of a bucket, that it refuses to make an object that is there: some stores pass over the condition."""
    other = replace(held, moving=Moving("probe"))
    if store.swap(NAME, other.to_bytes(), None, HEADERS) is not None:
        store.delete(NAME)
        raise Failed(
            "the store passes over the conditions of a write (If-None-Match), so two publishers at once could mix two releases. "
            "Nothing that visitors see was changed. Use a newer version of the store, or another one"
        )


def _is_or_follows(found: Found | None, content: bytes) -> bool:
    """Whether `found` holds `content`, or what another publisher made of it meanwhile."""
    if found is None or found.content == content:
        return found is not None
    try:
        return from_bytes(found.content).moving is not None
    except Unreadable:
        return False


def _beaten(pointer: Pointer) -> Pointer:
    moving = pointer.moving or Moving("")
    return replace(pointer, moving=replace(moving, beat=moving.beat + 1))
