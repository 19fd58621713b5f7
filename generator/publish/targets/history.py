"""What git knows of a site's folder: the commit in its work tree, whether there is more than that in it, and who came before whom.

Git is asked and never told anything. Where there is none, or it will not answer, nothing is known: that is an answer too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator import repository
from generator.publish.targets.origin import COMMIT


@dataclass(frozen=True, slots=True)
class Commit:
    """What lies in a work tree."""

    hash: str
    at: datetime
    """The committer's time, UTC."""
    dirty: bool
    """There are words in the tree that the commit does not have."""


@dataclass(frozen=True, slots=True)
class History:
    """The history of the repository that the folder `root` lies in."""

    root: Path

    def commit(self, sources: Sequence[str]) -> Commit | None:
        """The commit that is checked out, held against the `sources` below `root`; None where git does not know."""
        if (said := self._ask("log", "-1", "--format=%H %ct")) is None:
            return None
        name, _, seconds = said.strip().partition(" ")
        if not COMMIT.fullmatch(name):
            return None
        changed = self._ask("status", "--porcelain", "-z", "--untracked-files=all", "--", *sources)
        return Commit(name, datetime.fromtimestamp(int(seconds), UTC), changed != "")

    def contains(self, one: str, other: str) -> bool | None:
        """Whether commit `one` is `other` or came after it; None where this clone does not know (it may be shallow)."""
        if not COMMIT.fullmatch(one) or not COMMIT.fullmatch(other):
            return None
        if any(self._ask("cat-file", "-e", f"{each}^{{commit}}") is None for each in (one, other)):
            return None
        return self._ask("merge-base", "--is-ancestor", other, one) is not None

    def _ask(self, *words: str) -> str | None:
        """What git answers; None where it fails or there is none."""
        said = repository.ask(self.root, *words)
        return None if said is None else said.decode(errors="surrogateescape")
