"""What must hold of every answer, tried on random boards and on the example site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.decide import decide
from generator.memory import Memory
from generator.model import ComponentStatus, Source
from generator.read import read
from tests.decide.sources import GRID, NOW, moments, sources
from tests.examples import examples
from tests.render.api.answers import Answer, answers, files
from tests.render.api.schema import wrong
from tests.render.boards import ROOT

tried = settings(max_examples=examples(25), deadline=None)
"""Few, so that the suite stays quick; raise it when a rule changes. Nothing here is timed."""

NOWS = st.integers(0, 6 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds))
RULES = ("", "", "FREQ=DAILY", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY")


@st.composite
def told_sources(draw: st.DrawFn) -> Source:
    """Random sources, with maintenances that repeat and some that a word moves."""
    source: Source = draw(sources())
    planned = []
    for each in source.maintenances:
        rule = draw(st.sampled_from(RULES))
        moved = replace(each, repeats=rule, completes_automatically=each.completes_automatically or bool(rule))
        if each.updates and each.scheduled_for < each.scheduled_until and draw(st.booleans()):
            start = draw(moments())
            word = replace(each.updates[-1], scheduled_for=start, scheduled_until=start + 2 * GRID)
            moved = replace(moved, updates=(*each.updates[:-1], word))
        planned.append(moved)
    return replace(source, maintenances=tuple(planned))


def reports(told: dict[str, Answer]) -> Iterator[Answer]:
    """Every incident and every maintenance of every file."""
    for answer in told.values():
        yield from answer.get("incidents", [])
        yield from answer.get("scheduled_maintenances", [])


def times(answer: Any, key: str = "") -> Iterator[tuple[str, datetime]]:
    """Every time in an answer, with the key it stands at."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            yield from times(value, name)
    elif isinstance(answer, list):
        for value in answer:
            yield from times(value, key)
    elif isinstance(answer, str) and key.endswith(("_at", "_for", "_until", "start_date")):
        at = datetime.fromisoformat(answer)
        yield key, at


@tried
@given(told_sources(), NOWS)
def test_every_answer_keeps_the_schema_and_the_order_of_its_keys(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for path, answer in answers(board).items():
        assert wrong(path, answer) == [], path


@tried
@given(told_sources(), NOWS)
def test_nothing_is_dated_in_the_future_but_what_is_planned(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for path, answer in answers(board).items():
        for key, at in times(answer):
            if key == "start_date":
                assert at.date() <= board.recent[0].date
            elif key not in ("scheduled_for", "scheduled_until"):
                assert at <= board.now, (path, key)


@tried
@given(told_sources(), NOWS)
def test_the_newest_update_says_how_a_report_stands(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for report in reports(answers(board)):
        said = [update["status"] for update in report["incident_updates"]]
        assert said[0] == report["status"] or (report["status"] == "postmortem" and "postmortem" in said)


@tried
@given(told_sources(), NOWS)
def test_updates_stand_newest_first_and_have_ids_of_their_own(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for answer in answers(board).values():
        ids = []
        for report in reports({"": answer}):
            moments = [datetime.fromisoformat(update["created_at"]) for update in report["incident_updates"]]
            assert moments == sorted(moments, reverse=True)
            assert datetime.fromisoformat(report["created_at"]) == moments[-1]
            assert datetime.fromisoformat(report["updated_at"]) == moments[0]
            assert {update["incident_id"] for update in report["incident_updates"]} == {report["id"]}
            ids += [report["id"], *(update["id"] for update in report["incident_updates"])]
        assert len(ids) == len(set(ids))


@tried
@given(told_sources(), NOWS)
def test_what_an_update_did_goes_on_from_the_update_before(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    for report in reports(answers(board)):
        known: dict[str, str] = {}
        for update in reversed(report["incident_updates"]):
            for each in update["affected_components"] or []:
                assert each["old_status"] == known.get(each["code"], each["old_status"])
                known[each["code"]] = each["new_status"]
        touched = {component["id"] for component in report["components"]}
        assert set(known) <= touched


@tried
@given(told_sources(), NOWS)
def test_nothing_looks_better_than_the_board(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    told = answers(board)["summary.json"]
    assert told["status"]["indicator"] == board.headline.indicator
    shown = [ComponentStatus(each["status"]) for each in told["components"] if not each["group"]]
    by_place = [member for each in board.standings for member in (each.members or (each,))]
    for status, standing in zip(shown, by_place, strict=True):
        assert status.severity >= standing.status.severity
        assert not standing.doubtful or status.severity >= ComponentStatus.DEGRADED_PERFORMANCE.severity
    for group in (each for each in told["components"] if each["group"]):
        members = [each for each in told["components"] if each["group_id"] == group["id"]]
        assert group["status"] == max(
            (each["status"] for each in members), key=lambda one: ComponentStatus(one).severity
        )
        assert group["components"] == [each["id"] for each in members]


@tried
@given(told_sources(), NOWS)
def test_each_file_holds_what_its_name_says(source: Source, now: datetime) -> None:
    board = decide(source, now=now)
    told = answers(board)
    over, done = {"resolved", "postmortem"}, {"completed"}
    unresolved = told["incidents/unresolved.json"]["incidents"]
    assert [each["id"] for each in told["incidents.json"]["incidents"] if each["status"] not in over] == [
        each["id"] for each in unresolved
    ]
    upcoming = told["scheduled-maintenances/upcoming.json"]["scheduled_maintenances"]
    active = told["scheduled-maintenances/active.json"]["scheduled_maintenances"]
    assert {each["status"] for each in upcoming} <= {"scheduled"}
    assert {each["status"] for each in active} <= {"in_progress", "verifying"}
    every = told["scheduled-maintenances.json"]["scheduled_maintenances"]
    assert len([each for each in every if each["status"] not in done]) == len(upcoming) + len(active)
    assert told["summary.json"]["incidents"] == unresolved
    assert told["summary.json"]["scheduled_maintenances"] == [*active, *upcoming]
    assert told["summary.json"]["components"] == told["components.json"]["components"]
    assert told["summary.json"]["status"] == told["status.json"]["status"]


@tried
@given(told_sources(), NOWS, st.integers(0, 7200))
def test_equal_digests_are_equal_bytes_as_time_goes_by(source: Source, now: datetime, later: int) -> None:
    first, second = (files(decide(source, now=at)) for at in (now, now + timedelta(seconds=later)))
    for path in first.keys() & second.keys():
        if first[path].digest == second[path].digest:
            assert first[path].make() == second[path].make(), path


def test_the_example_site_keeps_the_schema() -> None:
    board = decide(read(ROOT, Memory(None)), now=datetime.fromisoformat("2026-11-20T15:00:00Z"))
    told = answers(board)
    assert {path: wrong(path, answer) for path, answer in told.items()} == {path: [] for path in told}
    assert len(told["incidents.json"]["incidents"]) >= 5
