from __future__ import annotations

import os
import stat
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator.publish.report import Changed, append, create, create_exactly, rehearsal
from tests.publish.test_killed import can_trace

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_a_new_file_gets_its_name_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    path = create(tmp_path / "incidents", "2026/2026-11-20-api", b"words\n")
    assert path == tmp_path / "incidents/2026/2026-11-20-api.md"
    assert path.read_bytes() == b"words\n"
    assert os.listdir(path.parent) == [path.name]


def test_a_name_that_is_taken_anywhere_in_any_case_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/2026-11-20-API.md").write_bytes(b"old")
    first, second = (create(tmp_path, "2026/2026-11-20-api", each) for each in (b"first", b"second"))
    assert [first.name, second.name] == ["2026-11-20-api-2.md", "2026-11-20-api-3.md"]
    assert [first.read_bytes(), second.read_bytes()] == [b"first", b"second"]
    assert (tmp_path / "old/2026-11-20-API.md").read_bytes() == b"old"


def test_a_file_that_is_there_is_never_replaced_nor_a_link_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"secret")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("target", "link", "dangling"):
        assert not create_exactly(tmp_path / name, b"new")
    assert (tmp_path / "target").read_bytes() == b"secret"
    assert not (tmp_path / "nowhere").exists()
    assert sorted(os.listdir(tmp_path)) == ["dangling", "link", "target"]


def _create(folder: Path) -> None:
    for _ in range(20):
        create(folder, "2026-11-20-api", str(os.getpid()).encode())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")
def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    processes = [get_context("spawn").Process(target=_create, args=(tmp_path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    written = [path.read_bytes() for path in tmp_path.glob("*")]
    assert len(written) == 60
    assert {content: written.count(content) for content in written} == {
        str(process.pid).encode(): 20 for process in processes
    }


def test_appending_leaves_every_other_byte_the_mode_and_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"\xef\xbb\xbfa\r\n\xff no end")
    path.chmod(0o640)
    before = path.stat()
    os.link(path, tmp_path / "other name")
    append(path, b"\r\nmore", seen=path.read_bytes())
    after = path.stat()
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\n\xff no end\r\nmore"
    assert (after.st_ino, stat.S_IMODE(after.st_mode)) == (before.st_ino, 0o640)
    assert (tmp_path / "other name").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("now", [b"abX", b"abcd", b"ab", b""])
def test_a_file_that_changed_meanwhile_is_not_touched(tmp_path: Path, now: bytes) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(now)
    with pytest.raises(Changed):
        append(path, b"more", seen=b"abc")
    assert path.read_bytes() == now


def _append_limited(path: Path, seen: bytes, added: bytes, limit: int) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with pytest.raises(OSError, match=r"."):
        append(path, added, seen=seen)


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
@pytest.mark.parametrize("room", [0, 1, 7])
def test_what_does_not_fit_is_taken_back(tmp_path: Path, room: int) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"seen before")
    process = get_context("spawn").Process(
        target=_append_limited, args=(path, b"seen before", b"too much", len(b"seen before") + room)
    )
    process.start()
    process.join()
    assert process.exitcode == 0
    assert path.read_bytes() == b"seen before"


@pytest.mark.skipif(IS_ROOT or os.name == "nt", reason="root may write anything")
def test_a_file_that_may_not_be_written_is_an_os_error(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"seen")
    path.chmod(0o400)
    with pytest.raises(PermissionError):
        append(path, b"more", seen=b"seen")


def test_a_rehearsal_is_elsewhere_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes(b"name: X\n")
    with rehearsal(tmp_path, {"incidents/2026/a.md": b"words"}) as stage:
        assert tmp_path not in stage.parents
        assert (stage / "site.yaml").read_bytes() == b"name: X\n"
        assert (stage / "incidents/2026/a.md").read_bytes() == b"words"
    assert not stage.exists()
    assert os.listdir(tmp_path) == ["site.yaml"]


CREATE = "create_exactly(Path(sys.argv[1]), b'words')"
APPEND = "append(Path(sys.argv[1]), b' more', seen=b'words')"


def killed_at(call: str, number: int, what: str, path: Path) -> None:
    """Run `what` in a process of its own that is killed as it enters its nth `call`."""
    program = f"import sys; from pathlib import Path; from generator.publish.report import *; {what}"
    trace = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"inject={call}:signal=KILL:when={number}"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([*trace, sys.executable, "-c", program, str(path)], env=environment, check=False)
    assert done.returncode in (-9, 137), "it was killed"


@pytest.mark.skipif(not can_trace(), reason="needs strace, and the permission to trace")
@pytest.mark.parametrize(
    ("call", "number"), [("write", 1), ("fsync", 1), ("link", 1), ("unlink", 2), ("exit_group", 1)]
)
def test_a_new_file_is_whole_or_not_there_whenever_it_is_killed(tmp_path: Path, call: str, number: int) -> None:
    killed_at(call, number, CREATE, tmp_path / "report.md")
    seen = [path.read_bytes() for path in tmp_path.glob("*.md") if not path.name.startswith(".")]
    assert seen in ([], [b"words"])
    assert create(tmp_path, "report", b"later").read_bytes() == b"later"


@pytest.mark.skipif(not can_trace(), reason="needs strace, and the permission to trace")
@pytest.mark.parametrize(
    ("call", "after"), [("write", b"words"), ("fsync", b"words more"), ("exit_group", b"words more")]
)
def test_what_was_there_stays_whenever_appending_is_killed(tmp_path: Path, call: str, after: bytes) -> None:
    (tmp_path / "report.md").write_bytes(b"words")
    killed_at(call, 1, APPEND, tmp_path / "report.md")
    assert (tmp_path / "report.md").read_bytes() == after
