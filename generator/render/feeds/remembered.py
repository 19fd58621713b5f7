"""Items in words, remembered between builds: a feed that one change touches holds fifty items that it does not touch.

What is remembered for a feed is what it held when it was last made, by the facts that each report's items were made from. Leaves to the memory
where that lies, and to whoever asks what items are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256

from msgspec.msgpack import Decoder, encode

from generator.render.edition import Edition
from generator.render.feeds.document import Item
from generator.render.feeds.selection import Share

ROOM = "feeds"
Items = tuple[Item, ...]


class Remembered:
    """The items of an edition, each share of a report written once however many feeds and formats hold it."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._known: dict[str, Items] = {}
        self._held: dict[str, set[str]] = {}
        """The keys of what each feed is remembered to hold."""

    def items(self, feed: str, kind: str, shares: Sequence[Share], write: Callable[[Share], Items]) -> list[Items]:
        """The items of each of `shares`, which the feed at the path `feed` holds: known ones, and those that `write` makes.

        `kind` tells apart what is written differently of the same report.
        """
        self._recall(feed)
        keys = [self._edition.digest((kind, share.facts)) for share in shares]
        for key, share in zip(keys, shares, strict=True):
            if key not in self._known:
                self._known[key] = write(share)
        if self._held[feed] != set(keys):  # also where another feed knew all of it
            self._edition.memory.remember(ROOM, _place(feed), encode({key: self._known[key] for key in keys}))
            self._held[feed] = set(keys)
        return [self._known[key] for key in keys]

    def _recall(self, feed: str) -> None:
        if feed in self._held:
            return
        record = self._edition.memory.recall(ROOM, _place(feed))
        try:
            held = _decoder().decode(record) if record else {}
        except ValueError:  # then it is written again
            held = {}
        self._known |= held
        self._held[feed] = set(held)


def _place(feed: str) -> bytes:
    return sha256(feed.encode()).digest()


@cache
def _decoder() -> Decoder[dict[str, Items]]:
    return Decoder(dict[str, Items])
