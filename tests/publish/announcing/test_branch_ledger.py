"""The ledger on a branch: real git, a bare repository as the remote, a shallow clone, somebody else who is quicker."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model.announced import Ledger
from generator.publish.announcing.branch_ledger import BranchLedger
from generator.publish.announcing.ledger import Damaged, Unreachable
from tests.publish.announcing.test_ledger import said
from tests.texts import NOW, lay


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
    return subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    ).stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository with a site of two commits."""
    bare, first = tmp_path / "remote.git", tmp_path / "first"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    git(tmp_path, "clone", "-q", str(bare), str(first))
    lay(first, {"a.txt": "a"})
    git(first, "checkout", "-q", "-B", "main")
    for text in ("one", "two"):
        (first / "a.txt").write_text(text)
        git(first, "add", "-A")
        git(first, "commit", "-q", "-m", text)
    git(first, "push", "-q", "origin", "main")
    return bare


def clone(remote: Path, name: str) -> Path:
    """A shallow clone, as a workflow has it."""
    folder = remote.parent / name
    git(remote.parent, "clone", "-q", "--depth=1", f"file://{remote}", str(folder))
    return folder


def opened(folder: Path, name: str = "announced", *, fetch: bool = True) -> BranchLedger:
    return BranchLedger(folder, name, now=NOW, fetch=fetch)


def adding(key: str) -> Callable[[Ledger], Ledger]:
    return lambda held: said(held, key)


def keys(ledger: BranchLedger) -> set[str]:
    read = ledger.read()
    return set(read.outlets["Team"]) if read else set()


def test_machines_that_keep_nothing_share_what_was_said(remote: Path) -> None:
    first = opened(clone(remote, "one"))
    assert first.read() is None
    with first.held():
        first.add(lambda before: said(before, "a"))
    second = opened(clone(remote, "two"))
    assert keys(second) == {"a"}
    second.add(lambda before: said(before, "b"))
    assert keys(first) == keys(opened(clone(remote, "three"))) == {"a", "b"}


def test_the_branch_is_one_commit_and_nothing_else_is_touched(remote: Path) -> None:
    folder = clone(remote, "one")
    (folder / "a.txt").write_text("being edited")
    (folder / "b.txt").write_text("being added")
    git(folder, "add", "b.txt")
    before = git(folder, "status", "--porcelain=v2", "--branch"), git(folder, "rev-parse", "HEAD")
    ledger = opened(folder)
    for key in "abc":
        ledger.add(adding(key))
    assert (git(folder, "status", "--porcelain=v2", "--branch"), git(folder, "rev-parse", "HEAD")) == before
    assert git(remote, "rev-list", "--count", "announced").strip() == "1"
    assert git(remote, "ls-tree", "--name-only", "announced").split() == ["announced.json"]
    assert git(remote, "branch", "--format=%(refname:short)").split() == ["announced", "main"]
    assert git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
    assert git(folder, "branch", "--format=%(refname:short)").split() == ["main"]


def test_a_whole_clone_stays_whole(remote: Path) -> None:
    opened(clone(remote, "one")).add(lambda held: said(held, "a"))
    folder = remote.parent / "first"
    assert keys(opened(folder)) == {"a"}
    assert git(folder, "rev-parse", "--is-shallow-repository").strip() == "false"


def test_who_pushes_meanwhile_is_merged_and_nothing_is_lost(remote: Path) -> None:
    mine, theirs = opened(clone(remote, "one")), opened(clone(remote, "two"))
    mine.add(lambda held: said(held, "first"))
    pushed: list[str] = []

    def change(held: Ledger) -> Ledger:
        if len(pushed) < 3:  # somebody is quicker, three times
            pushed.append(f"theirs-{len(pushed)}")
            theirs.add(lambda other: said(other, pushed[-1]))
        return said(held, "mine")

    mine.add(change)
    assert keys(opened(clone(remote, "three"))) == {"first", "mine", "theirs-0", "theirs-1", "theirs-2"}


def test_who_begins_the_branch_meanwhile_is_merged_too(remote: Path) -> None:
    mine, theirs = opened(clone(remote, "one")), opened(clone(remote, "two"))
    begun: list[bool] = []

    def change(held: Ledger) -> Ledger:
        if not begun:
            begun.append(True)
            theirs.add(lambda other: said(other, "theirs"))
        return said(held, "mine")

    mine.add(change)
    assert keys(opened(clone(remote, "three"))) == {"mine", "theirs"}


def test_who_is_always_slower_says_so_in_the_end(remote: Path) -> None:
    mine, theirs = opened(clone(remote, "one")), opened(clone(remote, "two"))
    count: list[int] = []

    def change(held: Ledger) -> Ledger:
        count.append(1)
        theirs.add(lambda other: said(other, f"theirs-{len(count)}"))
        return said(held, "mine")

    with pytest.raises(Unreachable, match="could not be pushed to the branch announced"):
        mine.add(change)


def test_a_push_that_is_forbidden_is_told_with_what_to_do(remote: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho not allowed >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Unreachable, match="contents: write"):
        opened(clone(remote, "one")).add(lambda held: said(held, "a"))


def test_a_remote_that_cannot_be_reached_is_not_an_empty_ledger(remote: Path) -> None:
    folder = clone(remote, "one")
    opened(folder).add(lambda held: said(held, "a"))
    git(folder, "remote", "set-url", "origin", "file:///nowhere/hunter2")
    with pytest.raises(Unreachable, match="could not be looked up, so nothing is sent: fatal"):
        opened(folder).read()
    git(folder, "remote", "set-url", "origin", "https://x:hunter2@127.0.0.1:9/a.git")
    with pytest.raises(Unreachable) as raised:
        opened(folder).read()
    assert "hunter2" not in str(raised.value)


def test_without_network_what_was_fetched_last_is_believed(remote: Path) -> None:
    folder = clone(remote, "one")
    opened(folder).add(lambda held: said(held, "a"))
    git(folder, "remote", "set-url", "origin", "file:///nowhere")
    assert keys(opened(folder, fetch=False)) == {"a"}


def test_a_branch_that_holds_anything_else_is_never_replaced(remote: Path) -> None:
    folder = clone(remote, "one")
    before = git(remote, "rev-parse", "main")
    ledger = opened(folder, "main")
    with pytest.raises(Unreachable, match="holds other things than a ledger"):
        ledger.read()
    with pytest.raises(Unreachable, match="holds other things than a ledger"):
        ledger.add(adding("a"))
    assert git(remote, "rev-parse", "main") == before


def test_a_torn_ledger_counts_as_lost_and_stays_in_reach(remote: Path) -> None:
    folder = clone(remote, "one")
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"], input=b"{torn", cwd=folder, capture_output=True, check=True
    ).stdout.decode()
    line = f"100644 blob {blob.strip()}\tannounced.json\n".encode()
    tree = subprocess.run(["git", "mktree"], input=line, cwd=folder, capture_output=True, check=True).stdout.decode()
    commit = git(folder, "commit-tree", tree.strip(), "-m", "torn").strip()
    git(folder, "push", "-q", "origin", f"{commit}:refs/heads/announced")
    ledger = opened(folder)
    with pytest.raises(Damaged):
        ledger.read()
    assert ledger.lay_aside() == f"the commit {commit}"
    ledger.add(lambda held: said(held, "a"))
    assert keys(ledger) == {"a"}


def test_a_repository_without_a_remote_keeps_the_branch_itself(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", str(tmp_path))
    ledger = opened(tmp_path)
    assert ledger.read() is None
    for key in "ab":
        ledger.add(adding(key))
    assert keys(opened(tmp_path)) == {"a", "b"}
    assert git(tmp_path, "branch", "--format=%(refname:short)").split() == ["announced"]


def test_no_repository_and_no_name_are_said_to_be_none(tmp_path: Path, remote: Path) -> None:
    with pytest.raises(Unreachable, match="no git repository"):
        opened(tmp_path)
    with pytest.raises(Unreachable, match="no name of a branch"):
        opened(clone(remote, "one"), "a..b")
