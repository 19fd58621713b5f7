"""Operators are reminded of what is late, once for each lateness."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from generator.cli.site import look
from generator.memory import Memory
from generator.model.announced import Room
from generator.render.announcements.reminders import Reminders
from generator.render.edition import Edition
from generator.render.theme import Theme
from tests.texts import INCIDENT, NOW, lay

API = "incidents/2026-11-20-api.md"


def reminders(root: Path, incident: str, now: datetime) -> Reminders:
    seen = look(lay(root, {API: incident}), now)
    return Reminders(Edition(seen.board, Theme.of(root), Memory(None)))


def test_nothing_is_owed_until_the_promised_moment_has_passed(tmp_path: Path) -> None:
    assert reminders(tmp_path, INCIDENT, NOW).all == ()
    late = reminders(tmp_path, INCIDENT, NOW + timedelta(minutes=31))
    (owed,) = late.all
    assert owed.key == "tag:status.example.com,2026-01-01:reminders/2026-11-20-api/update-2026-11-20T153000Z"
    assert (owed.audience, owed.at, owed.lasting) == ("operators", NOW + timedelta(minutes=30), True)


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
    over = INCIDENT + "\n## Resolved — 15:40\n"
    assert reminders(tmp_path, over, NOW + timedelta(hours=9)).all == ()
