"""Short ways to say what somebody wrote, for tests that compute by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from generator.model import (
    Change,
    Component,
    ComponentStatus,
    Impact,
    Incident,
    Maintenance,
    Postmortem,
    Promises,
    Site,
    Source,
    Status,
    Text,
    Update,
)

API = Component("api", "API", "Core")
DASHBOARD = Component("dashboard", "Dashboard", "Core")
WEBSITE = Component("website", "Website")

SITE = Site(
    name="Example Cloud",
    url="https://status.example.com",
    components=(API, WEBSITE, DASHBOARD),
    promises=Promises(updates_every=timedelta(hours=2)),
)


def at(text: str) -> datetime:
    """A moment, in UTC: `2026-11-20 14:02`, or `14:02` on that day."""
    return datetime.fromisoformat(text if "-" in text else f"2026-11-20 {text}").replace(tzinfo=UTC)


def changes(states: dict[str, str]) -> tuple[Change, ...]:
    return tuple(Change(component, ComponentStatus(status)) for component, status in states.items())


def word(status: str, moment: str, *, promised: str = "", line: int = 10, **states: str) -> Update:
    """An update, its components as keywords."""
    return Update(
        Status(status),
        at(moment),
        Text(f"{status} at {moment}"),
        changes(states),
        next=at(promised) if promised else None,
        line=line,
    )


def incident(
    *updates: Update,
    started: str = "14:00",
    impact: str = "major",
    postmortem: str = "",
    stem: str = "outage",
    **states: str,
) -> Incident:
    """An incident; its components as keywords."""
    return Incident(
        id=stem,
        title="Outage",
        impact=Impact(impact),
        started=at(started),
        components=changes(states),
        updates=updates,
        postmortem=Postmortem(at(postmortem), Text("Why."), line=90) if postmortem else None,
        file=f"incidents/{stem}.md",
        digest=f"digest of {stem}",
    )


def maintenance(
    *updates: Update,
    start: str = "22:00",
    end: str = "23:00",
    automatic: bool = False,
    stem: str = "works",
    **states: str,
) -> Maintenance:
    """A maintenance; its components as keywords."""
    return Maintenance(
        id=stem,
        title="Works",
        scheduled_for=at(start),
        scheduled_until=at(end),
        completes_automatically=automatic,
        components=changes(states),
        updates=updates,
        file=f"incidents/{stem}.md",
        digest=f"digest of {stem}",
    )


def source(*reports: Incident | Maintenance, site: Site = SITE, zone: str = "UTC") -> Source:
    return Source(
        replace(site, timezone=zone),
        tuple(report for report in reports if isinstance(report, Incident)),
        tuple(report for report in reports if isinstance(report, Maintenance)),
    )
