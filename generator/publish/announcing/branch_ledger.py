"""The ledger on a branch of the site's own git repository, for machines that keep nothing, such as those of GitHub Actions.

Plain git plumbing that touches neither the work tree nor the index nor any branch that is checked out. The branch holds one commit without
parents and one file; each addition replaces it (`push --force-with-lease`), so that the repository does not grow and a shallow clone does as
well as a whole one. Whoever was quicker wins, and the other reads again, merges and tries again. Without a remote the branch is local.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from generator.model.announced import Ledger
from generator.publish.announcing.file_ledger import lock
from generator.publish.announcing.ledger import Damaged, Unreachable, from_text, to_text

FILE = "announced.json"
KEPT_AS = "refs/upside/announced"
"""Where this clone keeps what it fetched."""
REMOTE = "origin"
TRIES = 8
"""Pushes until somebody else's luck is called a failure."""
PATIENCE = 60
"""Seconds for one call of git."""


class BranchLedger:
    """Keeps the ledger on the branch `name` of the repository in which `root` lies."""

    def __init__(self, root: Path, name: str, *, now: datetime, fetch: bool = True) -> None:
        """`fetch` false: no network, what this clone fetched last is believed. Raises `Unreachable` where there is no repository."""
        self._root = root
        self._branch = f"refs/heads/{name}"
        self._now = now
        self.shown = f"the branch {name}"
        self._git("check-ref-format", self._branch, about=f"“{name}” is no name of a branch")
        about = "the ledger is to be on a branch, but this is no git repository"
        self._folder = Path(root, self._git("rev-parse", "--git-common-dir", about=about).decode().strip())
        remotes = self._git("remote", about="git could not say which remotes there are").decode().split()
        self._remote = REMOTE if REMOTE in remotes else ""
        self._fetch = fetch and bool(self._remote)
        self._local = KEPT_AS if self._remote else self._branch

    @contextmanager
    def held(self, wait: float = 60.0) -> Iterator[None]:
        """Keep other announcers of this clone out; those elsewhere are merged. Raises `Busy`."""
        handle = os.open(self._folder / "upside-announced.lock", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            lock(handle, self.shown, wait)
            yield
        finally:
            os.close(handle)

    def read(self) -> Ledger | None:
        """What it says now; None where there is no such branch. Raises `Damaged` and `Unreachable`."""
        commit = self._commit()
        if not commit:
            return None
        about = f"{self.shown} could not be read"
        if self._git("ls-tree", "--name-only", commit, about=about).decode().split("\n") != [FILE, ""]:
            raise Unreachable(
                f"{self.shown} holds other things than a ledger, and using it would replace them. Nothing was sent; name a branch of its "
                "own, such as --ledger branch:announced"
            )
        content = self._git("cat-file", "blob", f"{commit}:{FILE}", about=about)
        return from_text(content.decode("utf-8", "replace"))

    def lay_aside(self) -> str:
        """A ledger that cannot be understood stays reachable by its commit: return that."""
        return f"the commit {self._commit()}"

    def add(self, change: Callable[[Ledger], Ledger]) -> Ledger:
        """Push what `change` makes of what is there now, and return it. Raises `Unreachable`: then it may not have arrived."""
        said = ""
        for _ in range(TRIES):
            try:
                before = self.read() or Ledger({})
            except Damaged:
                before = Ledger({})
            old, after = self._known(), change(before)
            commit = self._made(to_text(after))
            said = self._placed(commit, old)
            if not said:
                self._git("update-ref", self._local, commit, about="git could not move a reference of its own")
                return after
        raise Unreachable(
            f"the ledger could not be pushed to {self.shown}: {said} What was sent last is not written down there, so it may be sent "
            "once more. Give this job the permission to push (in GitHub Actions: contents: write), or name a file with --ledger."
        )

    def _placed(self, commit: str, old: str) -> str:
        """Let the branch be `commit` if it still is `old`; what git said where it would not, else nothing."""
        if not self._remote:
            zero = "0" * len(commit)
            status, _, error = self._call(("update-ref", self._branch, commit, old or zero))
        else:
            lease = f"--force-with-lease={self._branch}:{old}"
            command = ("push", "--quiet", "--no-verify", lease, self._remote, f"{commit}:{self._branch}")
            status, _, error = self._call(command)
        return "" if status == 0 else error or "git did not say why."

    def _commit(self) -> str:
        """The commit that the branch is now; empty where there is none."""
        if not self._fetch:
            return self._known()
        about = f"the ledger on {self.shown} could not be looked up, so nothing is sent"
        listed = self._git("ls-remote", self._remote, self._branch, about=about).decode().split()
        if not listed:
            self._call(("update-ref", "-d", self._local))
            return ""
        if self._known() != listed[0]:
            options = (
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                "--no-recurse-submodules",
            )
            about = f"the ledger on {self.shown} could not be fetched, so nothing is sent"
            self._git("fetch", *options, self._remote, f"+{self._branch}:{self._local}", about=about)
        return self._known()

    def _known(self) -> str:
        status, out, _ = self._call(("rev-parse", "--verify", "--quiet", f"{self._local}^{{commit}}"))
        return out.decode().strip() if status == 0 else ""

    def _made(self, text: str) -> str:
        about = "git could not keep the ledger"
        blob = self._git("hash-object", "-w", "--stdin", given=text.encode(), about=about).decode().strip()
        line = f"100644 blob {blob}\t{FILE}\n".encode()
        tree = self._git("mktree", given=line, about=about).decode().strip()
        return self._git("commit-tree", tree, "-m", "What upside announce has told", about=about).decode().strip()

    def _git(self, *words: str, about: str, given: bytes = b"") -> bytes:
        status, out, error = self._call(words, given)
        if status:
            raise Unreachable(f"{about}: {error or 'git did not say why.'}")
        return out

    def _call(self, words: tuple[str, ...], given: bytes = b"") -> tuple[int, bytes, str]:
        """The status of git, its answer, and the first line of what it complained of."""
        import subprocess

        stamp = f"{self._now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        who = {"NAME": "Upside", "EMAIL": "upside@localhost", "DATE": stamp}
        names = {f"GIT_{role}_{what}": said for role in ("AUTHOR", "COMMITTER") for what, said in who.items()}
        environment = {**os.environ, **names, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                ["git", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", *words],
                cwd=self._root,
                env=environment,
                input=given,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except FileNotFoundError:
            return 127, b"", "git is not installed."
        except subprocess.TimeoutExpired:
            return 124, b"", f"git did not answer within {PATIENCE} seconds."
        return done.returncode, done.stdout, _complaint(done.stderr)


def _complaint(error: bytes) -> str:
    """The line in which git says what is the matter, without a password that an address in it may hold."""
    import re

    lines = [line.strip() for line in error.decode("utf-8", "replace").splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "!", "remote:"))] or lines
    return re.sub(r"://[^/@\s]*@", "://", telling[0])[:300] if telling else ""
