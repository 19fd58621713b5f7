"""Which paths a release may have, and in which order they may become visible one by one. Touches no disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from generator.model import File
from generator.pattern import pattern
from generator.publish.manifest import folders_of

RESERVED = ".upside"
"""Names in the outermost folder that begin like this are publish's own."""
PLAIN = pattern(r"[a-z0-9_-][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*")
"""Paths with which nothing can be the matter: nearly all of them."""
FORBIDDEN = pattern(r"[\\\x00-\x1f\x7f]")
NAMES = frozenset(("", ".", ".."))
"""What is no name of a file."""


def by_path(files: Iterable[File]) -> dict[str, File]:
    """`files` by their paths. Raises `ValueError` where a release could not be written as it is meant: that is a bug in an output.

    Two paths that only differ by case, or by how an accent is composed, are one file on some disks (APFS, NTFS).
    """
    found: dict[str, File] = {}
    folded: dict[str, str] = {}
    for file in files:
        path = key = file.path
        if not PLAIN.fullmatch(path):
            if wrong := _wrong(path):
                raise ValueError(f"a file of the release has the path {path!r}, which {wrong}")
            key = unicodedata.normalize("NFC", path).casefold()
        if FORBIDDEN.search(file.digest):
            raise ValueError(f"{path!r} has the digest {file.digest!r}, which holds a backslash or a control character")
        if (other := folded.setdefault(key, path)) != path or path in found:
            raise ValueError(f"two files of the release have one path: {other!r} and {path!r}")
        found[path] = file
    for folder in folders_of(folded):
        if folder in folded:
            raise ValueError(f"{folded[folder]!r} is a file of the release and also a folder of it")
    return found


def _wrong(path: str) -> str:
    """What is the matter with `path`, to follow a `which`; empty where nothing is."""
    if not path:
        return "is empty"
    if FORBIDDEN.search(path):
        return "holds a backslash or a control character"
    try:
        path.encode()
    except UnicodeEncodeError:
        return "is not text that can be encoded"
    if path.startswith("/"):
        return "is absolute"
    if not NAMES.isdisjoint(path.split("/")):
        return "is not normalised: '', '.' and '..' are no names"
    if path.casefold().startswith(RESERVED):
        return f"begins with {RESERVED!r}: such names are publish's own"
    return ""


def in_safe_order(paths: Iterable[str]) -> list[str]:
    """`paths` so that whatever becomes visible finds what it refers to: assets, pages, everything else, the home page last."""
    return sorted(paths, key=lambda path: (_rank(path), path))


def _rank(path: str) -> int:
    if path == "index.html":
        return 3
    if path.startswith("assets/"):
        return 0
    return 1 if path.endswith(".html") else 2
