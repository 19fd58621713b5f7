from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.model import ComponentStatus, Impact, Status
from generator.read import read
from tests.cli.conftest import Upside
from tests.texts import SITE, lay

FULL = (
    "new",
    "--component=api",
    "--title",
    "Elevated error rates on the API",
    "--impact=major",
    "-m",
    "Requests fail.",
)


def test_an_incident_is_written_and_reads_back(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside(
        *FULL,
        *("--component", "dashboard=degraded_performance"),
        *("--started", "14:02", "--affected", "6,323 customers: eu-west", "--next", "30 minutes", "--by", "Ana"),
        *("--detected", "14:05"),
    )
    assert (said.status, said.err) == (0, "")
    path = tmp_path / "incidents/2026/2026-11-20-elevated-error-rates-on-the-api.md"
    assert said.out.startswith(f"Wrote {path.relative_to(tmp_path)}\n")
    assert path.read_text(encoding="utf-8") == (
        "---\n"
        "title: Elevated error rates on the API\n"
        "impact: major\n"
        "components: {api: partial_outage, dashboard: degraded_performance}\n"
        "started: 2026-11-20 14:02 UTC\n"
        "detected: 2026-11-20 14:05 UTC\n"
        'affected: "6,323 customers: eu-west"\n'
        "---\n"
        "\n"
        '## Investigating — 2026-11-20 15:00 UTC {next="2026-11-20 15:30 UTC" by="Ana"}\n'
        "\n"
        "Requests fail.\n"
    )
    source = read(tmp_path, Memory(None))
    assert source.problems == ()
    (incident,) = source.incidents
    assert (incident.title, incident.impact) == ("Elevated error rates on the API", Impact.MAJOR)
    assert [change.status for change in incident.components] == [
        ComponentStatus.PARTIAL_OUTAGE,
        ComponentStatus.DEGRADED_PERFORMANCE,
    ]
    assert (incident.updates[0].by, incident.updates[0].text.markdown) == ("Ana", "Requests fail.")


def test_a_second_one_of_the_same_name_does_not_replace_the_first(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    upside(*FULL)
    first = next(tmp_path.glob("incidents/2026/*.md"))
    before = first.read_bytes()
    assert f"{first.stem}-2.md" in upside(*FULL).out
    assert first.read_bytes() == before
    assert len(read(tmp_path, Memory(None)).incidents) == 2


def test_a_maintenance_is_written_and_reads_back(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": SITE.replace("timezone: UTC", "timezone: Europe/Berlin")})
    said = upside(
        *("new", "--maintenance", "--title", "Database upgrade", "--component", "api", "-m", "Read only."),
        *("--scheduled-for", "2026-12-01 22:00", "--scheduled-until", "2 hours"),
    )
    assert (said.status, said.err) == (0, "")
    (maintenance,) = read(tmp_path, Memory(None)).maintenances
    assert maintenance.id == "2026-12-01-database-upgrade"
    assert f"{maintenance.scheduled_for:%d %H:%M} {maintenance.scheduled_until:%d %H:%M}" == "01 21:00 01 23:00"
    assert maintenance.updates[0].status == Status.SCHEDULED
    assert maintenance.components[0].status == ComponentStatus.UNDER_MAINTENANCE


def test_a_notice_is_written_and_reads_back(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside("new", "--notice", "--title", "New address", "-m", "We move.", "--until", "2026-12-08 00:00")
    assert (said.status, said.err) == (0, "")
    (notice,) = read(tmp_path, Memory(None)).notices
    assert (notice.title, notice.text.markdown, notice.until is not None) == ("New address", "We move.", True)


def test_without_a_terminal_it_says_the_whole_command(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside("new", "--title", "It's down", "--component", "api=major_outage")
    assert said.status == 2
    assert not (tmp_path / "incidents").exists()
    command = next(line for line in said.err.splitlines() if line.startswith("  upside new"))
    words = shlex.split(command)
    assert words[words.index("--title") + 1] == "It's down"
    assert upside(*words[1:]).status == 0


def test_the_words_may_come_from_another_program(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside(*FULL[:-1], "-", stdin="\N{BYTE ORDER MARK}Größer\r\nals gedacht\r\n".encode())
    assert said.status == 0
    assert read(tmp_path, Memory(None)).incidents[0].updates[0].text.markdown == "Größer\nals gedacht"
    assert upside(*FULL[:-1], "-", stdin=b"caf\xe9").status == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--component", "apii"), 'did you mean "api"?'),
        (("--component", "exports"), 'no component is called "exports"; site.yaml lists api'),
        (("--component", "api=dwon"), '"dwon" is not a state of a component'),
        (("--started", "half past two"), "“half past two” is not understood"),
        (("--next", "2026-13-01 10:00"), "there is no month 13"),
        (("--status", "resloved"), 'did you mean "resolved"?'),
        (("--status", "scheduled"), '"scheduled" is not a status of this kind of report'),
        (("--title", " \n "), "still needed: --title"),
        (("--title", "T" * 201), "nothing was written"),
        (("-m", "A comment <!-- that never ends"), "nothing was written"),
        (("-m", "a bell \a rings"), "nothing was written"),
        (("--maintenance", "--notice"), "not both"),
        (("--maintenance",), "--impact cannot be said of a maintenance; it belongs to an incident"),
        (("--scheduled-for", "22:00"), "--scheduled-for cannot be said of an incident; it belongs to --maintenance"),
        (("--until", "22:00"), "--until cannot be said of an incident; it belongs to --notice"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    upside: Upside, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    lay(tmp_path, {})
    said = upside(*FULL, *words)
    assert said.status == 2
    assert why in said.err
    assert "Traceback" not in said.err
    assert not list(tmp_path.rglob("*.md"))


def test_a_maintenance_that_ends_before_it_begins_is_refused(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    window = ("--scheduled-for", "2026-12-01 22:00", "--scheduled-until", "2026-12-01 21:00")
    said = upside("new", "--maintenance", "--title", "Upgrade", "-m", "W", *window)
    assert said.status == 2
    assert '"2026-12-01 21:00" is not after the beginning, 2026-12-01 22:00 UTC' in said.err
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.parametrize(
    "title",
    [
        "Outage: API",
        "API #2 is down",
        "- x",
        "{{ x }}",
        "no",
        'It\'s "down"',
        "C:\\path",
        "🔥 障害",
        "null",
        "2026-11-20",
        "[P1] x",
        "&anchor",
        "100 %",
    ],
)
def test_a_title_reads_back_as_it_was_typed(upside: Upside, tmp_path: Path, title: str) -> None:
    lay(tmp_path, {})
    said = upside("new", "--title", title, "--impact", "none", "-m", "W", "--affected", title)
    assert (said.status, said.err) == (0, "")
    (incident,) = read(tmp_path, Memory(None)).incidents
    assert (incident.title, incident.affected) == (title, title)


def test_a_broken_site_file_does_not_keep_anybody_from_writing(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": "- not\n- a site\n"})
    said = upside(*FULL)
    assert said.status == 0
    assert "site.yaml:" in said.err
    assert "components: [api]" in next(tmp_path.glob("incidents/2026/*.md")).read_text(encoding="utf-8")


def test_in_a_repository_it_says_what_to_commit(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / ".git").mkdir()
    said = upside("new", "--title", "It's down", "--impact", "major", "-m", "W")
    assert said.out.endswith(
        "Next:\n  git add -- incidents/2026/2026-11-20-it-s-down.md\n  git commit -m 'It'\"'\"'s down'\n  git push\n"
    )


def test_an_incident_that_exists_elsewhere_is_not_shown_as_its_problem(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-19-old.md": "nothing\n"})
    said = upside(*FULL)
    assert said.status == 0
    assert said.err == "Elsewhere: 2 errors, 1 warning; see: upside check\n"
