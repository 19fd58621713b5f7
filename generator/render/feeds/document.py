"""A feed before it takes a format: what it says of itself, and its items, within bounds and free of what XML cannot hold."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from generator.pattern import pattern

LARGEST = 256_000
"""Bytes of a feed. Readers give up on large ones (feedly at 1 MB, Slack and mail services sooner), and each poll costs all of it."""
LONGEST_TITLE = 400

_UNFIT = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 (5th edition, 2.2) forbids, surrogates and U+FFFE among it, and what it advises against: control characters. Told one by one: to
compile all that is allowed takes ten times as long."""


class Category(Struct, frozen=True):
    """What an item is about."""

    term: str
    scheme: str
    label: str


class Item(Struct, frozen=True):
    """One entry, ready."""

    id: str
    title: str
    """Plain text."""
    url: str
    published: datetime
    updated: datetime
    html: str
    categories: tuple[Category, ...] = ()
    author: str = ""
    """Who signs it; empty: the site."""


class Document(Struct, frozen=True):
    """One feed, ready."""

    id: str
    title: str
    about: str
    """What one finds in it, in a sentence."""
    url: str
    """Its own address."""
    page: str
    """The address of the page that tells the same."""
    author: str
    home: str
    """The author's address."""
    language: str
    updated: datetime
    items: tuple[Item, ...]
    """Newest first."""
    instead: str = ""
    """What stands in an item whose own text had to be left out, as HTML with `{url}` in it."""
    hub: str = ""
    """A WebSub hub that tells subscribers of changes; empty for none."""


def within_bounds(document: Document, write: Callable[[Document], bytes], weigh: Callable[[str], int]) -> bytes:
    """What `write` makes of `document`, in at most `LARGEST` bytes: the oldest texts are left out first, then the oldest items.

    `weigh` says how many bytes a text takes once it is written.
    """
    written = write(document)
    while len(written) > LARGEST and document.items:
        document = replace(document, items=_lighter(document, len(written) - LARGEST, weigh))
        written = write(document)
    return written


def in_xml(text: str) -> int:
    """The bytes that `text` takes in an element."""
    return len(html.escape(text, quote=False).encode())


def in_json(text: str) -> int:
    """The bytes that `text` takes as a string."""
    return len(json.dumps(text, ensure_ascii=False).encode())


def clean(text: str) -> str:
    """`text` without anything that a feed cannot hold."""
    return _UNFIT.sub("", text)


def line(text: str) -> str:
    """`text` as one clean line, as a title has to be."""
    whole = " ".join(clean(text).split())
    return whole if len(whole) <= LONGEST_TITLE else whole[: LONGEST_TITLE - 1] + "…"


def _lighter(document: Document, by: int, weigh: Callable[[str], int]) -> tuple[Item, ...]:
    """The items without as many of the oldest texts as weigh at least `by` bytes; without the oldest item where no text is left."""
    items = list(document.items)
    instead = [document.instead.replace("{url}", each.url) for each in items]
    for index in reversed(range(len(items))):
        weight = weigh(items[index].html) - weigh(instead[index])
        if weight > 0 and by > 0:
            items[index] = replace(items[index], html=instead[index])
            by -= weight
    return tuple(items) if items != list(document.items) else document.items[:-1]
