"""The table of headers as the three formats need it: what each path is kept for, whom it is open to, and its type."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.hosts.headers import ALWAYS, SHORT, rules
from generator.render.hosts.redirects import MOVED

__all__ = ["MOVED", "always", "cache", "kept", "open_to_all", "types"]

CACHE, ORIGIN, TYPE = "Cache-Control", "Access-Control-Allow-Origin", "Content-Type"


def always() -> list[tuple[str, str]]:
    """What goes with every file: names and values."""
    return [_parted(line) for line in ALWAYS]


def cache() -> str:
    """The Cache-Control of nearly everything."""
    return _parted(SHORT)[1]


def kept() -> list[tuple[str, str]]:
    """Paths with a Cache-Control of their own, and it."""
    return [(path, value) for path, value in _all(CACHE) if value != cache()]


def open_to_all() -> list[str]:
    """Paths that scripts of other sites may read."""
    return [path for path, _ in _all(ORIGIN)]


def types() -> list[tuple[str, str]]:
    """Paths whose type is said, and it."""
    return list(_all(TYPE))


def _all(wanted: str) -> Iterator[tuple[str, str]]:
    for path, lines in rules():
        for name, value in map(_parted, lines):
            if name == wanted:
                yield path, value


def _parted(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name, value
