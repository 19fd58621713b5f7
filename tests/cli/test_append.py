from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.model import Change, ComponentStatus, Incident, Source, Status
from generator.read import read
from tests.cli.conftest import Upside
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"
RESOLVED = INCIDENT + "\n## Resolved — 14:50\n"
MAINTENANCE = """\
---
title: Database upgrade
components: [api]
scheduled_for: 2026-11-20 14:00 UTC
scheduled_until: 2026-11-20 16:00 UTC
---

## Scheduled — 2026-11-19 09:00 UTC

Read only.
"""
NOTICE = "---\ntitle: New address\nkind: notice\npublished: 2026-11-20 09:00 UTC\n---\n\nWe move.\n"


def source(root: Path) -> Source:
    return read(root, Memory(None))


def only(root: Path) -> Incident:
    (incident,) = source(root).incidents
    return incident


def test_an_update_is_appended_and_read_back(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside(
        *("update", "api", "--status", "monitoring", "--component", "api=operational", "--next", "16:00"),
        *("--by", "Ana A. O'Hara", "-m", "It answers again."),
    )
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"{FILE}:17: added ## Monitoring — 2026-11-20 15:00 UTC ")
    update = only(tmp_path).updates[-1]
    assert update.status == Status.MONITORING
    assert update.at == datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    assert update.changes == (Change("api", ComponentStatus.OPERATIONAL),)
    assert update.next == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert (update.by, update.text.markdown, update.line) == ("Ana A. O'Hara", "It answers again.", 17)


@pytest.mark.parametrize(
    "before",
    [
        INCIDENT.encode(),
        INCIDENT.rstrip("\n").encode(),
        INCIDENT.replace("\n", "\r\n").encode(),
        INCIDENT.replace("\n", "\r\n").rstrip().encode(),
        b"\xef\xbb\xbf" + INCIDENT.encode(),
        INCIDENT.encode() + b"\n<!-- for us: call Ana -->\n",
        INCIDENT.encode() + b"\n\n\n   \n",
        INCIDENT.replace("---\n", "---\n# a comment\n", 1).encode(),
    ],
    ids=["plain", "no end", "crlf", "crlf no end", "bom", "comment", "blank lines", "yaml comment"],
)
@pytest.mark.parametrize("words", [("update", "-m", "More."), ("resolve",)], ids=["update", "resolve"])
def test_every_byte_that_was_there_stays(upside: Upside, tmp_path: Path, before: bytes, words: tuple[str, ...]) -> None:
    lay(tmp_path, {FILE: before})
    assert upside(*words).status == 0
    after = (tmp_path / FILE).read_bytes()
    assert after.startswith(before)
    added = after[len(before) :]
    assert added.count(b"\n") == added.count(b"\r\n") * (b"\r\n" in before) + added.count(b"\n") * (
        b"\r\n" not in before
    )
    assert len(only(tmp_path).updates) == 3


def test_with_one_open_incident_its_id_may_be_left_out(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "incidents/2026-11-19-old.md": RESOLVED, "incidents/2026-11-20-db.md": MAINTENANCE})
    assert upside("resolve").status == 0
    assert (
        next(each for each in source(tmp_path).incidents if each.id == "2026-11-20-api").updates[-1].status
        == "resolved"
    )


def test_with_two_open_ones_it_lists_both_with_what_to_type(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "incidents/2026-11-20-web.md": INCIDENT})
    said = upside("update", "-m", "More.")
    assert said.status == 2
    assert "upside update 2026-11-20-api" in said.err
    assert "upside update 2026-11-20-web" in said.err
    assert (tmp_path / FILE).read_text() == INCIDENT


@pytest.mark.parametrize("wanted", ["2026-11-20-api", "API", "elevated ERROR", FILE, "./" + FILE])
def test_any_part_of_id_or_title_and_the_file_itself_mean_it(upside: Upside, tmp_path: Path, wanted: str) -> None:
    lay(
        tmp_path,
        {FILE: INCIDENT, "incidents/2026-11-20-web.md": INCIDENT.replace("Elevated error rates on the API", "X")},
    )
    assert upside("update", wanted, "-m", "More.").status == 0
    assert "More." in (tmp_path / FILE).read_text()


def test_an_ambiguous_part_means_the_one_that_is_open(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "incidents/2026-11-19-api.md": RESOLVED})
    assert upside("update", "elevated", "-m", "More.").status == 0
    assert "More." in (tmp_path / FILE).read_text()


def test_a_name_that_nothing_has_lists_what_there_is(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("resolve", "database")
    assert said.status == 2
    assert 'no report is called "database"' in said.err
    assert "upside resolve 2026-11-20-api" in said.err


def test_where_nothing_is_open_nothing_is_resolved_by_chance(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: RESOLVED})
    assert "nothing is open" in upside("resolve").err
    assert "upside update 2026-11-20-api" in upside("update", "-m", "More.").err
    assert (tmp_path / FILE).read_text() == RESOLVED


def test_in_an_empty_site_it_says_how_to_begin(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert "upside new" in upside("resolve").err


def test_nothing_to_say_is_refused_with_the_command(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("update")
    assert said.status == 2
    assert "upside update 2026-11-20-api --message" in said.err


def test_a_maintenance_is_completed(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-db.md": MAINTENANCE})
    assert upside("update", "--status", "in progress").status == 0
    assert upside("resolve").status == 0
    (maintenance,) = source(tmp_path).maintenances
    assert [update.status for update in maintenance.updates] == ["scheduled", "in_progress", "completed"]


def test_a_maintenance_that_has_not_begun_is_not_completed(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-db.md": MAINTENANCE})
    said = upside("resolve", "db", now="2026-11-20T10:00Z")
    assert said.status == 2
    assert "upside update 2026-11-20-db --status cancelled" in said.err
    assert upside("update", "db", "--status", "cancelled", now="2026-11-20T10:00Z").status == 0


@pytest.mark.parametrize("file", [FILE, "incidents/2026-11-20-db.md"])
def test_a_status_of_the_other_kind_is_refused(upside: Upside, tmp_path: Path, file: str) -> None:
    lay(tmp_path, {file: INCIDENT if file == FILE else MAINTENANCE})
    said = upside("update", "--status", "completed" if file == FILE else "investigating")
    assert said.status == 2
    assert "is not a status of one; it has " in said.err


def test_a_notice_takes_updates_and_is_never_resolved(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-address.md": NOTICE})
    assert upside("update", "address", "-m", "It is done.").status == 0
    said = upside("resolve", "address")
    assert said.status == 2
    assert "until:" in said.err


def test_what_is_over_is_not_ended_again(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: RESOLVED})
    said = upside("resolve", "api")
    assert said.status == 2
    assert "upside update 2026-11-20-api --status investigating" in said.err
    assert upside("update", "api", "--status", "investigating", "-m", "It is back.").status == 0


@pytest.mark.parametrize("name", ['Ana "A." O', "Ana {on call}"])
def test_a_name_that_a_heading_cannot_hold_is_refused(upside: Upside, tmp_path: Path, name: str) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("update", "-m", "More.", "--by", name)
    assert said.status == 2
    assert "a name that signs cannot hold" in said.err


def test_a_component_without_its_state_is_asked_for(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("update", "--component", "api")
    assert said.status == 2
    assert "api=operational" in said.err


OPEN = pytest.mark.parametrize(
    ("end", "line", "close"),
    [("\n```\ncode\n", 17, "```"), ("\n<!-- for us\n", 17, "-->"), ("\nfine\n~~~~\ncode\n~~~\n", 18, "~~~~")],
)


@OPEN
def test_an_end_that_would_not_be_believed_is_not_written_and_its_words_are_not_lost(
    upside: Upside, tmp_path: Path, end: str, line: int, close: str
) -> None:
    lay(tmp_path, {FILE: INCIDENT + end})
    said = upside("resolve", "-m", "My words.")
    assert said.status == 2
    assert f"nothing was written: {FILE}:{line}:1: " in said.err
    assert f"Add a line with {close} " in said.err
    assert "My words." in said.err
    assert (tmp_path / FILE).read_text() == INCIDENT + end


@OPEN
def test_a_word_is_never_swallowed_in_silence(upside: Upside, tmp_path: Path, end: str, line: int, close: str) -> None:
    lay(tmp_path, {FILE: INCIDENT + end})
    said = upside("update", "-m", "My words.")
    if said.status == 2:
        assert "My words." in said.err
        assert f"Add a line with {close} " in said.err
        assert (tmp_path / FILE).read_text() == INCIDENT + end
    else:
        assert said.status == 1
        assert f"{FILE}:{line}:1: error: " in said.err
        assert only(tmp_path).updates[-1].text.markdown == "My words."


def test_a_time_before_the_last_word_is_refused(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("update", "-m", "Late.", "--at", "14:00")
    assert said.status == 2
    assert (tmp_path / FILE).read_text() == INCIDENT


def test_a_laptop_whose_clock_is_slow_can_still_speak(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    assert upside("update", "-m", "More.", now="2026-11-20T14:27Z").status == 0
    assert only(tmp_path).updates[-1].at == datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


def test_an_old_mistake_in_the_file_is_shown_and_keeps_nobody_from_speaking(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT.replace("impact: major", "impact: horrible")})
    said = upside("update", "-m", "More.")
    assert said.status == 1
    assert f"{FILE}:3:9: error" in said.err
    assert only(tmp_path).updates[-1].text.markdown == "More."


def test_a_file_with_a_shared_clock_in_another_zone_is_exact(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": SITE.replace("UTC", "Europe/Berlin"), FILE: INCIDENT.replace("— 14:31", "— 15:31")})
    assert upside("update", "-m", "More.", now="2026-11-20T15:07Z").status == 0
    assert "## Update — 2026-11-20 16:07 +01:00\n" in (tmp_path / FILE).read_text()
    assert only(tmp_path).updates[-1].at == datetime(2026, 11, 20, 15, 7, tzinfo=UTC)


def test_a_postmortem_begins_with_the_facts_and_is_valid(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: RESOLVED})
    said = upside("postmortem", "--by", "Operations")
    assert (said.status, said.err) == (0, "")
    explained = only(tmp_path).postmortem
    assert explained is not None
    assert explained.by == "Operations"
    assert "From 2026-11-20 14:02 UTC until 2026-11-20 14:50 UTC, for 48 minutes." in explained.text.markdown
    assert "It touched API, Dashboard." in explained.text.markdown
    assert "Identified. A deploy broke the connection pool." in explained.text.markdown
    assert "<!--" not in explained.text.markdown


def test_a_postmortem_of_an_open_incident_would_end_it_and_is_refused(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("postmortem", "api")
    assert said.status == 2
    assert "upside resolve 2026-11-20-api" in said.err
    assert (tmp_path / FILE).read_text() == INCIDENT


def test_a_second_postmortem_is_refused_with_the_place_of_the_first(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: RESOLVED})
    upside("postmortem", "api")
    said = upside("postmortem", "api")
    assert said.status == 2
    assert f"{FILE}:19: there is a postmortem already" in said.err


def test_the_editor_gives_the_words(upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[1])\np.write_text('From the editor.\\n' + p.read_text())\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    assert upside("update", "--edit", "-m", "And from the option.").status == 0
    assert only(tmp_path).updates[-1].text.markdown == "From the editor.\nAnd from the option."


def test_an_editor_that_is_left_without_a_word_says_nothing(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    monkeypatch.setenv("EDITOR", "true")
    assert upside("resolve", "--edit").status == 2
    assert (tmp_path / FILE).read_text() == INCIDENT


def test_an_editor_that_is_not_there_is_a_sentence(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    monkeypatch.setenv("EDITOR", "no-such-editor")
    said = upside("update", "--edit")
    assert said.status == 2
    assert "no-such-editor" in said.err
    assert "Traceback" not in said.err


def test_a_maintenance_is_moved(upside: Upside, tmp_path: Path) -> None:
    file = "incidents/2026-11-20-upgrade.md"
    lay(tmp_path, {file: MAINTENANCE.replace("2026-11-20 1", "2026-11-21 1")})
    said = upside("update", "upgrade", "--scheduled-for", "2026-11-22 09:00", "--scheduled-until", "90 minutes")
    assert (said.status, said.err) == (0, "")
    (maintenance,) = source(tmp_path).maintenances
    moved = maintenance.updates[-1]
    assert moved.status == Status.SCHEDULED
    assert moved.scheduled_for == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert moved.scheduled_until == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert maintenance.scheduled_for == datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


def test_a_start_moved_alone_takes_the_end_with_it_and_the_file_says_both(upside: Upside, tmp_path: Path) -> None:
    file = "incidents/2026-11-20-upgrade.md"
    lay(tmp_path, {file: MAINTENANCE.replace("2026-11-20 1", "2026-11-21 1")})
    upside("update", "upgrade", "--scheduled-for", "2026-11-22 09:00")
    assert (
        'scheduled_for="2026-11-22 09:00 UTC" scheduled_until="2026-11-22 11:00 UTC"' in (tmp_path / file).read_text()
    )


def test_an_end_is_put_later_while_it_goes_on(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-upgrade.md": MAINTENANCE})
    said = upside("update", "upgrade", "--scheduled-until", "17:30", "-m", "It takes longer.")
    assert said.status == 0
    (maintenance,) = source(tmp_path).maintenances
    moved = maintenance.updates[-1]
    assert (moved.status, moved.scheduled_for) == (Status.UPDATE, None)
    assert moved.scheduled_until == datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("options", "said_so"),
    [
        (["upgrade", "--scheduled-until", "2026-11-20 13:00"], "is not after the beginning"),
        (["api", "--scheduled-for", "18:00"], "is no maintenance"),
    ],
)
def test_a_window_that_cannot_be_is_refused(options: list[str], said_so: str, upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-upgrade.md": MAINTENANCE, FILE: INCIDENT})
    before = (tmp_path / "incidents/2026-11-20-upgrade.md").read_text()
    said = upside("update", *options)
    assert said.status == 2
    assert said_so in said.err
    assert (tmp_path / "incidents/2026-11-20-upgrade.md").read_text() == before


def test_a_new_maintenance_repeats(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    new = ["new", "--maintenance", "--title", "Restart", "--component", "api", "-m", "Every Sunday."]
    window = ["--scheduled-for", "2026-11-22 02:00", "--scheduled-until", "1 hour"]
    assert upside(*new, *window, "--repeats", "FREQ=SECONDLY").status == 2
    assert not source(tmp_path).maintenances
    assert upside(*new, *window, "--repeats", "FREQ=WEEKLY;BYDAY=SU").status == 0
    assert [each.repeats for each in source(tmp_path).maintenances] == ["FREQ=WEEKLY;BYDAY=SU"]
