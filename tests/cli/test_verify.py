from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.publish.live import Unverified, verify
from tests.cli.conftest import Upside
from tests.texts import lay
from tests.workflows.github import served


@pytest.fixture
def built(upside: Upside, tmp_path: Path) -> Path:
    """A site that has been built."""
    lay(tmp_path, {})
    assert upside("build").status == 0
    return tmp_path / "public"


def test_the_page_that_was_built_is_there(upside: Upside, built: Path) -> None:
    with served(built) as address:
        said = upside("verify", address)
    assert (said.status, said.out, said.err) == (0, f"{address} shows what was built.\n", "")


def test_an_older_page_is_told_from_it(upside: Upside, built: Path, tmp_path: Path) -> None:
    live = shutil.copytree(built, tmp_path / "live")
    heartbeat = (live / "api/heartbeat.json").read_text()
    (live / "api/heartbeat.json").write_text(heartbeat.replace("2026-11-20T15", "2026-11-20T14"))
    with served(live) as address:
        said = upside("verify", address, "--patience", "1s")
        assert said.status == 3
        assert f"{address}api/heartbeat.json is there, but is not what was built. Readers may see" in said.err
        (live / "api/heartbeat.json").write_text(heartbeat)
        (live / "index.html").write_text((live / "index.html").read_text() + "\n")
        assert f"{address} is there, but is not" in upside("verify", address, "--patience", "1s").err


def test_a_host_that_does_not_answer_is_no_traceback_and_no_success(upside: Upside, built: Path) -> None:
    with served(built / "empty") as address:
        said = upside("verify", address, "--patience", "1s")
        assert (said.status, "the host answered 404" in said.err) == (3, True)
    said = upside("verify", address, "--patience", "1s")
    assert (said.status, "Connection refused" in said.err) == (3, True)


def test_it_waits_for_a_host_that_takes_a_while(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = tmp_path / "live"
    monkeypatch.setattr("generator.publish.live.PAUSE", 0.01)
    with served(live) as address, pytest.raises(Unverified):
        verify(built, address, patience=0.1)
    with served(live) as address:
        monkeypatch.setattr("generator.publish.live.time.sleep", lambda _seconds: shutil.copytree(built, live))
        verify(built, address, patience=60)


@pytest.mark.parametrize(
    "address", ["ftp://example.com", "status.example.com", "https://user:secret@example.com", "file:///etc"]
)
def test_what_is_no_page_is_refused_without_being_repeated(upside: Upside, built: Path, address: str) -> None:
    said = upside("verify", address)
    assert (said.status, "secret" in said.err) == (2, False)
    assert built.exists()


def test_nothing_built_is_nothing_to_compare(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside("verify", "https://status.example.com")
    assert (said.status, "Build it first:\n  upside build" in said.err) == (2, True)
    said = upside("verify", "--patience", "soon")
    assert (said.status, "is no length of time" in said.err) == (2, True)
