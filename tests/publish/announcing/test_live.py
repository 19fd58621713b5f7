"""Nothing is announced before the page itself carries it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.publish.announcing.live import from_address, from_folder, look, look_until
from tests.publish.announcing.servers import host

KEYS = {"tag:a/1", "tag:a/2"}


def site(folder: Path, *ids: str, release: str = "other") -> Path:
    (folder / "api").mkdir(parents=True, exist_ok=True)
    (folder / "api/heartbeat.json").write_text(json.dumps({"release": release}))
    (folder / "feed.json").write_text(json.dumps({"items": [{"id": each} for each in ids]}))
    return folder


def test_the_release_itself_carries_everything(tmp_path: Path) -> None:
    assert look(from_folder(site(tmp_path, release="ours")), KEYS, "ours").keys == KEYS


def test_a_release_that_another_program_built_carries_what_its_feed_holds(tmp_path: Path) -> None:
    seen = look(from_folder(site(tmp_path, "tag:a/1", "tag:z")), KEYS, "ours")
    assert (seen.keys, seen.reason) == (frozenset({"tag:a/1"}), "it answers, but with an older release")
    assert look(from_folder(site(tmp_path, *KEYS)), KEYS, "ours").reason == ""


@pytest.mark.parametrize(
    ("heartbeat", "feed"),
    [
        ("<html>", "{}"),
        ("{}", "[]"),
        ("{}", '{"items": [1]}'),
        ("{}", '{"items": [{}]}'),
        ("null", "null"),
        ("{}", "[" * 9000),
    ],
)
def test_whatever_else_answers_there_carries_nothing(tmp_path: Path, heartbeat: str, feed: str) -> None:
    folder = site(tmp_path)
    (folder / "api/heartbeat.json").write_text(heartbeat)
    (folder / "feed.json").write_text(feed)
    seen = look(from_folder(folder), KEYS, "ours")
    assert (seen.keys, bool(seen.reason)) == (frozenset(), True)


def test_no_digest_is_no_release(tmp_path: Path) -> None:
    assert look(from_folder(site(tmp_path, release="")), KEYS, "").keys == frozenset()


def test_a_host_is_asked_over_the_network(tmp_path: Path) -> None:
    with host(site(tmp_path, release="ours")) as address:
        assert look(from_address(address, "20261120T150000"), KEYS, "ours").keys == KEYS


def test_a_host_that_is_missing_or_refuses_is_a_reason(tmp_path: Path) -> None:
    with host(tmp_path) as address:
        assert look(from_address(address, "now"), KEYS, "ours").reason == "/api/heartbeat.json answers 404"
    assert look(from_address(address, "now"), KEYS, "ours").reason.startswith("it cannot be reached: ")


def test_it_is_asked_until_the_release_has_arrived(tmp_path: Path) -> None:
    folder, asked = site(tmp_path), []
    read = from_folder(folder)

    def get(path: str) -> bytes:
        asked.append(path)
        if len(asked) == 2:  # between the first look and the second
            site(tmp_path, release="ours")
        return read(path)

    assert look_until(get, KEYS, "ours", wait=5).keys == KEYS
    assert asked == ["api/heartbeat.json", "feed.json", "api/heartbeat.json"]


def test_it_is_asked_for_no_longer_than_somebody_wants_to_wait(tmp_path: Path) -> None:
    asked = []
    read = from_folder(site(tmp_path))

    def get(path: str) -> bytes:
        asked.append(path)
        return read(path)

    assert look_until(get, KEYS, "ours", wait=0).keys == frozenset()
    assert asked == ["api/heartbeat.json", "feed.json"]
