"""A site on a GitHub of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli import main
from tests.workflows.github import OPERATOR, GitHub, git, served, shim

NEEDED = ("bash", "git", "openssl", "curl", "jq")


@pytest.fixture(scope="session")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as `upside init` lays it out, in a repository of its own."""
    site = tmp_path_factory.mktemp("new") / "site"
    words = ("--name", "Example Cloud", "--url", "https://status.example.com")
    assert main(["init", str(site), *words]) == 0
    git(site, "init", "--quiet", "--initial-branch=main")
    git(site, "add", "--all")
    git(site, *OPERATOR, "commit", "--quiet", "--message", "A new site")
    return site


@pytest.fixture
def github(tmp_path: Path, new_site: Path) -> Iterator[GitHub]:
    """A GitHub to which the new site has been pushed; nothing has run yet."""
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        pytest.skip(f"needs {', '.join(missing)}")
    with served(tmp_path / "pages") as address:
        made = GitHub(tmp_path, address, shim(tmp_path / "shims"))
        git(new_site, "push", "--quiet", str(made.remote), "HEAD:main")
        yield made
