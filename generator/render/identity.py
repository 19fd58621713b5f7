"""Names that outlive every edit: what feeds, calendars and APIs call a report, an update, a component.

A name is made of the site's `authority` (site.yaml, written once), of the kind and of the thing's own id, and for an update of the time and the
status in its heading. It is never made of a text, a title, a file's folder or an address. So a mended typo, a new title, a
moved file and a new domain change no name, and a new update is one new name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec import Struct

from generator.model import Course, Site, Status, Step, Window
from generator.render.times import machine

FIRST_DAY = "2026-01-01"
"""Stands in for the day that a tag needs where site.yaml has no `authority`."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LENGTH = 12
"""Characters of a short id: 62 bits, so that a hundred thousand of them meet with a chance of one in a billion."""


class Identity(Struct, frozen=True):
    """Whose names they are."""

    authority: str
    """A host and a day, `status.example.com,2026-11-20` (RFC 4151, 2.1)."""

    @classmethod
    def of(cls, site: Site) -> Identity:
        """By the site's authority; where it has none by the host of its address, and then a new domain changes every name."""
        return cls(site.authority or f"{urlsplit(site.url).hostname or 'localhost'},{FIRST_DAY}")

    def tag(self, *parts: str) -> str:
        """A tag URI (RFC 4151): `tag("incidents", "2026-11-20-api", "resolved-…")` is `tag:AUTHORITY:incidents/2026-11-20-api/resolved-…`."""
        return f"tag:{self.authority}:" + "/".join(quote(part, safe="") for part in parts)

    def short(self, kind: str, *parts: str) -> str:
        """Twelve of `[a-z0-9]`, as Statuspage's ids are: of `kind` (page, component, group, incident …) and the thing's own id."""
        return _short("\0".join((self.authority, kind, *parts)))

    @property
    def founded(self) -> date:
        """The authority's day: the first of its month or year where it names no more (RFC 4151, 2.1)."""
        try:
            return date.fromisoformat((self.authority.rpartition(",")[2] + "-01-01")[:10])
        except ValueError:
            return date.fromisoformat(FIRST_DAY)


@lru_cache(maxsize=4096)  # every file of an API names the same newest ones
def _short(told: str) -> str:
    number = int.from_bytes(hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:8])
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(digits)


def said(of: Course | Window) -> list[str]:
    """The name of each of its steps, newest first: see `names`."""
    return names_of_steps(of.steps)


def names_of_steps(steps: Iterable[Step]) -> list[str]:
    """The name of each step (newest first): by the status that its heading says, not by the one that it keeps."""
    return names((step.update.status, step.update.at) for step in steps)


def names(moments: Iterable[tuple[Status, datetime]]) -> list[str]:
    """The name of each word (newest first) inside its report: `resolved-2026-11-20T154000Z`, which no later word moves.

    Of two that say the same at the same moment the later one ends in `-2`. An address's anchor as much as the end of a tag.
    """
    found: dict[str, int] = {}
    made = []
    for status, at in reversed(tuple(moments)):
        name = f"{status}-{machine(at).replace(':', '')}"
        found[name] = found.get(name, 0) + 1
        made.append(name if found[name] == 1 else f"{name}-{found[name]}")
    return made[::-1]
