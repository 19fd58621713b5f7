"""Whatever the network does to any one request, or to all from one on, a bucket holds an older or a newer whole, and the same command
again finishes it.

The usual run samples the requests; `UPSIDE_ALL_KILL_POINTS=1` takes every one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.publish.targets import Failed, Release
from generator.publish.targets.bucket import Bucket
from tests.publish.targets.proxy import Fault, Network, network
from tests.publish.targets.releases import DAY, FIRST, MINUTE, NEW, NOW, OLD, SECOND, bytes_of, made, origin, terms
from tests.publish.targets.s3 import QUICK, SECRET, Place, place, settings
from tests.publish.targets.whole import is_whole

HASTY = replace(QUICK, request=4.0, transfer=4.0)
"""For an answer that never comes; long enough for every other one, even on a loaded machine."""
ALL = bool(os.environ.get("UPSIDE_ALL_KILL_POINTS"))


@pytest.fixture
def between(moto_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    with network(moto_port) as found:
        for name, value in settings(found.port).items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    folder = tmp_path_factory.mktemp("releases")
    return (
        made(folder / "old", OLD, origin(FIRST, NOW)),
        made(folder / "new", NEW, origin(SECOND, NOW + 10 * MINUTE)),
    )


@pytest.fixture(scope="module")
def total(moto_port: int, releases: tuple[Release, Release]) -> int:
    """Requests that a publication of the new release makes over the old one."""
    with network(moto_port) as counting, pytest.MonkeyPatch.context() as environment:
        for name, value in settings(counting.port).items():
            environment.setenv(name, value)
        _, target = started(counting, releases[0])
        counting.well()
        target.ship(releases[1], terms())
        assert len(counting.requests) > 30
        return len(counting.requests)


def started(between: Network, old: Release) -> tuple[Place, Bucket]:
    """A bucket in which `old` is live."""
    between.well()
    found = place(between.upstream)
    target = found.target()
    target.ship(old, terms())
    return found, target


def points(total: int, *sample: float) -> list[int]:
    """The requests to try: all of them, or those at these parts of the way."""
    return list(range(total)) if ALL else [round(part * (total - 1)) for part in sample]


PASSING: tuple[tuple[Fault, float], ...] = (
    ("reset", 0.0),
    ("unanswered", 0.95),
    ("503", 0.3),
    ("truncated", 0.6),
    ("slow", 0.4),
)


@pytest.mark.parametrize(("fault", "sample"), PASSING)
def test_what_passes_is_tried_again_and_the_release_goes_live(
    between: Network, releases: tuple[Release, Release], total: int, fault: Fault, sample: float
) -> None:
    old, new = releases
    for point in points(total, sample):
        found, target = started(between, old)
        between.fail(point, fault)
        (found.target(HASTY) if fault == "slow" else target).ship(new, terms())
        assert is_whole(found, old, new), point
        assert found.target(QUICK).verify().digest == new.digest


@pytest.mark.parametrize(("fault", "sample"), [("reset", 0.75), ("unanswered", 0.5)])
def test_a_network_that_dies_leaves_a_whole_and_the_same_again_finishes_it(
    between: Network, releases: tuple[Release, Release], total: int, fault: Fault, sample: float
) -> None:
    old, new = releases
    for point in points(total, sample):
        found, target = started(between, old)
        between.fail(point, fault, until=10**6)
        with pytest.raises(Failed) as failed:
            target.ship(new, terms())
        assert SECRET not in str(failed.value)
        is_whole(found, old, new)
        assert "untouched" not in str(failed.value) or found.seen() == bytes_of(old), point
        between.well()
        eager = found.target(replace(QUICK, lease=0.1))
        eager.ship(new, terms())
        assert is_whole(found, old, new), point
        assert eager.verify().digest == new.digest
        assert found.pointer().moving is None


def test_what_an_abandoned_release_left_goes_a_day_later(
    between: Network, releases: tuple[Release, Release], total: int
) -> None:
    old, new = releases
    found, target = started(between, old)
    between.fail(round(0.85 * total), "reset", until=10**6)
    with pytest.raises(Failed, match="the same command again finishes it"):
        target.ship(new, terms())
    assert "incidents/three/index.html" in found.names()
    between.well()
    eager = found.target(replace(QUICK, lease=0.1))
    other = made(new.folder.parent / "other", OLD, origin("9" * 40, NOW + DAY))
    eager.ship(other, terms(NOW + DAY))
    assert "incidents/three/index.html" in found.names()
    last = made(new.folder.parent / "last", OLD | {"x.txt": b"x"}, origin("a" * 40, NOW + 3 * DAY))
    eager.ship(last, terms(NOW + 3 * DAY))
    assert found.seen() == bytes_of(last)


def test_headers_that_an_abandoned_release_left_on_equal_bytes_are_put_right(
    between: Network, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    found, target = started(between, old)
    longer = OLD | {"_headers": OLD["_headers"].replace(b"max-age=30", b"max-age=60")}
    changed = made(new.folder.parent / "changed", longer, origin(SECOND, NOW + MINUTE))

    def die(number: int) -> None:
        if between.requests[number].endswith("/site/api/heartbeat.json"):
            between.at, between.until = number + 1, 10**6

    between.arrived = die
    with pytest.raises(Failed, match="the same command again finishes it"):
        target.ship(changed, terms())
    between.arrived = lambda _number: None
    between.well()
    assert found.headers("index.html")["Cache-Control"] == "public, max-age=60"
    found.target(replace(QUICK, lease=0.1)).ship(old, terms(overwrite_newer=True))
    assert found.headers("index.html")["Cache-Control"] == "public, max-age=30"


def test_somebody_else_who_answers_is_never_believed(
    between: Network, releases: tuple[Release, Release], total: int
) -> None:
    old, new = releases
    for point in points(total, 0.6, 1.0):
        found, target = started(between, old)
        between.fail(point, "garbage", until=10**6)
        with pytest.raises(Failed):
            target.ship(new, terms())
        is_whole(found, old, new)
        between.well()
        found.target(replace(QUICK, lease=0.1)).ship(new, terms())
        assert is_whole(found, old, new), point


def test_a_store_that_cuts_what_it_is_sent_is_found_out_before_visitors_see_it(
    between: Network, releases: tuple[Release, Release]
) -> None:
    old, new = releases
    found, target = started(between, old)
    between.spoil = lambda method, path, body: (
        body[:-3] if method == "PUT" and "/files/" in path and len(body) > 3 else body
    )
    with pytest.raises(Failed, match=r"did not come back the same.*What visitors see is untouched\."):
        target.ship(new, terms())
    assert found.seen() == bytes_of(old)


def test_a_store_that_passes_over_conditions_is_refused(between: Network, releases: tuple[Release, Release]) -> None:
    old, _ = releases
    found = place(between.upstream)
    between.dropped |= {"if-none-match", "if-match"}
    with pytest.raises(Failed, match="passes over the conditions"):
        found.target().ship(old, terms())
    assert found.names() == []


def test_a_dead_host_is_given_up_and_nothing_is_said_of_keys(
    moto_port: int, monkeypatch: pytest.MonkeyPatch, releases: tuple[Release, Release]
) -> None:
    for name, value in settings(9).items():  # nobody listens there
        monkeypatch.setenv(name, value)
    with pytest.raises(Failed, match=r"127\.0\.0\.1:9 could not be reached, 3 times") as failed:
        Place(9, "nobody", "s3://nobody/site").target().ship(releases[0], terms())
    assert SECRET not in str(failed.value)
    assert moto_port
