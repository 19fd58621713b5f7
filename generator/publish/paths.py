"""Which paths a release may have, and in which order they may become visible one by one. Touches no disk."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.model import File
from generator.pattern import pattern
from generator.publish.manifest import Manifest, folders_of

RESERVED = ".upside"
"""Names in the outermost folder that begin like this are publish's own."""
PLAIN = pattern(r"[a-z0-9_-][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*")
"""Paths with which nothing can be the matter: nearly all of them."""
FORBIDDEN = pattern(r"[\\\x00-\x1f\x7f]")
NAMES = frozenset(("", ".", ".."))
"""What is no name of a file."""


NONE = Manifest()


class Wanted(Struct, frozen=True):
    """What a release is to hold."""

    files: Mapping[str, File]
    """By path."""
    folders: set[str]
    """All that they lie in, without the outermost."""


def by_path(files: Sequence[File], before: Manifest = NONE) -> Wanted:
    """`files` by their paths. Raises `ValueError` where a release could not be written as it is meant: that is a bug in an output.

    Two paths that only differ by case, or by how an accent is composed, are one file on some disks (APFS, NTFS). The paths of `before`, if that
    was a release, have been looked at when it was made, and so have its folders.
    """
    found = {file.path: file for file in files}
    if not before.complete or before.files.keys() - found.keys():
        before = NONE  # what is left of its folders would have to be counted
    new = found.keys() - before.files.keys()
    for path in new:
        if not PLAIN.fullmatch(path) and (wrong := _wrong(path)):
            raise ValueError(f"a file of the release has the path {path!r}, which {wrong}")
    if len(found) < len(files):
        ((path, _),) = Counter(file.path for file in files).most_common(1)
        raise ValueError(f"two files of the release have one path: {path!r}, and again")
    folded: dict[str, str] = {}
    for path in [path for path in found if not (path.isascii() and path.islower())]:
        key = unicodedata.normalize("NFC", path).casefold()
        other = key if key in found else folded.setdefault(key, path)
        if other != path:
            raise ValueError(f"two files of the release have one path: {other!r} and {path!r}")
    folders = before.folders.keys() | folders_of(new)
    taken = folders | folders_of(folded)
    if clashing := [*(found.keys() & taken), *(folded.keys() & taken)]:
        raise ValueError(f"{folded.get(clashing[0], clashing[0])!r} is a file of the release and also a folder of it")
    return Wanted(found, folders)


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
