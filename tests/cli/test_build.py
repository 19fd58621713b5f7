from __future__ import annotations

import io
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from generator.cli.build import patience
from generator.memory import Memory
from generator.publish import claim
from tests.cli.conftest import Upside
from tests.texts import INCIDENT, lay

FILE = "incidents/2026-11-20-api.md"


def test_a_build_says_what_was_written_and_a_second_one_that_nothing_was(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    first, second = upside("build"), upside("build")
    assert (first.status, first.err, second.status, second.err) == (0, "", 0, "")
    assert first.out.startswith("public: ")
    assert "written" in first.out
    assert second.out.startswith("public: nothing to write, all ")


def test_with_a_problem_the_rest_is_built_and_the_status_is_one(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "incidents/2026-11-19-b.md": "nothing\n"})
    said = upside("build")
    assert said.status == 1
    assert said.err.startswith("incidents/2026-11-19-b.md:1:1: error: ")
    assert "2 errors, 1 warning." in said.out
    assert "Elevated error rates" in (tmp_path / "public/index.html").read_text(encoding="utf-8")


def test_warnings_fail_only_when_asked_to(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT.replace("components: [api, dashboard]\n", "")})
    assert upside("build").status == 0
    assert upside("build", "--strict").status == 1


def test_another_folder_may_be_named(upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path / "site", {FILE: INCIDENT})
    assert upside("-C", "site", "build", "-o", "out").status == 0
    assert (tmp_path / "out/index.html").exists()
    assert not (tmp_path / "site/public").exists()
    monkeypatch.chdir(tmp_path / "site/incidents")
    assert upside("build").status == 0
    assert (tmp_path / "site/public/index.html").exists()


def test_a_folder_that_is_not_ours_is_refused_and_left_alone(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "public/holiday.jpg": "mine"})
    said = upside("build")
    assert said.status == 2
    assert said.err.startswith("Error: ")
    assert [path.name for path in (tmp_path / "public").iterdir()] == ["holiday.jpg"]


def test_in_github_actions_a_build_annotates_too(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {FILE: "nothing\n"})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert upside("build").err.startswith(f"::error file={FILE},line=1,col=1,")


def test_a_folder_that_another_build_holds_is_status_75(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    monkeypatch.setattr("generator.build.claim", partial(claim, wait=0.01))
    with claim(tmp_path / "public", Memory(None)):
        said = upside("build")
    assert said.status == 75
    assert said.err.startswith("Error: another build has been writing")
    assert upside("build").status == 0


def test_a_site_that_cannot_be_used_annotates_its_file_by_the_repositorys_path(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path / "status", {"site.yaml": "- not\n- a site\n"})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    said = upside("build", "-C", "status")
    assert said.status == 2
    assert said.err.startswith("::error file=status/site.yaml,line=1,col=1,")


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs a system with alarms")
def test_a_long_build_counts_its_seconds_on_a_terminal_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, handler = Terminal(), signal.getsignal(signal.SIGALRM)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("generator.cli.build.LONG", 0.01)
    with patience():
        while "Building, 0 s" not in terminal.getvalue():
            signal.pause()
    assert terminal.getvalue().endswith("\r" + " " * 24 + "\r")
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_elsewhere_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with patience():
        assert not hasattr(signal, "getitimer") or signal.getitimer(signal.ITIMER_REAL)[0] == 0
