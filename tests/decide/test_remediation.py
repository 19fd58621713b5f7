from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from generator.decide.remediation import remediation
from generator.model import ActionItem, Postmortem, Text
from tests.render.boards import NOW, SITE, board, resolved

BERLIN = ZoneInfo("Europe/Berlin")
ITEM = ActionItem("Load-test every deploy", False, date(2026, 12, 15))


def told(*items: ActionItem) -> Postmortem:
    return Postmortem(NOW - timedelta(hours=40), Text("Why."), actions=items)


@pytest.mark.parametrize(
    ("now", "state"),
    [("2026-12-15T22:59:59Z", "open"), ("2026-12-15T23:00:00Z", "overdue"), ("2027-06-01T00:00:00Z", "overdue")],
)
def test_an_item_is_overdue_once_its_day_has_ended_in_the_zone_of_the_site(now: str, state: str) -> None:
    (found,) = remediation(told(ITEM), datetime.fromisoformat(now), BERLIN)
    assert (found.state, found.until) == (state, datetime(2026, 12, 15, 23, tzinfo=UTC))


def test_what_is_done_is_never_overdue_and_what_has_no_day_stays_open() -> None:
    items = replace(ITEM, done=True), replace(ITEM, due=None)
    found = remediation(told(*items), datetime(2030, 1, 1, tzinfo=UTC), BERLIN)
    assert [each.state for each in found] == ["done", "open"]


def test_the_last_day_of_the_calendar_never_ends() -> None:
    (found,) = remediation(told(replace(ITEM, due=date.max)), NOW, BERLIN)
    assert found.state == "open"


def test_nothing_is_promised_before_the_postmortem_is_published() -> None:
    incident = resolved(postmortem=replace(told(ITEM), at=NOW + timedelta(hours=1)))
    assert [course.remediation for course in board(incident).courses] == [()]
    assert board(incident).explained == ()


def test_a_day_that_passes_changes_the_incident_and_no_other() -> None:
    item = replace(ITEM, due=NOW.date())
    reports = (
        resolved(postmortem=told(item)),
        resolved("2026-11-17-other", 70, postmortem=told(replace(item, done=True))),
    )
    before, after = (board(*reports, site=SITE, now=NOW + timedelta(hours=hours)) for hours in (0, 24))
    changed = {old.id for old, new in zip(before.courses, after.courses, strict=True) if old.digest != new.digest}
    assert changed == {"2026-11-18-old"}
    assert before.next_change <= datetime(2026, 11, 21, tzinfo=UTC)


def test_the_explained_come_by_their_postmortem_newest_first() -> None:
    early = resolved("2026-11-18-early", 50, postmortem=replace(told(), at=NOW - timedelta(hours=1)))
    late = resolved("2026-11-19-late", 20, postmortem=replace(told(), at=NOW - timedelta(hours=2)))
    assert [each.id for each in board(early, late, resolved("2026-11-17-none", 70)).explained] == [early.id, late.id]
