"""Work done by all cores: the same results in the same order as a plain loop, sooner.

Uses fork, so that what is to be worked on need not be sent anywhere; where there is no fork (Windows) or little to do, it is a plain
loop. Knows nothing of what the work is.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes this one may keep busy; 1 where forking is not safe.

    That is elsewhere than on Linux, and beside other threads: a fork copies the locks they hold, and nobody who would free them.
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), 8)


def spread(
    work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], *, worth: int = 100
) -> list[Result]:
    """`work(items)`, cut into a share for each core when there are at least `worth` items.

    `work` takes a sequence and returns one result an item, in order, and results can be pickled. An exception in any
    share is raised here once all shares have ended. Beside other threads it is a plain loop.
    """
    count = cores()
    if len(items) < max(worth, count) or count == 1:
        return list(work(items))
    context = get_context("fork")
    shares = [items[index::count] for index in range(count)]
    pipes, processes = [], []
    for share in shares[1:]:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_answer, args=(work, share, sender), daemon=True)
        process.start()
        sender.close()
        pipes.append(receiver)
        processes.append(process)
    results: list[Result] = [None] * len(items)  # type: ignore[list-item]
    failure: BaseException | None = None
    try:
        results[0::count] = work(shares[0])
    except Exception as problem:
        failure = problem
    for index, receiver in enumerate(pipes, start=1):
        try:
            answer, problem = receiver.recv()
        except EOFError:
            answer, problem = None, RuntimeError("a process that was building a share of the site ended without a word")
        failure = failure or problem
        if problem is None:
            results[index::count] = answer
    for process in processes:
        process.join()
    if failure is not None:
        raise failure
    return results


def _answer(work: Callable[[Sequence[Item]], Sequence[Result]], share: Sequence[Item], sender: object) -> None:
    try:
        answer: tuple[object, Exception | None] = (list(work(share)), None)
    except Exception as problem:
        answer = (None, problem)
    sender.send(answer)  # type: ignore[attr-defined]
    sender.close()  # type: ignore[attr-defined]
