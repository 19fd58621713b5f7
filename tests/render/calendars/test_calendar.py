"""The calendars as files: valid from the first build on, the same events for ever, the same bytes whenever they are made."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from generator.memory import Memory
from generator.render.calendars.outputs import calendars
from generator.render.calendars.zone import zone_component
from generator.render.edition import Edition
from tests.examples import examples
from tests.render.boards import THEME, board, maintenance, update
from tests.render.calendars.reading import (
    BERLIN,
    CANCELLED,
    MOVED,
    UPGRADE,
    calendar,
    events,
    made,
    repeating,
    utc,
)

NOW = "2026-11-22 12:00"
PATHS = ("maintenance.ics", "components/api/maintenance.ics", "components/website/maintenance.ics")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC"])
@pytest.mark.parametrize("path", PATHS)
def test_there_is_a_valid_calendar_before_anything_is_planned(path: str, zone: str, tmp_path: Path) -> None:
    made(tmp_path, NOW, BERLIN.replace("Europe/Berlin", zone))
    found = calendar(tmp_path, path)
    assert (str(found["version"]), found.get("method")) == ("2.0", None)
    assert found["prodid"]
    assert [each.name for each in found.subcomponents] == ["VTIMEZONE"]  # a calendar may not be empty
    assert found.errors == []


def test_an_event_says_what_when_and_where_to_read_on(tmp_path: Path) -> None:
    made(tmp_path, NOW, upgrade=UPGRADE)
    (event,) = events(tmp_path)
    assert str(event["summary"]) == 'Database upgrade; "read-only", they say'
    assert event.decoded("dtstart") == utc("2026-12-01 21:00")
    assert event.decoded("dtend") == utc("2026-12-01 23:00")
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["url"]) == "https://status.example.com/incidents/2026-11-20-upgrade/"
    assert str(event["description"]).startswith("The API will be read-only, for up to two hours")
    assert str(event["description"]).endswith("Affected components: API")
    assert "location" not in event


def test_each_component_has_a_calendar_of_what_touches_it(tmp_path: Path) -> None:
    made(tmp_path, NOW, upgrade=UPGRADE, restart=repeating())
    assert {path: {str(each["summary"])[:8] for each in events(tmp_path, path)} for path in PATHS} == {
        "maintenance.ics": {"Database", "Restart"},
        "components/api/maintenance.ics": {"Database"},
        "components/website/maintenance.ics": {"Restart"},
    }


def test_what_could_not_be_read_is_in_every_calendar(tmp_path: Path) -> None:
    made(tmp_path, NOW, upgrade=UPGRADE.replace("[api]", "[nobody-knows]"))
    for path in PATHS:
        assert [str(each["summary"])[:8] for each in events(tmp_path, path)] == ["Database"]


def test_a_window_is_one_event_for_ever_that_moves_and_is_called_off(tmp_path: Path) -> None:
    told = []
    for text in (UPGRADE, MOVED, CANCELLED):
        made(tmp_path, NOW, upgrade=text)
        (event,) = events(tmp_path)
        told.append(
            (str(event["uid"]), event.decoded("sequence"), str(event["status"]), f"{event.decoded('dtstart'):%d %H:%M}")
        )
    (name, *_), *_ = told
    assert name.endswith("@status.example.com")
    assert told == [
        (name, 1, "CONFIRMED", "01 21:00"),
        (name, 2, "CONFIRMED", "03 19:00"),
        (name, 3, "CANCELLED", "03 19:00"),
    ]


def test_an_operator_who_edits_the_plan_itself_moves_the_same_event(tmp_path: Path) -> None:
    made(tmp_path, NOW, upgrade=UPGRADE)
    (before,) = events(tmp_path)
    made(tmp_path, NOW, upgrade=UPGRADE.replace("12-01 22:00", "12-01 20:00"))
    (after,) = events(tmp_path)
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") == utc("2026-12-01 19:00")
    assert after.decoded("dtstamp") == before.decoded("dtstamp") == utc("2026-11-20 08:00")


def test_neither_a_new_title_nor_a_new_address_makes_another_event(tmp_path: Path) -> None:
    made(tmp_path, NOW, upgrade=UPGRADE)
    (before,) = events(tmp_path)
    made(tmp_path, NOW, BERLIN.replace("https://status.", "https://new."), upgrade=UPGRADE.replace("Database", "Disk"))
    (after,) = events(tmp_path)
    assert before["uid"] == after["uid"]


def test_stamps_come_from_words_and_never_from_the_clock(tmp_path: Path) -> None:
    made(tmp_path, NOW, upgrade=MOVED, silent=UPGRADE.partition("## ")[0])
    first = (tmp_path / "public/maintenance.ics").read_bytes()
    stamps = {str(each["uid"]): each.decoded("dtstamp") for each in events(tmp_path)}
    assert sorted(stamps.values()) == [utc("2026-01-01 00:00"), utc("2026-11-21 08:00")]
    made(tmp_path, "2026-11-29 12:00", upgrade=MOVED, silent=UPGRADE.partition("## ")[0])
    assert (tmp_path / "public/maintenance.ics").read_bytes() == first


def test_lines_are_folded_and_end_as_they_must(tmp_path: Path) -> None:
    made(
        tmp_path,
        NOW,
        upgrade=UPGRADE.replace("read-only, for", "read-only für äöüß, " * 20 + "for"),
        restart=repeating(),
    )
    content = (tmp_path / "public/maintenance.ics").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75  # octets (RFC 5545, 3.1)
    assert any("read-only für äöüß, read-only für äöüß" in str(each["description"]) for each in events(tmp_path))


def test_what_is_long_over_leaves_and_what_is_to_come_stays(tmp_path: Path) -> None:
    made(tmp_path, "2027-02-28 12:00", upgrade=UPGRADE + "\n## Completed — 2026-12-02 00:00\n")
    assert len(events(tmp_path)) == 1
    made(tmp_path, "2027-03-04 12:00", upgrade=UPGRADE + "\n## Completed — 2026-12-02 00:00\n")
    assert events(tmp_path) == []
    made(tmp_path, "2025-03-04 12:00", upgrade=UPGRADE)
    assert len(events(tmp_path)) == 1


def test_a_window_that_nobody_ended_stays(tmp_path: Path) -> None:
    made(tmp_path, "2027-06-04 12:00", upgrade=UPGRADE)
    assert len(events(tmp_path)) == 1


def test_a_calendar_has_an_end(tmp_path: Path) -> None:
    many = {f"work-{number}": UPGRADE.replace("12-01 22", f"12-01 {number % 22:02d}") for number in range(230)}
    made(
        tmp_path,
        NOW,
        upgrade=UPGRADE.replace("title:", "title: Soon"),
        **{f"x{k}": v.replace("2026-12-0", "2027-12-0") for k, v in many.items()},
    )
    found = events(tmp_path)
    assert len(found) == 200
    assert any("Soon" in str(each["summary"]) for each in found)  # what is near is not left out for what is far


# ---------------------------------------------------------------- what repeats


def test_what_repeats_is_one_event_with_its_rule_in_its_zone(tmp_path: Path) -> None:
    made(tmp_path, NOW, restart=repeating())
    (event,) = events(tmp_path)
    content = (tmp_path / "public/maintenance.ics").read_text(encoding="utf-8")
    assert "DTSTART;TZID=Europe/Berlin:20261011T040000" in content
    assert "DURATION:PT1H30M" in content  # exact, where an end by the clock is longer or shorter when the clocks change
    assert "RRULE:FREQ=WEEKLY;BYDAY=SU" in content
    assert "TZID:Europe/Berlin" in content
    assert str(event["status"]) == "CONFIRMED"


def test_in_utc_no_zone_is_needed(tmp_path: Path) -> None:
    made(tmp_path, NOW, BERLIN.replace("Europe/Berlin", "UTC"), restart=repeating())
    content = (tmp_path / "public/maintenance.ics").read_text(encoding="utf-8")
    assert "DTSTART:20261011T040000Z" in content
    assert "VTIMEZONE" not in content


def test_a_time_that_is_called_off_or_moved_is_told_beside_the_rule(tmp_path: Path) -> None:
    words = '\n## Cancelled — 2026-11-17 09:00\n\n## Scheduled — 2026-11-23 09:00 {scheduled_for="2026-11-30 02:00" scheduled_until=03:00}\n'
    made(tmp_path, "2026-11-24 12:00", restart=repeating() + words)
    rule, called_off, moved = events(tmp_path)
    assert rule["uid"] == called_off["uid"] == moved["uid"]
    assert (str(rule["status"]), str(called_off["status"]), str(moved["status"])) == (
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
    )
    assert called_off.decoded("recurrence-id").astimezone(UTC) == utc("2026-11-22 03:00")
    assert moved.decoded("recurrence-id").astimezone(UTC) == utc("2026-11-29 03:00")
    assert moved.decoded("dtstart") == utc("2026-11-30 01:00")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", ["2026-03-29 02:00 1:00:00", "2026-10-25 03:00 2:00:00", "2027-03-28 02:00 1:00:00"]),
        ("America/New_York", ["2026-03-08 02:00 -1 day, 19:00:00", "2026-11-01 02:00 -1 day, 20:00:00"]),
        ("Australia/Lord_Howe", ["2026-04-05 02:00 11:00:00", "2026-10-04 02:00 10:30:00"]),
        ("Asia/Kolkata", []),
    ],
)
def test_a_zone_changes_its_clocks_by_the_clock_as_it_was_before(zone: str, expected: list[str]) -> None:
    found = zone_component(ZoneInfo(zone), datetime(2026, 5, 1, tzinfo=UTC))
    onsets = []
    for part in found.subcomponents:
        before = part.decoded("tzoffsetfrom")
        dates = part.get("rdate", [])
        rdates = [each.dts[0].dt for each in (dates if isinstance(dates, list) else [dates])]
        onsets += [f"{each:%Y-%m-%d %H:%M} {before}" for each in (part.decoded("dtstart"), *rdates)]
    assert set(expected) <= set(onsets)
    assert isinstance(found, Timezone)
    if not expected:
        assert len(onsets) == 1


@settings(max_examples=examples(30), deadline=None)
@given(title=st.text(min_size=1, max_size=60), words=st.text(max_size=200))
def test_no_text_breaks_a_calendar(title: str, words: str) -> None:
    assume(
        "\\N" not in title
    )  # the library that reads it back here takes an escaped backslash before an N for the end of a line
    told = board(maintenance(title=title, updates=(update("scheduled", 30, words),)))
    (file,) = (each for each in calendars(Edition(told, THEME, Memory(None))) if each.path == "maintenance.ics")
    found = Calendar.from_ical(file.make())
    (event,) = found.walk("VEVENT")
    assert event.errors == []
    assert event.decoded("dtstart") == told.windows[0].scheduled_for
    expected = "".join(
        each
        for each in title.replace("\r\n", "\n").replace("\r", "\n")
        if each == "\n" or each == "\t" or _is_printed(each)
    )
    assert str(event["summary"]) == expected or not expected.strip()


def test_a_backslash_before_an_n_is_no_line_break() -> None:
    told = board(maintenance(title="C:\\New; C:\\new, and\\", updates=(update("scheduled", 30, "a\nb"),)))
    (file,) = (each for each in calendars(Edition(told, THEME, Memory(None))) if each.path == "maintenance.ics")
    lines = file.make().decode().split("\r\n")
    assert "SUMMARY:C:\\\\New\\; C:\\\\new\\, and\\\\" in lines


def _is_printed(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs")


def test_a_minute_later_and_another_word_elsewhere_change_no_calendar(tmp_path: Path) -> None:
    def digests(now: str, **files: str) -> dict[str, str]:
        return {
            each.path: each.digest for each in calendars(Edition(made(tmp_path, now, **files), THEME, Memory(None)))
        }

    before = digests(NOW, upgrade=UPGRADE)
    assert digests("2026-11-22 12:01", upgrade=UPGRADE) == before
    later = digests(NOW, upgrade=UPGRADE, restart=repeating())
    assert [path for path in PATHS if later[path] != before[path]] == [
        "maintenance.ics",
        "components/website/maintenance.ics",
    ]
