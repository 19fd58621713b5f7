"""`upside due`, as a person and as a script have it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"
PROMISES = f"{SITE}promises: {{updates_every: 2 hours, postmortem: 5 days}}\n"
EXPLAINED = """\

## Resolved — 15:40

## Postmortem — 2026-11-22 10:00 UTC

### What we will do

- [x] Alert on pool exhaustion (2026-11-25)
- [ ] Load-test every deploy (2026-12-15, Ann)
"""
WORKS = (
    "---\ntitle: Upgrade\ncomponents: [api]\nscheduled_for: 2026-11-20 12:00 UTC\n"
    "scheduled_until: 2026-11-20 14:00 UTC\n---\n\n## Scheduled — 2026-11-19 09:00 UTC {by=Ben}\n"
)


def test_nothing_is_owed_and_that_is_fine(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside("due")
    assert (said.status, said.out, said.err) == (0, "Nothing is owed.\n", "")


def test_what_is_due_is_fine_and_what_is_late_is_not(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("due", now="2026-11-20T15:18Z")
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "due in 12 minutes: the next word on “Elevated error rates on the API” is promised for 15:30 UTC\n"
        '    Say it, if only that you are still at it: upside update 2026-11-20-api -m "…"\n'
        "1 due.\n"
    )
    late = upside("due", now="2026-11-20T15:53Z")
    assert late.status == 1
    assert late.out.startswith(
        "late by 23 minutes: the next word on “Elevated error rates on the API” was promised for 15:30 UTC\n"
    )
    assert late.out.endswith("1 late.\n")


def test_postmortems_action_items_and_maintenance_are_owed_too(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": PROMISES, FILE: f"{INCIDENT}\n## Resolved — 15:40 {{by=Ann}}\n"})
    lay(tmp_path, {"site.yaml": PROMISES, "incidents/2026-11-20-upgrade.md": WORKS})
    said = upside("due", now="2026-11-26T15:40Z")
    assert said.status == 1
    assert said.out == (
        "late by 6 days 1 hour: “Upgrade” was planned to end 2026-11-20 14:00 UTC, and nobody has said that it is over (Ben)\n"
        "    If it is over: upside resolve 2026-11-20-upgrade    "
        'If not: upside update 2026-11-20-upgrade -m "…" --scheduled-until "1 hour"\n'
        "late by 1 day: the postmortem of “Elevated error rates on the API” was due 2026-11-25 15:40 UTC (Ann)\n"
        "    Write it: upside postmortem 2026-11-20-api --edit\n"
        "2 late.\n"
    )
    lay(tmp_path, {"site.yaml": PROMISES, FILE: INCIDENT + EXPLAINED})
    (tmp_path / "incidents/2026-11-20-upgrade.md").unlink()
    late = upside("due", now="2026-12-16T00:00Z")
    assert late.status == 1
    line = (INCIDENT + EXPLAINED).splitlines().index("- [ ] Load-test every deploy (2026-12-15, Ann)") + 1
    assert late.out.splitlines()[:2] == [
        "late by 1 minute: “Load-test every deploy”, from the postmortem of “Elevated error rates on the API”, was to be done "
        "by 2026-12-15 (Ann)",
        f"    Tick it, or name another day: {FILE}:{line}",
    ]


def test_what_could_not_be_read_is_never_nothing_owed(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: "nothing can be read of this\n"})
    said = upside("due")
    assert said.status == 1
    assert f"not known: {FILE} could not wholly be read, so it may owe more than is said here\n" in said.out
    assert "Nothing is owed" not in said.out
    assert "upside check" in said.err
    (tmp_path / FILE).unlink()
    lay(tmp_path, {"site.yaml": f"{SITE}promises: {{updates_every: often}}\n"})
    promised = upside("due")
    assert promised.status == 1
    assert "not known: the promises or components in site.yaml could not be read\n" in promised.out


def test_an_error_of_any_kind_takes_the_plain_word_away(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-news.md": "---\ntitle: News\nkind: notice\nuntill: tomorrow\n---\n\nWords.\n"})
    said = upside("due")
    assert (said.status, said.out) == (1, "Nothing is owed by what could be read.\n")


def test_scripts_are_told_in_keys_that_stay(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("due", "--format", "json", now="2026-11-20T15:53Z")
    assert said.status == 1
    told = json.loads(said.out)
    assert {key: told[key] for key in ("now", "late", "due", "unknown")} == {
        "now": "2026-11-20T15:53:00Z",
        "late": 1,
        "due": 0,
        "unknown": 0,
    }
    assert told["owed"] == [
        {
            "kind": "update",
            "report": "2026-11-20-api",
            "title": "Elevated error rates on the API",
            "file": FILE,
            "line": INCIDENT.splitlines().index("## Identified — 14:31 {next=15:30}") + 1,
            "due": "2026-11-20T15:30:00Z",
            "late": True,
            "late_by_seconds": 23 * 60,
            "said": True,
            "what": "",
            "by": "",
        }
    ]


def test_no_text_steers_the_terminal(upside: Upside, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {FILE: INCIDENT.replace("title: Elevated", 'title: "\\u202eElevated').replace("on the API\n", 'on the API"\n')},
    )
    said = upside("due", now="2026-11-20T15:53Z")
    assert "\u202e" not in said.out
    assert "next word" in said.out


def test_a_folder_without_a_site_is_told_what_to_do(upside: Upside) -> None:
    said = upside("due")
    assert said.status == 2
    assert "upside init" in said.err
