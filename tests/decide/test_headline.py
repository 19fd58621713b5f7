"""The state of the page, held against the vendor's table (`All Systems Operational` and so on) and our two rows more."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec.structs import replace

from generator.decide import decide
from generator.model import Board, Change, ComponentStatus, Headline, Impact, Incident, Maintenance
from tests.decide.reports import SITE, at, incident, maintenance, source, word

EMPTY = replace(SITE, components=())


def board(*reports: Incident | Maintenance) -> Board:
    return decide(source(*reports), now=at("15:00"))


@pytest.mark.parametrize(
    ("worst", "headline", "indicator"),
    [
        ("operational", Headline.OPERATIONAL, "none"),
        ("under_maintenance", Headline.UNDER_MAINTENANCE, "maintenance"),
        ("degraded_performance", Headline.DEGRADED_PERFORMANCE, "minor"),
        ("partial_outage", Headline.MINOR_OUTAGE, "minor"),
        ("major_outage", Headline.PARTIAL_OUTAGE, "major"),
    ],
)
def test_the_worst_component_decides(worst: str, headline: Headline, indicator: str) -> None:
    found = board(incident(impact="none", api=worst)).headline
    assert (found, found.indicator) == (headline, indicator)


def test_a_major_outage_of_everything_is_critical() -> None:
    everything = incident(api="major_outage", website="major_outage", dashboard="major_outage")
    assert board(everything).headline is Headline.MAJOR_OUTAGE
    assert board(everything).headline.indicator == "critical"
    nearly = incident(api="major_outage", website="major_outage", dashboard="partial_outage")
    assert board(nearly).headline is Headline.PARTIAL_OUTAGE


def test_every_combination_of_three_components_reads_its_row() -> None:
    for states in product(ComponentStatus, repeat=3):
        report = replace(
            incident(impact="none"),
            components=tuple(Change(each.id, state) for each, state in zip(SITE.components, states, strict=True)),
        )
        worst = max(states, key=lambda each: each.severity)
        rows = ["operational", "under_maintenance", "degraded_performance", "minor_outage", "partial_outage"]
        everywhere = set(states) == {ComponentStatus.MAJOR_OUTAGE}
        assert board(report).headline == ("major_outage" if everywhere else rows[worst.severity])


@pytest.mark.parametrize("impact", ["minor", "major", "critical"])
def test_an_open_incident_with_an_impact_is_never_green(impact: str) -> None:
    for reports in (
        (incident(impact=impact),),
        (incident(impact=impact), maintenance(start="14:00", end="16:00", api="under_maintenance")),
    ):
        assert board(*reports).headline is Headline.INCIDENT
        assert board(*reports).headline.indicator == "minor"


def test_without_an_impact_it_may_be() -> None:
    assert board(incident(impact="none")).headline is Headline.OPERATIONAL
    assert board(replace(incident(impact="none"), damaged=True)).headline is Headline.INCIDENT


def test_under_maintenance_only_when_nothing_is_worse() -> None:
    work = maintenance(start="14:00", end="16:00", api="under_maintenance")
    assert board(work).headline is Headline.UNDER_MAINTENANCE
    assert board(work, incident(website="degraded_performance")).headline is Headline.DEGRADED_PERFORMANCE


def test_what_is_over_does_not_count() -> None:
    assert board(incident(word("resolved", "14:30"), api="major_outage")).headline is Headline.OPERATIONAL


@pytest.mark.parametrize(
    ("states", "headline"),
    [
        ({}, Headline.UNKNOWN),
        ({"api": "partial_outage"}, Headline.UNKNOWN),
        ({"api": "major_outage"}, Headline.PARTIAL_OUTAGE),
        ({"api": "major_outage", "website": "major_outage", "dashboard": "major_outage"}, Headline.MAJOR_OUTAGE),
    ],
)
def test_doubt_is_at_least_unknown(states: dict[str, str], headline: Headline) -> None:
    unreadable = replace(incident(impact="none"), id="unreadable", damaged=True, any_component=True)
    found = board(unreadable, incident(**states))
    assert (found.headline, found.doubtful) == (headline, True)
    assert all(standing.doubtful for standing in found.components)


def test_a_damaged_list_of_components_is_doubt_about_the_page() -> None:
    found = decide(source(site=replace(SITE, damaged=True)), now=at("15:00"))
    assert (found.headline, found.doubtful) == (Headline.UNKNOWN, True)
    assert found.headline.indicator == "critical"


def test_a_closed_report_that_could_not_be_read_leaves_no_doubt_about_now() -> None:
    closed = replace(incident(word("resolved", "14:30")), damaged=True, any_component=True)
    assert board(closed).headline is Headline.OPERATIONAL
    assert not board(closed).doubtful


def test_a_maintenance_under_way_that_may_touch_anything_is_doubt() -> None:
    unreadable = replace(maintenance(start="14:00", end="16:00"), damaged=True, any_component=True)
    assert board(unreadable).doubtful
    assert not board(replace(unreadable, scheduled_for=at("15:30"))).doubtful


@pytest.mark.parametrize(
    ("impact", "headline"),
    [
        (Impact.NONE, Headline.OPERATIONAL),
        (Impact.MINOR, Headline.DEGRADED_PERFORMANCE),
        (Impact.MAJOR, Headline.MINOR_OUTAGE),
        (Impact.CRITICAL, Headline.MAJOR_OUTAGE),
    ],
)
def test_a_page_without_components_stands_as_its_incidents_say(impact: Impact, headline: Headline) -> None:
    found = decide(source(incident(impact=impact), site=EMPTY), now=at("15:00"))
    assert found.headline is headline


def test_a_page_without_components_and_reports_is_operational_and_with_work_under_maintenance() -> None:
    assert decide(source(site=EMPTY), now=at("15:00")).headline is Headline.OPERATIONAL
    work = source(maintenance(start="14:00", end="16:00"), site=EMPTY)
    assert decide(work, now=at("15:00")).headline is Headline.UNDER_MAINTENANCE
