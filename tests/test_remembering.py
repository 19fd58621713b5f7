"""Whatever was done to a site, a build that remembers the ones before makes what a build makes that remembers nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from generator.build import Built, build
from generator.publish import looking_over, records
from generator.read import seen
from tests.benchmarks.archive import archive
from tests.benchmarks.layouts import upside
from tests.examples import HASTE

REPORTS = 14
BUILDS = 7
BEGIN = datetime(2026, 11, 19, 6, tzinfo=UTC)

Edit = Callable[[str, datetime, Random], str]


def more_words(text: str, now: datetime, chance: Random) -> str:
    del now
    return f"{text}\nMore words, {chance.random()}.\n"


def another_impact(text: str, now: datetime, chance: Random) -> str:
    del now, chance
    return text.replace("impact: minor", "impact: major") if "impact: minor" in text else text.replace("major", "minor")


def a_slip(text: str, now: datetime, chance: Random) -> str:
    del now
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    return "\n".join((*lines[:place], lines[place][::-1], *lines[place + 1 :]))


def an_end(text: str, now: datetime, chance: Random) -> str:
    return f"{text}\n## Resolved — {_some_time(now, chance, -40, 0)}\n\nOver.\n"


def a_relapse(text: str, now: datetime, chance: Random) -> str:
    return f"{text}\n## Investigating — {_some_time(now, chance, -20, 20)}\n\nAgain.\n"


def an_explanation(text: str, now: datetime, chance: Random) -> str:
    due = now + timedelta(days=chance.randrange(-3, 9))
    item = f"- [{chance.choice('x ')}] Do it (by {due:%Y-%m-%d})"
    return f"{text}\n## Postmortem — {_some_time(now, chance, -20, 0)}\n\nWhy.\n\n{item}\n"


EDITS: tuple[Edit, ...] = (more_words, another_impact, a_slip, an_end, a_relapse, an_explanation)


def _some_time(now: datetime, chance: Random, earliest: int, latest: int) -> str:
    return f"{now + timedelta(hours=chance.randrange(earliest, latest)):%Y-%m-%d %H:%M} UTC"


def edited(root: Path, now: datetime, chance: Random) -> None:
    """Do something to the site: to a report, whose time may be put back, to its name, to site.yaml, or nothing."""
    report = chance.choice(sorted((root / "incidents").rglob("*.md")))
    text, state = report.read_text(), report.stat()
    what = chance.randrange(10)
    if what == 0:
        report.unlink()
    elif what == 1:
        report.with_name(f"{report.stem}-again.md").write_text(text)
    elif what == 2:
        site = root / "site.yaml"
        site.write_text(site.read_text().replace("name: Website", "name: The website"))
    elif what > 3:
        report.write_text(chance.choice(EDITS)(text, now, chance))
        os.utime(report, ns=(state.st_atime_ns, state.st_mtime_ns))


def made(root: Path, now: datetime) -> tuple[Built, dict[str, bytes]]:
    built = build(root, root / "public", now=now)
    files = [path for path in sorted((root / "public").rglob("*")) if path.is_file() and path.name != ".upside"]
    return built, {str(path.relative_to(root)): path.read_bytes() for path in files}


@pytest.mark.parametrize("seed", [1] if HASTE else [1, 2, 3])
def test_a_build_that_remembers_makes_what_one_makes_that_does_not(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_over, "WORTH", 0)  # as in a large site
    monkeypatch.setattr(records, "FEW", 40)
    monkeypatch.setattr(seen, "GRAIN", 0)  # as if each build came seconds after the edit
    chance, now, root = Random(seed), BEGIN, tmp_path / "site"
    upside(root, archive(REPORTS))
    for number in range(BUILDS):
        remembering, kept = made(root, now)
        fresh = tmp_path / str(number)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("public", ".upside"))
        anew, wanted = made(fresh, now)
        assert remembering.problems == anew.problems
        assert {path for path in kept.keys() | wanted.keys() if kept.get(path) != wanted.get(path)} == set()
        edited(root, now, chance)
        now += timedelta(minutes=chance.choice([0, 7, 61, 600, -90]))
