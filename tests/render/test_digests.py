"""Equal digests, equal bytes; and a change touches no more than it must."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable
from datetime import timedelta
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Board, Incident, Maintenance, Notice, Site, Text
from generator.problem import Unusable
from tests.examples import examples
from tests.render.boards import (
    NOW,
    SITE,
    THEME,
    board,
    changes,
    digests,
    explained,
    incident,
    maintenance,
    notice,
    rendered,
    resolved,
    stamped,
    update,
    with_own,
)


def differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def apis(paths: Iterable[str]) -> set[str]:
    """Those of the programs' interfaces, which are a bounded number (tests/render/api)."""
    return {path for path in paths if path.startswith("api/v")}


INCIDENTS = st.builds(
    lambda text, hours, impact, title, ends, worst, told, damaged: incident(
        f"2026-11-{hours}",
        hours,
        impact,
        title=title,
        damaged=damaged,
        any_component=damaged,
        components=changes(api=worst),
        postmortem=explained(hours_ago=0.1) if ends and told else None,
        updates=(update("investigating", hours * 0.9, text), *((update("resolved", hours * 0.5),) if ends else ())),
    ),
    text=st.sampled_from(["We look.", "We looked."]),
    hours=st.sampled_from([1, 2, 30, 400]),
    impact=st.sampled_from(["none", "minor", "critical"]),
    title=st.sampled_from(["Slow", "Down", ""]),
    ends=st.booleans(),
    worst=st.sampled_from(["operational", "partial_outage", "major_outage"]),
    told=st.booleans(),
    damaged=st.booleans(),
)
SITES = st.builds(
    lambda zone, language, name: replace(SITE, timezone=zone, language=language, name=name),
    zone=st.sampled_from(["UTC", "Asia/Kolkata"]),
    language=st.sampled_from(["en", "en-GB"]),
    name=st.sampled_from(["A", "B"]),
)
LATER = st.sampled_from([timedelta(0), timedelta(minutes=1), timedelta(minutes=50), timedelta(days=1)])


def unique(incidents: list[Incident]) -> list[Incident]:
    return list({each.id: each for each in incidents}.values())


SMALL = st.builds(
    lambda incidents, site, later: board(*unique(incidents), site=site, now=NOW + later),
    incidents=st.lists(INCIDENTS, max_size=3),
    site=SITES,
    later=LATER,
)


@settings(deadline=None, max_examples=examples(40))
@given(SMALL, SMALL)
def test_equal_digests_are_equal_bytes(one: Board, other: Board) -> None:
    first, second = rendered(one), rendered(other)
    for path in first.keys() & second.keys():
        if first[path].digest == second[path].digest:
            assert first[path].make() == second[path].make(), path


@settings(deadline=None, max_examples=examples(30))
@given(st.lists(INCIDENTS, max_size=3), LATER)
def test_a_minute_later_equal_digests_are_still_equal_bytes(incidents: list[Incident], later: timedelta) -> None:
    first = rendered(board(*unique(incidents)))
    second = rendered(board(*unique(incidents), now=NOW + later))
    for path in first.keys() & second.keys():
        assert (first[path].digest == second[path].digest) <= (first[path].make() == second[path].make()), path


@settings(deadline=None, max_examples=examples(20))
@given(st.lists(INCIDENTS, max_size=3), st.permutations([0, 1, 30, 61]))
def test_in_the_first_hour_of_a_day_equal_digests_are_equal_bytes(incidents: list[Incident], late: list[int]) -> None:
    one, other = (board(*unique(incidents), now=NOW + timedelta(hours=9, minutes=each)) for each in late[:2])
    first, second = rendered(one), rendered(other)
    for path in first.keys() & second.keys():
        assert (first[path].digest == second[path].digest) <= (first[path].make() == second[path].make()), path


@settings(deadline=None, max_examples=examples(10))
@given(SMALL)
def test_the_same_board_makes_the_same_bytes(one: Board) -> None:
    first, second = rendered(one), rendered(one)
    assert {path: (file.digest, file.make()) for path, file in first.items()} == {
        path: (file.digest, file.make()) for path, file in second.items()
    }


FEEDS = ("feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss")
BADGES = ("status", "uptime", "status/api", "uptime/api")
QUIET = tuple(resolved(f"old-{n}", 24 * 20 * n + 48) for n in range(1, 20))
"""One every twenty days, for a year."""


def test_a_build_a_minute_later_changes_the_heartbeat_alone() -> None:
    reports: tuple[Incident | Maintenance | Notice, ...] = (*QUIET, incident(), maintenance(), notice())
    before, after = digests(board(*reports)), digests(board(*reports, now=NOW + timedelta(minutes=1)))
    assert differing(before, after) == {"api/heartbeat.json"}


def test_a_new_incident_touches_only_the_pages_that_show_it() -> None:
    before, after = digests(board(*QUIET)), digests(board(*QUIET, incident()))
    assert differing(before, after) - apis({*before, *after}) == {
        "index.html",
        "incidents/2026-11-20-api/index.html",
        "history/index.html",
        "history/2026-11/index.html",
        "components/api/index.html",
        "report/index.html",
        *("sitemap.xml", "api/heartbeat.json", "api/banner.json", "status.txt"),
        *(f"badges/{badge}.{suffix}" for badge in BADGES for suffix in ("svg", "json")),
        *FEEDS,
        *(f"components/api/{feed}" for feed in FEEDS),
    }


def test_an_old_incident_that_is_mended_touches_its_page_its_month_and_its_component() -> None:
    mended = (*QUIET[:10], stamped(replace(QUIET[10], title="Mended")), *QUIET[11:])
    month = f"{QUIET[10].started:%Y-%m}"
    changed = differing(digests(board(*QUIET)), digests(board(*mended)))
    assert changed - apis(digests(board())) == {
        f"incidents/{QUIET[10].id}/index.html",
        f"history/{month}/index.html",
        "components/api/index.html",
        "api/heartbeat.json",
        *FEEDS,  # which hold it still: fewer than fifty updates came after it
        *(f"components/api/{feed}" for feed in FEEDS),
    }


def test_a_word_that_is_corrected_in_an_old_incident_touches_what_carries_words() -> None:
    first, last = QUIET[10].updates
    corrected = stamped(replace(QUIET[10], updates=(replace(first, text=Text("Corrected."), line=9), last)))
    of = board(*QUIET, maintenance())
    changed = differing(digests(of), digests(board(*QUIET[:10], corrected, *QUIET[11:], maintenance())))
    assert changed - {each for each in changed if each.startswith("api/v1/services/api/events")} == {
        f"incidents/{QUIET[10].id}/index.html",
        *("api/v2/incidents.json", "api/heartbeat.json"),
        *FEEDS,
        *(f"components/api/{feed}" for feed in FEEDS),
    }


def test_a_title_that_changes_is_told_where_its_days_are() -> None:
    old = resolved("2026-09-20-old", 24 * 60)
    changed = differing(digests(board(old)), digests(board(stamped(replace(old, title="Other")))))
    assert "components/api/index.html" in changed


@pytest.mark.parametrize(
    "other", [replace(SITE, name="Other"), replace(SITE, timezone="Asia/Kolkata"), replace(SITE, home="")]
)
def test_a_site_that_changes_makes_every_page_anew(other: Site) -> None:
    before, after = digests(board(*QUIET)), digests(board(*QUIET, site=other))
    pages = {path for path in before if path.endswith(".html")}
    assert pages <= differing(before, after)


def test_a_theme_that_changes_makes_every_page_anew() -> None:
    of = board(*QUIET, maintenance(), notice())
    before, after = (
        digests(of),
        {path: file.digest for path, file in rendered(of, with_own({"words/de.toml": ""})).items()},
    )
    assert {path for path in before if path.endswith(".html")} <= differing(before, after)


def test_the_first_postmortem_brings_a_link_to_every_page() -> None:
    before, after = digests(board(*QUIET)), digests(board(*QUIET, resolved(postmortem=explained())))
    assert {path for path in before if path.endswith(".html")} <= differing(before, after)


def test_bytes_are_the_same_when_made_in_a_process_of_their_own() -> None:
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork here")
    files = rendered(board(incident(), resolved(postmortem=explained())))
    with get_context("fork").Pool(1) as pool:
        made = pool.apply(lambda_of, (sorted(files),))
    assert made == [files[path].make() for path in sorted(files)]


def lambda_of(paths: list[str]) -> list[bytes]:
    """Made of the same facts, in the other process."""
    files = rendered(board(incident(), resolved(postmortem=explained())))
    return [files[path].make() for path in paths]


def test_a_mistake_in_a_template_crosses_from_another_process() -> None:
    files = rendered(board(), with_own({"templates/404.html": "\n{{ nothing }}"}))
    with pytest.raises(Unusable) as caught:
        files["404.html"].make()
    again = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(again, Unusable)
    assert again.problems == caught.value.problems


def test_nothing_is_made_until_it_is_asked_for() -> None:
    broken = with_own({f"{path}": "{% nonsense %}" for path in THEME.packaged if path.startswith("templates/")})
    assert rendered(board(incident()), broken)
