"""What git knows of a site, asked of a real one."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.publish.targets.history import History

SOURCES = ("site.yaml", "incidents", "theme")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(root: Path, *words: str, at: int = 1_795_186_800) -> str:
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"), ("DATE", f"{at} +0100"))
    }
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "-C", str(root), *words], env={**os.environ, **who, **plain}, check=True, capture_output=True
    )
    return done.stdout.decode().strip()


def committed(root: Path, text: str, at: int = 1_795_186_800) -> str:
    (root / "site.yaml").write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", text, at=at)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def test_the_commit_and_its_time_in_utc(root: Path) -> None:
    name = committed(root, "one")
    found = History(root).commit(SOURCES)
    assert found is not None
    assert (found.hash, found.at, found.dirty) == (name, datetime(2026, 11, 20, 15, 0, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("path", "dirty"), [("site.yaml", True), ("incidents/new.md", True), ("public/index.html", False)]
)
def test_words_that_are_in_no_commit_are_seen_and_what_is_no_source_is_not(root: Path, path: str, dirty: bool) -> None:
    committed(root, "one")
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("more")
    found = History(root).commit(SOURCES)
    assert found is not None
    assert found.dirty is dirty


def test_who_came_before_whom(root: Path) -> None:
    one, two = committed(root, "one"), committed(root, "two")
    git(root, "checkout", "-q", "-b", "aside", one)
    aside = committed(root, "aside")
    history = History(root)
    assert [history.contains(two, one), history.contains(one, two), history.contains(one, one)] == [True, False, True]
    assert [history.contains(aside, two), history.contains(two, aside)] == [False, False]


def test_what_a_shallow_clone_or_a_stranger_does_not_know_is_not_guessed(root: Path) -> None:
    one, two = committed(root, "one"), committed(root, "two")
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(root / "shallow"))
    history = History(root / "shallow")
    assert history.contains(two, one) is None
    assert history.contains(two, "0" * 40) is None
    assert history.contains(two, "--upload-pack=x") is None


def test_without_a_repository_or_a_commit_nothing_is_known(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert History(root).commit(SOURCES) is None
    bare = tmp_path_factory.mktemp("bare")
    assert History(bare).commit(SOURCES) is None
    assert History(bare).contains("1" * 40, "2" * 40) is None
