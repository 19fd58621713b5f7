"""What can be made again is kept where the user's programs keep such things, unless somebody else could write there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.cli.kept import kept

pytestmark = pytest.mark.skipif(os.name != "posix", reason="says where programs keep things on POSIX")


@pytest.fixture(autouse=True)
def python_keeps_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.mark.parametrize(
    ("said", "home", "expected"),
    [
        ("{}/cache", "{}/home", "{}/cache/upside"),
        ("", "{}/home", "{}/home/.cache/upside"),
        ("relative", "{}/home", "{}/home/.cache/upside"),
        ("", "{}/nowhere", None),
        ("{}/nowhere/cache", "{}/home", None),
        ("", "", None),
        ("", "relative", None),
    ],
)
def test_the_place_is_where_the_users_programs_keep_things(
    said: str, home: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", said.format(tmp_path))
    monkeypatch.setenv("HOME", home.format(tmp_path))
    assert kept() == (Path(expected.format(tmp_path)) if expected else None)


def test_a_place_that_others_may_write_to_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept() == tmp_path / "upside"
    tmp_path.chmod(0o777)
    assert kept() is None
    (tmp_path / "upside").mkdir(mode=0o755)
    assert kept() == tmp_path / "upside"
    (tmp_path / "upside").chmod(0o775)
    assert kept() is None


def test_a_place_of_another_user_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert kept() is None


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept() is None
