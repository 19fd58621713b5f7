"""This repository's own page is a good example: without a problem, true to its own promises, and never out of date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from generator.decide import check, decide
from generator.decide.owed import owed
from generator.memory import Memory
from generator.model import Headline, Impact, Incident, Promises, PromiseState, Source, Status
from generator.read import read

ROOT = Path(__file__).parents[1]
WRITTEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = [datetime(2026, 12, 8, 12, 0, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)]


@cache
def example() -> Source:
    return read(ROOT, Memory(None))


@pytest.mark.parametrize("now", [WRITTEN, *LATER])
def test_nothing_is_wrong_with_it(now: datetime) -> None:
    assert example().problems == ()
    assert check(example(), now=now) == ()


@pytest.mark.parametrize("now", LATER)
def test_long_after_it_was_written_nothing_is_left_open(now: datetime) -> None:
    board = decide(example(), now=now)
    assert board.headline is Headline.OPERATIONAL
    assert (board.open, board.under_way, board.ahead) == ((), (), ())


def test_the_coming_maintenance_is_ahead_when_it_was_written_and_over_by_itself_afterwards() -> None:
    (ahead,) = decide(example(), now=WRITTEN).ahead
    after = next(window for window in decide(example(), now=LATER[0]).windows if window.id == ahead.id)
    assert after.status is Status.COMPLETED
    assert not after.overdue


def test_it_shows_every_kind_of_report() -> None:
    source = example()
    assert {incident.impact for incident in source.incidents} >= {Impact.MINOR, Impact.MAJOR, Impact.CRITICAL}
    assert len(source.maintenances) >= 2
    assert source.notices
    assert all(
        incident.postmortem for incident in source.incidents if incident.impact.severity >= Impact.MAJOR.severity
    )


def test_its_incidents_keep_the_promises_that_its_site_makes() -> None:
    for incident in example().incidents:
        keeps(incident, example().site.promises)


def test_nothing_that_it_promised_is_late_while_it_is_new() -> None:
    board = decide(example(), now=WRITTEN)
    assert [each for each in owed(board) if each.late] == []
    kept = [each.state for course in board.courses for each in course.promises]
    assert set(kept) == {PromiseState.KEPT}


def keeps(incident: Incident, promises: Promises) -> None:
    assert promises.first_update is not None
    assert promises.updates_every is not None
    assert promises.postmortem is not None
    assert timedelta(0) <= incident.updates[0].at - incident.started <= promises.first_update, incident.id
    for update, following in pairwise(incident.updates):
        assert following.at - update.at <= promises.updates_every, incident.id
        assert update.next is not None, incident.id
        assert following.at <= update.next, incident.id
    assert incident.updates[-1].status is Status.RESOLVED, incident.id
    if incident.postmortem:
        assert incident.postmortem.at - incident.updates[-1].at <= promises.postmortem, incident.id
        assert incident.postmortem.by, incident.id


def test_its_report_has_something_to_say_in_every_figure() -> None:
    for figures in decide(example(), now=WRITTEN).report:
        for lengths in (
            figures.to_detect,
            figures.to_first_word,
            figures.silence,
            figures.to_mitigate,
            figures.to_resolve,
            figures.to_explain,
        ):
            assert lengths.median is not None
        assert figures.words.share == 1
        assert figures.postmortems.overdue == figures.actions.overdue == figures.doubtful == 0
        assert figures.postmortems.published >= 2
        assert figures.actions.done > figures.actions.open > 0
        assert all(each.share is not None for each in figures.uptime)
