"""Work done by all cores: the same results in the same order as a plain loop, sooner.

Uses fork, so that what is to be worked on need not be sent anywhere; where there is no fork (Windows), where forking is not safe (macOS;
any process that runs threads, such as the preview) or where there is little to do, it is a plain loop. Knows nothing of what the
work is.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Generic, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 8
"""Processes. More gain little where the disk is shared, and each has its memory."""
PR_SET_PDEATHSIG = 1


def cores() -> int:
    """How many processes this one may keep busy; 1 where forking is not safe."""
    if not sys.platform.startswith("linux"):
        return 1
    try:
        if len(os.listdir("/proc/self/task")) > 1:  # a thread that holds a lock while we fork would hold it for ever
            return 1
    except OSError:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST)


def spread(
    work: Callable[[Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    worth: int = 100,
    together: bool = False,
) -> list[Result]:
    """`work(items)`, cut into a share for each core when there are at least `worth` items.

    A share is every second, third … item, which suits items that cost more and more; or, `together`, a stretch of neighbours,
    which suits items whose neighbours need the same preparation.

    `work` takes a sequence and returns one result an item, in order, and results can be pickled. An exception in any share is raised here
    once all shares have ended, the first share's first, so that it is the same one each time; an interruption ends the
    others at once. No process outlives this one.
    """
    if len(items) < worth or len(items) < 2 or (count := min(cores(), len(items))) == 1:
        return list(work(items))
    shares = _shares(len(items), count, together=together)
    others: list[_Share[Item, Result]] = []
    answers: list[Sequence[Result] | BaseException] = []
    try:
        others.extend(_Share(work, items[share]) for share in shares[1:])
        answers.append(_attempt(work, items[shares[0]]))
        answers.extend(share.answer() for share in others)
    finally:
        for share in others:
            share.end()
    results: list[Result | None] = [None] * len(items)
    for stretch, answer in zip(shares, answers, strict=True):
        if isinstance(answer, BaseException):
            raise answer
        results[stretch] = answer
    return results  # type: ignore[return-value]  # every place has been filled


def _shares(items: int, count: int, *, together: bool) -> list[slice]:
    """Which items each of `count` processes works on."""
    if not together:
        return [slice(index, None, count) for index in range(count)]
    ends = [items * index // count for index in range(count + 1)]
    return [slice(start, end) for start, end in pairwise(ends)]


def _attempt(work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item]) -> Sequence[Result] | Exception:
    try:
        return list(work(items))
    except Exception as problem:  # raised again by `spread`
        return problem


class _Share(Generic[Item, Result]):
    """A share of the work, in a process of its own."""

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item]) -> None:
        self._reader, writer = os.pipe()
        parent = os.getpid()
        self._process = os.fork()
        if self._process == 0:
            _child(parent, writer, work, items)
        os.close(writer)

    def answer(self) -> Sequence[Result] | BaseException:
        """What the process found, or why it found nothing."""
        import pickle

        with os.fdopen(os.dup(self._reader), "rb") as reader:
            said = reader.read()
        try:
            answer: Sequence[Result] | BaseException = pickle.loads(said)  # by our own child
        except Exception:  # cut short, in whatever way
            status = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
            self._process = 0
            return RuntimeError(
                f"a process that was building a share of the site ended without a word (status {status}); "
                "the machine may have run out of memory"
            )
        return answer

    def end(self) -> None:
        """See that the process is gone."""
        os.close(self._reader)
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _child(
    parent: int, writer: int, work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item]
) -> NoReturn:
    """Work, say what came of it, and end without running anything that the parent meant to run at its own end."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a person's Ctrl-C reaches us all; the parent speaks for us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _end_with(parent)
        said = _packed(_attempt(work, items))
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(said)
        status = 0
    finally:
        os._exit(status)


def _end_with(parent: int) -> None:
    """Ask the kernel to end this process when its parent does (prctl(2)), however that ends."""
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _packed(answer: Sequence[Result] | Exception) -> bytes:
    """`answer` as bytes that can be read back: an exception that does not survive that becomes one that tells of it."""
    import pickle
    import traceback

    if not isinstance(answer, Exception):
        try:
            return pickle.dumps(answer)
        except Exception as problem:
            answer = problem
    told = "".join(traceback.format_exception(answer))
    try:
        answer.add_note(f"In a process that was building a share of the site:\n{told}")
        said = pickle.dumps(answer)
        pickle.loads(said)  # our own
    except Exception:  # whatever its class does wrong
        return pickle.dumps(RuntimeError(f"in a process that was building a share of the site:\n{told}"))
    return said
