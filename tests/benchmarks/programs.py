"""The programs that are compared: how each is called, what it must forget to start cold, and how one of its files is changed."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.archive import NOW, Report

REPOSITORY = Path(__file__).parents[2]
UPSIDE = (sys.executable, "-c", "from generator.cli import run; run()")


@dataclass(frozen=True, slots=True)
class Program:
    """One of those that are compared."""

    name: str
    layout: str
    """Which of `layouts.LAYOUTS` it reads."""
    command: tuple[str, ...]
    forgets: tuple[str, ...]
    """What is taken away before a cold build: what it made and what it remembered."""
    sources: str
    """Where its texts lie."""
    remembers: bool = True
    """Whether a second build can be quicker than the first."""


PROGRAMS = (
    Program("Upside", "upside", (*UPSIDE, "build"), ("public", ".upside"), "incidents"),
    Program(
        "Pelican",
        "pelican",
        (sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py", "-o", "public"),
        ("public", "cache"),
        "content",
        remembers=False,
    ),
    Program(
        "Pelican, its cache on",
        "pelican",
        (sys.executable, "-m", "pelican", "-q", "-s", "cached.py", "-o", "public"),
        ("public", "cache"),
        "content",
    ),
    Program("Hugo, a lean theme", "hugo", ("hugo", "--quiet"), ("public", "resources"), "content", remembers=False),
)


def installed(program: Program) -> bool:
    """Whether it can be run here."""
    if program.layout == "hugo":
        return shutil.which("hugo") is not None
    return program.layout == "upside" or find_spec("pelican") is not None


def environment() -> dict[str, str]:
    """This process's, with the clock standing still at `NOW` and this repository's Upside first, its bytecode kept as when installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())), "PYTHONPATH": str(REPOSITORY)}


def forget(program: Program, site: Path, bin_: Path) -> None:
    """Take away what a build left. Moved aside, since writing right after deleting much is slower than writing at rest."""
    for name in program.forgets:
        if (site / name).exists():
            bin_.mkdir(exist_ok=True)
            (site / name).rename(bin_ / f"{len(list(bin_.iterdir()))}-{name}")


def edit(program: Program, site: Path, report: Report, turn: int) -> None:
    """Change one sentence of the text of `report`, differently on every turn."""
    (path,) = (site / program.sources).rglob(f"{report.stem}.md")
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n\nCorrected, for the {turn}th time.\n", encoding="utf-8")
