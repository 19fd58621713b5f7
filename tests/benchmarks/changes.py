"""What a build does to the folder it writes: which files a new incident and a new update change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.archive import CONTINUED, OPENED


def touched(site: Path, build: Callable[[], object]) -> tuple[set[str], set[str]]:
    """Paths in `public/` that a new incident, and then its second update, add, change or take away.

    `site` is a site of Upside that has been built; `build` builds it again, at the same `now`.
    """
    before = content(site / "public")
    file = site / "incidents" / "2026" / "2026-11-20-uploads-fail.md"
    file.write_text(OPENED, encoding="utf-8")
    build()
    opened = content(site / "public")
    with file.open("a", encoding="utf-8") as more:
        more.write(CONTINUED)
    build()
    continued = content(site / "public")
    file.unlink()
    build()
    return _differ(before, opened), _differ(opened, continued)


def content(folder: Path) -> dict[str, bytes]:
    """A digest of every file below `folder`, by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _differ(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
