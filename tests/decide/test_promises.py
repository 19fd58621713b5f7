"""What an incident promised, and what became of each promise: by hand, and as a property of anything that is damaged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.decide import decide
from generator.model import Course, Impact, Incident, Promise, PromiseKind, Promises, PromiseState, Source, Update
from tests.decide.reports import SITE, at, incident, source, word
from tests.decide.sources import NOW, sources
from tests.examples import examples

TERMS = Promises(timedelta(minutes=15), timedelta(hours=1), timedelta(days=5))
FIRST, WORD, POSTMORTEM = PromiseKind
DUE, KEPT, LATE, UNKNOWN = PromiseState


def told(report: Incident, now: str = "20:00", terms: Promises = TERMS, zone: str = "UTC") -> Course:
    return decide(source(report, site=replace(SITE, promises=terms), zone=zone), now=at(now)).courses[0]


def became(report: Incident, now: str = "20:00", terms: Promises = TERMS) -> list[tuple[PromiseKind, str, str, str]]:
    """Of each promise its kind, when it was due, when it was met, what became of it."""
    return [
        (each.kind, f"{each.due:%H:%M}", f"{each.met:%H:%M}" if each.met else "", str(each.state))
        for each in told(report, now, terms).promises
    ]


def test_each_word_keeps_or_breaks_the_promise_of_the_one_before_it() -> None:
    report = incident(
        word("investigating", "14:15"),  # within 15 minutes of 14:00, to the second
        word("identified", "14:40", promised="15:00"),
        word("update", "15:01"),
        word("monitoring", "16:01"),
        word("resolved", "17:02"),
        impact="none",
    )
    terms = replace(TERMS, postmortem=None)
    assert became(report, terms=terms) == [
        (FIRST, "14:15", "14:15", KEPT),
        (WORD, "15:15", "14:40", KEPT),
        (WORD, "15:00", "15:01", LATE),
        (WORD, "16:01", "16:01", KEPT),
        (WORD, "17:01", "17:02", LATE),
    ]
    found = told(report, terms=terms)
    assert (found.metrics.words_due, found.metrics.words_in_time) == (5, 3)
    assert [each.late_by(at("20:00")) for each in found.promises if each.state is LATE] == [timedelta(minutes=1)] * 2


def test_what_has_not_come_by_the_promised_moment_is_late_from_that_moment_on() -> None:
    report = incident(word("investigating", "14:10", promised="14:40"))
    assert became(report, "14:39")[-1] == (WORD, "14:40", "", DUE)
    assert became(report, "14:40")[-1] == (WORD, "14:40", "", LATE)
    owed = told(report, "15:03").promises[-1]
    assert (owed.owed, owed.said, owed.late_by(at("15:03"))) == (True, True, timedelta(minutes=23))
    assert owed.late_by(at("14:40")) == timedelta(0)


def test_the_first_word_is_due_by_the_general_promise_where_there_is_none_of_its_own() -> None:
    assert became(incident(), "14:01", Promises(updates_every=timedelta(hours=2))) == [(FIRST, "16:00", "", DUE)]
    assert became(incident(), "14:01", Promises(updates_every=None)) == []


def test_where_nobody_said_when_it_began_the_first_word_never_counts_as_kept() -> None:
    report = replace(incident(word("investigating", "14:00"), word("update", "14:30")), start_said=False)
    assert became(report, "14:31")[:2] == [(FIRST, "14:15", "14:00", UNKNOWN), (WORD, "15:00", "14:30", KEPT)]
    assert told(report, "14:31").metrics.words_in_time == 1


def test_between_an_end_and_a_relapse_nothing_is_due_and_the_postmortem_is_owed_from_the_last_end() -> None:
    report = incident(
        word("investigating", "14:10"),
        word("resolved", "14:30"),
        word("investigating", "18:00"),
        word("resolved", "18:20"),
    )
    assert became(report, "17:00")[-1] == (POSTMORTEM, "14:30", "", DUE)
    assert became(report, "18:10")[-1] == (WORD, "19:00", "", DUE)
    assert became(report, "20:00") == [
        (FIRST, "14:15", "14:10", KEPT),
        (WORD, "15:10", "14:30", KEPT),
        (WORD, "19:00", "18:20", KEPT),
        (POSTMORTEM, "18:20", "", DUE),
    ]
    assert told(report).promises[-1].due == at("2026-11-25 18:20")


def test_a_postmortem_is_kept_to_the_second_and_late_after_it() -> None:
    ended = (word("investigating", "14:10"), word("resolved", "15:00"))
    for published, state in (("2026-11-25 15:00", KEPT), ("2026-11-25 15:01", LATE)):
        found = told(incident(*ended, postmortem=published), "2026-12-01 00:00").promises[-1]
        assert (found.kind, found.state, found.met) == (POSTMORTEM, state, at(published))
    assert told(incident(*ended), "2026-11-25 14:59").promises[-1].state is DUE
    assert told(incident(*ended), "2026-11-25 15:00").promises[-1].state is LATE


def test_a_postmortem_that_is_to_come_is_owed_until_it_comes() -> None:
    report = incident(word("resolved", "15:00"), postmortem="2026-11-22 10:00")
    owed = told(report, "2026-11-22 09:59").promises[-1]
    assert (owed.kind, owed.met, owed.state) == (POSTMORTEM, None, DUE)
    assert told(report, "2026-11-22 10:00").promises[-1].state is KEPT


def test_a_postmortem_that_is_itself_the_end_is_never_kept_nor_is_the_word_it_stands_for_lost() -> None:
    found = told(incident(word("investigating", "14:10"), postmortem="14:50"))
    assert not found.times.ended_by_word
    assert became(found.incident) == [
        (FIRST, "14:15", "14:10", KEPT),
        (WORD, "15:10", "14:50", KEPT),
        (POSTMORTEM, "14:50", "14:50", UNKNOWN),
    ]


def test_a_word_from_the_future_keeps_nothing_until_it_comes() -> None:
    report = incident(word("investigating", "14:10"), word("update", "15:05"))
    assert became(report, "15:04")[-1] == (WORD, "15:10", "", DUE)
    late = incident(word("investigating", "14:10"), word("update", "2027-11-20 15:05"))
    assert became(late, "15:10")[-1] == (WORD, "15:10", "", LATE)


def test_a_promise_for_a_moment_before_its_own_word_is_late_at_once() -> None:
    assert became(incident(word("investigating", "14:10", promised="14:00")), "14:10")[-1] == (WORD, "14:00", "", LATE)


def test_whoever_signed_the_word_before_owes_the_next_and_whoever_signed_last_the_postmortem() -> None:
    ann = replace(word("investigating", "14:10"), by="Ann")
    assert told(incident(ann), "14:20").promises[-1].by == "Ann"
    assert told(incident(ann, word("update", "14:20")), "14:30").promises[-1].by == ""
    assert told(incident(ann, word("resolved", "14:20")), "14:30").promises[-1].by == "Ann"


# ---------------------------------------------------------------- by impact, and since when


def test_what_is_promised_by_impact_takes_the_place_of_what_is_promised_to_all() -> None:
    critical = Promises(timedelta(minutes=5), timedelta(minutes=30), timedelta(days=2))
    terms = replace(TERMS, by_impact=((Impact.CRITICAL, critical),))
    assert became(incident(impact="critical"), "14:05", terms) == [(FIRST, "14:05", "", LATE)]
    assert became(incident(impact="major"), "14:05", terms) == [(FIRST, "14:15", "", DUE)]


def test_what_began_before_the_promise_was_made_owes_only_what_its_words_say() -> None:
    """In the site's zone: 23:30 UTC is the next day already in Berlin."""
    terms = replace(TERMS, since=date(2026, 11, 21))
    old = incident(word("investigating", "14:10", promised="14:40"), word("resolved", "15:00"))
    assert became(old, "2026-12-20 00:00", terms) == [(WORD, "14:40", "15:00", LATE)]
    assert told(incident(started="23:30"), "23:59", terms).promises == ()
    assert [each.kind for each in told(incident(started="23:30"), "23:59", terms, "Europe/Berlin").promises] == [FIRST]


# ---------------------------------------------------------------- what could not be read


def damaged(status: str, moment: str) -> Update:
    return replace(word(status, moment), damaged=True)


def test_a_damaged_word_keeps_no_promise_and_makes_no_later_one() -> None:
    report = replace(
        incident(word("investigating", "14:10", promised="14:40"), damaged("update", "14:20"), impact="none"),
        damaged=True,
    )
    assert became(report, "14:41", Promises())[-1] == (WORD, "14:40", "", LATE)
    answered = replace(report, updates=(*report.updates, word("update", "14:39")))
    assert became(answered, "14:41", Promises())[1] == (WORD, "14:40", "14:39", UNKNOWN)


def test_a_damaged_word_that_reopens_owes_the_next_one() -> None:
    report = replace(incident(word("resolved", "14:10"), damaged("investigating", "15:00")), damaged=True)
    assert became(report, "15:01")[-1] == (WORD, "16:00", "", DUE)


def test_of_a_damaged_report_and_of_damaged_promises_nothing_is_kept() -> None:
    report = incident(word("investigating", "14:10"), word("resolved", "15:00"), postmortem="16:00")
    by_impact = replace(TERMS, by_impact=((Impact.MAJOR, TERMS),), damaged=True)
    for found in (
        told(replace(report, damaged=True)),
        told(report, terms=replace(TERMS, damaged=True)),
        told(report, terms=by_impact),
    ):
        assert found.promises
        assert {each.state for each in found.promises} == {UNKNOWN}
        assert found.metrics.words_in_time == 0


def test_where_the_impact_may_be_any_the_shortest_promise_holds() -> None:
    lenient = Promises(timedelta(hours=9), timedelta(hours=9), None)
    strict = Promises(timedelta(minutes=5), timedelta(hours=3), timedelta(days=1))
    terms = replace(TERMS, by_impact=((Impact.MINOR, strict), (Impact.CRITICAL, lenient)))
    report = incident(impact="critical")
    assert became(report, "14:05", terms) == [(FIRST, "23:00", "", DUE)]
    assert became(replace(report, damaged=True), "14:05", terms) == [(FIRST, "14:05", "", LATE)]


def test_promises_are_kept_in_real_time_when_the_clocks_go_back() -> None:
    """On 25 October 2026 the hour from 02:00 comes twice in Berlin: an hour from 00:30 UTC is 01:30 UTC."""
    began = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    report = replace(incident(), started=began)
    site = replace(SITE, promises=replace(TERMS, first_update=timedelta(hours=1)), timezone="Europe/Berlin")
    board = decide(Source(site, (report,)), now=began + timedelta(minutes=59))
    assert board.courses[0].promises[0].due == began + timedelta(hours=1)
    assert board.courses[0].promises[0].state is DUE


@pytest.mark.parametrize("now", ["14:20", "14:40", "2026-11-26 15:00"])
def test_between_changes_the_board_says_the_same_and_every_moment_of_a_promise_is_one(now: str) -> None:
    report = incident(word("investigating", "14:10", promised="14:40"))
    closed = incident(word("resolved", "15:00"), stem="closed")
    site = replace(SITE, promises=TERMS)
    board = decide(source(report, closed, site=site), now=at(now))
    owed = [each.due for course in board.courses for each in course.promises if each.owed]
    coming = [due for due in owed if due > board.now]
    assert all(board.next_change <= due for due in coming)
    passed = [due for due in owed if due <= board.now]
    assert board.changed is not None
    assert all(due <= board.changed for due in passed)


# ---------------------------------------------------------------- properties


def _worst(promises: tuple[Promise, ...]) -> dict[datetime, PromiseState]:
    return {each.due: each.state for each in promises}


@settings(max_examples=examples(60), deadline=None)
@given(sources(), st.data())
def test_no_damage_makes_a_late_promise_anything_but_late(found: Source, data: st.DataObject) -> None:
    """Neither kept nor due: what was late by a word that is whole is late still, and nothing of it counts as kept."""
    for before in found.incidents:
        hurt = replace(
            before,
            damaged=True,
            updates=tuple(
                replace(each, damaged=True, next=None) if data.draw(st.booleans()) else each for each in before.updates
            ),
        )
        was, now = (decide(replace(found, incidents=(each,)), now=NOW).courses[0] for each in (before, hurt))
        assert all(each.state is not KEPT for each in now.promises)
        assert now.metrics.words_in_time == 0
        owed = [each for each in was.promises if each.owed and each.kind is not POSTMORTEM]
        if owed and was.open and now.open and now.steps and not now.steps[0].update.damaged:
            still = next(each for each in now.promises if each.owed)
            assert (still.due, still.state) == (owed[0].due, owed[0].state)
        longest = was.times.longest_silence(NOW)
        after = now.times.longest_silence(NOW)
        if longest is not None and was.open <= now.open:
            assert after is not None
            assert after.seconds >= longest.seconds
