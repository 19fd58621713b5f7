"""Work by all cores is a plain loop, sooner; whatever goes wrong in a share of it is told.

Whether processes may be forked depends on the process that asks (it must run no threads), so each scenario runs in one of its own.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cores import cores, spread

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks")

START = """
import os, signal, sys, threading
from generator import cores
from generator.cores import Lost, beside, spread
from generator.problem import Place, Problem, Unusable
if cores.cores() > 1:
    cores.cores = lambda: 3
me = os.getpid()
"""


def run(code: str, *, status: int = 0) -> str:
    """What a process of its own prints."""
    done = subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 100, 1001])
def test_results_come_in_order(count: int) -> None:
    code = f"print(spread(lambda items: [item * item for item in items], range({count}), worth=2))"
    assert run(code) == f"{[item * item for item in range(count)]}\n"


ALL_HERE = """
import mmap
here = mmap.mmap(-1, 8)
def work(items):
    number = -1
    for item in items:
        if number < 0:
            with lock:
                number = here[0]
                here[0] += 1
            while here[0] < cores.cores():
                pass
        yield number
class Lock:
    def __enter__(self): fcntl.lockf(file, fcntl.LOCK_EX)
    def __exit__(self, *_): fcntl.lockf(file, fcntl.LOCK_UN)
import fcntl, tempfile
file = tempfile.TemporaryFile()
lock = Lock()
"""
"""Work whose results are the number of the process that did it; none goes on before all have come."""


@linux
def test_neighbours_are_mostly_done_by_the_same_process() -> None:
    done = run(ALL_HERE + "cores.cores = lambda: 2\nprint(*spread(work, range(100)))").split()
    assert (done[0], done[-1]) in {("0", "1"), ("1", "0")}
    assert sum(one != other for one, other in itertools.pairwise(done)) == 1


@linux
def test_a_process_that_is_done_takes_what_others_have_not_begun() -> None:
    code = """
def work(items):
    for item in items:
        if item == 0:
            os.read(begun, 1)  # until another has done what is the last to be done
        if item == 50:
            os.write(done, b".")
        yield os.getpid() == me
begun, done = os.pipe()
cores.cores = lambda: 2
print(spread(work, range(100)).count(True) < 51)
"""
    assert run(code) == "True\n"


@linux
def test_what_the_first_items_needed_is_there_for_every_process() -> None:
    code = """
ready = []
def work(items):
    for item in items:
        if not ready:
            ready.append(os.getpid())
        yield item, ready[0] == me
found = spread(work, range(100), ahead=2)
print([item for item, _ in found] == [*range(100)], all(at_once for _, at_once in found))
"""
    assert run(code) == "True True\n"


@linux
def test_what_others_do_afterwards_keeps_nobody_waiting_and_is_done_in_the_end() -> None:
    code = """
(go, going), (done, doing) = os.pipe(), os.pipe()
def afterwards():
    os.write(doing, os.read(go, 1))
with cores.spreading(lambda items: [*items], range(100), ahead=3, afterwards=afterwards) as results:
    print(results == [*range(100)])
    os.write(going, b"..")
print(os.read(done, 9))
"""
    assert run(code) == "True\nb'..'\n"


@linux
def test_what_others_do_afterwards_ends_when_this_process_fails() -> None:
    code = """
try:
    with cores.spreading(lambda items: [*items], range(100), afterwards=signal.pause):
        raise KeyError
except KeyError:
    print("gone")
"""
    assert run(code) == "gone\n"


def test_little_work_stays_in_this_process() -> None:
    assert set(spread(lambda items: (os.getpid() for _ in items), range(99))) == {os.getpid()}
    assert spread(lambda items: list(items), ["one"], worth=0) == ["one"]


@linux
def test_much_work_is_shared_among_the_cores() -> None:
    assert run(ALL_HERE + "print(len(set(spread(work, range(100)))) == cores.cores())") == "True\n"
    assert 1 <= cores() <= 8


def test_a_process_with_threads_does_not_fork() -> None:
    code = """
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
from importlib import reload
reload(cores)
print(set(cores.spread(lambda items: [os.getpid() for _ in items], range(100))) == {me})
stop.set()
"""
    assert run(code) == "True\n"


def test_results_larger_than_a_pipe_arrive() -> None:
    assert (
        run("print(len(b''.join(spread(lambda items: [bytes(100_000) for _ in items], range(100)))))") == "10000000\n"
    )


@linux
@pytest.mark.parametrize("culprit", ["os.getpid() == me", "os.getpid() != me", "True"])
def test_an_exception_is_raised_as_it_was_and_all_processes_are_gone(culprit: str) -> None:
    code = f"""
def work(items):
    if {culprit}:
        raise Unusable([Problem(Place("theme/index.html", 3), "unknown block")])
    return items
try:
    spread(work, range(100))
except Unusable as problem:
    print(problem.problems[0].place, "|", problem)
try:
    os.wait()
except ChildProcessError:
    print("nobody left")
"""
    assert run(code) == "theme/index.html:3:1 | theme/index.html:3:1: unknown block\nnobody left\n"


@linux
def test_of_several_exceptions_that_of_the_first_item_is_raised() -> None:
    code = """
def work(items):
    for item in items:
        if item in (20, 21, 60, 99):
            raise KeyError(item)
        yield item
for _ in range(10):
    try:
        spread(work, range(100))
    except KeyError as problem:
        print(problem.args[0])
"""
    assert run(code).split() == ["20"] * 10


@linux
def test_an_exception_from_another_process_says_where_it_came_from() -> None:
    code = """
def work(items):
    if os.getpid() != me:
        raise KeyError("culprit")
    return items
spread(work, range(100))
"""
    done = subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, check=False)
    assert "KeyError: 'culprit'\nIn a process that was building a share of the site:" in done.stderr
    assert 'File "<string>", line' in done.stderr
    assert "in work" in done.stderr


@linux
@pytest.mark.parametrize(
    "body",
    ["def __init__(self, one, two): super().__init__('text')", "def __reduce__(self): raise TypeError('never')"],
)
def test_an_exception_that_cannot_travel_is_told_of(body: str) -> None:
    code = f"""
class Odd(Exception):
    {body}
def work(items):
    if os.getpid() != me:
        raise Odd(1, 2)
    return items
try:
    spread(work, range(100))
except RuntimeError as problem:
    print("Odd" in str(problem) and "in work" in str(problem))
"""
    assert run(code) == "True\n"


@linux
def test_a_result_that_cannot_travel_is_told_of() -> None:
    code = """
try:
    spread(lambda items: [lambda: None for _ in work(items)], range(100))
except Exception as problem:
    print(type(problem).__name__, "lambda" in str(problem))
"""
    assert "True" in run(ALL_HERE + code)


@linux
def test_a_process_that_was_killed_is_told_of() -> None:
    code = """
def work(items):
    if os.getpid() != me:
        os.kill(os.getpid(), signal.SIGKILL)
    return items
try:
    spread(work, range(100))
except RuntimeError as problem:
    print(problem)
"""
    assert "ended without a word (status -9)" in run(code)


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_one_that_asked(tmp_path: Path, number: signal.Signals) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    code = f"""
def work(items):
    with open({str(pipe)!r}, "w") as open_end:  # whoever reads the pipe sees its end once the last of us is gone
        print("working", file=open_end, flush=True)
        signal.pause()
spread(work, range(100))
"""
    with subprocess.Popen([sys.executable, "-c", START + code], stderr=subprocess.DEVNULL) as asked, open(pipe) as end:
        assert end.readline() == "working\n"
        asked.send_signal(number)
        assert end.read().replace("working\n", "") == ""
    assert asked.returncode == -number


@linux
def test_what_is_done_beside_is_asked_for_later() -> None:
    code = """
with beside(os.getpid) as first, beside(lambda: "b" * 1_000_000) as second:
    print(first() != me, first() == first(), len(second()))
try:
    os.wait()
except ChildProcessError:
    print("nobody left")
"""
    assert run(code) == "True True 1000000\nnobody left\n"


@linux
def test_what_nobody_asks_for_ends_with_its_with() -> None:
    code = """
import time
with beside(lambda: time.sleep(600)):
    pass
try:
    os.wait()
except ChildProcessError:
    print("nobody left")
"""
    assert run(code) == "nobody left\n"


def test_what_goes_wrong_beside_is_told_to_whoever_asks() -> None:
    code = """
def work():
    raise OSError(28, "No space left on device")
for _ in range(2):
    with beside(work) as ask:
        try:
            ask()
        except OSError as problem:
            print(problem)
"""
    assert run(code) == "[Errno 28] No space left on device\n" * 2


@linux
def test_a_process_beside_that_was_killed_is_lost() -> None:
    code = """
with beside(lambda: os.kill(os.getpid(), signal.SIGKILL)) as ask:
    try:
        ask()
    except Lost as problem:
        print(problem)
"""
    assert "ended without a word (status -9)" in run(code)
