"""What a bucket holds of a release: every path, the object that its bytes come from, and which of them were found right.

The bytes of every release lie once in `.upside/files/`, named by their hash and their headers; a path that visitors see is a copy of one of
them, made by the store. So a release that was sent once can be shown again without being sent. Both records are JSON under a
checksum; one that is damaged is none. Reads and writes no network.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator.publish.targets.headers import HEADERS, headers_of
from generator.publish.targets.release import HEARTBEAT, Release

OURS = ".upside/"
"""Everything below is the publisher's own."""
FILES = ".upside/files/"
CHECKED = ".upside/checked.json"
FEEDS = (".atom", ".rss", "feed.json")
RANKS = ("assets", "pages", "data", "home", "feeds", "heartbeat")
"""In which order files come into view: what a page refers to before the page, what announces it after it. The page's own script looks at the
heartbeat, so that is the last."""


class Thing(NamedTuple):
    """A file as it is to be served."""

    sha256: str
    size: int
    headers: tuple[tuple[str, str], ...]
    """Sorted."""

    @property
    def source(self) -> str:
        """The object that its bytes come from."""
        told = hashlib.sha256(json.dumps(self.headers).encode()).hexdigest()
        return f"{FILES}{self.sha256}-{told[:8]}"


Contents = Mapping[str, Thing]
"""A release, by path."""


class Checked(NamedTuple):
    """A path that was fetched and found right, and the version that it then was."""

    source: str
    e_tag: str


def contents_of(release: Release) -> dict[str, Thing]:
    """`release` as a bucket is to serve it. Raises `Refused` where the folder changed."""
    said = release.read(HEADERS).decode(errors="replace") if HEADERS in release.files else ""
    headers = headers_of(release.files, said)
    return {
        path: Thing(piece.sha256, piece.size, tuple(sorted(headers[path].items())))
        for path, piece in release.files.items()
    }


def manifest_name(digest: str) -> str:
    """Where the contents of the release `digest` are written down."""
    return f".upside/releases/{digest}.json"


def rank(path: str) -> int:
    """The place of `path` in the order of `RANKS`."""
    if path.startswith("assets/"):
        return 0
    if path == HEARTBEAT:
        return 5
    if path == "index.html":
        return 3
    if path.endswith(".html"):
        return 1
    return 4 if path.endswith(FEEDS) else 2


def to_bytes(contents: Contents) -> bytes:
    """`contents` as JSON."""
    headers = sorted({thing.headers for thing in contents.values()})
    number = {each: index for index, each in enumerate(headers)}
    files = {path: [thing.sha256, thing.size, number[thing.headers]] for path, thing in sorted(contents.items())}
    return _sealed({"headers": headers, "files": files})


def from_bytes(content: bytes) -> dict[str, Thing] | None:
    """What `to_bytes` wrote; None where it is something else."""
    if (said := _opened(content)) is None:
        return None
    headers = [tuple((name, value) for name, value in each) for each in said["headers"]]
    return {path: Thing(sha256, size, headers[index]) for path, (sha256, size, index) in said["files"].items()}


def checked_to_bytes(checked: Mapping[str, Checked]) -> bytes:
    """`checked` as JSON."""
    return _sealed({"files": dict(sorted(checked.items()))})


def checked_from_bytes(content: bytes) -> dict[str, Checked]:
    """What `checked_to_bytes` wrote; nothing where it is something else."""
    said = _opened(content)
    return {path: Checked(*each) for path, each in said["files"].items()} if said else {}


def sources(many: Iterable[Contents]) -> set[str]:
    """Every object that the paths of `many` come from."""
    return {thing.source for contents in many for thing in contents.values()}


def _sealed(said: Mapping[str, Any]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "said": text}).encode()


def _opened(content: bytes) -> dict[str, Any] | None:
    try:
        sealed = json.loads(content)
        text = sealed["said"]
        if hashlib.sha256(text.encode()).hexdigest() != sealed["sha256"]:
            return None
        opened: dict[str, Any] = json.loads(text)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return opened
