"""Which files under `incidents/` are reports, and their bytes. Opens regular files inside the folder and nothing else.

A report that cannot be read is still found: its problem takes the place of its bytes, so that it never becomes silence.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.read.decoding import LARGEST
from generator.read.seen import Look, Seen
from generator.read.strays import FOLDER, strays

QUIET = (".md", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".csv", ".log")
"""Endings of what people keep beside their reports."""
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""A link or a pipe that takes a file's place after it was listed is neither followed nor waited for."""


class Found(Struct, frozen=True):
    """One report's file."""

    file: str
    """Its path relative to the site's folder, with forward slashes."""
    data: bytes = b""
    failure: str = ""
    """Why it cannot be read; empty where it can."""
    hint: str = ""
    look: Look | None = None
    """How it looked from outside before it was opened."""


class Discovery(Struct, frozen=True):
    """What lies in the folder."""

    reports: tuple[Found, ...]
    """Those that are not known, in order of their paths."""
    unchanged: tuple[str, ...]
    """The digests of those that are known to hold what they held, and were not opened."""
    ignored: tuple[str, ...]
    """Paths of files that look as if somebody meant something by them, but are no reports."""


def discover(root: Path, seen: Seen) -> Discovery:
    """Every report under `root`/incidents, read where `seen` does not know it, and those that stand where they are not looked for."""
    reports = [Found(_shown(path), failure=failure, hint=hint) for path, failure, hint in strays(root)]
    unchanged: list[str] = []
    ignored: list[str] = []
    folders = [FOLDER]
    if (root / FOLDER).is_symlink():
        return Discovery((*reports, _link(FOLDER)), (), ())
    if not (root / FOLDER).exists():
        return Discovery(tuple(reports), (), ())
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError as problem:
            reports.append(Found(_shown(folder), failure=f"this folder cannot be read: {problem.strerror}"))
            continue
        known, others = seen.unchanged(folder, entries)
        unchanged += known
        for entry in others:
            if not _hidden(entry.name):
                _sort(entry, f"{folder}/{entry.name}", folders, reports, ignored, seen)
    reports.sort(key=lambda found: found.file)
    return Discovery(tuple(reports), tuple(unchanged), tuple(sorted(ignored)))


def digest_of(site: str, found: Found) -> str:
    """Of all that a report is read from: its file's path and bytes, or why there are none, and the site's digest."""
    digest = hashlib.sha256(f"report\0{site}{found.file}\0{found.failure}\0".encode("utf-8", "surrogatepass"))
    digest.update(found.data)
    return digest.hexdigest()


def _sort(
    entry: os.DirEntry[str], path: str, folders: list[str], reports: list[Found], ignored: list[str], seen: Seen
) -> None:
    """Put an entry where it belongs: a folder to walk, a report, something to ignore."""
    if entry.is_dir(follow_symlinks=False):
        folders.append(path)
        if _is_report(entry.name):
            file = _shown(path)
            reports.append(Found(file, failure="this is a folder, expected a file", hint=f"rename {file}"))
    elif _is_report(entry.name) or (entry.is_symlink() and _leads_to_folder(entry)):
        reports.append(_read(entry, path, seen))
    elif not entry.name.casefold().endswith(QUIET):
        ignored.append(_shown(path))


def _hidden(name: str) -> bool:
    return name.startswith((".", "_", "#")) or name.endswith("~")


def _is_report(name: str) -> bool:
    folded = name.casefold()
    return folded.endswith(".md") and folded != "readme.md"


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _read(entry: os.DirEntry[str], path: str, seen: Seen) -> Found:
    try:
        if entry.is_symlink():
            return _link(_shown(path))
        if not entry.is_file(follow_symlinks=False):
            mode = entry.stat(follow_symlinks=False).st_mode
            what = "a named pipe" if stat.S_ISFIFO(mode) else "no regular file"
            return Found(_shown(path), failure=f"this is {what}, expected a file", hint=f"rm {_shown(path)}")
        file = _shown(path) if not path.isascii() else path
        look = seen.look(entry)
        data = bytes_of(entry.path)
    except OSError as problem:
        if problem.errno == errno.ELOOP:
            return _link(_shown(path))
        reason = (
            "may not be read" if problem.errno in (errno.EACCES, errno.EPERM) else f"cannot be read: {problem.strerror}"
        )
        return Found(_shown(path), failure=f"the file {reason}", hint=f"chmod a+r {_shown(path)}")
    if len(data) > LARGEST:
        size = entry.stat(follow_symlinks=False).st_size
        return Found(
            _shown(path),
            failure=f"the file has {size:,} bytes, at most {LARGEST:,} (256 KiB) are read",
            hint="shorten it",
        )
    return Found(file, data, look=look)


def bytes_of(path: str) -> bytes:
    """What the file at `path` holds, at most one byte more than may be. Raises `OSError`, and where it is a link."""
    return b"".join(_pieces(path))


def _pieces(path: str) -> Iterator[bytes]:
    """The bytes of a file, one more than is allowed at most."""
    descriptor = os.open(path, FLAGS)
    try:
        left = LARGEST + 1
        while left > 0 and (piece := os.read(descriptor, min(left, 65_536))):
            left -= len(piece)
            yield piece
    finally:
        os.close(descriptor)


def _link(file: str) -> Found:
    return Found(
        file, failure="this is a symbolic link, expected a file: links are never followed", hint="copy the file here"
    )


def _shown(path: str) -> str:
    """The path as text that can be printed, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "replace")
