"""Whatever somebody did to the folder or to what is remembered of it, the next build ends with the right site."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import looking_over, records
from tests.publish.sites import MARKER, SITE, bare_folders, publish, seen, snapshot


@pytest.fixture(autouse=True, params=["at_once", "beside"])
def looked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether somebody was here is found out by this process, or, as in a large site, by another one, from records that stand on a ground."""
    if request.param == "beside":
        monkeypatch.setattr(looking_over, "WORTH", 0)
        monkeypatch.setattr(records, "FEW", 2)


DEEDS: list[Callable[[Path], None]] = []


def deed(what: Callable[[Path], None]) -> Callable[[Path], None]:
    """One thing that somebody may do between two builds to the folder or to what lies beside it."""
    DEEDS.append(what)
    return what


def beside(folder: Path) -> Path:
    return folder.parent / ".upside" / "folders" / folder.name


@deed
def a_file_edited(folder: Path) -> None:
    (folder / "index.html").write_bytes(b"<h1>h4ck</h1>")


@deed
def a_file_deleted(folder: Path) -> None:
    (folder / "robots.txt").unlink()


@deed
def a_file_emptied(folder: Path) -> None:
    (folder / "404.html").write_bytes(b"")


@deed
def a_file_made_a_folder(folder: Path) -> None:
    (folder / "404.html").unlink()
    (folder / "404.html/x").mkdir(parents=True)


@deed
def a_file_made_a_link(folder: Path) -> None:
    (folder / "index.html").rename(folder.parent / "outside.html")
    (folder / "index.html").symlink_to(folder.parent / "outside.html")


@deed
def a_file_made_a_pipe(folder: Path) -> None:
    (folder / "404.html").unlink()
    os.mkfifo(folder / "404.html")


@deed
def a_folder_deleted(folder: Path) -> None:
    shutil.rmtree(folder / "incidents")


@deed
def a_folder_made_a_file(folder: Path) -> None:
    shutil.rmtree(folder / "incidents")
    (folder / "incidents").touch()


@deed
def a_folder_made_a_link(folder: Path) -> None:
    (folder / "incidents/one").rename(folder.parent / "outside")
    (folder / "incidents/one").symlink_to(folder.parent / "outside")


@deed
def a_folder_higher_up_made_a_link(folder: Path) -> None:
    (folder / "incidents").rename(folder.parent / "outside")
    (folder / "incidents").symlink_to(folder.parent / "outside")


@deed
def a_file_added(folder: Path) -> None:
    (folder / "stranger.html").touch()


@deed
def a_file_with_a_wild_name_added(folder: Path) -> None:
    (folder / "incidents/one/stranger\n\udcff.html").touch()


@deed
def empty_folders_added(folder: Path) -> None:
    (folder / "incidents/strange/deep").mkdir(parents=True)


@deed
def a_link_added(folder: Path) -> None:
    (folder / "link").symlink_to("/")


@deed
def everything_but_the_marker_deleted(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()


@deed
def the_folder_deleted(folder: Path) -> None:
    shutil.rmtree(folder)


@deed
def the_memory_deleted(folder: Path) -> None:
    shutil.rmtree(folder.parent / ".upside")


@deed
def the_spare_deleted(folder: Path) -> None:
    shutil.rmtree(beside(folder) / "spare")


@deed
def the_records_deleted(folder: Path) -> None:
    shutil.rmtree(beside(folder) / "records")


@deed
def the_memory_deleted_and_a_file_edited(folder: Path) -> None:
    the_memory_deleted(folder)
    a_file_edited(folder)


@deed
def the_memory_deleted_and_names_added(folder: Path) -> None:
    the_memory_deleted(folder)
    (folder / "stranger").touch()
    (folder / "link").symlink_to(".")


@deed
def the_grounds_deleted(folder: Path) -> None:
    for path in (beside(folder) / "records").iterdir():
        if not path.read_bytes().startswith(records.HEADER):
            path.unlink()


@deed
def the_records_cut_short(folder: Path) -> None:
    for path in (beside(folder) / "records").iterdir():
        os.truncate(path, path.stat().st_size - 5)


@deed
def the_spare_edited(folder: Path) -> None:
    a_file_edited(beside(folder) / "spare")


@deed
def a_link_in_the_spare(folder: Path) -> None:
    (beside(folder) / "spare/incidents").rename(folder.parent / "outside")
    (beside(folder) / "spare/incidents").symlink_to(folder.parent / "outside")


@deed
def the_spare_made_a_file(folder: Path) -> None:
    the_spare_deleted(folder)
    (beside(folder) / "spare").touch()


@deed
def the_spare_made_a_link(folder: Path) -> None:
    (beside(folder) / "spare").rename(folder.parent / "outside")
    (beside(folder) / "spare").symlink_to(folder.parent / "outside")


@deed
def all_times_moved_as_by_a_fresh_copy(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path)


@pytest.mark.parametrize("changed", [False, True], ids=["nothing else changed", "a page changed"])
@pytest.mark.parametrize("what", DEEDS, ids=lambda what: what.__name__)
def test_the_next_build_mends(tmp_path: Path, what: Callable[[Path], None], changed: bool) -> None:
    folder = tmp_path / "site" / "public"
    publish(SITE | {"gone.html": b"", "old/gone.html": b""}, folder)
    publish(SITE, folder)
    what(folder)
    outside = tmp_path / "site" / "outside"
    kept = snapshot(outside) if outside.exists() else {}
    site = SITE | {"incidents/two/index.html": b"new"} if changed else SITE
    publish(site, folder)
    assert seen(folder) == site
    assert bare_folders(folder) == set()
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert (snapshot(outside) if outside.exists() else {}) == kept, "nothing is written or removed through a link"
    once = snapshot(folder)
    publish(site, folder)
    assert snapshot(folder) == once, "and then there is nothing left to do"
    publish(SITE | {"index.html": b"next"}, folder)
    publish(site, folder)
    assert seen(folder) == site
    assert all(stat.S_ISREG(os.lstat(folder / path).st_mode) for path in site)


def test_after_the_memory_is_lost_equal_files_keep_their_time(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    before = {path: (tmp_path / "public" / path).stat().st_mtime_ns for path in SITE}
    shutil.rmtree(tmp_path / ".upside")
    changes = publish(SITE | {"more": b""}, tmp_path / "public")
    assert {path: (tmp_path / "public" / path).stat().st_mtime_ns for path in SITE} == before
    assert (changes.made, changes.written) == (len(SITE) + 1, 1)


def test_what_was_edited_by_hand_is_counted_as_written(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    a_file_edited(tmp_path / "public")
    (tmp_path / "public/stranger").touch()
    changes = publish(SITE, tmp_path / "public")
    assert (changes.written, changes.removed, changes.changed) == (1, 1, ("index.html", "stranger"))
