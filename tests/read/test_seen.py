"""A file that looks as it did when it was read is not opened again; whatever may hold something else is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.read import read
from generator.read.seen import is_local
from tests.texts import lay

pytestmark = pytest.mark.skipif(not is_local(Path("/")), reason="nobody says here that the disk is this machine's own")

SITE = """name: Example
url: https://status.example.com
authority: status.example.com,2026-01-01
components: [{id: api, name: API}]
"""
REPORT = """---
title: Slow logins
impact: minor
components: [api]
---

## Resolved — 2026-11-20 15:00 UTC

Over.
"""

OPENED = """
import sys
from pathlib import Path
from generator.memory import Memory
from generator.read import read
from generator.read.seen import is_local

opened = []
sys.addaudithook(lambda event, given: event == "open" and str(given[0]).endswith(".md") and opened.append(Path(given[0]).name))
root = Path(sys.argv[1])
read(root, Memory(root / ".upside"))
print(*sorted(opened))
"""


class Ahead(Memory):
    """A memory on a disk whose clock has gone on by an hour since the files were written."""

    def moment(self) -> int | None:
        moment = super().moment()
        return None if moment is None else moment + 3600 * 10**9


def titles(root: Path, memory: Memory | None = None) -> list[str]:
    """What the reports of a site are called, to a build that remembers."""
    memory = Ahead(root / ".upside") if memory is None else memory
    source = read(root, memory)
    memory.save()
    return [each.title for each in source.incidents]


def opened(root: Path) -> list[str]:
    """Which reports a build opens, in a process of its own, since nobody can stop listening to what a process does."""
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(root)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()


def laid(root: Path) -> Path:
    return lay(root, {"site.yaml": SITE, "incidents/a.md": REPORT, "incidents/2026/b.md": REPORT})


def rewritten(path: Path, old: str, new: str) -> None:
    """Let the file hold `new` in the place of `old`, in the same bytes on disk, and put its time back."""
    before = path.stat()
    with path.open("r+") as file:
        text = file.read().replace(old, new)
        file.seek(0)
        file.write(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_ino, after.st_mtime_ns) == (before.st_size, before.st_ino, before.st_mtime_ns)


def test_what_was_read_is_not_opened_again(tmp_path: Path) -> None:
    root = laid(tmp_path)
    assert opened(root) == ["a.md", "b.md"]
    assert titles(root) == ["Slow logins", "Slow logins"]
    assert opened(root) == []
    assert titles(root) == ["Slow logins", "Slow logins"]


def test_only_what_has_changed_is_opened(tmp_path: Path) -> None:
    root = laid(tmp_path)
    titles(root)
    (root / "incidents/a.md").write_text(REPORT.replace("Slow", "No"))
    assert opened(root) == ["a.md"]
    assert titles(root) == ["Slow logins", "No logins"]


def test_a_file_whose_time_was_put_back_is_read_again(tmp_path: Path) -> None:
    root = laid(tmp_path)
    titles(root)
    rewritten(root / "incidents/a.md", "Slow logins", "Fast logins")
    assert titles(root) == ["Slow logins", "Fast logins"]


def test_files_that_change_places_are_read_again(tmp_path: Path) -> None:
    root = laid(tmp_path)
    other = root / "incidents/c.md"
    other.write_text(REPORT.replace("Slow", "Fast"))
    os.utime(other, ns=(10**18, 10**18))
    os.utime(root / "incidents/a.md", ns=(10**18, 10**18))
    assert titles(root) == ["Slow logins", "Slow logins", "Fast logins"]
    (root / "incidents/a.md").rename(root / "incidents/held")
    other.rename(root / "incidents/a.md")
    (root / "incidents/held").rename(other)
    assert titles(root) == ["Slow logins", "Fast logins", "Slow logins"]


def test_a_file_that_was_touched_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    root = laid(tmp_path)
    assert titles(root, Memory(root / ".upside")) == ["Slow logins", "Slow logins"]
    assert opened(root) == ["a.md", "b.md"], "another change within the same tick of the clock would look the same"


def test_another_site_yaml_reads_every_file_again(tmp_path: Path) -> None:
    root = laid(tmp_path)
    titles(root)
    (root / "site.yaml").write_text(SITE.replace("name: API", "name: The API"))
    assert opened(root) == ["a.md", "b.md"]


def test_a_file_that_may_not_be_read_any_more_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    root = laid(tmp_path)
    titles(root)
    (root / "incidents/a.md").chmod(0)
    assert [each.rule for each in read(root, Ahead(root / ".upside")).problems] == ["unreadable"]


def test_what_the_memory_lost_is_read_again(tmp_path: Path) -> None:
    root = laid(tmp_path)
    titles(root)
    memory = Ahead(root / ".upside")
    memory.forget("read", memory.recall_all("read").keys())
    memory.save()
    assert titles(root) == ["Slow logins", "Slow logins"]


@pytest.mark.parametrize("room", ["seen", "read", "words"])
def test_a_memory_that_cannot_be_understood_is_not_believed(tmp_path: Path, room: str) -> None:
    root = laid(tmp_path)
    titles(root)
    memory = Ahead(root / ".upside")
    for key in memory.recall_all(room):
        memory.remember(room, key, b"\xc0")
    memory.save()
    assert titles(root) == ["Slow logins", "Slow logins"]


def test_where_nothing_can_be_remembered_every_file_is_opened(tmp_path: Path) -> None:
    assert titles(laid(tmp_path), Memory(None)) == ["Slow logins", "Slow logins"]
    assert not (tmp_path / ".upside").exists()


MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:30 / /home rw,relatime shared:1 - nfs4 server:/home rw
31 30 0:31 / /home/on\040this rw - xfs /dev/sdb rw
32 27 0:32 / /data rw - ext4 /dev/sdc rw
33 27 0:33 / /data rw - fuse.sshfs server:/data rw
"""


@pytest.mark.parametrize(
    ("folder", "local"),
    [
        ("/srv/site", True),
        ("/homes/site", True),
        ("/home/site", False),
        ("/home/on this/site", True),
        ("/home/on this", True),
        ("/data/site", False),
        ("/proc/self", False),
    ],
)
def test_only_a_disk_of_this_machine_is_believed(folder: str, local: bool, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS.strip())
    assert is_local(Path(folder), tmp_path / "mounts") is local


def test_where_nobody_says_what_a_disk_is_it_is_not_believed(tmp_path: Path) -> None:
    assert not is_local(tmp_path, tmp_path / "missing")
