"""Killed anywhere, a publisher leaves the old release or the new one, whole, and the next one succeeds; so does a line that is cut.

On this disk it is killed under strace as it enters its nth call that changes anything. Over SSH it is killed as it is about to write for the nth
time (to the shell there, or to what rsync shall send), and in another test the connection is reset after so many bytes in either direction. The usual run
samples the points; `UPSIDE_ALL_KILL_POINTS=1` takes every one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.publish.targets import Failed, Release
from tests.publish.sites import SITE
from tests.publish.targets.behind_link.line import cutting
from tests.publish.targets.behind_link.places import Place, on_this_disk, over_ssh, terms, whole
from tests.publish.targets.behind_link.publisher import start
from tests.publish.targets.behind_link.sshd import Sshd
from tests.publish.test_killed import CHANGING, can_trace

ALL = bool(os.environ.get("UPSIDE_ALL_KILL_POINTS"))
OLD = {"index.html": b"minor", "assets/old.css": b"old"}
NEW = {"index.html": b"major", "assets/new.css": b"new", "incidents/three/index.html": b"three"}
EITHER = {**OLD, **NEW}
"""Assets of the release before stay for a day."""
STRACE = ("strace", "-qq", "-e", "signal=none")
Point = tuple[str, int]


def old_or_new(place: Place, *, first: bool = False) -> None:
    """Visitors see one whole release, and the target says the same of itself."""
    seen = place.seen
    if first and not seen:
        return
    extra = {path for path in seen if path.startswith("assets/")}
    pages = {path: content for path, content in seen.items() if path not in extra}
    fitting = [
        site
        for site in (OLD, NEW)
        if pages.items() == {k: v for k, v in whole(site).items() if k in pages or k[:7] != "assets/"}.items()
    ]
    assert len(fitting) == 1, pages
    assert all(seen[path] == content for path, content in whole(fitting[0]).items())
    place.target.verify()


def next_one_succeeds(place: Place, age: int) -> None:
    place.ship({**NEW, "404.html": b"next"}, age)
    assert place.seen.items() >= whole({**NEW, "404.html": b"next"}).items()
    place.target.verify()
    left = {path.name for path in (place.folder / ".upside").iterdir() if path.suffix not in (".json", ".files")}
    assert left <= {"lock", "made-by"}, left
    assert {path.stem for path in (place.folder / ".upside").glob("*.*")} == set(place.releases)


def sample(points: list[Point], most: int) -> list[Point]:
    if ALL or len(points) <= most:
        return points
    return [points[round(index * (len(points) - 1) / (most - 1))] for index in range(most)]


class Calls:
    """Every call that changes the disk, by strace."""

    def counted(self, place: Place, age: int, folder: Path | None) -> list[Point]:
        """Those that a publisher makes at `place`."""
        log = place.scratch / "log"
        process = start(place.address, age, folder, *STRACE, "-o", str(log), "-e", f"trace={CHANGING}")
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
        numbers: Counter[str] = Counter()
        found = []
        for line in log.read_text().splitlines():
            name = line.partition("(")[0]
            if name in CHANGING.split(","):
                numbers[name] += 1
                found.append((name, numbers[name]))
        return found

    def killed(self, place: Place, age: int, folder: Path | None, point: Point) -> None:
        """Publish, and be killed there."""
        name, number = point
        inject = ("-e", f"trace={CHANGING}", "-e", f"inject={name}:signal=KILL:when={number}")
        process = start(place.address, age, folder, *STRACE, "-o", os.devnull, *inject)
        process.communicate(timeout=120)
        assert process.returncode in (-9, 137), point


class Writes:
    """Every word to the shell at the other end, and to the files that rsync shall send."""

    def counted(self, place: Place, age: int, folder: Path | None) -> list[Point]:
        """Those that a publisher makes at `place`."""
        _, said = start(place.address, age, folder, KILLED_AT_WRITE="0").communicate(timeout=120)
        return [("write", number + 1) for number in range(int(said))]

    def killed(self, place: Place, age: int, folder: Path | None, point: Point) -> None:
        """Publish, and be killed there."""
        process = start(place.address, age, folder, KILLED_AT_WRITE=str(point[1]))
        process.communicate(timeout=120)
        assert process.returncode == -9, point


Make = Callable[[str], Place]


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Make]:
    with on_this_disk(tmp_path) as make:
        yield make


@pytest.fixture
def by_ssh(tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setenv("UPSIDE_SSH", server.command)
    with over_ssh(tmp_path, server) as make:
        yield make


def everywhere(make: Make, what: str, kind: Calls | Writes, most: int) -> int:
    """Kill a publisher at points of a first release, one over an old one, or a rollback; how many there were."""

    def prepared(name: str) -> tuple[Place, int, Path | None]:
        place = make(name)
        if what != "first":
            place.ship(OLD, 0)
        if what == "rollback":
            place.ship(NEW, 1)
            return place, 2, None
        return place, 1, place.release(NEW, 1).folder

    place, age, folder = prepared("counted")
    points = sample(kind.counted(place, age, folder), most)
    for index, point in enumerate(points):
        place, age, folder = prepared(f"at {index}")
        kind.killed(place, age, folder, point)
        old_or_new(place, first=what == "first")
        next_one_succeeds(place, 5)
    return len(points)


@pytest.mark.skipif(not can_trace(), reason="needs strace, and the permission to trace")
@pytest.mark.parametrize("what", ["first", "over an old one", "rollback"])
def test_a_publisher_on_this_disk_that_is_killed_at_any_call(on_disk: Make, what: str) -> None:
    assert everywhere(on_disk, what, Calls(), 4) >= 4


@pytest.mark.parametrize("what", ["first", "over an old one", "rollback"] if ALL else ["over an old one"])
def test_a_publisher_over_ssh_that_is_killed_at_any_word(by_ssh: Make, what: str) -> None:
    assert everywhere(by_ssh, what, Writes(), 3) >= 3


def test_a_line_that_is_cut_after_any_number_of_bytes(
    by_ssh: Make, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    after, cuts = 2000, 0
    while True:
        place = make_with_old(by_ssh, f"cut {after}")
        new = place.release(NEW, 1)
        with monkeypatch.context() as alone:
            alone.setenv("UPSIDE_SSH", server.apart)
            told = shipped_over_a_line(place, new, server, after)
        old_or_new(place)
        place.target.ship(new, terms(2))
        assert place.seen["index.html"] == NEW["index.html"]
        old_or_new(place)
        if not told:
            break
        assert "Visitors see" in told or "Nothing was changed" in told
        cuts += 1
        after += 500 if ALL else 12000
    assert cuts >= 2


def shipped_over_a_line(place: Place, release: Release, server: Sshd, after: int) -> str:
    """What is said when the line is cut `after` so many bytes; nothing where it was not."""
    with cutting(server.port, after) as port:
        known = f"[127.0.0.1]:{port} {(server.folder / 'host.pub').read_text()}"
        server.known_hosts.write_text(server.known_hosts.read_text() + known)
        through = replace(place, address=place.address.replace(str(server.port), str(port), 1))
        try:
            through.target.ship(release, terms(1))
        except Failed as problem:
            return str(problem)
    return ""


def make_with_old(make: Make, name: str) -> Place:
    place = make(name)
    place.ship(OLD, 0)
    return place


def test_of_two_publishers_at_once_the_newer_is_seen_whole(places: Make) -> None:
    place = places("both")
    place.ship(OLD, 0)
    builds = [(age, place.release({"index.html": b"%d" % age, "404.html": b"%d" % age}, age).folder) for age in (1, 2)]
    processes = [start(place.address, age, folder) for age, folder in builds]
    said = [process.communicate(timeout=120)[1].decode() for process in processes]
    assert processes[1].returncode == 0, said[1]
    assert processes[0].returncode == 0 or "Older" in said[0], said[0]
    seen = place.seen
    assert (seen["index.html"], seen["404.html"]) == (b"2", b"2")
    assert seen.keys() >= whole(SITE).keys()
    place.target.verify()
