"""Which of two releases is the newer one: an older truth never replaces a newer one unless a person says so.

The rule, the first line that fits (`ours` is to be shipped, `live` is what is there):

1. After a rollback, `left`, the newest release that was gone back from, stands in the place of `live`, and the same commit again
   does not count as newer: what undoes a rollback is a new commit, edited files, or a person (`--overwrite-newer`, `rollback --to`).
2. One of them has no commit (no git, a folder that was built earlier): ours may neither be built before live nor know of less than
   live does (`changed`, the last thing that happened on the page).
3. The same commit: the later moment wins; but a clean build never replaces one that had uncommitted words in it.
4. Ours contains live's commit: ours is newer. If live had uncommitted words, ours must be committed after these were published.
5. Live's commit contains ours: ours is older, whatever the clocks say.
6. Neither, or history does not know (a shallow clone, a force-push, an unpushed commit of somebody's laptop): the later commit wins, by
   the committers' clocks; uncommitted words count as committed when they were built, if they are live, and not at all if they are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from generator.publish.targets.origin import Origin, spoken
from generator.publish.targets.pointer import Pointer

Contains = Callable[[str, str], bool | None]
"""Whether the first commit is the second or has it among its ancestors; None where the history here does not know."""


def unknown(_one: str, _other: str) -> bool | None:
    """A history that knows nothing."""
    return None


def judge(ours: Origin, pointer: Pointer, contains: Contains = unknown) -> str:
    """Why `ours` must not replace what `pointer` says is live, as a sentence; empty where it may."""
    if pointer.left is not None:
        return _after_rollback(ours, pointer.left.origin, contains)
    in_progress = pointer.moving.to if pointer.moving else None
    live = in_progress or pointer.current
    return why_older(ours, live.origin, contains) if live else ""


def why_older(ours: Origin, live: Origin, contains: Contains = unknown) -> str:
    """Why `ours` is older than `live`, as a sentence; empty where it is not."""
    if not ours.commit or not live.commit:
        return _by_moment(ours, live)
    if ours.commit == live.commit:
        if live.dirty and not ours.dirty:
            return (
                f"what is live was made from the same commit {_short(live)} and words that are in no commit yet; "
                "they would be lost. Commit them where they were written, and publish that"
            )
        return _earlier(ours.built_at, live.built_at, ours, live)
    if contains(ours.commit, live.commit):
        return _earlier(ours.committed_at, live.built_at, ours, live) if live.dirty else ""
    if contains(live.commit, ours.commit):
        return (
            f"what is live was made from {live.said}, which came after {_short(ours)} here. Fetch it first:\n  git pull"
        )
    return _earlier(ours.committed_at, live.built_at if live.dirty else live.committed_at, ours, live)


def _after_rollback(ours: Origin, left: Origin, contains: Contains) -> str:
    hold = f"this target was rolled back on purpose from {left.said}"
    if ours.commit and ours.commit == left.commit and ours.dirty:
        return ""
    same = ours.commit == left.commit if ours.commit or left.commit else not _later(ours.changed, left.changed)
    if same:
        return f"{hold}, and this is the same again. Publish a newer commit"
    older = why_older(ours, left, contains)
    return f"{hold}, and this is no newer: {older}" if older else ""


def _by_moment(ours: Origin, live: Origin) -> str:
    if _later(live.changed, ours.changed) and live.changed is not None:
        return f"what is live knows of something that happened at {spoken(live.changed)}, and this release does not"
    return _earlier(ours.built_at, live.built_at, ours, live)


def _earlier(mine: datetime | None, theirs: datetime | None, ours: Origin, live: Origin) -> str:
    """A sentence where `mine` is earlier than `theirs`."""
    if not _later(theirs, mine):
        return ""
    if ours.commit == live.commit or not ours.commit or not live.commit:
        return f"what is live was built as of {spoken(live.built_at)}, and this release as of {spoken(ours.built_at)}"
    return f"what is live was made from {live.said}, and this release from {ours.said}"


def _later(one: datetime | None, other: datetime | None) -> bool:
    """Whether `one` is after `other`; a moment that is not known is before every other."""
    return one is not None and (other is None or one > other)


def _short(origin: Origin) -> str:
    return origin.commit[:12]
