"""Small releases, and what a folder looks like to a visitor: what the tests of publish start with."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator.memory import Memory
from generator.model import File
from generator.publish import Changes, write

SITE: dict[str, bytes] = {
    "index.html": b"<h1>home</h1>",
    "404.html": b"<h1>nothing here</h1>",
    "assets/style.0123.css": b"body{}",
    "incidents/one/index.html": b"<h1>one</h1>",
    "incidents/two/index.html": b"<h1>two</h1>",
    "api/heartbeat.json": b'{"built_at": 1}',
    "robots.txt": b"",
}

MARKER = ".upside"


def files(site: Mapping[str, bytes]) -> list[File]:
    """A release of `site`, path to content; the facts behind each file are its content."""
    return [File(path, sha256(content).hexdigest(), partial(bytes, content)) for path, content in site.items()]


def publish(site: Mapping[str, bytes], folder: Path) -> Changes:
    """Write `site` into `folder`, with a memory beside it."""
    return write(files(site), folder, Memory(folder.parent / ".upside", "1"))


def seen(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` but the marker, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() and path != folder / MARKER
    }


def bare_folders(folder: Path) -> set[str]:
    """Folders below `folder` in which nothing lies."""
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())
    }


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Mode, inode, time and bytes of everything below `folder`, itself included."""
    found = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        state = os.lstat(path)
        content = path.read_bytes() if stat.S_ISREG(state.st_mode) else b""
        found[path.relative_to(folder).as_posix()] = (state.st_mode, state.st_ino, state.st_mtime_ns, content)
    return found
