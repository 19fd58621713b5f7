"""What must hold of the figures, tried on random sources."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.decide import decide
from generator.model import Source
from generator.model.report import PERIODS, Figures
from tests.decide.sources import NOW, incidents, sources
from tests.examples import examples

tried = settings(max_examples=examples(20), deadline=None)
NOWS = st.integers(0, 6 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))


def no_better(worse: Figures, figures: Figures) -> None:
    """Nothing counts as kept, done or short in `worse` that does not in `figures`."""
    assert worse.impacts.total >= figures.impacts.total
    assert worse.impacts.open >= figures.impacts.open
    assert worse.words.kept <= figures.words.kept
    assert worse.postmortems.kept <= figures.postmortems.kept
    assert worse.doubtful >= figures.doubtful
    for one, other in zip(worse.uptime, figures.uptime, strict=True):
        assert one.doubtful >= other.doubtful
        assert (one.share is None) == (other.share is None)
        assert one.lost >= other.lost - timedelta(seconds=1) or one.doubtful


@tried
@given(sources(), NOWS)
def test_damage_makes_no_figure_better_and_is_counted(source: Source, now: datetime) -> None:
    damaged = replace(source, incidents=tuple(replace(each, damaged=True) for each in source.incidents))
    for worse, figures in zip(decide(damaged, now=now).report, decide(source, now=now).report, strict=True):
        no_better(worse, figures)
        assert worse.doubtful == worse.impacts.total
        assert worse.words.kept == worse.postmortems.kept == 0


@tried
@given(sources(), st.data(), NOWS)
def test_one_incident_more_takes_nothing_away(source: Source, data: st.DataObject, now: datetime) -> None:
    more = replace(data.draw(incidents(source.site)), id="more")
    board = decide(source, now=now)
    after = decide(replace(source, incidents=(*source.incidents, more)), now=now)
    for figures, before in zip(after.report, board.report, strict=True):
        assert figures.impacts.total == before.impacts.total + 1
        assert figures.words.late >= before.words.late
        for name in ("to_first_word", "silence", "to_resolve", "to_mitigate"):
            one, other = getattr(figures, name), getattr(before, name)
            assert one.known >= other.known
            assert other.worst is None or one.worst >= other.worst


@tried
@given(sources(), NOWS)
def test_every_incident_is_in_every_figure_known_or_not(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    assert tuple(each.period.name for each in board.report) == PERIODS
    for figures in board.report:
        total = figures.impacts.total
        assert total == len(board.courses), "all of them began within days"
        assert sum(sum(each.counts) for each in figures.impacts.stretches) == total
        assert figures.words.due == sum(each.metrics.words_due for each in board.courses)
        assert figures.words.kept == sum(each.metrics.words_in_time for each in board.courses)
        for name in ("to_detect", "to_first_word", "silence", "to_mitigate", "to_resolve"):
            lengths = getattr(figures, name)
            assert lengths.of == total == lengths.known + lengths.going_on + lengths.unknown
            assert sum(each.count for each in lengths.columns) == lengths.known
            assert lengths.median is None or lengths.median <= lengths.worst
            assert lengths.unknown >= 0


@tried
@given(sources(), NOWS)
def test_uptime_over_ninety_days_is_what_the_bars_say(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for standing, told in zip(board.components, board.report[0].uptime, strict=True):
        assert told.doubtful == any(day.doubtful and day.known for day in standing.days)
        if standing.uptime is None:
            assert told.share is None
        else:
            assert told.share == pytest.approx(standing.uptime, abs=1e-9)
