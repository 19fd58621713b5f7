"""A commit as it would be made in the night: of the real repository, with its settings, and kept nowhere near it.

Whatever git writes for it goes to a folder that is thrown away (git(1): GIT_OBJECT_DIRECTORY, GIT_INDEX_FILE); the repository's own objects are only
read, its index, its branches and its files are not touched, no hook runs and nothing is fetched.
"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from generator import repository

HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit")
"""What `git commit` runs besides (githooks(5))."""
FILE_MODE = "100644"
PLAIN = ("-c", "core.splitIndex=false", "-c", "core.fsmonitor=false")
"""Git would keep a part of a split index in the repository, and start a watcher for it."""


class Prospect(Struct, frozen=True):
    """Whether a commit could be made, and what a person should know before they need one."""

    hindrances: tuple[str, ...] = ()
    """Why none could be made now, each with what to do."""
    notes: tuple[str, ...] = ()
    """What would not hinder it, and could surprise."""


class TrialCommit:
    """Commits on the head of the repository that the site in `root` lies in."""

    def __init__(self, root: Path, scratch: Path) -> None:
        """`scratch` is an empty folder for what git writes."""
        self._root, self._scratch = root, scratch
        self._head = _line(repository.ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
        self._below = _line(repository.ask(root, "rev-parse", "--show-prefix"))
        self._begun = False

    @property
    def head(self) -> str:
        """The hash of the last commit; that of the repository until one was made, empty where it has none."""
        return self._head

    def commit(self, path: str, content: bytes, message: str) -> bool:
        """Commit the file `path` (below the site's folder), which holds `content`; whether that went well."""
        if not self._begun:
            (self._scratch / "objects").mkdir(parents=True)
            if self._ask("read-tree", self._head or "--empty") is None:
                return False
            self._begun = True
        blob = self._said("hash-object", "-w", "--stdin", given=content)
        entry = f"{FILE_MODE},{blob},{self._below}{path}"
        if not blob or self._ask("update-index", "--add", "--cacheinfo", entry) is None:
            return False
        tree = self._said("write-tree", "--missing-ok")
        parent = ["-p", self._head] if self._head else []
        made = self._said("commit-tree", tree, *parent, "-m", message) if tree else ""
        self._head = made or self._head
        return bool(made)

    def _said(self, *words: str, given: bytes = b"") -> str:
        return _line(self._ask(*words, given=given))

    def _ask(self, *words: str, given: bytes = b"") -> bytes | None:
        settings = {
            "GIT_INDEX_FILE": str(self._scratch / "index"),
            "GIT_OBJECT_DIRECTORY": str(self._scratch / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(_within(self._root, "objects")),
            "GIT_NO_LAZY_FETCH": "1",
        }
        return repository.ask(self._root, *PLAIN, *words, given=given, settings=settings)


def prospect(root: Path) -> Prospect:
    """What git says about committing in `root`, which lies in a repository. Changes nothing, asks no network."""
    if repository.ask(root, "rev-parse", "--is-inside-work-tree") != b"true\n":
        return Prospect(("git does not answer in this folder. See what it says:\n  git status",))
    return Prospect(tuple(_hindrances(root)), tuple(_notes(root)))


def _hindrances(root: Path) -> list[str]:
    found = []
    if any(repository.ask(root, "var", name) is None for name in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")):
        found.append(
            "git does not know who you are, so it could not commit. Tell it:\n"
            '  git config --global user.name "Your name"\n  git config --global user.email you@example.com'
        )
    lock = _within(root, "index.lock")
    if os.path.lexists(lock):
        found.append(
            f"git is locked by {lock}, so it could not commit. If no other git is at work there, remove that file"
        )
    if repository.ask(root, "ls-files", "--unmerged", "--", ":/"):
        found.append("a merge is not finished, so git could not commit. See which files:\n  git status")
    return found


def _notes(root: Path) -> list[str]:
    found = []
    if repository.ask(root, "symbolic-ref", "--quiet", "HEAD") is None:
        found.append("no branch is checked out (the head is detached), so git push would not know where to")
    if _line(repository.ask(root, "config", "--type=bool", "commit.gpgSign")) == "true":
        found.append("commits are signed here: have the key at hand, or know: git commit --no-gpg-sign")
    hooks = _within(root, "hooks")
    if run := [each for each in HOOKS if os.access(hooks / each, os.X_OK)]:
        found.append(
            f"git commit runs {' and '.join(run)} here, which was not rehearsed; should it need a network: git commit --no-verify"
        )
    return found


def _within(root: Path, name: str) -> Path:
    """Where git keeps `name` of its own: work trees share some of it, and settings move it."""
    return Path(os.path.abspath(root / _line(repository.ask(root, "rev-parse", "--git-path", name))))


def _line(said: bytes | None) -> str:
    return (said or b"").decode(errors="surrogateescape").rstrip("\n")


def _quoted(path: Path) -> str:
    """As git takes a path that may hold a colon, in a list of paths (git(1), GIT_ALTERNATE_OBJECT_DIRECTORIES)."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
