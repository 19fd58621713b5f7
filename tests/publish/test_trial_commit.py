"""Commits as they would be made in the night, of real repositories that do not change by a byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publish.trial_commit import TrialCommit, prospect
from tests.publish.sites import snapshot

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
ONE, TWO = "incidents/2026/one.md", "incidents/two.md"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Git knows who is at work, and nothing of this machine."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True).stdout.decode().strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit, in a folder whose name git's lists of paths would take apart."""
    folder = tmp_path / 'a: "site"'
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "site.yaml").write_text("name: X")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    return folder


def seen_by(scratch: Path, root: Path, *words: str) -> str:
    """What git says when it is shown the objects that were thrown away, too."""
    environment = {**os.environ, "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(scratch / "objects")}
    done = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, env=environment)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("setting", ["core.bare=false", "core.splitIndex=true", "core.fsmonitor=true"])
def test_each_stands_upon_the_one_before_and_the_repository_does_not_change_by_a_byte(
    root: Path, tmp_path: Path, setting: str
) -> None:
    git(root, "config", *setting.split("="))
    scratch = tmp_path / "scratch"
    before, head = snapshot(root), git(root, "rev-parse", "HEAD")
    trial = TrialCommit(root, scratch)
    assert trial.head == head
    assert trial.commit(ONE, b"words", "First word")
    first = trial.head
    assert trial.commit(TWO, b"more words", "A $(touch oops) title")
    assert trial.commit(ONE, b"words\nlast words", "Resolved")
    assert snapshot(root) == before
    assert git(root, "status", "--porcelain") == ""
    assert seen_by(scratch, root, "log", "--format=%s %an", trial.head).splitlines() == [
        "Resolved Ada",
        "A $(touch oops) title Ada",
        "First word Ada",
        "one Ada",
    ]
    assert seen_by(scratch, root, "show", f"{trial.head}:{ONE}") == "words\nlast words"
    assert seen_by(scratch, root, "ls-tree", "-r", "--name-only", first).splitlines() == [ONE, "site.yaml"]


def test_a_site_below_the_repositorys_folder_and_one_without_any_commit(root: Path, tmp_path: Path) -> None:
    (root / "status").mkdir()
    trial = TrialCommit(root / "status", tmp_path / "below")
    assert trial.commit(ONE, b"words", "First word")
    listed = seen_by(tmp_path / "below", root, "ls-tree", "-r", "--name-only", trial.head)
    assert listed.splitlines() == ["site.yaml", f"status/{ONE}"]
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    trial = TrialCommit(empty, tmp_path / "first")
    assert trial.head == ""
    assert trial.commit(ONE, b"words", "First word")
    assert seen_by(tmp_path / "first", empty, "log", "--format=%s", trial.head) == "First word"


def test_a_commit_that_git_would_not_make_is_none(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    git(root, "config", "user.useConfigOnly", "true")
    trial = TrialCommit(root, tmp_path / "scratch")
    head = trial.head
    assert not trial.commit(ONE, b"words", "First word")
    assert trial.head == head
    (why,) = prospect(root).hindrances
    assert why.startswith("git does not know who you are, so it could not commit. Tell it:\n  git config --global user")


def test_where_nothing_is_in_the_way_nothing_is_said_and_nothing_changes(root: Path) -> None:
    before = snapshot(root)
    found = prospect(root)
    assert (found.hindrances, found.notes) == ((), ())
    assert snapshot(root) == before


def test_a_merge_that_is_not_finished_is_in_the_way(root: Path) -> None:
    git(root, "checkout", "-qb", "other")
    (root / "site.yaml").write_text("name: Y")
    git(root, "commit", "-qam", "two")
    git(root, "checkout", "-q", "main")
    (root / "site.yaml").write_text("name: Z")
    git(root, "commit", "-qam", "three")
    assert subprocess.run(["git", "-C", str(root), "merge", "other"], capture_output=True, check=False).returncode
    (why,) = prospect(root).hindrances
    assert why.startswith("a merge is not finished, so git could not commit")


def test_a_lock_in_a_linked_work_tree_is_found_where_it_is(root: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(root, "worktree", "add", "-q", str(linked))
    lock = root / ".git/worktrees/linked/index.lock"
    lock.touch()
    (why,) = prospect(linked).hindrances
    assert str(lock) in why
    assert prospect(root).hindrances == ()
