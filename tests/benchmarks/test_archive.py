"""The benchmark's own site is a good one, and what a new incident changes does not grow with the archive."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from generator.build import build
from tests.benchmarks import changes, layouts
from tests.benchmarks.archive import COMPONENTS, NOW, archive


def built(root: Path, size: int) -> Path:
    layouts.upside(root, archive(size))
    assert build(root, root / "public", now=NOW).problems == ()
    return root


def test_the_archive_builds_without_a_problem_and_every_report_has_a_page(tmp_path: Path) -> None:
    public = built(tmp_path, 20) / "public"
    for report in archive(20):
        assert report.title in (public / "incidents" / report.stem / "index.html").read_text()


def test_the_same_size_is_the_same_archive() -> None:
    assert list(archive(20)) == list(archive(20))


def test_a_larger_archive_holds_the_smaller_one() -> None:
    assert list(archive(40))[:20] == list(archive(20))


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_every_program_gets_all_that_was_written(layout: str, tmp_path: Path) -> None:
    layouts.LAYOUTS[layout](tmp_path, archive(20))
    for report in archive(20):
        (file,) = tmp_path.rglob(f"{report.stem}.md")
        assert report.body() in file.read_text()


def test_a_new_incident_changes_the_same_files_in_a_large_archive_as_in_a_small_one(tmp_path: Path) -> None:
    found = []
    for size in (240, 480):
        root = built(tmp_path / str(size), size)
        opened, continued = changes.touched(root, partial(build, root, root / "public", now=NOW))
        assert "incidents/2026-11-20-uploads-fail/index.html" in opened & continued
        assert {"index.html", "components/storage/index.html", "components/api/index.html"} <= opened & continued
        found.append((but_others(opened), but_others(continued)))
    assert found[0] == found[1]


def but_others(paths: set[str]) -> set[str]:
    """Without what another component owns: its uptime may move by a digit, since time has passed for all twelve of them."""
    others = set(COMPONENTS) - {"api", "storage"}
    return {path for path in paths if not others & set(re.split("[/.]", path))}
