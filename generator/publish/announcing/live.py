"""What a visitor can read by now: asked of the site itself, a bounded number of times. Nothing is announced that is not there yet.

A release is live when `/api/heartbeat.json` names its digest; where another program or machine built it, an update is live when
`/feed.json` holds its id. Feeds travel after the pages that they point to.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

HEARTBEAT, FEED = "api/heartbeat.json", "feed.json"
LARGEST = 4_000_000
"""Bytes of an answer that are read."""
PATIENCE = 15
"""Seconds for one answer."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between tries; the last again and again until the time is up."""

Get = Callable[[str], bytes]
"""Fetches a path of the site. Raises `OSError` or `ValueError` with the reason."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is live."""

    keys: frozenset[str]
    """Of those that were asked for."""
    reason: str = ""
    """Why the others are not known to be, in a clause."""


def look_until(get: Get, keys: Collection[str], release: str, wait: float) -> Seen:
    """Ask until all of `keys` (ids of entries) are live, or the release with the digest `release` is, for about `wait` seconds."""
    until = time.monotonic() + wait
    tries = 0
    while True:
        seen = look(get, keys, release)
        if len(seen.keys) == len(set(keys)) or time.monotonic() >= until:
            return seen
        pause = PAUSES[min(tries, len(PAUSES) - 1)]
        tries += 1
        time.sleep(max(0.0, min(pause, until - time.monotonic())))


def look(get: Get, keys: Collection[str], release: str) -> Seen:
    """Ask once."""
    try:
        told = json.loads(get(HEARTBEAT))
        if release and isinstance(told, dict) and told.get("release") == release:
            return Seen(frozenset(keys))
        items = json.loads(get(FEED))["items"]
        found = frozenset(item["id"] for item in items) & frozenset(keys)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as problem:
        said = (
            str(problem)
            if isinstance(problem, OSError)
            else "it does not answer with what a site of Upside holds there"
        )
        return Seen(frozenset(), said)
    return Seen(found, "" if len(found) == len(set(keys)) else "it answers, but with an older release")


def from_address(base: str, told_apart: str) -> Get:
    """Fetches below the address `base`. `told_apart` stands in every query, so that no cache on the way answers from before it."""
    number = count(1)

    def get(path: str) -> bytes:
        from urllib.error import HTTPError, URLError
        from urllib.request import Request, urlopen

        address = f"{base}/{path}?announced={quote(told_apart)}-{next(number)}"
        headers = {"User-Agent": "Upside", "Cache-Control": "no-cache"}
        try:
            with urlopen(Request(address, headers=headers), timeout=PATIENCE) as answer:
                content: bytes = answer.read(LARGEST)
        except HTTPError as problem:
            problem.close()
            raise OSError(f"/{path} answers {problem.code}") from None
        except URLError as problem:
            raise OSError(f"it cannot be reached: {problem.reason}") from None
        except (OSError, ValueError) as problem:
            raise OSError(f"it cannot be reached: {str(problem) or type(problem).__name__}") from None
        return content

    return get


def from_folder(folder: Path) -> Get:
    """Reads a folder with a built site instead."""

    def get(path: str) -> bytes:
        try:
            with (folder / path).open("rb") as file:
                return file.read(LARGEST)
        except OSError as problem:
            raise OSError(f"{folder / path} cannot be read: {problem.strerror}") from None

    return get
