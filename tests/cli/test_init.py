from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.read import read
from tests.cli.conftest import Upside
from tests.texts import NOW


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_new_site_builds_at_once_without_a_problem(upside: Upside, tmp_path: Path) -> None:
    said = upside("init", "my-status")
    assert (said.status, said.err) == (0, "")
    assert files(tmp_path / "my-status") == [
        ".github/dependabot.yml",
        ".github/upside/action.yml",
        ".github/upside/extras.txt",
        ".github/upside/libraries.txt",
        ".github/upside/program.txt",
        ".github/upside/secrets.sh",
        ".github/upside/tools.txt",
        ".github/workflows/check.yml",
        ".github/workflows/clock.yml",
        ".github/workflows/incident.yml",
        ".github/workflows/publish.yml",
        ".gitignore",
        ".schema/incident.json",
        ".schema/site.json",
        "incidents/2026/2026-11-20-example.md",
        "site.yaml",
    ]
    assert "upside -C my-status build" in said.out
    built = upside("build", "-C", "my-status")
    assert (built.status, built.err) == (0, "")
    assert "no problems" in built.out
    assert (tmp_path / "my-status/public/index.html").exists()


@pytest.mark.parametrize("days", [1, 4, 6, 100])
def test_a_new_site_has_no_problem_later_either(upside: Upside, days: int) -> None:
    upside("init", "my-status")
    said = upside("check", "--strict", "-C", "my-status", now=(NOW + timedelta(days=days)).isoformat())
    assert (said.status, said.out) == (0, "No problems.\n")


@pytest.mark.parametrize("now", ["2026-03-29T00:30Z", "2026-10-25T02:30Z", "2026-01-01T00:00Z"])
def test_it_may_be_laid_out_at_any_hour(upside: Upside, now: str) -> None:
    assert upside("init", "my-status", "--timezone", "Europe/Berlin", now=now).status == 0
    said = upside("check", "--strict", "-C", "my-status", now=now)
    assert (said.status, said.out) == (0, "No problems.\n")


def test_the_authority_is_written_once_from_the_address_and_the_day(upside: Upside, tmp_path: Path) -> None:
    upside(
        "init",
        ".",
        "--name",
        'Müller: "Cloud" #1',
        "--url",
        "https://example.org:8443/status/",
        "--timezone",
        "Asia/Tokyo",
    )
    site = read(tmp_path, Memory(None)).site
    assert (site.name, site.url) == ('Müller: "Cloud" #1', "https://example.org:8443/status")
    assert (site.authority, site.timezone) == ("example.org,2026-11-21", "Asia/Tokyo")


def test_editors_find_the_schemas(upside: Upside, tmp_path: Path) -> None:
    upside("init", ".")
    for name in ("site.yaml", "incidents/2026/2026-11-20-example.md"):
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        named = next(line for line in lines[:2] if line.startswith("# yaml-language-server: $schema="))
        schema = (tmp_path / name).parent / named.partition("=")[2]
        assert json.loads(schema.read_text(encoding="utf-8"))["$schema"]
        assert schema.read_text(encoding="utf-8") == upside("schema", schema.stem).out


def test_nothing_that_is_there_is_overwritten(upside: Upside, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    (tmp_path / "notes.txt").write_text("mine\n")
    said = upside("init", ".")
    assert said.status == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert "Kept  .gitignore" in said.out
    assert "Add to .gitignore:\n  /public/\n  /.upside/\n" in said.out
    assert "notes.txt" in files(tmp_path)


def test_a_site_is_not_laid_out_over_another(upside: Upside, tmp_path: Path) -> None:
    upside("init", ".")
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    said = upside("init", ".", "--name", "Another")
    assert said.status == 2
    assert "site.yaml is there already" in said.err
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_where_there_are_incidents_no_example_is_added(upside: Upside, tmp_path: Path) -> None:
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents/2026-11-20-api.md").write_text("mine\n")
    upside("init", ".")
    assert [name for name in files(tmp_path) if name.startswith("incidents/")] == ["incidents/2026-11-20-api.md"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--url", "http://status.example.com"), "write one like https://status.example.com"),
        (("--url", "status.example.com"), "write one like https://status.example.com"),
        (("--url", "https://"), "is not an https address"),
        (("--url", "https://[broken"), "is not an https address"),
        (("--timezone", "Europe/Berln"), 'did you mean "Europe/Berlin"?'),
        (("--timezone", "../../etc/passwd"), "is not an IANA time zone"),
        (("--timezone", "/etc/localtime"), "is not an IANA time zone"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    upside: Upside, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    said = upside("init", "my-status", *words)
    assert said.status == 2
    assert why in said.err
    assert files(tmp_path) == []
