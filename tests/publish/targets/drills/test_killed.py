"""A drill that is killed anywhere changes nothing that is live, and what it leaves can be removed wholly.

At a bucket it is killed at a request, before or after the store has carried it out; on this disk as it enters a call that changes anything (strace);
over SSH as it is about to write. The usual run samples the points; `UPSIDE_ALL_KILL_POINTS=1` takes every one.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from generator.publish.targets.drills import DRILLS, new_name
from tests.publish.targets import s3
from tests.publish.targets.drills.driller import start
from tests.publish.targets.drills.worlds import NEW, OLD, World, release, terms
from tests.publish.targets.proxy import Network, network
from tests.publish.test_killed import CHANGING, can_trace

ALL = bool(os.environ.get("UPSIDE_ALL_KILL_POINTS"))
STRACE = ("strace", "-qq", "-e", "signal=none")
SAMPLES = {"bucket": 2, "folder": 3, "ssh": 2}


@pytest.fixture
def live(world: World, tmp_path: Path) -> World:
    """A target at which a release is live."""
    world.target.ship(release(tmp_path / "live", OLD), terms())
    return world


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, ...]:
    """Two releases that the drill ships."""
    return tuple(release(tmp_path / f"drill-{age}", site, age).folder for age, site in enumerate((OLD, NEW)))


def after_a_kill(live: World, before: Mapping[str, object], name: str) -> None:
    """What is live is untouched, by anybody's eyes; and what was left goes, and goes only once."""
    there = settled(live)
    assert before.items() <= there.items()
    assert all(DRILLS in path for path in there.keys() - before.keys())
    drills = live.target.drills()
    assert {each.name for each in drills.left()} <= {name}
    drills.remove(name)
    assert drills.left() == ()
    other = new_name()
    drills.begin(other, terms().now)  # as the next drill does, which also takes an empty folder away
    drills.remove(other)
    assert live.everything() == before


def settled(live: World) -> Mapping[str, object]:
    """What is there once the other end has noticed that a connection ended, and has done what it still had to."""
    until, seen = time.monotonic() + 30, None
    while time.monotonic() < until:
        before = seen
        with suppress(FileNotFoundError):
            seen = live.everything()
            if seen == before and not any(path.endswith("/site/.upside/lock") for path in seen if live.kind == "ssh"):
                return seen
        if live.kind != "folder":
            time.sleep(0.1)
    pytest.fail("it does not come to rest")


def sampled(kind: str, count: int) -> list[int]:
    """Numbers from 1 to `count`."""
    if ALL:
        return list(range(1, count + 1))
    return [round((index + 0.7) * count / SAMPLES[kind]) for index in range(SAMPLES[kind])]


@pytest.mark.parametrize("world", ["folder"], indirect=True)
def test_on_this_disk(live: World, folders: tuple[Path, ...], tmp_path: Path) -> None:
    if not can_trace():
        pytest.skip("needs strace, and the right to trace")
    before, log = live.everything(), tmp_path / "log"
    process = start(live.address, new_name(), *folders, before=(*STRACE, "-o", str(log), "-e", f"trace={CHANGING}"))
    assert process.communicate(timeout=120)[1] == b""
    assert live.everything() == before
    numbers: Counter[str] = Counter()
    points = []
    for line in log.read_text().splitlines():
        if (call := line.partition("(")[0]) in CHANGING.split(","):
            numbers[call] += 1
            points.append((call, numbers[call]))
    for number in sampled("folder", len(points)):
        call, count = points[number - 1]
        name = new_name()
        inject = ("-e", f"trace={CHANGING}", "-e", f"inject={call}:signal=KILL:when={count}")
        process = start(live.address, name, *folders, before=(*STRACE, "-o", os.devnull, *inject))
        process.communicate(timeout=120)
        assert process.returncode in (-9, 137), (call, count)
        after_a_kill(live, before, name)
    print(f"killed at {len(sampled('folder', len(points)))} of {len(points)} calls")  # noqa: T201 -- for whoever runs all


@pytest.mark.parametrize("world", ["ssh"], indirect=True)
def test_over_ssh(live: World, folders: tuple[Path, ...]) -> None:
    before = live.everything()
    _, said = start(live.address, new_name(), *folders, KILLED_AT_WRITE="0").communicate(timeout=120)
    assert live.everything() == before
    count = int(said)
    for number in sampled("ssh", count):
        name = new_name()
        process = start(live.address, name, *folders, KILLED_AT_WRITE=str(number))
        process.communicate(timeout=120)
        assert process.returncode == -9, number
        after_a_kill(live, before, name)
    print(f"killed at {len(sampled('ssh', count))} of {count} writes")  # noqa: T201


@pytest.fixture
def between(live: World) -> Iterator[Network]:
    assert live.bucket is not None
    with network(live.bucket.port) as found:
        yield found


@pytest.mark.parametrize("world", ["bucket"], indirect=True)
def test_at_a_bucket(live: World, folders: tuple[Path, ...], between: Network) -> None:
    before, through = live.everything(), s3.settings(between.port)["AWS_ENDPOINT_URL"]
    process = start(live.address, new_name(), *folders, AWS_ENDPOINT_URL=through)
    assert process.communicate(timeout=120)[1] == b""
    assert live.everything() == before
    count = len(between.requests)
    for number in sampled("bucket", count):
        for after in (False, True) if ALL else (number % 2 == 0,):
            name = new_name()
            between.well()
            process = start(live.address, name, *folders, AWS_ENDPOINT_URL=through)

            def kill(arrived: int) -> None:
                if arrived == number - 1:  # noqa: B023 -- the loop waits for it
                    process.kill()  # noqa: B023
                    process.wait(30)  # noqa: B023

            between.arrived, between.answered = (lambda _number: None, kill) if after else (kill, lambda _number: None)
            process.communicate(timeout=120)
            between.arrived = between.answered = lambda _number: None
            assert process.returncode in (-9, 0), number
            after_a_kill(live, before, name)
    print(f"killed at {len(sampled('bucket', count))} of {count} requests")  # noqa: T201
