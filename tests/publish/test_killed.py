"""Killed at any system call that changes the disk, a build leaves the old site or the new one, and the next build succeeds.

A build runs as a process of its own under strace, which kills it as it enters its nth call that changes anything; whatever happens
between two such calls leaves no trace on disk. The usual run samples the points; `UPSIDE_ALL_KILL_POINTS=1` takes every one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from generator.publish.turn import WORTH
from tests.publish.sites import MARKER, SITE, publish, seen, snapshot

CHANGING = (
    "mkdir,mkdirat,write,pwrite64,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,"
    "utimensat,chmod,fchmod,fchmodat,ftruncate,syncfs,sync,fsync,fdatasync,flock,exit_group"
)
SAMPLES = 6
OLD = SITE | {"old/index.html": b"old", "incidents/two/old.html": b"old"}
NEW = SITE | {"index.html": b"new", "assets/style.4567.css": b"new", "new/index.html": b"new", "404.html": b"new"}
MANY_OLD = {f"incidents/{index}/index.html": b"old" for index in range(120)} | {"index.html": b"old"}
MANY_NEW = {f"incidents/{index}/index.html": b"new" for index in range(5, 125)} | {"index.html": b"new"}
BUILD = """
import json, sys
from pathlib import Path
from generator.publish import records
from tests.publish.sites import publish
records.FEW = 20
publish({path: text.encode() for path, text in json.loads(sys.argv[2]).items()}, Path(sys.argv[1]))
"""


@cache
def can_trace() -> bool:
    """Whether there is a strace that may do what is asked of it here."""
    if shutil.which("strace") is None:
        return False
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "inject=exit_group:signal=KILL:when=1", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode in (-9, 137)


pytestmark = pytest.mark.skipif(not can_trace(), reason="needs strace, and the permission to trace")


def build(site: Mapping[str, bytes], folder: Path, *strace: str) -> int:
    """The status of a process that publishes `site` under strace with those options."""
    texts = json.dumps({path: content.decode() for path, content in site.items()})
    command = ["strace", "-f", "-qq", "-e", "signal=none", *strace, sys.executable, "-c", BUILD, str(folder), texts]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode


Point = tuple[str, int]
"""A system call, and the how manieth of its name in the life of the process."""


def points(site: Mapping[str, bytes], folder: Path, *strace: str) -> list[Point]:
    """The calls to be killed at: all that such a build makes, or a sample with the first and the last."""
    folder.parent.mkdir(exist_ok=True)
    log = folder.parent / "log"
    assert build(site, folder, "-o", str(log), "-e", f"trace={CHANGING}", *strace) == 0
    lines = [line.split(maxsplit=1) for line in log.read_text().splitlines()]
    counted: Counter[str] = Counter()
    found = []
    for process, call in lines:
        name = call.partition("(")[0]
        if process == lines[0][0] and name in CHANGING.split(","):
            counted[name] += 1
            found.append((name, counted[name]))
    if os.environ.get("UPSIDE_ALL_KILL_POINTS"):
        return found
    return [found[round(index * (len(found) - 1) / (SAMPLES - 1))] for index in range(SAMPLES)]


def killed(point: Point, site: Mapping[str, bytes], folder: Path, *strace: str) -> bool:
    """Build, and be killed there; whether it came to that.

    It need not: times are only moved within one second, and of many files another process may make more this time; it is
    that one, perhaps, which is killed, and the build ends as after any failure.
    """
    name, number = point
    trace = ("-e", f"trace={CHANGING}", "-e", f"inject={name}:signal=KILL:when={number}")
    status = build(site, folder, "-o", os.devnull, *strace, *trace)
    shared = len(site) > WORTH and name in ("write", "mkdir", "link", "unlink", "flock")
    assert status in (-9, 137) or (status == 0 and name == "utimensat") or (status in (0, 1) and shared), point
    return status in (-9, 137)


def next_build_is_as_a_clean_one(site: Mapping[str, bytes], folder: Path) -> None:
    publish(site, folder)
    assert seen(folder) == site
    publish(site, folder.parent / "clean" / "public")
    assert (folder / MARKER).read_bytes() == (folder.parent / "clean" / "public" / MARKER).read_bytes()
    before = snapshot(folder)
    assert publish(site, folder).made == 0
    assert snapshot(folder) == before


@pytest.mark.parametrize("site", [NEW, MANY_NEW], ids=["one process", "all cores"])
def test_a_first_build_leaves_nothing_or_all(tmp_path: Path, site: dict[str, bytes]) -> None:
    came = []
    for index, point in enumerate(points(site, tmp_path / "counted" / "public")):
        folder = tmp_path / str(index) / "public"
        folder.parent.mkdir()
        came.append(killed(point, site, folder))
        assert not folder.exists() or seen(folder) == site, point
        next_build_is_as_a_clean_one(site, folder)
    assert sum(came) > len(came) / 2


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (MANY_OLD, MANY_NEW)], ids=["one process", "all cores"])
def test_a_build_over_an_old_one_leaves_either(tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    publish(old | {"index.html": b"before"}, tmp_path / "counted" / "public")
    publish(old, tmp_path / "counted" / "public")
    came = []
    for index, point in enumerate(points(new, tmp_path / "counted" / "public")):
        folder = tmp_path / str(index) / "public"
        publish(old | {"index.html": b"before"}, folder)
        publish(old, folder)
        came.append(killed(point, new, folder))
        assert seen(folder) in (old, new), point
        next_build_is_as_a_clean_one(new, folder)
    assert sum(came) > len(came) / 2


def test_killed_again_and_again_a_build_leaves_either(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(OLD, folder)
    publish(OLD, tmp_path / "counted" / "public")
    for point in points(NEW, tmp_path / "counted" / "public"):
        name, number = point
        inject = f"inject={name}:signal=KILL:when={number}"
        build(NEW, folder, "-o", os.devnull, "-e", f"trace={CHANGING}", "-e", inject)
        assert seen(folder) in (OLD, NEW), point
    next_build_is_as_a_clean_one(NEW, folder)


def test_file_by_file_every_file_is_whole_and_the_home_page_is_last(tmp_path: Path) -> None:
    refused = ("-e", "inject=renameat2:error=EXDEV")
    publish(OLD, tmp_path / "counted" / "public")
    for index, point in enumerate(points(NEW, tmp_path / "counted" / "public", *refused)):
        folder = tmp_path / str(index) / "public"
        publish(OLD, folder)
        if point[0] == "renameat2":
            continue
        killed(point, NEW, folder, *refused)
        found = {path: content for path, content in seen(folder).items() if not path.startswith(".upside")}
        for path, content in found.items():
            assert content in (OLD.get(path), NEW.get(path)), (point, path)
        if found["404.html"] == NEW["404.html"]:
            assert found["assets/style.4567.css"] == NEW["assets/style.4567.css"], point
        if found["index.html"] == NEW["index.html"]:
            assert found.items() >= NEW.items(), point
        else:
            assert found.keys() >= OLD.keys(), point
        next_build_is_as_a_clean_one(NEW, folder)
