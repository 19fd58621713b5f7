"""Where a release comes from: the commit and the moment that it was made of, as far as they are known. Data, and its JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""A full hash of git's, SHA-1 or SHA-256. What a target says is handed to git only when it looks like this."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a release was made from, and when."""

    built_at: datetime
    """The moment at which the site is true: `built_at` of its heartbeat. UTC."""
    changed: datetime | None = None
    """When anything on the site last changed: `changed` of its heartbeat. UTC."""
    commit: str = ""
    """The full hash of the commit that lay in the work tree; empty where nobody knows."""
    committed_at: datetime | None = None
    """When that commit was made, by the committer's clock. UTC; None exactly when there is no commit."""
    dirty: bool = False
    """The work tree held more than the commit: words that are in no commit yet."""
    program: str = ""
    """Of the generator that made it: a digest."""

    @property
    def said(self) -> str:
        """For a person: `commit 1a2b3c4d5e6f of 2026-11-20 14:02 UTC, with uncommitted changes`."""
        if not self.commit or self.committed_at is None:
            return f"a build of {spoken(self.built_at)}"
        more = ", with uncommitted changes" if self.dirty else ""
        return f"commit {self.commit[:12]} of {spoken(self.committed_at)}{more}"

    def to_json(self) -> dict[str, Any]:
        """As it stands in a pointer."""
        return {
            "built_at": machine(self.built_at),
            "changed": self.changed and machine(self.changed),
            "commit": self.commit,
            "committed_at": self.committed_at and machine(self.committed_at),
            "dirty": self.dirty,
            "program": self.program,
        }


def from_json(said: Mapping[str, Any]) -> Origin:
    """What `to_json` wrote. Raises `ValueError`, `KeyError` or `TypeError` where it is something else."""
    commit, committed_at = said["commit"], said["committed_at"]
    if commit and not COMMIT.fullmatch(commit):
        raise ValueError("not a commit")
    return Origin(
        moment(said["built_at"]),
        moment(said["changed"]) if said["changed"] else None,
        commit,
        moment(committed_at) if commit else None,
        bool(said["dirty"]),
        str(said["program"]),
    )


def moment(text: str) -> datetime:
    """An ISO 8601 moment with its zone, in UTC. Raises `ValueError`."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("a time without a zone")
    return read.astimezone(UTC)


def machine(when: datetime) -> str:
    """`when` for a program: `2026-11-20T14:02:00Z`."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def spoken(when: datetime) -> str:
    """`when` for a person: `2026-11-20 14:02 UTC`."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
