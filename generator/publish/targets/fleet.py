"""Several targets in one command: at the same time, each on its own, so that a dead one neither stops nor delays the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from threading import Event

from generator.publish.targets.target import Busy, Failed, Refused, Shipped, Target

MOST = 8
"""Targets at a time."""


class Result(StrEnum):
    """How it ended at one target, the worst first."""

    FAILED = "failed"
    """The host failed, or what it shows could not be verified."""
    REFUSED = "refused"
    """Nothing was changed: what is live is newer, or the place is somebody else's."""
    BUSY = "busy"
    """Nothing was changed: another publisher is at work."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Report:
    """How it ended at one target."""

    target: Target
    result: Result
    shipped: Shipped | None = None
    """What was done, where that can be said so; with `DONE` only."""
    words: str = ""
    """What happened, and what to do; with all others."""


def each(targets: Sequence[Target], work: Callable[[Target], Shipped | None], stop: Event) -> Iterator[Report]:
    """Do `work` at every one of `targets` at once, and report each as soon as it ends. A bug is raised when all have ended.

    `stop` is that of the terms; it is set when the caller is interrupted, so that what is under way ends soon.
    """
    with ThreadPoolExecutor(min(len(targets), MOST) or 1) as pool:
        running = {pool.submit(work, target): target for target in targets}
        for future in _ended(running, stop):
            target = running[future]
            problem = future.exception()
            if problem is None:
                yield Report(target, Result.DONE, future.result())
            elif isinstance(problem, Busy):
                yield Report(target, Result.BUSY, words=str(problem))
            elif isinstance(problem, Refused):
                yield Report(target, Result.REFUSED, words=str(problem))
            elif isinstance(problem, Failed):
                yield Report(target, Result.FAILED, words=str(problem))
            else:
                raise problem


def _ended(running: Iterable[Future[Shipped | None]], stop: Event) -> Iterator[Future[Shipped | None]]:
    try:
        yield from as_completed(running)
    except BaseException:
        stop.set()
        raise
