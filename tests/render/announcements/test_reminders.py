"""Operators are reminded of what is late, once for each lateness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.cli.site import look
from generator.decide.announcing import due
from generator.decide.owed import owed
from generator.memory import Memory
from generator.model import Outlet
from generator.model.announced import Room
from generator.render.announcements.reminders import Reminders
from generator.render.edition import Edition
from generator.render.theme import Theme
from tests.texts import INCIDENT, NOW, SITE, lay

API = "incidents/2026-11-20-api.md"


WORKS = "incidents/2026-11-20-upgrade.md"
PROMISES = f"{SITE}promises: {{updates_every: 2 hours, postmortem: 5 days}}\n"
OVER = f"{INCIDENT}\n## Resolved — 15:40 {{by=Ann}}\n"
EXPLAINED = f"""\
{OVER}
## Postmortem — 2026-11-22 10:00 UTC

### What we will do

- [x] Alert on pool exhaustion (2026-11-25)
- [ ] Load-test every deploy (2026-12-15, Ann)
- [ ] Read the *manual* (2026-12-15)
"""
UPGRADE = """\
---
title: Upgrade
components: [website]
scheduled_for: 2026-11-20 12:00 UTC
scheduled_until: 2026-11-20 14:00 UTC
---

## Scheduled — 2026-11-19 09:00 UTC
"""


def reminders(root: Path, incident: str, now: datetime, **files: str) -> Reminders:
    board = look(lay(root, {API: incident, **files}), now).board
    return Reminders(Edition(board, Theme.of(root), Memory(None)), owed(board))


def said(late: Reminders) -> str:
    return late.message(late.all, Room(2000, 250)).body


def test_nothing_is_owed_until_the_promised_moment_has_passed(tmp_path: Path) -> None:
    assert reminders(tmp_path, INCIDENT, NOW).all == ()
    late = reminders(tmp_path, INCIDENT, NOW + timedelta(minutes=31))
    (reminder,) = late.all
    assert reminder.key == "tag:status.example.com,2026-01-01:reminders/2026-11-20-api/update-2026-11-20T153000Z"
    assert (reminder.audience, reminder.at, reminder.lasting) == ("operators", NOW + timedelta(minutes=30), True)


def test_the_same_lateness_keeps_its_name_and_a_new_one_has_another(tmp_path: Path) -> None:
    first = reminders(tmp_path, INCIDENT, NOW + timedelta(minutes=31)).all
    assert [each.key for each in reminders(tmp_path, INCIDENT, NOW + timedelta(days=3)).all] == [first[0].key]
    more = INCIDENT + "\n## Update — 15:40 {next=16:00}\n\nStill at it.\n"
    assert reminders(tmp_path, more, NOW + timedelta(minutes=50)).all == ()
    assert reminders(tmp_path, more, NOW + timedelta(hours=2)).all[0].key != first[0].key


def test_it_says_what_is_late_and_what_to_type(tmp_path: Path) -> None:
    late = reminders(tmp_path, INCIDENT, NOW + timedelta(minutes=31))
    told = late.message(late.all, Room(2000, 250))
    assert told.title == "Example Cloud – late: Elevated error rates on the API"
    assert told.body == (
        "The next update was due November 20, 2026, 15:30 UTC and is late.\n\n"
        'Say something, if only that you are still at it: upside update 2026-11-20-api -m "…"\n\n'
        "https://status.example.com/incidents/2026-11-20-api/"
    )


def test_what_is_over_owes_no_update(tmp_path: Path) -> None:
    assert reminders(tmp_path, OVER, NOW + timedelta(hours=9)).all == ()


def test_a_postmortem_that_is_late_is_one_reminder(tmp_path: Path) -> None:
    ended = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)
    before, late, much_later = (
        reminders(tmp_path, OVER, ended + timedelta(days=days), **{"site.yaml": PROMISES}) for days in (4.9, 5, 25)
    )
    assert before.all == ()
    (owes,) = late.all
    assert owes.key.endswith(":reminders/2026-11-20-api/postmortem-2026-11-25T154000Z")
    assert (owes.topic, owes.lasting, [each.key for each in much_later.all]) == ("postmortems", False, [owes.key])
    assert said(late) == (
        "The postmortem was due November 25, 2026, 15:40 UTC and is late.\n\n"
        "Write it: upside postmortem 2026-11-20-api --edit\n\n"
        "https://status.example.com/incidents/2026-11-20-api/"
    )


def test_action_items_that_are_overdue_are_reminders_of_their_own_in_one_message(tmp_path: Path) -> None:
    late = reminders(tmp_path, EXPLAINED, datetime(2026, 12, 16, 0, 0, tzinfo=UTC), **{"site.yaml": PROMISES})
    assert len({each.key for each in late.all}) == 2
    assert reminders(tmp_path, EXPLAINED, datetime(2026, 12, 15, 23, 59, tzinfo=UTC)).all == ()
    line = EXPLAINED.splitlines().index("- [ ] Load-test every deploy (2026-12-15, Ann)") + 1
    assert said(late) == (
        f"Load-test every deploy\n\nOverdue: it was to be done by December 15, 2026. By Ann\n\nTick it, or name another day: {API}:{line}\n\n"
        f"Read the *manual*\n\nOverdue: it was to be done by December 15, 2026\n\nTick it, or name another day: {API}:{line + 1}\n\n"
        "https://status.example.com/incidents/2026-11-20-api/"
    )
    moved = EXPLAINED.replace("### What we will do", "### What we will do\n\nAll of this.\n\n- [ ] More (2026-12-15)\n")
    again = reminders(tmp_path, moved, datetime(2026, 12, 16, 0, 0, tzinfo=UTC))
    assert {each.key for each in late.all} < {each.key for each in again.all}, (
        "what stands elsewhere is called the same"
    )


def test_a_maintenance_that_nobody_has_called_over_is_a_reminder(tmp_path: Path) -> None:
    late = reminders(tmp_path, OVER, NOW + timedelta(hours=1), **{WORKS: UPGRADE})
    (owes,) = late.all
    assert (owes.report, owes.topic, owes.components) == ("2026-11-20-upgrade", "maintenance", ("website",))
    assert said(late) == (
        "It was planned to end November 20, 2026, 14:00 UTC, and nobody has said yet that it is over.\n\n"
        "If it is over, say so: upside resolve 2026-11-20-upgrade\n\n"
        "https://status.example.com/incidents/2026-11-20-upgrade/"
    )


def test_each_lateness_is_told_once_to_operators_and_never_to_readers(tmp_path: Path) -> None:
    now = NOW + timedelta(minutes=40)
    late = reminders(tmp_path, INCIDENT, now, **{WORKS: UPGRADE}).all
    team, readers = Outlet("Team", "json://x", audience="operators"), Outlet("All", "json://x")
    first = due(late, team, {}, now=now)
    assert sorted(fold[0].report for fold in first.folds) == ["2026-11-20-api", "2026-11-20-upgrade"]
    ledger = {each.key: "said" for fold in first.folds for each in fold}
    hour = now + timedelta(hours=1)
    assert due(reminders(tmp_path, INCIDENT, hour).all, team, ledger, now=hour).folds == ()
    assert due(late, readers, {}, now=now).folds == ()


def test_whoever_begins_to_promise_postmortems_is_not_reminded_of_an_archive(tmp_path: Path) -> None:
    now = datetime(2027, 11, 20, tzinfo=UTC)
    late = reminders(tmp_path, OVER, now, **{"site.yaml": PROMISES}).all
    assert len(late) == 1
    assert due(late, Outlet("Team", "json://x", audience="operators"), {}, now=now).folds == ()
