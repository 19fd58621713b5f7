"""What is owed at a moment, and in which order it is said."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from msgspec.structs import replace

from generator.decide import decide
from generator.decide.owed import owed
from generator.model import ActionItem, Incident, Maintenance, Postmortem, Promises, Source, Text
from generator.model.owed import Owed, OwedKind
from tests.decide.reports import SITE, at, incident, maintenance, source, word
from tests.decide.sources import NOW, sources
from tests.examples import examples

TERMS = Promises(timedelta(minutes=15), timedelta(hours=2), timedelta(days=5))


def found(*reports: Incident | Maintenance, now: str, terms: Promises = TERMS, zone: str = "UTC") -> tuple[Owed, ...]:
    return owed(decide(source(*reports, site=replace(SITE, promises=terms), zone=zone), now=at(now)))


def shown(*reports: Incident | Maintenance, now: str) -> list[tuple[str, str, str, bool]]:
    return [
        (str(each.kind), each.report, f"{each.due:%d %H:%M}" if each.due else "", each.late)
        for each in found(*reports, now=now)
    ]


def test_nothing_is_owed_where_all_has_been_said() -> None:
    report = incident(word("investigating", "14:10"), word("resolved", "15:00"), postmortem="16:00")
    assert found(report, maintenance(word("completed", "23:00")), now="2026-12-24 00:00") == ()


def test_an_open_incident_owes_its_next_word_by_whoever_said_the_last() -> None:
    said = replace(word("investigating", "14:10", promised="15:00", line=12), by="Ann")
    (first,) = found(incident(), now="14:05")
    assert (first.kind, first.due, first.late, first.said, first.by) == ("first_update", at("14:15"), False, False, "")
    (owes,) = found(incident(said), now="15:23")
    assert owes == Owed(
        OwedKind.UPDATE, "outage", "Outage", "incidents/outage.md", 12, at("15:00"), late=True, said=True, by="Ann"
    )
    assert owes.late_by(at("15:23")) == timedelta(minutes=23)


def test_an_end_without_a_postmortem_owes_it_and_a_relapse_owes_a_word_instead() -> None:
    over = incident(word("investigating", "14:10"), word("resolved", "15:00"))
    assert shown(over, now="16:00") == [("postmortem", "outage", "25 15:00", False)]
    relapsed = replace(over, updates=(*over.updates, word("investigating", "18:00")))
    assert shown(relapsed, now="18:10") == [("update", "outage", "20 20:00", False)]


def test_action_items_are_owed_where_they_name_a_day_by_whom_they_name() -> None:
    items = (
        ActionItem("Alert on it", done=True, due=date(2026, 11, 21)),
        ActionItem("Test every deploy", done=False, due=date(2026, 11, 25), owner="Ben", line=44),
        ActionItem("Some day", done=False),
    )
    told = replace(
        incident(word("investigating", "14:10"), word("resolved", "15:00")),
        postmortem=Postmortem(at("16:00"), Text("Why."), actions=items),
    )
    (left,) = found(told, now="2026-11-25 22:59", zone="Europe/Berlin")
    assert (left.kind, left.what, left.by, left.line, left.late) == ("action", "Test every deploy", "Ben", 44, False)
    (late,) = found(told, now="2026-11-25 23:00", zone="Europe/Berlin")
    assert late.late, "the day is over in the site's zone"


def test_a_maintenance_past_its_end_owes_the_word_that_it_is_over() -> None:
    plan = maintenance(replace(word("in_progress", "22:05"), by="Ann"))
    assert found(plan, now="22:59") == ()
    (waits,) = found(plan, now="23:10")
    assert (waits.kind, waits.due, waits.late, waits.by) == ("completion", at("23:00"), True, "Ann")
    assert found(replace(plan, completes_automatically=True), now="23:10") == ()


def test_the_latest_comes_first_then_what_is_not_known_then_what_is_nearest() -> None:
    reports = (
        incident(word("investigating", "14:10", promised="19:30"), stem="soon"),
        incident(word("investigating", "14:10", promised="14:30"), stem="latest"),
        replace(incident(word("resolved", "15:00"), postmortem="15:10", stem="unread"), damaged=True),
        maintenance(start="17:00", end="18:00", stem="works"),
        incident(word("investigating", "14:10", promised="18:50"), stem="soonest"),
    )
    assert shown(*reports, now="18:30") == [
        ("update", "latest", "20 14:30", True),
        ("completion", "works", "20 18:00", True),
        ("unknown", "unread", "", False),
        ("update", "soonest", "20 18:50", False),
        ("update", "soon", "20 19:30", False),
    ]


def test_promises_that_cannot_be_read_are_owed_too() -> None:
    (unknown,) = found(now="15:00", terms=replace(TERMS, damaged=True))
    assert (unknown.kind, unknown.file, unknown.report) == ("unknown", "site.yaml", "")


@settings(max_examples=examples(60), deadline=None)
@given(sources())
def test_whatever_is_damaged_is_named_and_whatever_is_late_comes_before_the_rest(source: Source) -> None:
    board = decide(source, now=NOW)
    told = owed(board)
    unknown = {each.report for each in told if each.kind is OwedKind.UNKNOWN}
    assert {each.id for each in source.incidents if each.damaged} <= unknown
    assert {each.id for each in source.maintenances if each.damaged} <= unknown
    assert [each.late for each in told] == sorted((each.late for each in told), reverse=True)
    assert all(each.late == (each.due <= NOW) for each in told if each.due is not None)
    late = {each.id for each in board.open if each.next_word and each.next_word.late}
    assert late == {each.report for each in told if each.late and each.kind in ("update", "first_update")}
