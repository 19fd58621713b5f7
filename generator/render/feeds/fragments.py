"""The entries of a feed as bytes, remembered between builds: feedgen writes what is new, and the head of the feed.

A word changes a dozen feeds of fifty entries each, and one entry in each of them. Promises the very bytes that writing all of it would give: an
entry is written the same whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256

from msgspec import Struct
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace

from generator.memory import Memory
from generator.render.feeds.document import Document

ROOM = "fragments"


class Tags(Struct, frozen=True):
    """What an entry begins and ends with. No text holds it: in XML `<` is escaped."""

    start: bytes
    end: bytes


Written = dict[bytes, bytes]
"""Entries by the digest of what they say."""


def assembled(
    document: Document,
    write: Callable[[Document], bytes],
    tags: Tags,
    memory: Memory,
    others: Written | None = None,
) -> bytes:
    """What `write` makes of `document`, each of whose entries stands between `tags`.

    `others` is what feeds that were written in the same way hold, and takes what is new in this one: components share their incidents.
    """
    if not document.items:
        return write(document)
    others = {} if others is None else others
    keys = [sha256(encode(item)).digest() for item in document.items]
    known = _recalled(memory, document)
    new = {key: item for key, item in zip(keys, document.items, strict=True) if key not in known and key not in others}
    new = new or {keys[0]: document.items[0]}  # one is always written: it says where the head ends
    head, fragments, tail = _parts(write(replace(document, items=tuple(new.values()))), tags)
    others |= dict(zip(new, fragments, strict=True))
    held = {key: known[key] if key in known else others[key] for key in keys}
    if held.keys() != known.keys():
        memory.remember(ROOM, _place(document), encode(held))
    return b"".join((head, *(held[key] for key in keys), tail))


def _parts(feed: bytes, tags: Tags) -> tuple[bytes, list[bytes], bytes]:
    """What stands before all entries, each entry, and what stands after them."""
    head, *entries = feed.split(tags.start)
    last, end, tail = entries[-1].rpartition(tags.end)
    return head, [tags.start + each for each in (*entries[:-1], last + end)], tail


def _recalled(memory: Memory, document: Document) -> Written:
    record = memory.recall(ROOM, _place(document))
    try:
        return _decoder().decode(record) if record else {}
    except ValueError:  # then it is written again
        return {}


def _place(document: Document) -> bytes:
    return sha256(document.url.encode("utf-8", "surrogatepass")).digest()


@cache
def _decoder() -> Decoder[Written]:
    return Decoder(Written)
