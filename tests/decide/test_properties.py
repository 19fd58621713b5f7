"""What must hold of every board, tried on random sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.decide import check, decide
from generator.model import (
    Board,
    Change,
    ComponentStatus,
    Headline,
    Impact,
    Incident,
    Maintenance,
    Source,
    Status,
    Update,
)
from tests.decide.moments import state
from tests.decide.sources import GRID, NOW, STEPS, incidents, maintenances, sources
from tests.examples import examples

Item = TypeVar("Item")

tried = settings(max_examples=examples(30), deadline=None)
"""Few, so that the suite stays quick; raise it when a rule changes. Nothing here is timed."""

NOWS = st.integers(0, 6 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))


def assert_never_better(worse: Board, board: Board) -> None:
    """Nothing on `worse` looks better than on `board`."""
    order = tuple(Headline)
    assert order.index(worse.headline) >= order.index(board.headline)
    assert worse.doubtful >= board.doubtful
    for after, before in zip((*worse.components, *worse.standings), (*board.components, *board.standings), strict=True):
        assert after.status.severity >= before.status.severity
        assert after.doubtful >= before.doubtful
        for worse_day, day in zip(after.days, before.days, strict=True):
            assert worse_day.doubtful >= day.doubtful
            assert (worse_day.status is None) == (day.status is None)
            if worse_day.status is not None and day.status is not None:
                assert worse_day.status.severity >= day.status.severity
        for worse_day, day in list(zip(after.days, before.days, strict=True))[:-1]:
            assert worse_day.major_seconds >= day.major_seconds
            assert worse_day.major_seconds + worse_day.partial_seconds >= day.major_seconds + day.partial_seconds


@tried
@given(sources(), st.data(), NOWS)
def test_one_report_more_never_makes_anything_better(source: Source, data: st.DataObject, now: datetime) -> None:
    incident = replace(data.draw(incidents(source.site)), id="more")
    maintenance = replace(data.draw(maintenances(source.site)), id="more-work")
    board = decide(source, now=now)
    assert_never_better(decide(replace(source, incidents=(*source.incidents, incident)), now=now), board)
    assert_never_better(decide(replace(source, maintenances=(*source.maintenances, maintenance)), now=now), board)


@tried
@given(sources(), st.data(), NOWS)
def test_making_a_report_worse_never_makes_anything_better(source: Source, data: st.DataObject, now: datetime) -> None:
    worse = replace(
        source,
        incidents=tuple(_worse_incident(each, data) for each in source.incidents),
        maintenances=tuple(_worse_maintenance(each, data) for each in source.maintenances),
    )
    assert_never_better(decide(worse, now=now), decide(source, now=now))


@tried
@given(sources(), st.data(), NOWS)
def test_damage_never_makes_anything_better(source: Source, data: st.DataObject, now: datetime) -> None:
    board = decide(source, now=now)
    damaged = replace(
        source,
        site=replace(source.site, damaged=True),
        incidents=tuple(_damaged(each, data) for each in source.incidents),
        maintenances=tuple(replace(each, damaged=True, any_component=True) for each in source.maintenances),
    )
    found = decide(damaged, now=now)
    assert_never_better(found, board)
    assert found.doubtful
    assert tuple(Headline).index(found.headline) >= tuple(Headline).index(Headline.UNKNOWN)


@tried
@given(sources(), NOWS)
def test_a_report_that_may_touch_anything_and_is_open_leaves_nothing_plainly_fine(
    source: Source, now: datetime
) -> None:
    board = decide(source, now=now)
    unreadable = [course for course in board.open if course.incident.any_component]
    if unreadable:
        assert board.doubtful
        assert board.headline.indicator in ("major", "critical")
        assert all(standing.doubtful for standing in board.components)
        assert all(standing.days[-1].doubtful or standing.days[-1].status is None for standing in board.components)


@tried
@given(sources(), NOWS)
def test_the_page_is_never_green_while_an_incident_with_an_impact_is_open(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    if any(course.incident.impact is not Impact.NONE for course in board.open):
        assert board.headline.indicator not in ("none", "maintenance")


@tried
@given(sources(), st.randoms(use_true_random=False), NOWS)
def test_the_order_of_the_files_does_not_matter(source: Source, random: Random, now: datetime) -> None:
    shuffled = replace(
        source,
        incidents=_shuffled(source.incidents, random),
        maintenances=_shuffled(source.maintenances, random),
        notices=_shuffled(source.notices, random),
    )
    assert decide(shuffled, now=now) == decide(source, now=now)
    assert set(check(shuffled, now=now)) == set(check(source, now=now))


@tried
@given(sources(), NOWS, st.floats(0, 1))
def test_nothing_but_now_differs_before_the_next_change(source: Source, now: datetime, share: float) -> None:
    board = decide(source, now=now)
    assert board.next_change > now
    last = board.next_change - timedelta(microseconds=1)
    for later in (last, min(now + share * (board.next_change - now), last)):
        assert decide(source, now=later) == replace(board, now=later)


@tried
@given(sources(), NOWS)
def test_something_differs_at_the_next_change(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    assert decide(source, now=board.next_change) != replace(board, now=board.next_change)


@tried
@given(sources(), NOWS, NOWS)
def test_equal_digests_mean_equal_stories(source: Source, now: datetime, later: datetime) -> None:
    board, other = decide(source, now=now), decide(source, now=later)
    for one, two in zip(board.courses, other.courses, strict=True):
        assert (one.digest == two.digest) == (one == two)
    for work, same in zip(board.windows, other.windows, strict=True):
        assert (work.digest == same.digest) == (work == same)


@tried
@given(sources(), NOWS)
def test_each_moment_of_a_day_counts_once(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for standing in board.components:
        assert standing.uptime is None or 0 <= standing.uptime <= 1
        for day in standing.days:
            counted = day.major_seconds + day.partial_seconds + day.degraded_seconds + day.maintenance_seconds
            assert 0 <= counted <= day.known
            assert day.known <= 25 * 3600


@tried
@given(sources())
def test_days_are_what_counting_ten_minutes_at_a_time_finds(source: Source) -> None:
    source = _said(source)
    board = decide(source, now=NOW)
    zone = ZoneInfo(source.site.timezone)
    reports: tuple[Incident | Maintenance, ...] = (*source.incidents, *source.maintenances)
    for standing in board.components:
        assert standing.component is not None
        counted: dict[tuple[date, ComponentStatus], float] = {}
        for step in range(-4 * STEPS, 0):
            at = NOW + step * GRID
            worst = max(
                (state(report, standing.component.id, at) for report in reports),
                key=lambda each: each.severity,
                default=ComponentStatus.OPERATIONAL,
            )
            key = (at.astimezone(zone).date(), worst)
            counted[key] = counted.get(key, 0.0) + GRID.total_seconds()
        for day in standing.days:
            if day.status is None:
                assert standing.component.since is not None
                assert day.date < standing.component.since
                continue
            assert day.major_seconds == counted.get((day.date, ComponentStatus.MAJOR_OUTAGE), 0)
            assert day.partial_seconds == counted.get((day.date, ComponentStatus.PARTIAL_OUTAGE), 0)
            assert day.degraded_seconds == counted.get((day.date, ComponentStatus.DEGRADED_PERFORMANCE), 0)
            assert day.maintenance_seconds == counted.get((day.date, ComponentStatus.UNDER_MAINTENANCE), 0)


@tried
@given(sources(), NOWS)
def test_every_problem_names_its_file_and_its_rule(source: Source, now: datetime) -> None:
    files = {"site.yaml", *(each.file for each in source.incidents), *(each.file for each in source.maintenances)}
    files |= {each.file for each in source.notices}
    for problem in check(source, now=now):
        assert problem.place.file in files
        assert problem.message
        assert problem.hint
        assert problem.rule


def _said(source: Source) -> Source:
    """`source` without words that are to come: those count as a slip, from the last word on."""
    return replace(
        source,
        incidents=tuple(replace(each, updates=_by_now(each.updates)) for each in source.incidents),
        maintenances=tuple(replace(each, updates=_by_now(each.updates)) for each in source.maintenances),
    )


def _by_now(updates: Sequence[Update]) -> Sequence[Update]:
    return tuple(update for update in updates if update.at <= NOW)


def _shuffled(items: tuple[Item, ...], random: Random) -> tuple[Item, ...]:
    mixed = list(items)
    random.shuffle(mixed)
    return tuple(mixed)


def _raised(changes: tuple[Change, ...], data: st.DataObject) -> tuple[Change, ...]:
    return tuple(
        Change(each.component, data.draw(st.sampled_from(tuple(ComponentStatus)[each.status.severity :])))
        for each in changes
    )


def _raised_updates(updates: Sequence[Update], data: st.DataObject) -> Sequence[Update]:
    return tuple(replace(each, changes=_raised(each.changes, data)) for each in updates)


def _worse_incident(incident: Incident, data: st.DataObject) -> Incident:
    return replace(
        incident,
        impact=data.draw(st.sampled_from(tuple(Impact)[incident.impact.severity :])),
        components=_raised(incident.components, data),
        updates=_raised_updates(incident.updates, data),
    )


def _worse_maintenance(maintenance: Maintenance, data: st.DataObject) -> Maintenance:
    return replace(
        maintenance,
        components=_raised(maintenance.components, data),
        updates=_raised_updates(maintenance.updates, data),
    )


def _damaged(incident: Incident, data: st.DataObject) -> Incident:
    """What `read` makes of an incident in which some ends and the components could not be read."""
    plain_ends = [
        update.status is Status.RESOLVED
        and all(change.status is ComponentStatus.OPERATIONAL for change in update.changes)
        for update in incident.updates
    ]
    return replace(
        incident,
        damaged=True,
        any_component=True,
        impact=Impact.CRITICAL,
        updates=tuple(
            replace(update, status=Status.UPDATE, changes=(), damaged=True)
            if end and data.draw(st.booleans())
            else update
            for update, end in zip(incident.updates, plain_ends, strict=True)
        ),
    )
