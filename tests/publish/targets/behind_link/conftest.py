"""The two kinds of machines that keep releases behind a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publish.targets.behind_link.places import Place, on_this_disk, over_ssh
from tests.publish.targets.behind_link.sshd import Sshd, sshd

AWKWARD = 'it\'s a "place" $(touch oops)'
"""A name that a shell would tear apart."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("ssh") / "sshd") as running:
        yield running


@pytest.fixture(params=["folder", "ssh"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Place]]:
    """Makes places of either kind."""
    if request.param == "folder":
        with on_this_disk(tmp_path) as make:
            yield make
        return
    server = request.getfixturevalue("server")
    monkeypatch.setenv("UPSIDE_SSH", server.command)
    with over_ssh(tmp_path, server) as make:
        yield make


@pytest.fixture
def place(places: Callable[[str], Place]) -> Place:
    """One of either kind."""
    return places(AWKWARD)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Place]:
    """A folder: for what is the same for both, since neither machine knows of it."""
    with on_this_disk(tmp_path) as make:
        yield make(AWKWARD)
