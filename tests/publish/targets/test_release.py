"""What travels is what a build left, or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.publish.changes import Refused
from generator.publish.targets import finished
from tests.publish.sites import publish, seen
from tests.publish.targets.releases import NOW, OLD, bytes_of, made, origin


def test_a_finished_folder_is_a_release(tmp_path: Path) -> None:
    release = made(tmp_path / "public", OLD, origin("1" * 40))
    assert bytes_of(release) == seen(tmp_path / "public")
    assert (release.origin.commit, release.origin.built_at) == ("1" * 40, NOW)


def test_a_copy_of_one_is_one_too(tmp_path: Path) -> None:
    release = made(tmp_path / "public", OLD)
    shutil.copytree(tmp_path / "public", tmp_path / "elsewhere" / "artifact")
    assert finished(tmp_path / "elsewhere" / "artifact").digest == release.digest


def test_a_folder_of_other_files_is_none(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("ours")
    with pytest.raises(Refused, match="not a site that was made here"):
        finished(tmp_path)
    with pytest.raises(Refused, match="not a site that was made here"):
        finished(tmp_path / "nowhere")


@pytest.mark.parametrize("meddle", ["edited", "cut", "taken away", "added"])
def test_a_folder_that_somebody_changed_is_none(tmp_path: Path, meddle: str) -> None:
    made(tmp_path / "public", OLD)
    page = tmp_path / "public" / "index.html"
    if meddle == "added":
        (tmp_path / "public" / "more.html").write_bytes(b"more")
    elif meddle == "taken away":
        page.unlink()
    else:
        content = page.read_bytes()
        page.unlink()
        page.write_bytes(content.replace(b"old", b"new") if meddle == "edited" else content[:-1])
    with pytest.raises(Refused, match="no longer holds what the build left"):
        finished(tmp_path / "public")


def test_a_folder_without_a_heartbeat_is_none(tmp_path: Path) -> None:
    publish({"index.html": b"1", "api/heartbeat.json": b"{}"}, tmp_path / "public")
    with pytest.raises(Refused, match=r"no api/heartbeat\.json that says when"):
        finished(tmp_path / "public")
