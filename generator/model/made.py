"""What is made: bytes that are promised before they exist."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class File(Struct, frozen=True):
    """A promise of bytes."""

    path: str
    """Relative, with forward slashes, inside the site."""
    digest: str
    """Of every fact that the bytes are made from: equal digests, equal bytes."""
    make: Callable[[], bytes]
    """Makes the bytes. Pure but for what it remembers; may be called in a forked process."""
    kind: str = ""
    """What it is made with, if that is costly to prepare: files of one kind need the same template, say."""
