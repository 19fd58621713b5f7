"""What there is to tell is what the feeds tell, under the same names; and a message says it as a person would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from generator.cli.site import look
from generator.memory import Memory
from generator.model import Impact
from generator.model.announced import Message, Room, Telling
from generator.render import render
from generator.render.announcements.tellings import Tellings
from generator.render.edition import Edition
from generator.render.theme import Theme
from tests.texts import INCIDENT, NOW, SITE, lay

API = "incidents/2026-11-20-api.md"
TAG = "tag:status.example.com,2026-01-01:incidents/2026-11-20-api"
MAIL = Room(10**6, 200, mail=True)
CHAT = Room(2000, 250, together=True)
MAINTENANCE = """\
---
title: Database upgrade
components: [api]
scheduled_for: 2026-11-20 14:30 UTC
scheduled_until: 2026-11-20 16:00 UTC
---

## Scheduled — 2026-11-19 09:00 UTC

The API will be read-only.
"""
NOTICE = """\
---
title: A new address
kind: notice
published: 2026-11-20 09:00 UTC
---

The API answers at api.example.com only.
"""
EXPLAINED = """
## Resolved — 14:50

## Postmortem — 14:55 {by="Operations"}

### What happened

We dropped an index. That was our mistake.
"""


def tellings(root: Path, files: Mapping[str, str], now: datetime = NOW) -> Tellings:
    seen = look(lay(root, files), now)
    return Tellings(Edition(seen.board, Theme.of(root), Memory(None)), now - timedelta(days=30))


def message(found: Tellings, room: Room, *names: str) -> Message:
    fold = [each for each in found.all if not names or each.key.endswith(names)]
    return found.message(sorted(fold, key=lambda each: each.at, reverse=True), room)


def test_keys_are_the_ids_of_the_feed(tmp_path: Path) -> None:
    files = {API: INCIDENT + EXPLAINED, "incidents/2026-11-19-db.md": MAINTENANCE, "incidents/2026-11-20-n.md": NOTICE}
    found = tellings(tmp_path, files)
    board = look(tmp_path, NOW).board
    feed = next(each for each in render(board, Theme.of(tmp_path), Memory(None)) if each.path == "feed.json")
    assert {each.key for each in found.all} == {item["id"] for item in json.loads(feed.make())["items"]}


def test_each_says_what_an_outlet_chooses_by(tmp_path: Path) -> None:
    found = tellings(tmp_path, {API: INCIDENT.replace("[api, dashboard]", "[api]")})
    newest = found.all[0]
    assert newest == Telling(
        f"{TAG}/identified-2026-11-20T143100Z",
        "2026-11-20-api",
        "incidents",
        NOW - timedelta(minutes=29),
        Impact.MAJOR,
        ("api",),
        open=True,
    )


def test_a_component_that_a_later_word_adds_counts_from_that_word_on(tmp_path: Path) -> None:
    found = tellings(tmp_path, {API: INCIDENT.replace("{next=15:30}", "{website=partial_outage}")})
    assert [each.components for each in found.all] == [("api", "dashboard", "website"), ("api", "dashboard")]


def test_the_plan_of_a_maintenance_to_come_lasts_and_what_the_clock_did_is_told(tmp_path: Path) -> None:
    ahead = tellings(tmp_path, {"incidents/2026-11-19-db.md": MAINTENANCE}, NOW - timedelta(hours=1))
    assert [(each.topic, each.lasting) for each in ahead.all] == [("maintenance", True)]
    begun = tellings(tmp_path, {}, NOW)
    assert [each.at for each in begun.all] == [NOW - timedelta(minutes=30), NOW - timedelta(hours=30)]
    assert not any(each.lasting for each in begun.all)


def test_moving_a_window_is_one_new_thing_to_tell(tmp_path: Path) -> None:
    before = NOW - timedelta(hours=1)
    first = tellings(tmp_path, {"incidents/2026-11-19-db.md": MAINTENANCE}, before)
    moved = MAINTENANCE.replace("2026-11-20 16:00", "2026-11-20 17:00")
    second = tellings(tmp_path, {"incidents/2026-11-19-db.md": moved}, before)
    assert len({each.key for each in (*first.all, *second.all)}) == 2
    assert "17:00 UTC" in message(second, CHAT).body


def test_mended_words_are_nothing_new_to_tell(tmp_path: Path) -> None:
    first = {each.key for each in tellings(tmp_path, {API: INCIDENT}).all}
    mended = INCIDENT.replace("Elevated error rates", "Errors").replace("A deploy broke", "A release broke")
    assert {each.key for each in tellings(tmp_path, {API: mended}).all} == first


def test_a_chat_is_told_what_is_so_what_came_before_and_where_to_read_on(tmp_path: Path) -> None:
    told = message(tellings(tmp_path, {API: INCIDENT}), CHAT)
    assert told.title == "Example Cloud – Identified: Elevated error rates on the API"
    assert told.body == (
        "A deploy broke the connection pool. We are rolling it back.\n\n"
        "Major impact · 6,323 customers in eu-west\n\n"
        "Next update by November 20, 2026, 15:30 UTC.\n\n"
        "Before that: Investigating – November 20, 2026, 14:10 UTC\n\n"
        "Requests to the API fail for some of you. We will be back by 14:40.\n\n"
        "https://status.example.com/incidents/2026-11-20-api/"
    )


def test_a_mail_keeps_its_subject_so_that_threads_hold(tmp_path: Path) -> None:
    found = tellings(tmp_path, {API: INCIDENT + EXPLAINED})
    first = message(found, MAIL, "investigating-2026-11-20T141000Z")
    last = message(found, MAIL, "resolved-2026-11-20T145000Z")
    assert (first.title, last.title) == (
        "[Example Cloud] Elevated error rates on the API",
        "Re: [Example Cloud] Elevated error rates on the API",
    )
    assert (first.parent, first.key, first.thread) == ("", f"{TAG}/investigating-2026-11-20T141000Z", TAG)
    assert (last.parent, last.key, last.thread) == (first.key, f"{TAG}/resolved-2026-11-20T145000Z", TAG)
    assert last.body.startswith("Resolved – November 20, 2026, 14:50 UTC\n\n")


def test_a_postmortem_is_told_with_the_way_to_it(tmp_path: Path) -> None:
    found = tellings(tmp_path, {API: INCIDENT + EXPLAINED})
    told = message(found, CHAT, "postmortem-2026-11-20T145500Z")
    assert told.title == "Example Cloud – Postmortem: Elevated error rates on the API"
    assert told.body == (
        "What happened\n\nWe dropped an index. That was our mistake.\n\nSigned: Operations\n\n"
        "https://status.example.com/incidents/2026-11-20-api/#postmortem"
    )
    assert next(each.topic for each in found.all) == "postmortems"


def test_a_report_that_could_not_be_read_is_told_to_be_so(tmp_path: Path) -> None:
    found = tellings(tmp_path, {API: INCIDENT.replace("impact: major", "impact: [")})
    told = message(found, CHAT)
    assert "could not be read" in told.title + told.body
    assert all(each.any_component for each in found.all)


def test_messages_speak_the_language_of_the_site(tmp_path: Path) -> None:
    found = tellings(tmp_path, {API: INCIDENT, "site.yaml": SITE + "language: de\n"})
    told = message(found, CHAT)
    assert told.title == "Example Cloud – Ursache gefunden: Elevated error rates on the API"
    assert "\n\nDavor: Wird untersucht – 20. November 2026, 14:10 UTC\n\n" in told.body


def test_what_people_wrote_calls_nobody_in_a_chat(tmp_path: Path) -> None:
    evil = INCIDENT.replace("title: Elevated error rates", "title: '@everyone <!here> [x](https://e.example)'").replace(
        "A deploy broke", "<!channel> `@here` [good](https://evil.example) broke"
    )
    told = message(tellings(tmp_path, {API: evil}), CHAT)
    whole = told.title + told.body
    for sign in ("@everyone", "<!", "@here", "](", "[good](https"):
        assert sign not in whole
    assert "good (https://evil.example)" in whole
