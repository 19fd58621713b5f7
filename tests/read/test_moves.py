"""Windows that words move, and rules by which they repeat, as they are typed: what is understood, and what is said where it is not."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.model import Maintenance, Status
from generator.problem import Problem
from generator.read.moments import Misread
from generator.read.repeats import repeats
from tests.read.reading import read

BERLIN = ZoneInfo("Europe/Berlin")
FRONT = """\
---
title: Database upgrade
components: [api]
scheduled_for: 2026-12-01 22:00 UTC
scheduled_until: 2026-12-02 00:00 UTC
---

## Scheduled — 2026-11-20 09:00 UTC

It is planned.
"""


def told(text: str) -> tuple[Maintenance, tuple[Problem, ...]]:
    report, problems = read(text)
    assert isinstance(report, Maintenance)
    return report, problems


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("braces", "start", "until"),
    [
        (
            '{scheduled_for="2026-12-03 22:00" scheduled_until="2026-12-03 23:00"}',
            "2026-12-03 22:00",
            "2026-12-03 23:00",
        ),
        ('{scheduled_for="2026-12-03 22:00" scheduled_until=01:30}', "2026-12-03 22:00", "2026-12-04 01:30"),
        (
            '{scheduled_until="2026-12-04 01:30" scheduled_for="2026-12-03 22:00"}',
            "2026-12-03 22:00",
            "2026-12-04 01:30",
        ),
        ('{scheduled_for="2026-12-03 22:00 +01:00" scheduled_until="2 hours"}', "2026-12-03 21:00", "2026-12-03 23:00"),
        ("{Scheduled-For=2026-12-03T22:00 api=operational}", "2026-12-03 22:00", None),
        ('{scheduled_until="2026-12-02 03:00"}', None, "2026-12-02 03:00"),
    ],
)
def test_a_word_moves_the_window(braces: str, start: str | None, until: str | None) -> None:
    report, problems = told(f"{FRONT}\n## Update — 2026-11-21 09:00 UTC {braces}\n")
    assert problems == ()
    assert (report.scheduled_for, report.scheduled_until) == (utc("2026-12-01 22:00"), utc("2026-12-02 00:00"))
    moved = report.updates[-1]
    assert moved.scheduled_for == (utc(start) if start else None)
    assert moved.scheduled_until == (utc(until) if until else None)


@pytest.mark.parametrize(
    ("braces", "message", "hint"),
    [
        ('{scheduled_for="next week"}', "“next week” is not understood", "scheduled_for="),
        ('{scheduled_until="2026-13-01 10:00"}', "there is no month 13", "scheduled_until="),
        (
            '{scheduled_for="2026-12-03 22:00" scheduled_until="2026-12-03 21:00"}',
            "would end 2026-12-03 21:00 UTC, which is not after its start",
            'scheduled_for="2026-12-03 22:00 UTC"',
        ),
        (
            '{scheduled_for="2026-12-03 22:00" scheduled_untill="2026-12-03 23:00"}',
            "scheduled_untill",
            "scheduled_until=",
        ),
    ],
)
def test_a_move_that_cannot_be_is_a_problem_and_leaves_the_longer_window(braces: str, message: str, hint: str) -> None:
    report, problems = told(f"{FRONT}\n## Cancelled — 2026-11-21 09:00 UTC {braces}\n")
    assert message in problems[0].message
    assert hint in problems[0].hint
    assert report.damaged
    last = report.updates[-1]
    assert last.damaged
    assert last.status is Status.UPDATE  # and not cancelled: an error never makes anything better
    assert (last.scheduled_for or report.scheduled_for) <= report.scheduled_for
    assert (last.scheduled_until or report.scheduled_until) >= report.scheduled_until


def test_of_a_damaged_move_the_later_end_is_kept() -> None:
    broken = '## Scheduled — 25:00 {scheduled_for="2026-12-03 22:00" scheduled_until="2026-12-03 23:00"}\n'
    report, _ = told(f"{FRONT}\n{broken}")
    last = report.updates[-1]
    assert (last.scheduled_for, last.scheduled_until) == (utc("2026-12-01 22:00"), utc("2026-12-03 23:00"))


def test_an_incident_has_no_window_to_move() -> None:
    report, problems = read(
        "---\ntitle: x\nimpact: minor\ncomponents: [api]\n---\n\n"
        "## Investigating — 2026-11-20 14:00 UTC {scheduled_for=15:00}\n"
    )
    assert [each.rule for each in problems] == ["braces"]
    assert "an incident has no window" in problems[0].message
    assert report.damaged


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("FREQ=WEEKLY;BYDAY=SU;COUNT=10", "FREQ=WEEKLY;COUNT=10;BYDAY=SU"),
        ("freq=weekly; byday = su", "FREQ=WEEKLY;BYDAY=SU"),
        ("RRULE:FREQ=DAILY;", "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYDAY=-1SU,+2MO", "FREQ=MONTHLY;BYDAY=-1SU,2MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,1,-1", "FREQ=MONTHLY;BYMONTHDAY=-1,1,15"),
        ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231T225959Z"),
        ("FREQ=DAILY;UNTIL=2026-07-01", "FREQ=DAILY;UNTIL=20260701T215959Z"),
        ("FREQ=DAILY;UNTIL=20261231T020000", "FREQ=DAILY;UNTIL=20261231T010000Z"),
        ("FREQ=DAILY;UNTIL=20261231T020000Z", "FREQ=DAILY;UNTIL=20261231T020000Z"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;WKST=MO", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;WKST=MO"),
    ],
)
def test_a_rule_has_one_spelling(typed: str, rule: str) -> None:
    assert repeats(typed, BERLIN) == rule
    assert repeats(rule, BERLIN) == rule


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("FREQ=SECONDLY", "“SECONDLY” is too often", "FREQ=DAILY"),
        ("FREQ=MINUTELY;INTERVAL=1", "“MINUTELY” is too often", "FREQ=DAILY"),
        ("FREQ=HOURLY", "“HOURLY” is too often", "FREQ=DAILY"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "“BYHOUR” is not possible", "FREQ=DAILY"),
        ("weekly", "“weekly” is written as a rule", "FREQ=WEEKLY"),
        ("Every Sunday", "“Every Sunday” is written as a rule", "FREQ=WEEKLY;BYDAY=SU"),
        ("sometimes", "“sometimes” is no recurrence rule", "FREQ=WEEKLY;BYDAY=SU"),
        ("", "“” is no recurrence rule", "FREQ=WEEKLY;BYDAY=SU"),
        ("BYDAY=SU", "“FREQ” is missing", "FREQ=WEEKLY;BYDAY=SU"),
        ("FREQ=WEKLY;BYDAY=SU", "“WEKLY” is no frequency", "FREQ=WEEKLY;BYDAY=SU"),
        ("FREQ=WEEKLY;BYDA=SU", "“BYDA” is not understood, did you mean “BYDAY”?", "FREQ=WEEKLY;BYDAY=SU"),
        ("FREQ=WEEKLY;BYDAY=SO", "“SO” in BYDAY is no weekday", "FREQ=WEEKLY;BYDAY=SU"),
        ("FREQ=WEEKLY;BYDAY=2SU", "counts weekdays, which needs FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2SU"),
        ("FREQ=MONTHLY;BYDAY=6SU", "“6SU” never comes", "FREQ=MONTHLY;BYDAY=-1SU"),
        ("FREQ=DAILY;COUNT=0", "no number from 1 to 10000", "FREQ=DAILY;COUNT=2"),
        ("FREQ=DAILY;COUNT=9" + "9" * 30, "no number from 1 to 10000", "FREQ=DAILY;COUNT=2"),
        ("FREQ=DAILY;INTERVAL=-1", "no number from 1 to 999", "FREQ=DAILY;INTERVAL=2"),
        ("FREQ=DAILY;UNTIL=tomorrow", "is no day or time", "FREQ=DAILY;UNTIL=20271231"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20271231", "by COUNT or by UNTIL, not by both", "FREQ=DAILY;UNTIL=20271231"),
        ("FREQ=DAILY;COUNT=3;COUNT=4", "“COUNT” stands twice", "FREQ=DAILY;COUNT=4"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "a weekly rule has no BYMONTHDAY", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "“0” in BYMONTHDAY is not understood", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "day 30 of month 2 never comes", "FREQ=YEARLY;BYMONTHDAY=30"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9", "position 9 never comes", "FREQ=MONTHLY;BYDAY=MO"),
    ],
)
def test_a_rule_that_is_none_is_a_problem_with_the_rule_to_write(typed: str, message: str, hint: str) -> None:
    read_so = repeats(typed, BERLIN)
    assert isinstance(read_so, Misread)
    assert message in read_so.message
    assert read_so.hint == hint
    assert isinstance(repeats(hint, BERLIN), str)


def test_the_rules_and_the_move_that_operators_are_shown_are_understood() -> None:
    shown = (Path(__file__).parents[2] / "incidents/README.md").read_text(encoding="utf-8")
    rules = re.findall(r"`(FREQ=[A-Z][^`]+)`", shown)
    assert len(rules) > 6
    assert [rule for rule in rules if isinstance(repeats(rule, BERLIN), Misread)] == []
    (move,) = re.findall(r"^## Scheduled — .*scheduled_for=.*$", shown, re.MULTILINE)
    report, problems = told(f"{FRONT}\n{move}\n")
    assert problems == ()
    assert report.updates[-1].scheduled_until == utc("2026-12-04 00:00")


def repeating(line: str) -> str:
    return FRONT.replace("---\n\n", f"{line}\n---\n\n", 1)


def test_one_that_repeats_is_over_by_the_clock() -> None:
    report, problems = told(repeating("repeats: FREQ=WEEKLY;BYDAY=TU"))
    assert problems == ()
    assert (report.repeats, report.completes_automatically) == ("FREQ=WEEKLY;BYDAY=TU", True)


@pytest.mark.parametrize(
    "line", ["repeats: FREQ=HOURLY", "repeets: FREQ=WEEKLY", "repeats: FREQ=WEEKLY\nrepeats: FREQ=DAILY"]
)
def test_of_one_that_repeats_in_a_way_nobody_can_read_no_end_is_believed(line: str) -> None:
    report, problems = told(repeating(line) + "\n## Completed — 2026-12-02 00:00 UTC\n")
    assert problems[0].place.line in (6, 7)
    assert (report.repeats, report.completes_automatically, report.damaged) == ("", False, True)
    assert report.updates[-1].status is Status.UPDATE
