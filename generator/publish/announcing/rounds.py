"""Who is tried again, and when: a bounded number of rounds, so that a dead outlet holds up nobody but itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Job = TypeVar("Job")

WAITS = (1.0, 4.0, 15.0)
"""Seconds before the second, third and fourth try."""


def in_rounds(
    jobs: Mapping[str, Sequence[Job]], attempt: Callable[[str, Job], str], waits: Sequence[float] = WAITS
) -> dict[str, tuple[str, list[Job]]]:
    """Do every job of everyone, in order; `attempt` gives the reason where it failed, else nothing.

    Who fails is out until the next round, with all that is left of its jobs, since they are told in order. Returns, of those who failed in
    every round, the last reason and what was left undone.
    """
    left = {name: list(each) for name, each in jobs.items() if each}
    failed: dict[str, tuple[str, list[Job]]] = {}
    for wait in (0.0, *waits):
        if wait:
            time.sleep(wait)
        failed = {}
        for name, queue in left.items():
            while queue and name not in failed:
                if reason := attempt(name, queue[0]):
                    failed[name] = reason, queue
                else:
                    del queue[0]
        left = {name: queue for name, (_, queue) in failed.items()}
        if not left:
            break
    return failed
