from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from generator.cli.program import COMMANDS, program
from tests.cli.conftest import Upside
from tests.texts import INCIDENT, lay

COMMAND = [sys.executable, "-m", "generator"]


@pytest.mark.parametrize("words", [("--help",), ("-h",), *((name, "--help") for name in COMMANDS)])
def test_every_command_says_what_it_is_for(upside: Upside, words: tuple[str, ...]) -> None:
    said = upside(*words, now="")
    assert said.status == 0
    assert said.out.startswith("Usage: upside")
    assert max(map(len, said.out.splitlines())) <= 100


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_command_has_its_sentence(name: str) -> None:
    command = program.get_command(click.Context(program), name)
    assert command
    assert command.short_help
    assert command.short_help.endswith(".")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, parameter.name


def test_its_version_is_the_packages(upside: Upside) -> None:
    from generator import __version__

    assert upside("--version").out == f"upside {__version__}\n"


@pytest.mark.parametrize(
    "words", [("bild",), ("build", "--outptu", "x"), ("new", "--impact", "huge"), ("schema",), ("schema", "incidents")]
)
def test_wrong_words_are_status_two(upside: Upside, words: tuple[str, ...]) -> None:
    said = upside(*words, now="")
    assert said.status == 2
    assert "Error: " in said.err
    assert not said.out


def test_nothing_at_all_shows_the_help(upside: Upside) -> None:
    said = upside()
    assert said.status == 2
    assert "upside init my-status" in said.out + said.err


def test_without_a_site_it_says_where_it_looked(upside: Upside, tmp_path: Path) -> None:
    said = upside("build")
    assert said.status == 2
    assert f"  {tmp_path}\n" in said.err
    assert f"  {tmp_path.parent}\n" in said.err
    assert "upside init" in said.err


def test_a_misnamed_site_file_is_recognised(upside: Upside, tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("name: X\n")
    assert "there is site.yml; its name must be site.yaml" in upside("check").err


@pytest.mark.parametrize("words", [("-C", "site", "check"), ("check", "-C", "site"), ("check", "--root", "site")])
def test_the_folder_can_be_named_before_and_after_the_command(
    upside: Upside, tmp_path: Path, words: tuple[str, ...]
) -> None:
    lay(tmp_path / "site", {"incidents/2026-11-20-api.md": INCIDENT})
    assert upside(*words, "--now", "2026-11-20T15:00Z", now="").status == 0


def test_the_nearest_site_upwards_is_meant(upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"incidents/2026/2026-11-20-api.md": INCIDENT})
    monkeypatch.chdir(tmp_path / "incidents/2026")
    assert upside("check").status == 0


def test_a_site_that_cannot_be_used_is_status_two_and_leaves_what_was_published(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert upside("build").status == 0
    (tmp_path / "site.yaml").write_text("- not\n- a site\n")
    before = (tmp_path / "public/index.html").read_bytes()
    said = upside("build")
    assert said.status == 2
    assert "site.yaml:1:1: error:" in said.err
    assert "Traceback" not in said.err
    assert (tmp_path / "public/index.html").read_bytes() == before


def test_a_disk_that_fails_is_a_sentence(upside: Upside, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where a folder should be")
    said = upside("init", "site/below")
    assert said.status == 2
    assert said.err.startswith("Error: ")
    assert "Traceback" not in said.err


def test_a_bug_shows_where_it_is_and_asks_for_a_report(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {})

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr("generator.build.build", broken)
    said = upside("build")
    assert said.status == 70
    assert "Traceback" in said.err
    assert "ZeroDivisionError: of ours" in said.err
    assert "Please report it" in said.err
    assert f"Python {sys.version.split()[0]}" in said.err


def test_control_c_ends_without_a_traceback(upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {})

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.build.build", interrupted)
    said = upside("build")
    assert said.status == 130
    assert said.err.strip() == "Stopped."


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_leaves_is_no_reason_for_words(tmp_path: Path) -> None:
    lay(tmp_path, {f"incidents/2026-11-20-{number}.md": "no front matter\n" for number in range(2_000)})
    process = subprocess.Popen(
        [*COMMAND, "-C", str(tmp_path), "check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert said == ""


def test_a_terminal_without_unicode_gets_every_word(tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-api.md": INCIDENT.replace("impact: major", "impact: größer →")})
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    process = subprocess.run(
        [*COMMAND, "-C", str(tmp_path), "check"], capture_output=True, encoding="latin-1", env=environment, check=False
    )
    assert process.returncode == 1
    assert "größer \\u2192" in process.stdout


def test_a_command_that_there_is_not_is_answered_with_the_likely_one(upside: Upside) -> None:
    said = upside("bild", now="")
    assert said.status == 2
    assert "Did you mean “build”?" in said.err
