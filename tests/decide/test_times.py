"""When what happened in an incident, and how long people heard nothing: by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from msgspec.structs import replace

from generator.decide import decide
from generator.model import Incident, Source, Times
from generator.span import Span
from tests.decide.reports import SITE, at, incident, source, word
from tests.decide.sources import NOW, sources
from tests.examples import examples

CALM = incident(
    word("investigating", "14:10"),
    word("identified", "14:31"),
    word("monitoring", "14:52", api="operational"),
    word("resolved", "15:40"),
    postmortem="2026-11-22 10:00",
    api="partial_outage",
)


def times(report: Incident, now: str = "2026-11-30 00:00") -> Times:
    return decide(source(report), now=at(now)).courses[0].times


def minutes(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds() / 60


def test_every_moment_of_an_incident_is_its_own() -> None:
    found = times(replace(CALM, detected=at("14:04")))
    moments = (found.started, found.detected, found.first_word, found.identified, found.mitigated, found.resolved)
    assert moments == tuple(map(at, ("14:00", "14:04", "14:10", "14:31", "14:52", "15:40")))
    assert found.explained == at("2026-11-22 10:00")
    lengths = (found.to_detect, found.to_first_word, found.to_mitigate, found.to_resolve, found.to_explain)
    assert [minutes(each) for each in lengths] == [4, 10, 52, 100, 42 * 60 + 20]
    assert found.longest_silence(at("2026-11-30 00:00")) == Span(at("14:52"), at("15:40"))


def test_what_nobody_said_is_nothing_else() -> None:
    found = times(replace(incident(word("update", "14:10"), word("resolved", "14:30")), start_said=False))
    assert (found.started, found.detected, found.identified) == (None, None, None)
    assert (found.to_detect, found.to_first_word, found.to_mitigate) == (None, None, None)
    assert minutes(found.to_resolve) == 30
    assert found.mitigated == at("14:30")


def test_only_what_has_come_by_now_is_there() -> None:
    found = times(CALM, "14:40")
    assert (found.mitigated, found.resolved, found.explained) == (None, None, None)
    assert found.to_resolve is None
    assert found.silent_since == at("14:31")
    assert found.silence == Span(at("14:10"), at("14:31"))
    assert found.longest_silence(at("14:40")) == Span(at("14:10"), at("14:31"))
    assert found.longest_silence(at("15:00")) == Span(at("14:31"), at("15:00"))


def test_a_detection_in_the_future_has_not_been_and_one_before_the_start_took_no_time() -> None:
    later = replace(CALM, detected=at("2026-12-24 18:00"))
    assert times(later).detected is None
    assert times(later, "2026-12-24 18:00").detected == at("2026-12-24 18:00")
    assert times(replace(CALM, detected=at("13:50"))).to_detect == timedelta(0)


def test_a_start_that_is_still_to_come_is_none_and_keeps_no_promise() -> None:
    report = incident(word("investigating", "14:10"), started="16:00")
    before, after = times(report, "15:59"), times(report, "16:00")
    assert (before.started, before.to_first_word) == (None, None)
    assert (after.started, after.to_first_word) == (at("16:00"), timedelta(0))
    board = decide(source(report), now=at("15:59"))
    assert board.courses[0].metrics.words_in_time == 0
    assert board.courses[0].digest != decide(source(report), now=at("16:00")).courses[0].digest


def test_when_the_detection_is_still_to_come_the_clock_will_say_so() -> None:
    board = decide(source(replace(CALM, detected=at("16:30"))), now=at("16:00"))
    assert board.next_change == at("16:30")
    after = decide(source(replace(CALM, detected=at("16:30"))), now=at("16:30"))
    assert after.courses[0].digest != board.courses[0].digest


def test_a_relapse_takes_back_that_it_was_better_and_that_it_was_over() -> None:
    report = incident(
        word("monitoring", "14:20", api="operational"),
        word("resolved", "14:40"),
        word("investigating", "16:00", api="partial_outage"),
        word("monitoring", "16:30", api="operational"),
        word("resolved", "17:00"),
        api="partial_outage",
    )
    assert times(report, "14:50").mitigated == at("14:20")
    relapsed = times(report, "16:10")
    assert (relapsed.mitigated, relapsed.resolved) == (None, None)
    over = times(report)
    assert (over.mitigated, over.resolved) == (at("16:30"), at("17:00"))
    assert over.longest_silence(at("18:00")) == Span(at("16:00"), at("16:30")), "the calm before the relapse is none"


def test_monitoring_that_leaves_something_broken_is_not_better() -> None:
    report = incident(
        word("monitoring", "14:20", api="degraded_performance"),
        word("update", "14:50", api="operational"),
        word("resolved", "15:00"),
        api="partial_outage",
    )
    assert times(report).mitigated == at("14:50")


def test_a_postmortem_without_an_end_is_no_end_that_somebody_said() -> None:
    found = times(incident(word("investigating", "14:10"), postmortem="15:00"))
    assert (found.resolved, found.ended_by_word, found.to_explain) == (at("15:00"), False, None)


def test_a_damaged_word_is_no_word_at_all() -> None:
    hurt = replace(word("monitoring", "14:10", api="operational"), damaged=True)
    report = replace(incident(hurt, word("resolved", "15:00"), api="partial_outage"), damaged=True)
    found = times(report)
    assert (found.first_word, found.mitigated, found.doubtful) == (at("15:00"), at("15:00"), True)
    assert found.longest_silence(at("16:00")) == Span(at("14:00"), at("15:00"))


def test_lengths_are_real_time_when_the_clocks_change() -> None:
    """At 01:00 UTC on 25 October 2026 Berlin's clocks go back: 02:30 to 02:10 by the wall is forty minutes."""
    began = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    said = replace(word("resolved", "14:00"), at=began + timedelta(minutes=40))
    report = replace(incident(said), started=began)
    site = replace(SITE, timezone="Europe/Berlin")
    found = decide(Source(site, (report,)), now=began + timedelta(days=1)).courses[0].times
    assert minutes(found.to_first_word) == minutes(found.to_resolve) == 40


def test_a_postmortem_before_the_end_is_the_end_and_nothing_was_better_only_after_it() -> None:
    found = times(incident(word("resolved", "14:30"), postmortem="14:20"))
    assert found.mitigated == found.resolved == at("14:20")


@settings(max_examples=examples(60), deadline=None)
@given(sources())
def test_no_length_is_negative_and_no_moment_is_to_come(found: Source) -> None:
    for course in decide(found, now=NOW).courses:
        told = course.times
        moments = (told.detected, told.first_word, told.identified, told.mitigated, told.resolved, told.explained)
        assert all(each is None or each <= NOW for each in moments)
        lengths = (told.to_detect, told.to_first_word, told.to_mitigate, told.to_resolve, told.to_explain)
        assert all(each is None or each >= timedelta(0) for each in lengths)
        counted = course.metrics
        reckoned = (
            counted.to_detect,
            counted.to_first_word,
            counted.to_mitigate,
            counted.to_resolve,
            counted.to_explain,
        )
        assert reckoned == tuple(None if each is None else each.total_seconds() for each in lengths), "the same figures"
        assert (told.resolved is None) == course.open
        if told.mitigated is not None and told.resolved is not None:
            assert told.mitigated <= told.resolved
        silence = told.longest_silence(NOW)
        assert silence is None or silence.start < silence.end <= NOW
