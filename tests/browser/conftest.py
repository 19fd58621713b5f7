"""A browser for each process of the suite, sites built once, and tools from npm where they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.build import build
from tests.browser import chromium
from tests.browser.chromium import Browser
from tests.browser.sites import SITES
from tests.texts import NOW, lay

Sites = Callable[[str], Path]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    program = chromium.find()
    if program is None:
        pytest.skip("no Chromium on this machine (tests/browser/README.md)")
    with chromium.running(program) as running:
        yield running


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The folder of pages that one of `SITES` builds to; each is built once."""
    built: dict[str, Path] = {}

    def of(name: str) -> Path:
        if name not in built:
            root = lay(tmp_path_factory.mktemp("site"), SITES[name])
            build(root, root / "public", now=NOW)
            built[name] = root / "public"
        return built[name]

    return of


def node_module(path: str) -> Path:
    """A file of an npm package; skips where it is not installed."""
    folders = [Path(each) for each in os.environ.get("NODE_PATH", "").split(os.pathsep) if each]
    for folder in (*folders, Path(__file__).parent / "node_modules"):
        if (folder / path).is_file():
            return folder / path
    pytest.skip(f"npm's {path.partition('/')[0]} is not installed (tests/browser/README.md)")
