"""A publisher that is killed at any request, before or after the store has carried it out, leaves an older or a newer whole; the same
command again finishes it, and so does somebody else's. Two publishers at once leave one whole release.

The usual run samples the requests; `UPSIDE_ALL_KILL_POINTS=1` takes every one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.publish.targets import Older, Release
from tests.publish.targets.proxy import Network, network
from tests.publish.targets.publisher import start
from tests.publish.targets.releases import (
    FIRST,
    MINUTE,
    NEW,
    NOW,
    OLD,
    SECOND,
    THIRD,
    bytes_of,
    made,
    origin,
    terms,
)
from tests.publish.targets.s3 import QUICK, Place, place, settings
from tests.publish.targets.whole import is_whole

ALL = bool(os.environ.get("UPSIDE_ALL_KILL_POINTS"))
EAGER = replace(QUICK, lease=0.2)
SAMPLE = (0.4, 0.8)


@pytest.fixture
def between(moto_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    with network(moto_port) as found:
        for name, value in settings(found.port).items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Release, Release]:
    return (
        made(tmp_path / "old", OLD, origin(FIRST, NOW)),
        made(tmp_path / "new", NEW, origin(SECOND, NOW + 10 * MINUTE)),
    )


def total(between: Network, releases: tuple[Release, Release]) -> int:
    """Requests that a publication of the new release makes over the old one."""
    old, new = releases
    target = place(between.upstream).target()
    target.ship(old, terms())
    between.well()
    target.ship(new, terms())
    return len(between.requests)


def killed(between: Network, found: Place, commit: str, folder: Path, point: int, *what: str, after: bool) -> None:
    """Publish as a process of its own that is killed at the request `point`."""
    process = start(found.address, commit, folder, *what)

    def kill(number: int) -> None:
        if number == point:
            process.kill()
            process.wait(30)

    between.well()
    between.arrived, between.answered = (lambda _number: None, kill) if after else (kill, lambda _number: None)
    _, said = process.communicate(timeout=60)
    between.arrived = between.answered = lambda _number: None
    assert process.returncode in (-9, 0), said.decode()


def points(count: int) -> list[tuple[int, bool]]:
    """Requests, and whether the store carries out the one that is killed at."""
    if ALL:
        return [(point, after) for point in range(count) for after in (False, True)]
    return [(round(part * (count - 1)), bool(index)) for index, part in enumerate(SAMPLE)]


def test_killed_anywhere_a_publisher_leaves_a_whole_and_the_same_again_finishes_it(
    between: Network, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    for point, after in points(total(between, releases)):
        found = place(between.upstream)
        found.target().ship(old, terms())
        killed(between, found, SECOND, new.folder, point, after=after)
        is_whole(found, old, new)
        found.target(EAGER).ship(new, terms())
        assert is_whole(found, old, new), (point, after)
        assert found.target().verify().digest == new.digest
        assert found.target().roll_back(None, terms()).entry.digest == old.digest


def test_killed_anywhere_a_rollback_is_finished_by_the_same_again(
    between: Network, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    for point, after in points(30):
        found = place(between.upstream)
        found.target().ship(old, terms())
        found.target().ship(new, terms())
        killed(between, found, SECOND, new.folder, point, "rollback", after=after)
        for path, content in found.seen().items():
            assert content in (bytes_of(old).get(path), bytes_of(new).get(path)), (point, path)
        if found.pointer().live != old.digest:
            found.target(EAGER).roll_back(None, terms())
        assert found.pointer().live == old.digest, (point, after)
        assert found.target().verify().digest == old.digest
        with pytest.raises(Older, match="rolled back on purpose"):
            found.target().ship(
                made(new.folder.parent / f"{point}{after}", NEW, replace(new.origin, built_at=NOW + 60 * MINUTE)),
                terms(),
            )


def test_an_older_publisher_finishes_what_a_newer_one_began_and_is_refused(
    between: Network, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    between_them = made(old.folder.parent / "between", OLD | {"index.html": b"between"}, origin(FIRST, NOW + MINUTE))
    count = total(between, releases)
    found = place(between.upstream)
    found.target().ship(old, terms())
    killed(between, found, SECOND, new.folder, round(count * 0.8), after=True)
    begun = found.pointer().moving
    assert begun is not None
    assert begun.to is not None
    with pytest.raises(Older, match="had been interrupted; it is finished now"):
        found.target(EAGER).ship(between_them, terms())
    assert is_whole(found, old, new)
    assert found.target().verify().digest == new.digest


def test_two_publishers_at_once_leave_one_whole_release_the_newer_one(
    between: Network, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    newest = made(old.folder.parent / "newest", NEW | {"index.html": b"newest"}, origin(THIRD, NOW + 20 * MINUTE))
    found = place(between.upstream)
    found.target().ship(old, terms())
    both = [start(found.address, SECOND, new.folder), start(found.address, THIRD, newest.folder)]
    ends = [process.communicate(timeout=120)[1].decode() for process in both]
    assert both[1].returncode == 0, ends[1]
    assert both[0].returncode == 0 or "Older" in ends[0], ends[0]
    assert bytes_of(newest).items() <= found.seen().items()
    assert found.target().verify().digest == newest.digest
    assert found.pointer().moving is None


def test_who_was_away_too_long_finds_the_place_taken_and_puts_nothing_in_it(
    between: Network, releases: tuple[Release, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = releases
    newest = made(old.folder.parent / "newest", NEW | {"index.html": b"newest"}, origin(THIRD, NOW + 20 * MINUTE))
    found = place(between.upstream)
    found.target().ship(old, terms())
    process = start(found.address, SECOND, new.folder, lease=0.6)
    overtaken = False

    def overtake(number: int) -> None:
        nonlocal overtaken
        if between.requests[number].startswith("PUT") and between.requests[number].endswith("/site/api/v2/status.json"):
            process.send_signal(signal.SIGSTOP)  # as a laptop that is closed, the home page not yet in place
            monkeypatch.setenv("AWS_ENDPOINT_URL", settings(between.upstream)["AWS_ENDPOINT_URL"])
            found.target(EAGER).ship(newest, terms())
            overtaken = True
            process.send_signal(signal.SIGCONT)

    between.answered = overtake
    _, said = process.communicate(timeout=60)
    assert overtaken
    assert process.returncode == 1
    assert "Older: what is live was made from commit 333333333333" in said.decode()
    assert found.pointer().moving is None
    assert found.target().verify().digest == newest.digest


def test_a_publisher_who_is_alive_is_waited_for(between: Network, releases: tuple[Release, Release]) -> None:
    from generator.publish.changes import Busy

    old, new = releases
    found = place(between.upstream)
    held = False

    def hold(number: int) -> None:
        nonlocal held
        if not held and "/files/" in between.requests[number]:
            held = True
            environment = pytest.MonkeyPatch()
            environment.setenv("AWS_ENDPOINT_URL", settings(between.upstream)["AWS_ENDPOINT_URL"])
            with pytest.raises(Busy, match="another publisher"):
                found.target(replace(QUICK, wait=0.1)).ship(new, terms())
            environment.undo()

    between.arrived = hold
    found.target().ship(old, terms())
    assert held
    assert found.pointer().live == old.digest
