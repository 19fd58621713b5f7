"""Which components a report touches, and when it may be any of them."""

from __future__ import annotations

import pytest

from generator.model import Change, ComponentStatus, Maintenance
from tests.read.reading import changed, incident, problems, reported

MAJOR, PARTIAL = ComponentStatus.MAJOR_OUTAGE, ComponentStatus.PARTIAL_OUTAGE
DEGRADED = ComponentStatus.DEGRADED_PERFORMANCE
CYRILLIC = "\N{CYRILLIC SMALL LETTER A}pi"


def listed(value: str) -> str:
    return changed("components: [api, dashboard]", f"components: {value}")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[api]", [("api", PARTIAL)]),
        ("\n  - api\n  - website", [("api", PARTIAL), ("website", PARTIAL)]),
        ("{api: major_outage, website: degraded}", [("api", MAJOR), ("website", DEGRADED)]),
        ("\n  api: Major Outage", [("api", MAJOR)]),
        ("[{api: down}, website]", [("api", MAJOR), ("website", PARTIAL)]),
        ("[]", []),
        ("{}", []),
    ],
)
def test_a_list_takes_what_the_impact_implies_and_a_mapping_what_it_says(
    value: str, expected: list[tuple[str, ComponentStatus]]
) -> None:
    report = incident(listed(value))
    assert [(each.component, each.status) for each in report.components] == expected
    assert not report.any_component
    assert not report.damaged


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("[API]", "components: [api]"),
        ("[Public API]", "components: [api]"),
        ("[api\u200b]", "components: [api]"),
        ("[api, api]", ""),
    ],
)
def test_another_spelling_is_understood_with_a_warning(value: str, hint: str) -> None:
    report = incident(listed(value))
    assert report.components == (Change("api", PARTIAL),)
    assert not report.damaged
    assert [each[3] for each in problems(listed(value))] == [hint]


@pytest.mark.parametrize(
    ("value", "place", "hint"),
    [
        ("[apii]", (4, 14), "components: [api]"),
        (f"[website, {CYRILLIC}]", (4, 23), "components: [website, api]"),
        ("{apii: major_outage}", (4, 14), "components: {api: major_outage}"),
        ("\n  - apii", (5, 5), "- api"),
        ("\n  apii: major_outage\n  website: operational", (5, 3), "api: major_outage"),
    ],
)
def test_a_name_near_a_known_one_is_taken_for_it_with_an_error(value: str, place: tuple[int, int], hint: str) -> None:
    report = incident(listed(value))
    assert "api" in {each.component for each in report.components}
    assert (report.damaged, report.any_component) == (True, False)
    assert [(line, column, text) for _, line, column, text in problems(listed(value))] == [(*place, hint)]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("[payments]", []),
        ("[api, payments]", ["api"]),
        ("", []),
        ("api", ["api"]),
        ("api, dashboard", ["api", "dashboard"]),
        ("[[api]]", []),
        ("{payments: major_outage}", []),
        ("[api, {a: b, c: d}]", ["api"]),
    ],
)
def test_where_the_components_cannot_be_read_it_may_be_any_and_what_was_understood_counts(
    value: str, kept: list[str]
) -> None:
    report = incident(listed(value))
    assert [each.component for each in report.components] == kept
    assert (report.damaged, report.any_component) == (True, True)


@pytest.mark.parametrize("value", ["{api: }", "{api: majr}", "{api: [down]}"])
def test_a_state_that_cannot_be_read_is_the_worst(value: str) -> None:
    report = incident(listed(value))
    assert report.components == (Change("api", MAJOR),)
    assert report.damaged


@pytest.mark.parametrize("key", ["component", "conponents", "kompnenten", "xyz"])
def test_where_the_key_is_misspelt_it_may_be_any_component(key: str) -> None:
    assert incident(changed("components:", f"{key}:")).any_component


def test_an_incident_may_touch_no_component() -> None:
    report = incident(changed("components: [api, dashboard]\n", ""))
    assert (report.components, report.any_component, report.damaged) == ((), False, False)


def test_maintenance_puts_a_listed_component_under_maintenance() -> None:
    text = (
        "---\ntitle: x\nscheduled_for: 2026-11-20 22:00\nscheduled_until: 2026-11-20 23:00\ncomponents: [api]\n---\n"
        "\n## Scheduled — 10:00\n"
    )
    report, _ = reported(Maintenance, text)
    assert report.components == (Change("api", ComponentStatus.UNDER_MAINTENANCE),)
