"""Full disks, disks that may only be read, and folders that are mount points: a plain word, and what stood there still stands.

Each scenario runs as a process with mounts of its own, which needs root (or a kernel that lets others pretend).
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest


@cache
def can_mount() -> bool:
    """Whether a process here may have mounts of its own."""
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


mounts = pytest.mark.skipif(not can_mount(), reason="needs the permission to mount")

START = """
import os, subprocess, sys
from pathlib import Path
from generator.memory import Memory
from generator.publish import Refused, write
from tests.publish.sites import SITE, files, publish, seen, snapshot

here = Path(sys.argv[1])

def mount(where, *options):
    where.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", where], check=True)

def refused(site, folder):
    try:
        publish(site, folder)
    except Refused as problem:
        return str(problem)
    raise AssertionError("not refused")
"""


def run(code: str, folder: Path, *before: str) -> None:
    """Run a scenario in a process of its own, which fails where it fails."""
    command = [*before, sys.executable, "-c", START + code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@mounts
@pytest.mark.parametrize("option", ["size={}k", "nr_inodes={}"])
def test_a_full_disk_changes_nothing_wherever_it_fills_up(tmp_path: Path, option: str) -> None:
    code = f"""
small = {{f"{{index}}/index.html": b"old" for index in range(8)}}
large = {{f"{{index}}/index.html": bytes(20_000) for index in range(8)}} | {{f"new/{{index}}/index.html": b"" for index in range(9)}}
failed = 0
for room in range(60, 400, 25) if "size" in {option!r} else range(45, 130, 6):
    disk = here / str(room)
    mount(disk, "-o", {option!r}.format(room))
    try:  # room enough for one small release after the other
        for turn in range(3):
            publish(small | {{"more": b"%d" % turn}}, disk / "site/public")
            publish(small, disk / "site/public")
    except Refused:
        subprocess.run(["umount", disk], check=True)
        continue
    try:
        changes = publish(large, disk / "site/public")
    except Refused as problem:
        failed += 1
        assert "No space left on device" in str(problem), problem
        assert "What stood there before still stands" in str(problem), problem
        assert seen(disk / "site/public") == small
        publish(small | {{"more": b"last"}}, disk / "site/public")
        assert seen(disk / "site/public") == small | {{"more": b"last"}}
        subprocess.run(["mount", "-o", "remount,size=10m,nr_inodes=1000", disk], check=True)
        publish(large, disk / "site/public")
    assert seen(disk / "site/public") == large
    subprocess.run(["umount", disk], check=True)
assert 2 < failed, failed
"""
    run(code, tmp_path, "unshare", "--mount")


@mounts
def test_a_disk_that_may_only_be_read_is_told_of(tmp_path: Path) -> None:
    code = """
mount(here / "disk")
publish(SITE, here / "disk/public")
subprocess.run(["mount", "-o", "remount,ro", here / "disk"], check=True)
before = snapshot(here / "disk")
word = refused(SITE | {"index.html": b"new"}, here / "disk/public")
assert "could not be written: Read-only file system" in word, word
assert "What stood there before still stands." in word, word
assert snapshot(here / "disk") == before
refused(SITE, here / "disk/other/public")
"""
    run(code, tmp_path, "unshare", "--mount")


@mounts
def test_a_folder_that_is_a_mount_point_is_brought_up_to_date_file_by_file(tmp_path: Path) -> None:
    code = """
mount(here / "public")
for content in (b"1", b"2", b"2", b"3"):
    before = snapshot(here / "public")
    changes = publish(SITE | {"index.html": content}, here / "public")
    assert seen(here / "public") == SITE | {"index.html": content}
    assert changes.written in (0, 1, len(SITE)), changes
    assert not changes.at_once or not changes.written
    after = snapshot(here / "public")
    if len(before) > 1:
        assert all(before[path] == after[path] for path in SITE if path != "index.html")
    if not changes.written:
        assert before == after
assert os.path.ismount(here / "public")
"""
    run(code, tmp_path, "unshare", "--mount")


@mounts
def test_a_mount_point_that_may_only_be_read_is_told_of(tmp_path: Path) -> None:
    code = """
mount(here / "public")
publish(SITE, here / "public")
subprocess.run(["mount", "-o", "remount,ro", here / "public"], check=True)
before = snapshot(here / "public")
assert "Read-only file system" in refused(SITE | {"index.html": b"new"}, here / "public")
assert snapshot(here / "public") == before
subprocess.run(["mount", "-o", "remount,rw", here / "public"], check=True)
publish(SITE | {"index.html": b"new"}, here / "public")
assert seen(here / "public") == SITE | {"index.html": b"new"}
"""
    run(code, tmp_path, "unshare", "--mount")


@mounts
def test_a_mount_point_that_fills_up_says_that_it_is_half_done_and_is_completed_later(tmp_path: Path) -> None:
    code = """
mount(here / "public", "-o", "size=120k")
publish(SITE, here / "public")
large = SITE | {f"assets/{index}": bytes(40_000) for index in range(4)} | {"index.html": b"new"}
word = refused(large, here / "public")
assert "No space left on device" in word and "the same build again completes it" in word, word
assert (here / "public/index.html").read_bytes() == SITE["index.html"]
assert all(content in (SITE.get(path), large.get(path), b"") for path, content in seen(here / "public").items() if path in large)
subprocess.run(["mount", "-o", "remount,size=10m", here / "public"], check=True)
publish(large, here / "public")
assert seen(here / "public") == large
"""
    run(code, tmp_path, "unshare", "--mount")


def test_a_limit_on_the_size_of_files_changes_nothing(tmp_path: Path) -> None:
    code = """
import resource
publish(SITE, here / "public")
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
before = snapshot(here / "public")
assert "File too large" in refused(SITE | {"index.html": bytes(10_001)}, here / "public")
assert snapshot(here / "public") == before
publish(SITE | {"index.html": bytes(10_000)}, here / "public")
assert seen(here / "public") == SITE | {"index.html": bytes(10_000)}
"""
    run(code, tmp_path)


@mounts
def test_a_folder_whose_parent_may_not_be_written_is_brought_up_to_date_file_by_file(tmp_path: Path) -> None:
    code = """
folder = here / "www" / "html"
folder.mkdir(parents=True)
folder.parent.chmod(0o555)
for content in (b"1", b"2", b"3"):
    changes = write(files(SITE | {"index.html": content}), folder, Memory(here / ".upside"))
    assert seen(folder) == SITE | {"index.html": content}
    assert not changes.at_once
try:
    write(files(SITE), folder, Memory(None))
except Refused as problem:
    assert "could not be written: Permission denied" in str(problem)
else:
    raise AssertionError
folder.parent.chmod(0o755)
"""
    run(code, tmp_path, "setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override")
