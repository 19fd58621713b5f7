"""The copy of a site that a drill works in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.publish.rehearsal import kept, rehearsed_in
from tests.publish.sites import SITE, publish, seen, snapshot

NAMES = ("site.yaml", "incidents", "theme")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "real"
    (folder / "incidents/2026").mkdir(parents=True)
    (folder / "site.yaml").write_text("name: X")
    (folder / "incidents/2026/one.md").write_text("one")
    (folder / "secret").write_text("not a source")
    return folder


def test_it_holds_what_a_site_is_made_of_and_nothing_else_and_is_gone_afterwards(root: Path) -> None:
    with rehearsed_in(root, NAMES, {"site.yaml": b"name: DRILL", "theme/templates/layout.html": b"x"}) as folder:
        copy = folder / "site"
        assert {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()} == {
            "site.yaml",
            "incidents/2026/one.md",
            "theme/templates/layout.html",
        }
        assert (copy / "site.yaml").read_text() == "name: DRILL"
    assert not folder.exists()
    assert (root / "site.yaml").read_text() == "name: X"


def test_whatever_is_written_in_it_stays_in_it_wherever_links_lead(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "templates").mkdir(parents=True)
    (elsewhere / "templates/own.html").write_text("own")
    (root / "theme").symlink_to(elsewhere)
    (root / "incidents/more").symlink_to(elsewhere)
    (root / "incidents/round").symlink_to(root / "incidents")
    (root / "incidents/nowhere.md").symlink_to(tmp_path / "nowhere")
    (root / "incidents/linked.md").symlink_to(elsewhere / "templates/own.html")
    os.mkfifo(root / "incidents/pipe.md")
    before = snapshot(elsewhere), snapshot(root)
    with rehearsed_in(root, NAMES, {"theme/templates/layout.html": b"x"}) as folder:
        copy = folder / "site"
        assert not [path for path in copy.rglob("*") if path.is_symlink()]
        assert (copy / "theme/templates/own.html").read_text() == "own"
        for path in [path for path in copy.rglob("*") if path.is_file()]:
            with path.open("ab") as file:
                file.write(b"more")
        (copy / "incidents/two.md").write_text("two")
    assert (snapshot(elsewhere), snapshot(root)) == before


@pytest.mark.parametrize("links", [True, False])
def test_a_release_that_was_kept_stays_as_it_was_while_the_next_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refuse(*_words: object, **_more: object) -> None:
            raise OSError(1, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    built = tmp_path / "public"
    publish(SITE, built)
    first = kept(built, tmp_path / "kept/first")
    publish({**SITE, "index.html": b"<h1>next</h1>"}, built)
    publish({**SITE, "index.html": b"<h1>last</h1>"}, built)
    assert seen(first) == SITE
