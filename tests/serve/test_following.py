"""From a save, or a moment, to the page that is open."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.serve.client import running
from tests.texts import INCIDENT, NOW, SITE, lay

FILE = "incidents/2026-11-20-api-errors.md"


def test_a_save_reaches_the_page(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        assert "Elevated error rates" in preview.get("/")[1]
        (tmp_path / FILE).write_text(INCIDENT.replace("Elevated error rates", "Something else"))
        page.hear_of_another()
        assert "Something else" in preview.get("/")[1]


def test_a_save_by_renaming_reaches_the_page(tmp_path: Path) -> None:
    """As Vim, JetBrains and VS Code save: write another file, put it in the place of the first."""
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        for title in ("First", "Second"):
            (tmp_path / FILE).rename(tmp_path / f"{FILE}~")
            (tmp_path / "incidents/.x.swp").write_text(INCIDENT.replace("Elevated error rates", title))
            (tmp_path / "incidents/.x.swp").rename(tmp_path / FILE)
            (tmp_path / f"{FILE}~").unlink()
            page.hear_until(lambda _: f"{title} on the API" in preview.get("/")[1])  # noqa: B023 - heard at once


def test_what_an_editor_keeps_for_itself_builds_nothing(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        for name in (".2026-11-20-api-errors.md.swp", "4913", "#x.md#", ".#x.md", "x.md~", "x.md___jb_tmp___"):
            (tmp_path / "incidents" / name).write_text("not yet")
        (tmp_path / FILE).write_text(INCIDENT.replace("Elevated", "Other"))
        page.hear_of_another()
        assert sum("Built" in line for line in preview.said) == 2


def test_a_new_file_a_new_folder_and_a_removed_file_reach_the_page(tmp_path: Path) -> None:
    lay(tmp_path, {})
    with running(tmp_path) as preview, preview.page() as page:
        lay(tmp_path, {FILE: INCIDENT})
        page.hear_until(lambda _: "Elevated error rates" in preview.get("/")[1])
        lay(tmp_path, {"incidents/2026/deep/2026-11-20-more.md": INCIDENT.replace("Elevated", "More")})
        page.hear_until(lambda _: "More error rates" in preview.get("/")[1])
        shutil.rmtree(tmp_path / "incidents/2026")
        page.hear_until(lambda _: "More error rates" not in preview.get("/")[1])


def test_a_folder_that_another_has_replaced_is_still_watched(tmp_path: Path) -> None:
    """As `git switch` does."""
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        (tmp_path / "incidents").rename(tmp_path / "old")
        lay(tmp_path, {FILE: INCIDENT.replace("Elevated", "Replaced")})
        page.hear_until(lambda _: "Replaced error rates" in preview.get("/")[1])
        (tmp_path / FILE).write_text(INCIDENT.replace("Elevated", "Edited"))
        page.hear_until(lambda _: "Edited error rates" in preview.get("/")[1])


def test_an_error_is_told_with_its_place_and_the_line_to_write(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        assert page.state["problems"] == []
        (tmp_path / FILE).write_text(INCIDENT.replace("impact: major", "impact: majr"))
        told = page.hear_of_another()["problems"]
        assert [(each["place"], each["level"]) for each in told] == [(f"{FILE}:3:9", "error")]
        assert "impact: major" in told[0]["hint"]
        assert any(f"{FILE}:3:9" in line and "majr" in line for line in preview.said)
        (tmp_path / FILE).write_text(INCIDENT)
        assert page.hear_of_another()["problems"] == []


def test_the_last_good_page_stays_while_nothing_can_be_built(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        good = page.state["release"]
        (tmp_path / "site.yaml").write_text("name: [")
        told = page.hear_until(lambda state: bool(state["failure"]))
        assert told["release"] == good
        assert told["problems"][0]["place"].startswith("site.yaml:1:")
        assert "Elevated error rates" in preview.get("/")[1]
        assert any("last good page" in line for line in preview.said)
        (tmp_path / "site.yaml").write_text(SITE)
        assert page.hear_of_another()["failure"] == ""


def test_a_theme_that_breaks_the_build_is_told_and_the_page_stays(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, preview.page() as page:
        lay(tmp_path, {"theme/templates/index.html": "{% block"})
        assert "index.html" in str(page.hear_until(lambda state: bool(state["failure"])))
        assert "Elevated error rates" in preview.get("/")[1]
        shutil.rmtree(tmp_path / "theme")
        assert page.hear_of_another()["failure"] == ""


def test_before_there_is_a_page_the_problems_are_the_page(tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": "name: '<script>alert(1)</script>'\nurl: [\n"})
    with running(tmp_path) as preview, preview.page() as page:
        response, text = preview.get("/")
        assert response.status == 503
        assert "site.yaml:" in text
        assert "<script>alert" not in text
        (tmp_path / "site.yaml").write_text(SITE)
        page.hear_of_another()
        assert preview.get("/")[0].status == 200


def test_the_clock_builds_what_it_changes(tmp_path: Path) -> None:
    """A maintenance begins a moment from now, and nobody saves anything."""
    began, real = NOW - timedelta(seconds=1), time.monotonic()

    def clock() -> datetime:
        return began + timedelta(seconds=time.monotonic() - real)

    works = (
        "---\ntitle: New disks\ncomponents: [api]\nscheduled_for: 2026-11-20 15:00 UTC\n"
        "scheduled_until: 2026-11-20 16:00 UTC\n---\n\n## Scheduled — 2026-11-19 10:00 UTC\n\nSoon.\n"
    )
    lay(tmp_path, {"incidents/2026-11-20-disks.md": works})
    with running(tmp_path, clock=clock) as preview, preview.page() as page:
        page.hear_until(lambda _: "under_maintenance" in preview.get("/")[1])
        assert clock() >= NOW


def test_the_preview_leaves_the_published_folder_alone(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "public/index.html": "published"})
    before = sorted(os.listdir(tmp_path))
    with running(tmp_path) as preview, preview.page() as page:
        (tmp_path / FILE).write_text(INCIDENT.replace("Elevated", "Other"))
        page.hear_of_another()
        assert "Other error rates" in preview.get("/")[1]
    assert (tmp_path / "public/index.html").read_text() == "published"
    assert sorted(os.listdir(tmp_path)) == sorted({*before, ".upside"})
