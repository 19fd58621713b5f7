"""Which folders are built into, which are refused, and that two builds never write one at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.publish import Busy, Refused, claim, write
from tests.publish.sites import MARKER, SITE, files, publish, seen, snapshot


def test_missing_parents_are_made(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "a" / "b" / "public")
    assert seen(tmp_path / "a/b/public") == SITE


def test_an_empty_folder_is_taken_and_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public").chmod(0o2770)
    for content in (b"1", b"2"):
        publish(SITE | {"index.html": content}, tmp_path / "public")
        assert (tmp_path / "public").stat().st_mode & 0o7777 == 0o2770


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "index.html", ".upside/memory.sqlite", "Übersicht.md"])
def test_a_folder_that_holds_what_we_did_not_make_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "documents"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("mine")
    before = snapshot(tmp_path)
    with pytest.raises(Refused, match=f"documents holds files that were not made here.*{name.split('/')[0]}.*--output"):
        publish(SITE, folder)
    assert snapshot(tmp_path) == before, "not even a lock is left beside somebody else's folder"


def test_a_marker_that_is_not_ours_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    for content in (b"", b"\xff\xfe", b"This folder is mine", b"This folder was made by Upside\n\n"):
        (folder / MARKER).write_bytes(content)
        with pytest.raises(Refused):
            publish(SITE, folder)
    (folder / MARKER).unlink()
    publish(SITE, tmp_path / "other")
    (folder / MARKER).symlink_to(tmp_path / "other" / MARKER)
    with pytest.raises(Refused):
        publish(SITE, folder)


def test_a_repository_of_its_own_is_never_replaced(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    (tmp_path / "public/.git").mkdir()
    before = snapshot(tmp_path / "public")
    with pytest.raises(Refused, match=r"a git repository of its own \(\.git\)"):
        publish({}, tmp_path / "public")
    assert snapshot(tmp_path / "public") == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")
    with pytest.raises(Refused, match=r"public is not a folder"):
        publish(SITE, tmp_path / "public")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Refused, match=r"loop is not a folder"):
        publish(SITE, tmp_path / "loop")


def test_a_file_in_the_place_of_a_parent_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Refused, match="could not be written: Not a directory"):
        write(files(SITE), tmp_path / "file" / "public", Memory(None))


@pytest.mark.parametrize(
    "inside", [".", "..", "incidents", "incidents/2026", "theme", "site.yaml/x", "link", ".upside/x"]
)
def test_a_folder_in_or_around_what_the_site_is_made_from_is_refused(tmp_path: Path, inside: str) -> None:
    root = tmp_path / "site"
    (root / "incidents").mkdir(parents=True)
    (root / "site.yaml").touch()
    (root / "link").symlink_to("incidents")
    sources = [root / name for name in ("site.yaml", "incidents", "theme", ".upside")]
    with (
        pytest.raises(Refused, match=r"it lies in or around .*which the site is made from"),
        claim(root / inside, Memory(None), apart_from=sources),
    ):
        pass
    with claim(root / "public", Memory(None), apart_from=sources) as place:
        assert place.folder == root / "public"


def test_a_symbolic_link_is_followed_to_the_folder_it_means(tmp_path: Path) -> None:
    (tmp_path / "public").symlink_to("elsewhere/www")
    for content in (b"1", b"2", b"3"):
        publish(SITE | {"index.html": content}, tmp_path / "public")
        assert (tmp_path / "public").is_symlink()
        assert seen(tmp_path / "elsewhere/www") == SITE | {"index.html": content}


def test_the_work_is_hidden_from_git(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    listed = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ".upside/" not in listed.stdout.replace("public/.upside", "")


HOLD = """
import sys
from pathlib import Path
from generator.memory import Memory
from generator.publish import claim
with claim(Path(sys.argv[1]), Memory(None)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_one_who_waits_too_long_gives_up_and_a_killed_build_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "public")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy, match=r"another build has been writing .*public for longer than 0.1 seconds"):
            write(files(SITE), tmp_path / "public", Memory(None), wait=0.1)
        assert not (tmp_path / "public").exists()
        other.kill()
    write(files(SITE), tmp_path / "public", Memory(None), wait=0)
    assert seen(tmp_path / "public") == SITE


def test_a_build_waits_for_the_one_before(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "public")]
    with claim(tmp_path / "public", Memory(None)):
        other = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            other.communicate(timeout=0.5)
    assert other.communicate()[0] == b"held\n"


WRITE = """
import sys
from pathlib import Path
from tests.publish.sites import publish
for turn in range(5):
    publish({f"{index}/index.html": f"{sys.argv[2]} {turn}".encode() for index in range(20)}, Path(sys.argv[1]))
"""


def test_two_builds_at_once_leave_one_of_the_two_sites(tmp_path: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", WRITE, tmp_path / "public", name]) for name in ("one", "two")]
    assert [each.wait() for each in both] == [0, 0]
    assert len(seen(tmp_path / "public")) == 20
    assert set(seen(tmp_path / "public").values()) < {b"one 4", b"two 4"}
