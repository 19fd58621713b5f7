"""A release that could not be written as it is meant is a bug, and says so."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from generator.model import File
from generator.publish.manifest import UNKNOWN, Manifest, folders_of
from generator.publish.paths import by_path, in_safe_order


def promised(paths: Iterable[str]) -> list[File]:
    return [File(path, "1", bytes) for path in paths]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "is empty"),
        ("/etc/passwd", "is absolute"),
        ("../a", "is not normalised"),
        ("a/../../b", "is not normalised"),
        ("a/./b", "is not normalised"),
        ("a//b", "is not normalised"),
        ("a/", "is not normalised"),
        (".", "is not normalised"),
        ("a\\b", "holds a backslash"),
        ("a\0b", "control character"),
        ("a\nb", "control character"),
        ("a\tb", "control character"),
        ("\udcff", "is not text that can be encoded"),
        (".upside", "such names are publish's own"),
        (".Upside-new/a", "such names are publish's own"),
    ],
)
def test_a_path_that_leads_elsewhere_is_a_bug(path: str, why: str) -> None:
    for before in (Manifest(), Manifest({"index.html": UNKNOWN}, complete=True)):
        with pytest.raises(ValueError, match=f"{why}"):
            by_path(promised(["index.html", path]), before)


@pytest.mark.parametrize(
    "paths",
    [
        ("a", "a"),
        ("A", "a"),
        ("straße/x", "STRASSE/x"),
        ("\u00e9", "e\u0301"),
        ("a/b", "A/B"),
        ("A/B", "a/B"),
    ],
)
def test_two_files_of_one_path_are_a_bug_on_every_disk(paths: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="two files of the release have one path"):
        by_path(promised(paths))


@pytest.mark.parametrize(
    "paths", [("a", "a/b"), ("a/b/c", "a/b"), ("A", "a/b/c"), ("a", "A/b"), ("A", "A/b"), ("B", "c", "b/C")]
)
def test_a_file_that_is_also_a_folder_is_a_bug(paths: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="and also a folder of it"):
        by_path(promised(paths))


def test_files_are_found_by_path_and_so_are_their_folders() -> None:
    paths = ["a/B/c", "a/d", "É", ".well-known/x"]
    for before in ([], ["a/d"], ["a/B/c"], ["a/B/c", "a/d"], paths, [*paths, "gone/x"], ["a/B/gone", "É"]):
        release = Manifest(dict.fromkeys(before, UNKNOWN), dict.fromkeys(folders_of(before), 1), complete=True)
        wanted = by_path(promised(paths), release)
        assert [*wanted.files] == paths
        assert wanted.folders == {"a", "a/B", ".well-known"}


def test_pages_come_after_what_they_show_and_the_home_page_last() -> None:
    paths = ["index.html", "api/heartbeat.json", "incidents/a/index.html", "assets/x.css", "404.html", "_headers"]
    assert in_safe_order(paths) == [
        "assets/x.css",
        "404.html",
        "incidents/a/index.html",
        "_headers",
        "api/heartbeat.json",
        "index.html",
    ]
