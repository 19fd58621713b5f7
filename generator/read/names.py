"""From a file's name to its id: the stem, if it is fit to be a path on every system, else a safe one made from it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from generator.pattern import pattern
from generator.read.findings import Findings

FIT = pattern(r"[a-z0-9]+(?:-+[a-z0-9]+)*", re.ASCII)
DATED = pattern(r"(\d{4}-\d{2}-\d{2})(?:-|$)", re.ASCII)
LONGEST = 100
RESERVED = frozenset(
    {"index", "feed", "api", "assets", "history", "incidents", "components", "maintenance", "404"}
    | {"con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)
"""Names that the site itself uses, and those that Windows keeps for devices."""


class Name(Struct, frozen=True):
    """What a file's name says."""

    id: str
    day: date | None
    """The day it begins with; None where it begins with none."""


def named(file: str, findings: Findings) -> Name:
    """The id and the day of the report in `file` (a path with forward slashes)."""
    stem = file.rpartition("/")[2]
    stem = stem[: -len(".md")] if stem.casefold().endswith(".md") else stem
    day = _day(stem)
    if not FIT.fullmatch(stem) or len(stem) > LONGEST or stem in RESERVED:
        safe = distinct(stem, file)
        findings.error("file-name", _why(stem), hint=_better(stem, day))
        return Name(safe, day)
    if day is None:
        findings.warning(
            "file-date",
            f"the name “{stem[:60]}.md” does not begin with the day of the report",
            hint=f"YYYY-MM-DD-{stem[:60]}.md",
        )
    return Name(stem, day)


def distinct(stem: str, file: str) -> str:
    """A safe id for `file` that no other file has: its stem as far as it is fit, and a digest of its path."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    mark = hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug}-{mark}" if slug else f"report-{mark}"


def folded(file: str) -> str:
    """Equal for two files whose names some file system takes to be the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", PurePosixPath(file).stem).casefold())


def _day(stem: str) -> date | None:
    if found := DATED.match(stem):
        try:
            day = date.fromisoformat(found[1])
        except ValueError:
            return None
        return day if 1970 <= day.year <= 2199 else None
    return None


def _why(stem: str) -> str:
    shown = stem if len(stem) <= 60 else stem[:60] + "…"
    if stem in RESERVED:
        return f"the name “{shown}” is reserved"
    if len(stem) > LONGEST:
        return f"the name “{shown}” has {len(stem)} characters, at most {LONGEST} are understood"
    return f"the name “{shown}” may hold only lower-case letters, digits and “-”"


def _better(stem: str, day: date | None) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "what-happened"
    return f"{slug}.md" if day is not None and slug not in RESERVED else f"YYYY-MM-DD-{slug}.md"
