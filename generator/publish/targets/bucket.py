"""A target that is a bucket: S3 and whatever speaks like it, Google Cloud Storage, Azure Blob Storage.

Objects change one by one, so a release comes into view in an order in which every page finds what it refers to (`contents.RANKS`), and the pointer
is written last. A kill at any moment leaves pages that are each whole, old or new; the pointer then still names the old release and says
which one was begun, and the same command again finishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event
from typing import TypeVar

from generator.publish.targets.claim import Claim, Superseded, read, take
from generator.publish.targets.contents import (
    CHECKED,
    Checked,
    Contents,
    checked_from_bytes,
    contents_of,
)
from generator.publish.targets.drills.bucket import BucketDrills
from generator.publish.targets.order import judge, why_older
from generator.publish.targets.patience import USUAL, Patience
from generator.publish.targets.pointer import Entry, Pointer, chosen, entry_of, leaving, published, rolled_back
from generator.publish.targets.release import HEARTBEAT, Release, heartbeat
from generator.publish.targets.store import Opening, Store
from generator.publish.targets.target import Busy, Failed, Occupied, Older, Shipped, Terms
from generator.publish.targets.work import Read, Work, contents_at, wrong_paths

AGAIN = 3
"""How often a publisher who lost the bucket to another one begins anew."""
Done = TypeVar("Done")


@dataclass(frozen=True)
class Bucket:
    """An object store, below a prefix."""

    shown: str
    store: Opening
    patience: Patience = USUAL

    def read(self) -> Pointer:
        """What the bucket says of itself."""
        return read(self._begin(Event()))[0] or Pointer()

    def verify(self) -> Entry:
        """Fetch every file of the live release and compare it by hash."""
        store = self._begin(Event())
        entry = (read(store)[0] or Pointer()).current
        contents = contents_at(store, entry.digest) if entry else None
        if entry is None or contents is None:
            raise Failed(
                "nothing was ever published there" if entry is None else "the list of what is live is not there"
            )
        if wrong := wrong_paths(store, contents):
            raise Failed(
                f"{len(wrong)} of {len(contents)} files of release {entry.id} are not what was published, {wrong[0]} above all. "
                "Publish again: what is wrong is replaced"
            )
        return entry

    def ship(self, release: Release, terms: Terms) -> Shipped:
        """Make `release` what visitors see."""
        store = self._begin(terms.stop)
        contents = contents_of(release)
        pointer, _ = read(store)
        current = pointer.current if pointer and not pointer.moving else None
        if current and current.digest == release.digest and self._unchanged(store, contents):
            return Shipped(current, current, verified=len(contents), unchanged=True)
        return self._trying(lambda: self._ship(store, release, contents, terms))

    def roll_back(self, to: str | None, terms: Terms) -> Shipped:
        """Make an older release what visitors see."""
        store = self._begin(terms.stop)
        return self._trying(lambda: self._roll_back(store, to, terms))

    def drills(self) -> BucketDrills:
        """Where drills show their pages."""
        return BucketDrills(
            self.shown, self.store, self.patience, lambda shown, store: replace(self, shown=shown, store=store)
        )

    # ------------------------------------------------------------ holding it

    def _begin(self, stop: Event) -> Store:
        store = self.store(self.patience)
        store.begin(stop)
        return store

    def _trying(self, attempt: Callable[[], Done]) -> Done:
        for _ in range(AGAIN):
            with suppress(Superseded):
                return attempt()
        raise Busy("other publishers were quicker, again and again. Publish again when they have ended")

    def _ship(self, store: Store, release: Release, contents: Contents, terms: Terms) -> Shipped:
        refused = ""

        def consider(pointer: Pointer | None) -> None:
            nonlocal refused
            refused = "" if terms.overwrite_newer else self._judged(store, pointer, release, terms)
            if refused and not (pointer and pointer.moving and pointer.moving.to):
                raise Older(f"{refused}.\nTo ship this all the same:\n  upside publish --overwrite-newer {self.shown}")

        claim = take(store, self.patience, consider)
        if refused:
            return self._complete(claim, terms, refused)
        return self._moved(claim, entry_of(release, terms.now), contents, release.read, terms)

    def _judged(self, store: Store, pointer: Pointer | None, release: Release, terms: Terms) -> str:
        """Why `release` must not go live, or nothing. Raises `Occupied`."""
        if pointer is not None and pointer.releases:
            return judge(release.origin, pointer, terms.contains)
        listing = store.list()
        if pointer is not None or not (taken := sorted(listing.keys() & release.files.keys())):
            return ""
        found = store.get(HEARTBEAT) if HEARTBEAT in listing else None
        said = heartbeat(found.content) if found else None
        if said is None:
            raise Occupied(
                f"it holds files that Upside did not put there and that this site would overwrite, such as {taken[0]}. "
                "Empty it, or publish below a name of its own: add /status to the address"
            )
        return why_older(release.origin, said, terms.contains)

    def _complete(self, claim: Claim, terms: Terms, refused: str) -> Shipped:
        """Finish what another publisher began with a newer release than ours, and say so."""
        begun = claim.was.moving.to if claim.was.moving else None
        contents = contents_at(claim.store, begun.digest) if begun else None
        if begun is None or contents is None:
            claim.give_up()
            raise Failed(
                f"{refused}. Putting that in place was interrupted and cannot be finished from here: publish it again"
            )
        self._moved(claim, begun, contents, None, terms)
        raise Older(f"{refused}. Putting that in place had been interrupted; it is finished now")

    def _roll_back(self, store: Store, to: str | None, terms: Terms) -> Shipped:
        def consider(pointer: Pointer | None) -> None:
            chosen(pointer or Pointer(), to)

        claim = take(store, self.patience, consider)
        entry = chosen(claim.was, to)
        contents = contents_at(store, entry.digest)
        if contents is None:
            claim.give_up()
            raise Failed(f"the list of what release {entry.id} holds is not there any more; go back to another one")
        return self._moved(claim, entry, contents, None, terms)

    # ------------------------------------------------------------ moving

    def _moved(self, claim: Claim, entry: Entry, contents: Contents, source: Read | None, terms: Terms) -> Shipped:
        """Make `entry` what visitors see; whatever goes wrong is said together with what they see then."""
        now = "What visitors see is untouched."
        try:
            work = self._work(claim, entry, contents, source, terms)
            work.send()
            now = "Some of what visitors see may be new already, each file whole; the same command again finishes it."
            back = any(each.digest == entry.digest for each in claim.was.releases) and source is None
            claim.announce(entry, leaving(claim.pointer, entry) if back else claim.pointer)
            work.place()
            work.confirm()
            pointer = self._after(claim, entry, terms, back=back)
            pointer, removed = work.clear(pointer, self._before(claim), terms.now)
            claim.finish(pointer)
        except Superseded:
            raise
        except Failed as problem:
            claim.give_up()
            raise Failed(f"{problem}. {now}") from None
        except BaseException:
            claim.give_up()
            raise
        sent = sum(work.sent.values())
        return Shipped(entry, claim.was.current, len(work.sent), sent, work.placed, removed, len(contents))

    def _work(self, claim: Claim, entry: Entry, contents: Contents, source: Read | None, terms: Terms) -> Work:
        interrupted = claim.was.moving is not None and claim.was.moving.to is not None
        checked = {} if interrupted else _checked(claim.store)
        return Work(claim, entry.digest, contents, claim.store.list(), checked, source, terms.progress)

    def _after(self, claim: Claim, entry: Entry, terms: Terms, *, back: bool) -> Pointer:
        return rolled_back(claim.pointer, entry) if back else published(claim.pointer, entry, keep=terms.keep)

    def _before(self, claim: Claim) -> list[Contents]:
        """The releases whose paths may lie there: what was live, and what was begun."""
        begun = claim.was.moving.to if claim.was.moving else None
        digests = {claim.was.live, begun.digest if begun else ""} - {""}
        found = [contents_at(claim.store, digest) for digest in sorted(digests)]
        return [contents for contents in found if contents is not None]

    def _unchanged(self, store: Store, contents: Contents) -> bool:
        """Whether every path is in the version in which it was once fetched and found right."""
        checked, listing = _checked(store), store.list()
        return all(
            (there := listing.get(path)) is not None and checked.get(path) == Checked(thing.source, there.e_tag)
            for path, thing in contents.items()
        )


def _checked(store: Store) -> dict[str, Checked]:
    found = store.get(CHECKED)
    return checked_from_bytes(found.content) if found else {}
