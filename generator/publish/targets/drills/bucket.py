"""The places of drills in a bucket: prefixes of their own. Every request goes through a store that cannot name anything outside of its prefix."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

from generator.publish.targets.drills.place import DRILLS, MARK, NAME, SITE, Left, Mark, mark_of, path_of, unmarked
from generator.publish.targets.patience import Patience
from generator.publish.targets.store import Opening, Store
from generator.publish.targets.target import Failed, Refused, Target

AT_ONCE = 12
"""Requests at a time."""
HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}


class BucketDrills:
    """Those of one bucket."""

    def __init__(
        self, shown: str, opening: Opening, patience: Patience, make: Callable[[str, Opening], Target]
    ) -> None:
        """`make` makes the target of an address for a person and a store."""
        self._address, self._opening, self._patience, self._make = shown.rstrip("/"), opening, patience, make

    def target(self, name: str) -> Target:
        """The target at which the drill publishes."""
        below = f"{path_of(name)}/{SITE}"
        return self._make(f"{self._address}/{below}", self._opening.below(below))

    def begin(self, name: str, now: datetime) -> None:
        """Mark the place, which makes it, and fetch the mark back."""
        store, mark = self._store(path_of(name)), Mark(name, now).to_bytes()
        store.put(MARK, mark, HEADERS)
        found = store.get(MARK)
        if found is None or found.content != mark:
            raise Failed(f"{self.shown(name)}/{MARK} is not what was written to it: the store is not to be trusted")

    def remove(self, name: str) -> None:
        """Delete every object of the place, the mark last, and see that none is there."""
        store = self._store(path_of(name))
        listing = store.list()
        if not listing:
            return
        found = store.get(MARK)
        if found is None or mark_of(name, found.content) is None:
            raise Refused(unmarked(self.shown(name)))
        self._delete(store, listing.keys() - {MARK})
        if there := sorted(store.list().keys() - {MARK}):
            raise Failed(f"{len(there)} objects are there again after they were deleted, such as {there[0]}")
        store.delete(MARK)
        if store.list():
            raise Failed(f"{MARK} is there again after it was deleted")

    def left(self) -> tuple[Left, ...]:
        """The places that are there."""
        store = self._store(DRILLS)
        names = sorted({path.partition("/")[0] for path in store.list()})
        found = {name: store.get(f"{name}/{MARK}") for name in names if NAME.fullmatch(name)}
        marks = {name: mark_of(name, each.content if each else None) for name, each in found.items()}
        return tuple(Left(name, mark.began if mark else None) for name, mark in marks.items())

    def shown(self, name: str) -> str:
        """Its address for a person."""
        return f"{self._address}/{path_of(name)}"

    def by_hand(self, name: str) -> str:
        """What a person types, with the program of whoever runs the store."""
        scheme, _, rest = self.shown(name).partition("://")
        if scheme.casefold() == "az":
            container, _, prefix = rest.partition("/")
            return shlex.join(
                ["az", "storage", "blob", "delete-batch", "--source", container, "--pattern", f"{prefix}/*"]
            )
        if scheme.casefold() == "gs":
            return shlex.join(["gcloud", "storage", "rm", "--recursive", f"gs://{rest}/"])
        return shlex.join(["aws", "s3", "rm", "--recursive", f"s3://{rest}/"])

    def _store(self, below: str) -> Store:
        store = self._opening.below(below)(self._patience)
        store.begin(Event())  # a drill that is stopped removes its place all the same
        return store

    def _delete(self, store: Store, paths: Iterable[str]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(store.delete, sorted(paths)))
