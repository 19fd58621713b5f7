"""Random sources, built straight from the nouns: what the properties of `decide` are tried on.

All times lie on a grid of ten minutes around `NOW`, close enough together that coincidences happen: two words at once, ends at midnight,
windows that touch.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import (
    Change,
    Component,
    ComponentStatus,
    Impact,
    Incident,
    Maintenance,
    Notice,
    Postmortem,
    Promises,
    Site,
    Source,
    Status,
    Text,
    Update,
)

NOW = datetime(2026, 10, 25, 14, 0, tzinfo=UTC)
"""The day on which daylight saving ends in Berlin, three weeks after it began on Lord Howe Island."""

GRID = timedelta(minutes=10)
STEPS = 6 * 24
"""Grid steps in a day."""

TEXT = Text("Words.")

INCIDENT_WORDS = (
    Status.INVESTIGATING,
    Status.IDENTIFIED,
    Status.MONITORING,
    Status.RESOLVED,
    Status.RESOLVED,
    Status.UPDATE,
    Status.POSTMORTEM,
)
MAINTENANCE_WORDS = (
    Status.SCHEDULED,
    Status.IN_PROGRESS,
    Status.VERIFYING,
    Status.COMPLETED,
    Status.CANCELLED,
    Status.UPDATE,
)


def moments(before: int = 3 * STEPS, after: int = STEPS // 2) -> st.SearchStrategy[datetime]:
    """Moments on the grid, so many steps before and after `NOW`."""
    return st.integers(-before, after).map(lambda steps: NOW + steps * GRID)


def sites() -> st.SearchStrategy[Site]:
    """Sites with up to three components."""
    component = st.builds(
        Component,
        id=st.just(""),
        name=st.just("Name"),
        group=st.sampled_from(["", "Core", "Edge"]),
        since=st.sampled_from([None, None, date(2026, 10, 24), date(2026, 10, 25), date(2026, 11, 2)]),
    )
    return st.builds(
        Site,
        name=st.just("Example"),
        url=st.just("https://status.example.com"),
        timezone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
        components=st.lists(component, max_size=3).map(
            lambda found: tuple(replace(each, id=f"c{place}") for place, each in enumerate(found))
        ),
        promises=st.builds(
            Promises,
            first_update=st.sampled_from([None, timedelta(minutes=15)]),
            updates_every=st.sampled_from([None, timedelta(hours=2)]),
        ),
        damaged=st.integers(0, 9).map(lambda number: number == 0),
    )


def changes(site: Site) -> st.SearchStrategy[tuple[Change, ...]]:
    """Each component at most once."""
    ids = [component.id for component in site.components]
    if not ids:
        return st.just(())
    return st.dictionaries(st.sampled_from(ids), st.sampled_from(ComponentStatus), max_size=2).map(
        lambda found: tuple(Change(component, status) for component, status in found.items())
    )


def updates(site: Site, words: tuple[Status, ...]) -> st.SearchStrategy[tuple[Update, ...]]:
    """Up to four, oldest first."""
    update = st.builds(
        Update,
        status=st.sampled_from(words),
        at=moments(),
        text=st.just(TEXT),
        changes=st.one_of(st.just(()), changes(site)),
        next=st.one_of(st.none(), st.none(), moments()),
    )
    return st.lists(update, max_size=4).map(lambda found: tuple(sorted(found, key=lambda each: each.at)))


def incidents(site: Site) -> st.SearchStrategy[Incident]:
    return st.builds(
        Incident,
        id=st.just(""),
        title=st.just("Title"),
        impact=st.sampled_from(Impact),
        started=moments(),
        components=changes(site),
        updates=updates(site, INCIDENT_WORDS),
        postmortem=st.one_of(st.none(), st.none(), st.builds(Postmortem, at=moments(), text=st.just(TEXT))),
        damaged=st.integers(0, 5).map(lambda number: number == 0),
    ).flatmap(_perhaps_of_any_component)


def maintenances(site: Site) -> st.SearchStrategy[Maintenance]:
    return st.builds(
        Maintenance,
        id=st.just(""),
        title=st.just("Title"),
        scheduled_for=moments(),
        scheduled_until=moments(after=STEPS),
        completes_automatically=st.booleans(),
        components=changes(site),
        updates=updates(site, MAINTENANCE_WORDS),
        damaged=st.integers(0, 5).map(lambda number: number == 0),
    )


def notices() -> st.SearchStrategy[Notice]:
    return st.builds(
        Notice,
        id=st.just(""),
        title=st.just("Title"),
        published=moments(before=9 * STEPS),
        until=st.one_of(st.none(), moments()),
    )


@st.composite
def sources(draw: st.DrawFn, most: int = 3) -> Source:
    """Sources with up to `most` incidents and two maintenances and notices, each with an id and a digest of its own."""
    site = draw(sites())
    found = draw(st.lists(incidents(site), max_size=most))
    planned = draw(st.lists(maintenances(site), max_size=2))
    told = draw(st.lists(notices(), max_size=2))
    return Source(
        site,
        tuple(
            replace(each, id=f"i{place}", digest=f"di{place}", file=f"i{place}.md") for place, each in enumerate(found)
        ),
        tuple(
            replace(each, id=f"m{place}", digest=f"dm{place}", file=f"m{place}.md")
            for place, each in enumerate(planned)
        ),
        tuple(
            replace(each, id=f"n{place}", digest=f"dn{place}", file=f"n{place}.md") for place, each in enumerate(told)
        ),
    )


def _perhaps_of_any_component(incident: Incident) -> st.SearchStrategy[Incident]:
    if not incident.damaged:
        return st.just(incident)
    return st.booleans().map(lambda unknown: replace(incident, any_component=unknown))
