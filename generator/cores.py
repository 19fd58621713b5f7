"""Work done by all cores: the same results in the same order as a plain loop, sooner.

Uses fork, so that what is to be worked on need not be sent anywhere; where there is no fork (Windows), where forking is not safe (macOS;
any process that runs threads, such as the preview) or where there is little to do, it is a plain loop. Knows nothing of what the
work is.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from struct import Struct
from typing import Generic, NamedTuple, NoReturn, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 8
"""Processes. More gain little where the disk is shared, and each has its memory."""
MOST_AT_ONCE = 8
"""Items that a process takes at once; fewer where there are few, so that all have something to do until the end."""
MOST_STRETCHES = 1000
"""Stretches of items to take: two bytes for each, which the smallest pipe holds (a page, pipe(7)), so that filling one never waits."""
PR_SET_PDEATHSIG = 1
_NUMBER = Struct("H")


class Lost(RuntimeError):
    """A process ended without saying what it found."""


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
    work: Callable[[Iterable[Item]], Iterable[Result]], items: Sequence[Item], *, worth: int = 100, ahead: int = 0
) -> list[Result]:
    """`work(items)`, shared among the cores when there are at least `worth` items.

    The first `ahead` of them are done before there are other processes, which so begin with what these needed: a library imported, a
    template compiled. What each process would do for itself is done once.

    `work` takes items as they come and returns one result for each, in the order it took them. Every process takes the next few
    whenever it has done its last: half of the processes from the beginning on, half from the end, so that items beside each other, which
    need the same preparation, are mostly done by the same process, and none is idle while there is something to do.

    Results can be pickled. An exception in any process is raised here once all have ended, that of the first item, so that it is
    the same one each time; an interruption ends the others at once. No process outlives this one.
    """
    with spreading(work, items, worth=worth, ahead=ahead) as results:
        return results


@contextmanager
def spreading(
    work: Callable[[Iterable[Item]], Iterable[Result]],
    items: Sequence[Item],
    *,
    worth: int = 100,
    ahead: int = 0,
    afterwards: Callable[[], object] = lambda: None,
) -> Iterator[list[Result]]:
    """What `spread` returns; what the other processes still have to do for themselves `afterwards` they do while this one goes on.

    The `with` ends when they have done it, or, where it is left by an exception, ends them at once.
    """
    if len(items) < worth or len(items) < 2 or (count := min(cores(), len(items))) == 1:
        yield list(work(items))
        return
    with ExitStack() as ends:
        first = list(work(items[:ahead]))
        line = ends.enter_context(closing(_Line(items[ahead:], count)))
        others: list[_Share[Result]] = [
            ends.enter_context(_Share(partial(_attempt, work, line, backwards=number % 2 == 1), afterwards))
            for number in range(1, count)
        ]
        answers = [_attempt(work, line, backwards=False), *(share.answer() for share in others)]
        if failures := [answer for answer in answers if isinstance(answer.results, BaseException)]:
            raise min(failures, key=lambda answer: answer.taken[-1:] or [-1]).results  # type: ignore[misc]  # just asked
        found = {index: done for each in answers for index, done in zip(each.taken, each.results, strict=True)}  # type: ignore[arg-type]
        yield [*first, *(found[index] for index in range(len(items) - ahead))]


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Begin `work` in another process. What is given waits for its result, which can be pickled, and returns it or raises what it raised.

    The process ends with the `with`, whether somebody asked or not. Where processes cannot be forked, `work` is done when it is asked for.
    """
    if cores() == 1:
        yield work
        return
    told: list[Result] = []
    with _Share(lambda: _attempted(work)) as share:

        def ask() -> Result:
            if not told:
                results = share.answer().results
                if isinstance(results, BaseException):
                    raise results
                told.extend(results)
            return told[0]

        yield ask


def _attempted(work: Callable[[], Result]) -> _Done[Result]:
    try:
        return _Done([0], [work()])
    except Exception as problem:  # raised again by whoever asks
        return _Done([0], problem)


class _Done(NamedTuple, Generic[Result]):
    """What a process did."""

    taken: list[int]
    """Which items it took; where it failed, the last of them is the culprit."""
    results: list[Result] | BaseException


class _Line(Generic[Item]):
    """What is still to be done, in stretches of a few items. All processes take from it.

    Three pipes, filled beforehand, since the kernel hands out what is in a pipe to one reader at a time: as many words as there are
    stretches, of which a process takes one before each, and the numbers of all stretches from either end. As many numbers are taken as
    there were words, so the two ends meet and do not cross.
    """

    def __init__(self, items: Sequence[Item], processes: int) -> None:
        self._items = items
        fair = min(MOST_AT_ONCE, len(items) // (processes * MOST_AT_ONCE))
        self._few = max(1, fair, -(-len(items) // MOST_STRETCHES))
        numbers = range(-(-len(items) // self._few))
        self._words = _filled(numbers)
        self._numbers = {False: _filled(numbers), True: _filled(reversed(numbers))}

    def take(self, taken: list[int], *, backwards: bool) -> Iterator[Item]:
        """Items until there are none; the numbers of those that were taken are added to `taken`."""
        while os.read(self._words, _NUMBER.size):
            (number,) = _NUMBER.unpack(os.read(self._numbers[backwards], _NUMBER.size))
            first = number * self._few
            for index in range(first, min(first + self._few, len(self._items))):
                taken.append(index)
                yield self._items[index]

    def close(self) -> None:
        """Nobody takes any more."""
        for pipe in (self._words, *self._numbers.values()):
            os.close(pipe)


def _filled(numbers: Iterable[int]) -> int:
    """The end of a pipe from which these can be read, and then nothing more."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(b"".join(map(_NUMBER.pack, numbers)))
    return reader


def _attempt(
    work: Callable[[Iterable[Item]], Iterable[Result]], line: _Line[Item], *, backwards: bool
) -> _Done[Result]:
    taken: list[int] = []
    try:
        return _Done(taken, list(work(line.take(taken, backwards=backwards))))
    except Exception as problem:  # raised again by `spread`
        return _Done(taken, problem)


class _Share(Generic[Result]):
    """A share of the work, in a process of its own."""

    def __init__(self, attempt: Callable[[], _Done[Result]], afterwards: Callable[[], object] = lambda: None) -> None:
        import ctypes  # noqa: F401 - both processes need these two: imported before there are two, they are imported once
        import pickle  # noqa: F401

        self._answered = False
        self._reader, writer = os.pipe()
        parent = os.getpid()
        self._process = os.fork()
        if self._process == 0:
            _child(parent, writer, attempt, afterwards)
        os.close(writer)

    def __enter__(self) -> Self:
        return self

    def answer(self) -> _Done[Result]:
        """What the process found, or why it found nothing."""
        import pickle

        with os.fdopen(os.dup(self._reader), "rb") as reader:
            said = reader.read()
        try:
            answer: _Done[Result] = _Done(*pickle.loads(said))  # by our own child
        except Exception:  # cut short, in whatever way
            status = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
            self._process = 0
            lost = (
                f"a process that was building a share of the site ended without a word (status {status}); "
                "the machine may have run out of memory"
            )
            return _Done([], Lost(lost))
        self._answered = True
        return answer

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        """See that the process is gone: at once, where nobody waited for what it says or something failed."""
        os.close(self._reader)
        if self._process:
            if failed or not self._answered:
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _child(
    parent: int, writer: int, attempt: Callable[[], _Done[Result]], afterwards: Callable[[], object]
) -> NoReturn:
    """Work, say what came of it, and end without running anything that the parent meant to run at its own end."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a person's Ctrl-C reaches us all; the parent speaks for us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _end_with(parent)
        said = _packed(*attempt())
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(said)
        afterwards()
        status = 0
    finally:
        os._exit(status)


def _end_with(parent: int) -> None:
    """Ask the kernel to end this process when its parent does (prctl(2)), however that ends."""
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _packed(taken: list[int], results: list[Result] | BaseException) -> bytes:
    """A `_Done` as bytes that can be read back: an exception that does not survive that becomes one that tells of it."""
    import pickle

    if not isinstance(results, BaseException):
        try:
            return pickle.dumps((taken, results))
        except Exception as problem:
            results = problem
    import traceback

    told = "".join(traceback.format_exception(results))
    try:
        results.add_note(f"In a process that was building a share of the site:\n{told}")
        said = pickle.dumps((taken, results))
        pickle.loads(said)  # our own
    except Exception:  # whatever its class does wrong
        return pickle.dumps((taken, RuntimeError(f"in a process that was building a share of the site:\n{told}")))
    return said
