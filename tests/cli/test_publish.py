"""`upside publish` and `upside rollback` as a person has them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Upside
from tests.cli.test_terminal import talk
from tests.publish.targets import s3
from tests.publish.targets.proxy import network
from tests.texts import lay

SMALL = """\
name: Example Cloud
url: https://status.example.com
authority: status.example.com,2026-01-01
components:
  - {id: api, name: API}
"""
INCIDENT = """\
---
title: Elevated error rates on the API
impact: major
components: [api]
---

## Investigating — 2026-11-20 14:10 UTC
"""
EARLY, LATE = "2026-11-20T15:00Z", "2026-11-20T16:00Z"


@pytest.fixture
def place(moto_port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> s3.Place:
    """A site with an incident in the current folder, and an empty bucket."""
    monkeypatch.chdir(tmp_path)
    for name, value in s3.settings(moto_port).items():
        monkeypatch.setenv(name, value)
    lay(Path(), {"site.yaml": SMALL, "incidents/2026-11-20-api.md": INCIDENT})
    return s3.place(moto_port)


def git(*words: str) -> None:
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"))
    }
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], env={**os.environ, **who, **plain}, check=True, capture_output=True)


def test_one_command_builds_ships_and_verifies_and_says_when_there_is_nothing_to_send(
    upside: Upside, place: s3.Place
) -> None:
    lay(Path(), {"site.yaml": f"{SMALL}publish:\n  - {place.address}\n"})
    said = upside("publish", "--now", EARLY)
    assert said.status == 0
    built, shipped = said.out.splitlines()
    assert built.startswith("public: ")
    assert shipped.startswith(f"{place.address}: ")
    assert shipped.endswith("files verified.")
    assert place.get("index.html") == Path("public/index.html").read_bytes()
    assert "nothing to send; release " in upside("publish", place.address, "--no-build").out


def test_without_any_target_it_says_where_to_name_one(upside: Upside, place: s3.Place) -> None:
    said = upside("publish")
    assert said.status == 2
    assert "publish:\n    - s3://example-status" in said.err
    assert not Path("public").exists()
    assert place.names() == []


def test_a_dead_target_does_not_stop_the_others_and_a_site_with_problems_is_shipped(
    upside: Upside, place: s3.Place
) -> None:
    lay(Path(), {"site.yaml": SMALL, "incidents/2026-11-21-broken.md": "---\ntitle: [\n"})
    said = upside("publish", "s3://nobody-has-this/one", place.address, "--now", EARLY)
    assert said.status == 3
    assert "is live" in said.out
    assert "\ns3://nobody-has-this/one: failed: " in said.err
    assert "there is no such bucket" in said.err
    assert upside("publish", place.address, "--now", EARLY).status == 1


def test_a_site_of_which_nothing_can_be_built_ships_nothing(upside: Upside, place: s3.Place) -> None:
    lay(Path(), {"site.yaml": "timezone: Nowhere/Never\n"})
    assert upside("publish", place.address).status == 2
    assert place.names() == []


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_commit_is_known_and_an_older_one_is_refused_with_the_way_round_it(upside: Upside, place: s3.Place) -> None:
    Path(".gitignore").write_text("public/\n.upside/\n")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "one")
    lay(Path(), {"site.yaml": SMALL, "incidents/2026-11-20-api.md": INCIDENT + "\n## Resolved — 14:50\n"})
    git("commit", "-qam", "two")
    assert upside("publish", place.address, "--now", EARLY).status == 0
    git("checkout", "-q", "HEAD~1")
    said = upside("publish", place.address, "--now", LATE)
    assert said.status == 2
    assert "Fetch it first:\n  git pull" in said.err
    assert said.err.endswith(f"To ship this all the same:\n  upside publish --overwrite-newer {place.address}\n")
    assert upside("publish", "--overwrite-newer", place.address, "--now", LATE).status == 0
    git("checkout", "-q", "main")
    lay(Path(), {"site.yaml": SMALL, "incidents/2026-11-20-web.md": INCIDENT})
    assert upside("publish", place.address, "--now", LATE).status == 0
    listed = upside("rollback", place.address, "--list").out.splitlines()
    assert [line[0] for line in listed] == ["*", " ", " "]
    assert listed[0].endswith("with uncommitted changes")


def test_back_and_forth(upside: Upside, place: s3.Place) -> None:
    assert upside("rollback", place.address).status == 2
    said = upside("rollback", place.address, "--list")
    assert (said.status, said.err) == (2, f"Nothing was ever published to {place.address}.\n")
    upside("publish", place.address, "--now", EARLY)
    before = place.get("index.html")
    lay(Path(), {"site.yaml": SMALL, "incidents/2026-11-20-api.md": INCIDENT + "\n## Resolved — 15:10\n"})
    upside("publish", place.address, "--now", LATE)
    assert place.get("index.html") != before
    said = upside("rollback", place.address)
    assert said.status == 0
    assert said.out.startswith(f"{place.address}: 0 files sent")
    assert place.get("index.html") == before
    again = upside("publish", place.address, "--no-build")
    assert again.status == 2
    assert "rolled back on purpose" in again.err
    newest = upside("rollback", place.address, "--list").out.split()[0]
    assert upside("rollback", place.address, "--to", newest).status == 0
    assert place.get("index.html") != before


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.com/x", "no address to publish to"),
        ("s3://", "no address of a bucket"),
        ("s3://bucket/../else", "no site can lie below"),
        ("s3://bucket/.upside", "no site can lie below"),
        ("s3://key:geheim@bucket/x", "s3://key@bucket/x"),
        ("https://bucket.example/?sig=geheim", "https://bucket.example/”"),
    ],
)
def test_an_address_that_is_none_is_said_before_anything_is_built(
    upside: Upside, tmp_path: Path, address: str, words: str
) -> None:
    lay(tmp_path, {})
    said = upside("publish", address)
    assert said.status == 2
    assert words in said.err
    assert "geheim" not in said.err
    assert not Path("public").exists()


@pytest.mark.parametrize("endpoint", ["nonsense", "https://", "https://key:geheim@storage.example.net"])
def test_an_endpoint_that_is_no_address_is_said_by_its_name(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    lay(tmp_path, {})
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    said = upside("publish", "s3://example-status")
    assert said.status == 2
    assert said.err.startswith("Error: AWS_ENDPOINT_URL in the environment is no address")
    assert "geheim" not in said.err


def test_without_the_library_it_says_what_to_install(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {})
    monkeypatch.setitem(sys.modules, "obstore", None)
    said = upside("publish", "s3://example-status")
    assert said.status == 2
    assert "pip install 'obstore>=" in said.err


def test_stopped_by_a_person_it_says_how_it_stands_and_the_same_again_finishes_it(
    place: s3.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "generator", "publish", place.address, "--now", EARLY]
    with network(place.port) as between:
        for name, value in {**s3.settings(between.port), "PYTHONPATH": str(Path(__file__).parents[2])}.items():
            monkeypatch.setenv(name, value)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        def stop(number: int) -> None:
            if between.requests[number].endswith("/site/incidents/2026-11-20-api/index.html"):
                process.send_signal(signal.SIGINT)
                between.closing.wait(1.0)  # for the signal to be heard

        between.arrived = stop
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert said.decode().endswith(
            "the same command again finishes it. What is said above to be live is.\nStopped.\n"
        )
        assert "Traceback" not in said.decode()
        between.arrived = lambda _number: None
        assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
        assert place.target().verify().id


def test_on_a_terminal_it_shows_how_far_it_is_and_then_how_it_ended(place: s3.Place) -> None:
    told = talk(Path.cwd(), "publish", place.address, "--now", EARLY)
    assert told.status == 0
    assert "placing" in told.shown
    assert told.shown.rstrip().endswith("files verified.")
