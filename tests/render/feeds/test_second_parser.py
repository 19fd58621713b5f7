"""A second parser, from another world, reads in our feeds what the first one reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest

from generator.model import Board
from tests.render.boards import board
from tests.render.feeds.reading import BUSY, feeds, ids

HERE = Path(__file__).parent
MODULE = "@rowanmanning/feed-parser"


def modules() -> Path:
    """The folder that npm installed into; skips where it did not, or where there is no Node."""
    if shutil.which("node") is None:
        pytest.skip("Node is not installed on this machine")
    for folder in (*map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep))), HERE / "node_modules"):
        if (folder / MODULE).is_dir():
            return folder
    pytest.skip(f"npm's {MODULE} is not installed (npm install --prefix tests/render/feeds)")


@pytest.mark.parametrize("of", [board(), board(*BUSY)], ids=["empty", "busy"])
def test_both_parsers_read_the_same(of: Board, tmp_path: Path) -> None:
    folder = modules()
    told = {path: content for path, content in feeds(of).items() if not path.endswith(".json")}
    files = [tmp_path / path.replace("/", "-") for path in told]
    for file, content in zip(files, told.values(), strict=True):
        file.write_bytes(content)
    command = ["node", str(HERE / "read.mjs"), str(folder.parent / "package.json"), *map(str, files)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    for (path, content), read in zip(told.items(), json.loads(shown.stdout), strict=True):
        expected = feedparser.parse(content)
        assert read["type"] == ("atom" if path.endswith(".atom") else "rss")
        assert (read["title"], read["language"]) == (expected.feed.title, "en")
        assert read["url"] == expected.feed.link
        assert [item["id"] for item in read["items"]] == ids(content)
        for item, entry in zip(read["items"], expected.entries, strict=True):
            assert_same(item, entry)


def assert_same(item: dict[str, Any], entry: Any) -> None:
    assert (item["title"], item["url"]) == (entry.title, entry.link)
    assert datetime.fromisoformat(item["published"]).timetuple()[:6] == entry.published_parsed[:6]
    assert sorted(item["categories"]) == sorted(tag.label or tag.term for tag in entry.get("tags", []))
    assert item["content"]
