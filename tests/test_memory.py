"""What is remembered comes back as it was or not at all, and nothing that happens to the file ever stops a build."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from generator import memory as module
from generator.memory import Memory, hide


def remembered(folder: Path, room: str = "read", version: str = "1") -> dict[bytes, bytes]:
    return Memory(folder, version).recall_all(room)


def keep(folder: Path, values: dict[bytes, bytes], room: str = "read", version: str = "1") -> None:
    memory = Memory(folder, version)
    for key, value in values.items():
        memory.remember(room, key, value)
    memory.save()


def test_what_was_saved_comes_back_to_its_own_room(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1", b"\0\xff": b""}, "read")
    keep(tmp_path, {b"a": b"2"}, "render")
    memory = Memory(tmp_path, "1")
    assert memory.recall_all("read") == {b"a": b"1", b"\0\xff": b""}
    assert memory.recall("render", b"a") == b"2"
    assert memory.recall("render", b"b") is None
    assert memory.recall_all("version") == {}, "what is the memory's own is no room's"


def test_nothing_is_on_disk_before_it_is_saved(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "1")
    memory.remember("read", b"a", b"1")
    assert memory.recall("read", b"a") == b"1"
    assert memory.recall_all("read") == {b"a": b"1"}
    assert remembered(tmp_path) == {}
    memory.save()
    assert remembered(tmp_path) == {b"a": b"1"}


def test_the_newest_value_counts(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1"})
    memory = Memory(tmp_path, "1")
    memory.remember("read", b"a", b"2")
    assert (memory.recall("read", b"a"), memory.recall_all("read")) == (b"2", {b"a": b"2"})
    memory.save()
    assert memory.recall("read", b"a") == b"2"
    assert remembered(tmp_path) == {b"a": b"2"}


def test_what_is_forgotten_is_gone_at_once_here_and_once_saved_everywhere(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1", b"b": b"2"})
    memory = Memory(tmp_path, "1")
    memory.remember("read", b"c", b"3")
    memory.forget("read", [b"a", b"c", b"never"])
    assert memory.recall("read", b"a") is None
    assert memory.recall_all("read") == {b"b": b"2"}
    assert remembered(tmp_path) == {b"a": b"1", b"b": b"2"}
    memory.save()
    assert remembered(tmp_path) == {b"b": b"2"}
    memory.remember("read", b"a", b"4")
    memory.save()
    assert remembered(tmp_path) == {b"a": b"4", b"b": b"2"}


def test_another_version_of_the_program_remembers_nothing(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1"}, version="1")
    assert remembered(tmp_path, version="2") == {}
    assert remembered(tmp_path, version="1") == {}


def test_without_a_folder_only_this_process_remembers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    memory = Memory(None)
    memory.remember("read", b"a", b"1")
    memory.save()
    assert memory.recall("read", b"a") == b"1"
    assert list(tmp_path.iterdir()) == []


def not_a_database(path: Path) -> None:
    path.write_bytes(b"\0not a database" * 1000)


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 + 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_layout(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE remembered (one TEXT)")
    connection.close()


def of_other_types(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE remembered SET value = 'text' WHERE room = 'read'")
    connection.close()


def torn_inside(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [not_a_database, cut_short, empty, another_layout, of_other_types, torn_inside],
    ids=lambda each: each.__name__,
)
def test_a_damaged_file_is_forgotten_and_the_next_build_remembers_again(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    values = {b"%d" % index: b"value" * 100 for index in range(200)}
    keep(tmp_path, values)
    damage(tmp_path / "memory.sqlite")
    memory = Memory(tmp_path, "1")
    assert memory.recall_all("read").items() <= values.items()
    assert memory.recall("read", b"7") in (None, values[b"7"])
    for key, value in values.items():
        memory.remember("read", key, value)
    memory.save()
    assert remembered(tmp_path) == values


def test_no_flipped_bit_is_ever_believed(tmp_path: Path) -> None:
    random = Random(1)
    values = {b"%d" % index: random.randbytes(300) for index in range(50)}
    keep(tmp_path, values)
    whole = (tmp_path / "memory.sqlite").read_bytes()
    for _ in range(200):
        data = bytearray(whole)
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        (tmp_path / "memory.sqlite").write_bytes(data)
        assert remembered(tmp_path).items() <= values.items()


def test_a_file_deleted_while_it_is_used_stops_nothing(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1"})
    memory = Memory(tmp_path, "1")
    memory.recall_all("read")
    shutil.rmtree(tmp_path)
    memory.remember("read", b"b", b"2")
    memory.save()
    memory.remember("read", b"c", b"3")
    memory.save()
    assert remembered(tmp_path)[b"c"] == b"3"


def test_a_place_where_nothing_can_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder" / "memory.sqlite").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "folder"):
        memory = Memory(folder, "1")
        memory.remember("read", b"a", b"1")
        memory.save()
        assert memory.recall("read", b"a") == b"1"
        assert memory.recall("read", b"b") is None


def test_a_file_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1"})
    code = """
import sys
from pathlib import Path
from generator.memory import Memory
memory = Memory(Path(sys.argv[1]), "1")
assert memory.recall("read", b"a") == b"1"
memory.remember("read", b"b", b"2")
memory.save()
assert memory.recall("read", b"b") == b"2"
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    (tmp_path / "memory.sqlite").chmod(0o444)
    tmp_path.chmod(0o555)
    bound = ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"]  # bits do not bind root
    try:
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                pytest.skip("permission bits do not bind root, and there is no setpriv")
            command = [*bound, *command]
        subprocess.run(command, check=True)
    finally:
        tmp_path.chmod(0o755)
    assert remembered(tmp_path) == {b"a": b"1"}


def test_a_memory_that_has_grown_too_large_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, {b"a": bytes(100_000)})
    monkeypatch.setattr(module, "LARGEST", 100_000)
    assert remembered(tmp_path) == {}
    keep(tmp_path, {b"b": b"1"})
    assert remembered(tmp_path) == {b"b": b"1"}


SAVE = """
import sys
from pathlib import Path
from generator.memory import Memory
for turn in range(20):
    memory = Memory(Path(sys.argv[1]), "1")
    for index in range(20):
        memory.remember("read", f"{sys.argv[2]} {turn} {index}".encode(), b"x" * 1000)
    memory.save()
"""


def test_builds_at_once_all_remember(tmp_path: Path) -> None:
    builds = [subprocess.Popen([sys.executable, "-c", SAVE, str(tmp_path), name]) for name in "abc"]
    assert [build.wait() for build in builds] == [0, 0, 0]
    assert len(remembered(tmp_path)) == 3 * 20 * 20


FORK = """
import os, sys
from pathlib import Path
from generator.cores import spread
from generator.memory import Memory
memory = Memory(Path(sys.argv[1]), "1")
memory.remember("read", b"parent", b"1")
if sys.argv[2] == "saved":
    memory.save()
else:
    memory.recall_all("read")
def work(items):
    taken = list(items)
    for item in taken:
        memory.remember("render", b"%d" % item, memory.recall("read", b"parent"))
    memory.save()
    return taken
spread(work, range(1000))
memory.remember("read", b"after", b"2")
memory.save()
assert memory.recall_all("render") == {b"%d" % item: b"1" for item in range(1000)}
"""


@pytest.mark.parametrize("before", ["saved", "open"])
def test_forked_processes_remember_too(tmp_path: Path, before: str) -> None:
    subprocess.run([sys.executable, "-c", FORK, str(tmp_path), before], check=True)
    assert remembered(tmp_path) == {b"parent": b"1", b"after": b"2"}
    assert len(remembered(tmp_path, "render")) == 1000


def test_a_thread_that_did_not_open_it_spoils_nothing(tmp_path: Path) -> None:
    keep(tmp_path, {b"a": b"1"})
    memory = Memory(tmp_path, "1")
    found = [memory.recall("read", b"a")]
    asking = Thread(target=lambda: found.append(memory.recall("read", b"a")))
    asking.start()
    asking.join()
    assert found == [b"1", None]
    assert remembered(tmp_path) == {b"a": b"1"}


def test_a_hidden_folder_is_ignored_by_git(tmp_path: Path) -> None:
    hide(tmp_path / "site" / ".upside")
    (tmp_path / "site/.upside/memory.sqlite").touch()
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    status = subprocess.run(["git", "status", "--short", "-uall"], cwd=tmp_path, capture_output=True, check=True)
    assert status.stdout == b""


def test_it_tells_the_time_by_the_clock_that_files_are_dated_by(tmp_path: Path) -> None:
    (tmp_path / "before").touch()
    moment = Memory(tmp_path / "site/.upside").moment()
    (tmp_path / "after").touch()
    assert moment is not None
    assert (tmp_path / "before").stat().st_mtime_ns <= moment <= (tmp_path / "after").stat().st_mtime_ns
    assert Memory(None).moment() is None
    (tmp_path / "file").touch()
    assert Memory(tmp_path / "file/.upside").moment() is None
