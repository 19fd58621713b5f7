"""Which files are reports, and what stands in the place of one that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.read import discovery
from generator.read.decoding import LARGEST
from generator.read.discovery import Discovery
from generator.read.seen import Seen
from tests.texts import lay


def laid(root: Path, *files: str) -> Path:
    return lay(root, {f"incidents/{file}": "x" for file in files})


def discover(root: Path) -> Discovery:
    """What lies below `root`, of which nothing was seen before."""
    return discovery.discover(root, Seen(Memory(None), "", ()))


def reports(root: Path) -> list[str]:
    return [found.file.removeprefix("incidents/") for found in discover(root).reports]


def failure(root: Path) -> str:
    (found,) = discover(root).reports
    assert found.data == b""
    return found.failure


def test_folders_are_walked_and_files_come_in_order(tmp_path: Path) -> None:
    assert reports(laid(tmp_path, "b.md", "2026/c.md", "2026/11/a.md", "D.MD")) == [
        "2026/11/a.md",
        "2026/c.md",
        "D.MD",
        "b.md",
    ]


def test_what_is_no_report_is_left_alone(tmp_path: Path) -> None:
    files = (".a.md", "_a.md", ".a.md.swp", ".#a.md", "#a.md#", "a.md~", "README.md", "ReadMe.md", ".DS_Store")
    assert discover(laid(tmp_path, *files, ".git/a.md", "_drafts/a.md", "picture.png")).reports == ()
    assert discover(tmp_path).ignored == ()


def test_what_may_have_been_meant_as_a_report_is_named(tmp_path: Path) -> None:
    laid(tmp_path, "a.markdown", "b.txt", "c", "d.md.bak")
    assert discover(tmp_path).ignored == (
        "incidents/a.markdown",
        "incidents/b.txt",
        "incidents/c",
        "incidents/d.md.bak",
    )


def test_a_site_without_the_folder_has_no_reports(tmp_path: Path) -> None:
    assert discover(tmp_path).reports == ()


@pytest.mark.parametrize("target", ["nowhere.md", "/etc/passwd", "a.md", "../site.yaml"])
def test_a_link_is_never_followed(target: str, tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents/a.md").symlink_to(target)
    assert "link" in failure(tmp_path)


def test_a_link_to_a_folder_is_no_silence(tmp_path: Path) -> None:
    laid(tmp_path, "../elsewhere/a.md")
    (tmp_path / "incidents").mkdir(exist_ok=True)
    (tmp_path / "incidents/more").symlink_to(tmp_path / "elsewhere")
    assert "link" in failure(tmp_path)


def test_the_folder_itself_may_not_be_a_link(tmp_path: Path) -> None:
    laid(tmp_path, "../elsewhere/a.md")
    os.rmdir(tmp_path / "incidents") if (tmp_path / "incidents").is_dir() else None
    (tmp_path / "incidents").symlink_to(tmp_path / "elsewhere")
    assert "link" in failure(tmp_path)


def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "incidents").mkdir()
    os.mkfifo(tmp_path / "incidents/a.md")
    assert "pipe" in failure(tmp_path)


def test_a_folder_of_a_report_s_name_is_told_and_walked(tmp_path: Path) -> None:
    found = discover(laid(tmp_path, "a.md/b.md")).reports
    assert [(each.file, bool(each.failure)) for each in found] == [
        ("incidents/a.md", True),
        ("incidents/a.md/b.md", False),
    ]


@pytest.mark.parametrize(("size", "fine"), [(LARGEST, True), (LARGEST + 1, False), (50_000_000, False)])
def test_a_file_past_the_bound_is_not_read(size: int, fine: bool, tmp_path: Path) -> None:
    laid(tmp_path, "a.md")
    with (tmp_path / "incidents/a.md").open("wb") as file:
        file.truncate(size)
    (found,) = discover(tmp_path).reports
    assert (found.failure == "", len(found.data)) == (fine, size if fine else 0)


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "incidents").mkdir()
    try:
        (tmp_path / os.fsdecode(b"incidents/caf\xe9.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    assert reports(tmp_path) == ["caf\ufffd.md"]
