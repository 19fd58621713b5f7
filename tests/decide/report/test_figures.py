"""The figures of a period, computed by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.decide import decide
from generator.model import ActionItem, Component, Impact, Incident, Maintenance, Promises, Site
from generator.model.report import Figures
from tests.decide.reports import SITE, at, incident, maintenance, source, word

TERMS = Promises(timedelta(minutes=15), timedelta(hours=1), timedelta(days=5))
PROMISING = replace(SITE, promises=TERMS)
NINETY, YEAR, ALL = 0, 1, 2


def figures(
    *reports: Incident | Maintenance,
    now: str = "2026-11-30 12:00",
    site: Site = PROMISING,
    zone: str = "UTC",
    of: int = NINETY,
) -> Figures:
    return decide(source(*reports, site=site, zone=zone), now=at(now)).report[of]


def lasting(stem: str, first_word: str, end: str, *, day: str = "2026-11-20", **more: str) -> Incident:
    """An incident that began at 14:00 of `day`, with a word at its beginning and one at its end."""
    said = word("investigating", f"{day} {first_word}"), word("resolved", f"{day} {end}")
    return incident(*said, started=f"{day} 14:00", stem=stem, **more)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_of_an_odd_number_the_middle_and_the_worst() -> None:
    found = figures(lasting("a", "14:05", "15:00"), lasting("b", "14:20", "18:00"), lasting("c", "14:11", "15:30"))
    assert (found.to_first_word.median, found.to_first_word.worst) == (minutes(11), minutes(20))
    assert [each.id for each in found.to_first_word.longest] == ["b", "c", "a"]
    assert (found.to_resolve.median, found.to_resolve.worst) == (minutes(90), minutes(240))
    assert (found.silence.median, found.silence.worst) == (minutes(79), minutes(220))


def test_of_an_even_number_the_mean_of_the_two_in_the_middle() -> None:
    found = figures(lasting("a", "14:05", "15:00"), lasting("b", "14:20", "18:00"))
    assert found.to_first_word.median == minutes(12.5)
    assert found.to_resolve.median == minutes(150)


def test_nothing_is_no_data_and_neither_0_nor_all() -> None:
    for found in decide(source(site=PROMISING), now=at("15:00")).report:
        for each in (found.to_detect, found.to_first_word, found.silence, found.to_mitigate, found.to_resolve):
            assert (each.of, each.median, each.worst, each.columns) == (0, None, None, ())
        assert found.words.share is None
        assert found.impacts.total == found.postmortems.published == found.actions.total == 0


def test_an_open_incident_is_left_out_of_what_is_not_over_and_its_silence_counts_so_far() -> None:
    still = incident(word("investigating", "14:10"), stem="open", api="major_outage")
    found = figures(still, lasting("a", "14:05", "15:00"), now="20:30")
    assert (found.impacts.total, found.impacts.open) == (2, 1)
    assert (found.to_resolve.known, found.to_resolve.going_on, found.to_resolve.worst) == (1, 1, minutes(60))
    assert (found.to_mitigate.going_on, found.to_mitigate.unknown) == (1, 0)
    assert (found.silence.so_far, found.silence.worst) == (1, minutes(350)), "up to the last full hour"
    assert (found.words.late, found.words.due) == (1, 4)


def test_one_without_any_word_is_not_over_and_not_quick() -> None:
    found = figures(incident(stem="mute", api="major_outage"), now="20:30")
    assert (found.to_first_word.median, found.to_first_word.going_on) == (None, 1)
    assert found.silence.worst == timedelta(hours=6)
    assert (found.words.kept, found.words.late) == (0, 1)


def test_where_nobody_says_when_it_began_the_first_word_is_not_known_to_be_quick() -> None:
    unsaid = replace(lasting("unsaid", "14:00", "15:00"), start_said=False)
    found = figures(unsaid, lasting("said", "14:09", "15:00"))
    assert (found.to_first_word.known, found.to_first_word.of, found.to_first_word.unknown) == (1, 2, 1)
    assert found.to_first_word.median == minutes(9)
    assert (found.words.kept, found.words.unknown) == (3, 1)
    assert found.words.share == 0.75


def test_a_relapse_lasts_until_its_own_end_and_owes_no_word_while_it_was_over() -> None:
    words = [
        word("investigating", "14:10", api="major_outage"),
        word("resolved", "15:00"),
        word("investigating", "18:00"),
        word("resolved", "18:30"),
    ]
    found = figures(incident(*words))
    assert found.to_resolve.worst == timedelta(hours=4, minutes=30)
    assert found.to_mitigate.worst == timedelta(hours=4, minutes=30)
    assert found.silence.worst == minutes(50)
    assert (found.words.kept, found.words.due) == (3, 3)


def test_damage_is_counted_and_named_and_keeps_no_promise() -> None:
    found = figures(replace(lasting("torn", "14:05", "15:00"), damaged=True), lasting("whole", "14:05", "15:00"))
    assert (found.doubtful, [each.id for each in found.doubtful_in]) == (1, ["torn"])
    assert (found.words.kept, found.words.unknown, found.words.late) == (2, 2, 0)
    damaged = replace(PROMISING, promises=replace(TERMS, damaged=True))
    assert figures(lasting("whole", "14:05", "15:00"), site=damaged).words.kept == 0


def test_incidents_count_by_impact_and_maintenance_does_not() -> None:
    found = figures(
        lasting("a", "14:05", "15:00", impact="critical"),
        lasting("b", "14:05", "15:00", impact="none"),
        lasting("c", "14:05", "15:00", impact="critical", day="2026-11-08"),
        maintenance(word("in_progress", "22:00"), word("completed", "23:00")),
    )
    assert dict(found.impacts.counts) == {"critical": 2, "major": 0, "minor": 0, "none": 1}
    assert [each.id for each in found.impacts.worst] == ["a", "c", "b"]
    assert [(each.first, each.counts) for each in found.impacts.stretches if any(each.counts)] == [
        (date(2026, 11, 3), (0, 0, 0, 1)),
        (date(2026, 11, 17), (1, 0, 0, 1)),
    ]


@pytest.mark.parametrize(("zone", "counted"), [("UTC", 0), ("Europe/Berlin", 1)])
def test_a_period_begins_at_midnight_of_the_sites_zone(zone: str, counted: int) -> None:
    report = incident(word("resolved", "2026-09-02 01:00"), started="2026-09-01 22:30")
    assert figures(report, zone=zone).impacts.total == counted
    assert figures(report, zone=zone, of=YEAR).impacts.total == 1


def test_what_began_before_a_period_is_in_the_longer_ones_alone() -> None:
    old = incident(word("resolved", "2025-11-30 10:00"), started="2025-11-30 09:00", stem="old")
    assert [figures(old, of=each).impacts.total for each in (NINETY, YEAR, ALL)] == [0, 0, 1]
    assert figures(old, of=ALL).period.first == date(2025, 11, 30)


def test_postmortems_are_on_time_late_owed_or_were_never_promised() -> None:
    reports = [
        lasting("quick", "14:05", "15:00", postmortem="2026-11-22 15:00"),
        lasting("slow", "14:05", "15:00", postmortem="2026-11-26 15:00"),
        lasting("missing", "14:05", "15:00"),
        lasting("young", "14:05", "15:00", day="2026-11-28"),
        replace(lasting("unsure", "14:05", "15:00", postmortem="2026-11-22 15:00"), damaged=True),
    ]
    found = figures(*reports)
    told = found.postmortems
    assert (told.kept, told.late, told.unknown, told.unpromised, told.due, told.overdue) == (1, 1, 1, 0, 1, 1)
    assert (told.published, told.owed, [each.id for each in told.owed_by]) == (3, 2, ["missing", "young"])
    assert (found.to_explain.median, found.to_explain.worst) == (timedelta(days=2), timedelta(days=6))
    free = figures(*reports, site=replace(SITE, promises=replace(TERMS, postmortem=None))).postmortems
    assert (free.published, free.unpromised, free.owed) == (3, 3, 0)


def test_remediation_is_done_open_or_overdue() -> None:
    report = lasting("a", "14:05", "15:00", postmortem="2026-11-22 15:00")
    assert report.postmortem
    actions = (
        ActionItem("Done", done=True),
        ActionItem("Late", done=False, due=date(2026, 11, 29)),
        ActionItem("Today", done=False, due=date(2026, 11, 30)),
        ActionItem("Some day", done=False),
    )
    found = figures(replace(report, postmortem=replace(report.postmortem, actions=actions))).actions
    assert (found.done, found.open, found.overdue, found.total) == (1, 2, 1, 4)
    assert [(each.id, each.count, each.of) for each in found.left_in] == [("a", 3, 4)]


def test_a_figure_names_five_incidents_at_most_however_many_there_are() -> None:
    many = [lasting(f"i{number}", f"14:{number:02d}", "15:00") for number in range(20)]
    found = figures(*many)
    assert [each.id for each in found.to_first_word.longest] == ["i19", "i18", "i17", "i16", "i15"]
    assert len(found.impacts.worst) == len(found.words.late_in) + 1 == 5


class TestUptime:
    def test_is_that_of_the_ninety_days_in_the_longer_periods_too(self) -> None:
        down = incident(word("resolved", "16:00"), api="major_outage", website="partial_outage")
        board = decide(source(down), now=at("2026-11-21 00:00"))
        for standing, told in zip(board.components, board.report[NINETY].uptime, strict=True):
            assert standing.uptime == pytest.approx(told.share, abs=1e-12)
        api, website, _ = board.report[YEAR].uptime
        assert (api.lost, website.lost) == (timedelta(hours=2), minutes(36))
        assert website.share == pytest.approx(1 - 0.6 / (24 * 89), abs=1e-9), (
            "ninety days, of which the last begins now"
        )

    def test_counts_what_is_long_over_and_overlaps_once_by_the_worst(self) -> None:
        old = incident(
            word("resolved", "2026-03-01 16:00"), started="2026-03-01 14:00", api="partial_outage", stem="one"
        )
        worse = incident(
            word("resolved", "2026-03-01 15:00"), started="2026-03-01 14:30", api="major_outage", stem="two"
        )
        ninety, year, _ = decide(source(old, worse), now=at("15:00")).report
        assert ninety.uptime[0].share == 1
        assert year.uptime[0].lost == minutes(30 + 0.3 * 90)

    def test_knows_nothing_before_the_first_day_of_a_component(self) -> None:
        site = replace(
            SITE,
            components=(
                Component("api", "API", since=date(2026, 11, 20)),
                Component("new", "New", since=date(2027, 1, 1)),
            ),
        )
        early = incident(word("resolved", "2026-11-20 01:00"), started="2026-11-19 23:00", api="major_outage")
        api, new = figures(early, now="2026-11-21 00:00", site=site, of=ALL).uptime
        assert (api.days, api.lost) == (2, timedelta(hours=1))
        assert (new.share, new.days) == (None, 0)

    def test_is_at_most_so_much_where_a_report_is_in_doubt(self) -> None:
        torn = replace(lasting("torn", "14:05", "15:00", day="2026-03-01", api="degraded_performance"), damaged=True)
        ninety, year, _ = decide(source(torn), now=at("15:00")).report
        assert [each.doubtful for each in ninety.uptime] == [False, False, False]
        assert [each.doubtful for each in year.uptime] == [True, False, False]
        anything = replace(torn, any_component=True)
        assert all(each.doubtful for each in decide(source(anything), now=at("15:00")).report[YEAR].uptime)


def test_impacts_are_in_the_order_that_stretches_count_in() -> None:
    (stretch,) = [
        each for each in figures(lasting("a", "14:05", "15:00", impact="minor")).impacts.stretches if any(each.counts)
    ]
    assert stretch.counts[tuple(Impact).index(Impact.MINOR)] == 1
