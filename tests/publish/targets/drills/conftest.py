"""A target of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.targets import s3
from tests.publish.targets.behind_link.conftest import AWKWARD
from tests.publish.targets.behind_link.sshd import Sshd, sshd
from tests.publish.targets.drills.worlds import World


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("ssh") / "sshd") as running:
        yield running


@pytest.fixture(params=["bucket", "folder", "ssh"])
def world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A target at which nothing was ever published."""
    folder = tmp_path / AWKWARD
    if request.param == "bucket":
        port = request.getfixturevalue("moto_port")
        for name, value in s3.settings(port).items():
            monkeypatch.setenv(name, value)
        place = s3.place(port)
        return World("bucket", place.address, bucket=place)
    if request.param == "folder":
        return World("folder", str(folder), folder)
    server = request.getfixturevalue("server")
    monkeypatch.setenv("UPSIDE_SSH", server.command)
    return World("ssh", server.address(folder), folder)
