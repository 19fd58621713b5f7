"""Cases 54 to 71: times that are none, that come twice, or in the wrong order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from generator.model import Status
from tests.bad_input.case import BAD, ERROR, Case, Outcome, changed, started, with_update
from tests.texts import SITE

BERLIN = {"site.yaml": changed("timezone: UTC", "timezone: Europe/Berlin", SITE)}

IN_BERLIN = changed("— 14:31 {next=15:30}", "— 15:31 {next=16:30}")
"""The same moments there."""

FOLD = """\
---
title: Slow answers
impact: major
components: [api]
---

## Investigating — 2026-10-25 02:50 +02:00

We are looking.

## Resolved — 2026-10-25 02:10 +01:00

It is over.
"""

WORKS = """\
---
title: A new disk
components: [api]
scheduled_for: 2026-11-20 14:30 UTC
scheduled_until: 2026-11-20 16:00 UTC
---

## Scheduled — 2026-11-19 10:00 UTC

The API will be read only.
"""


def began(at: datetime) -> Callable[[Outcome], None]:
    def check(outcome: Outcome) -> None:
        assert [each.started for each in outcome.source.incidents if each.file == BAD] == [at]

    return check


def lasted(minutes: int) -> Callable[[Outcome], None]:
    def check(outcome: Outcome) -> None:
        course = next(each for each in outcome.built.board.courses if each.incident.file == BAD)
        assert course.resolved_at
        assert course.resolved_at - course.incident.started == timedelta(minutes=minutes)

    return check


def is_under_way(outcome: Outcome) -> None:
    assert [each.status for each in outcome.built.board.under_way] == [Status.IN_PROGRESS]
    assert outcome.built.board.next_change <= datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


def is_open(outcome: Outcome) -> None:
    assert BAD in [each.incident.file for each in outcome.built.board.open]


NAIVE = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
CHANGED_CLOCK = "(02:30 ?\\+02:00.*02:30 ?\\+01:00)|(00:30.*01:30)"

CASES = (
    Case("54", "a day for a time", started("2026-11-20"), ERROR, 5, 10, hint="started: 2026-11-20 "),
    Case("55", "a time without a zone", started("2026-11-20 14:02"), check=began(NAIVE)),
    Case("56", "seconds", started("2026-11-20 14:02:00"), check=began(NAIVE)),
    Case("56b", "as RFC 3339 has it", started("2026-11-20T14:02:00Z"), check=began(NAIVE)),
    Case("56c", "an offset", started("2026-11-20 15:02 +01:00"), check=began(NAIVE)),
    Case(
        "56d",
        "a time without a zone is in the site's",
        changed("14:02 UTC", "15:02", IN_BERLIN),
        files=BERLIN,
        valid=IN_BERLIN,
        check=began(NAIVE),
    ),
    Case("57", "a time without a day", started("14:02"), ERROR, 5, 10, hint="started: "),
    Case("58", "a day as Britons or Americans write it", started("02/01/2025"), ERROR, 5, 10, hint="started: "),
    Case("59", "the 30th of February", started("2025-02-30 10:00"), ERROR, 5, 10, says="2025-02-30"),
    Case("60", "an offset that is none", started("2026-11-20T10:00+99:99"), ERROR, 5, 10, says="\\+99:99"),
    Case("61", "a time before all time", started("0001-01-01 00:00 +10:00"), ERROR, 5, 10, says="0001-01-01"),
    Case("61b", "a time after all time", started("9999-12-31 23:59 -10:00"), ERROR, 5, 10, says="9999-12-31"),
    Case("62", "a zone by its letters", started("2026-11-20 15:02 CET"), ERROR, 5, 10, says="CET"),
    Case(
        "63",
        "a time that comes twice",
        started("2026-10-25 02:30", IN_BERLIN),
        ERROR,
        5,
        10,
        CHANGED_CLOCK,
        files=BERLIN,
        valid=IN_BERLIN,
    ),
    Case(
        "64",
        "a time that never comes",
        started("2026-03-29 02:30", IN_BERLIN),
        ERROR,
        5,
        10,
        "02:30",
        files=BERLIN,
        valid=IN_BERLIN,
    ),
    Case("65", "an end that the wall clock puts before the start", FOLD, files=BERLIN, check=lasted(20), valid=FOLD),
    Case("66", "an end before the start", with_update("## Resolved — 2026-11-20 13:00 UTC"), ERROR, 17, check=is_open),
    Case(
        "67",
        "an update before the start",
        changed("2026-11-20 14:10 UTC", "2026-11-20 13:30 UTC"),
        ERROR,
        9,
        hint="started: 2026-11-20 13:30 UTC",
    ),
    Case("68", "updates out of order", changed("— 14:31", "— 2026-11-20 14:05 UTC"), ERROR, 13),
    Case("69", "a start to come", started("2026-11-20 18:00 UTC"), ERROR, (1, 5, 9), says="18:00"),
    Case("69b", "an end to come", with_update("## Resolved — 23:00"), ERROR, 17, says="23:00", check=is_open),
    Case(
        "70",
        "an end without a time",
        with_update("## Resolved"),
        ERROR,
        17,
        hint="## Resolved — 2026-11-20 ",
        check=is_open,
    ),
    Case("70b", "an end without a time that can be read", with_update("## Resolved — soon"), ERROR, 17, check=is_open),
    Case("71", "a maintenance that nobody has begun", WORKS, check=is_under_way, valid=WORKS),
)
