"""An archive of invented incidents, as large as asked for: always the same texts for the same size.

The newest report is number 0 and keeps its text whatever the size of the archive, so that an archive of 1,000 is the newest part
of one of 10,000. Reports come at a constant rate of about 42 a month, back from `NOW`. Says nothing of Upside: the
same reports are laid out for each program by `layouts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from tests.benchmarks import phrases

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
APART = timedelta(hours=17, minutes=30)
"""From one report to the next, on average: 10,000 of them span twenty years."""

COMPONENTS = {
    "website": "Website", "login": "Login", "search": "Search", "checkout": "Checkout", "api": "API", "webhooks": "Webhooks",
    "dashboard": "Dashboard", "mail": "Mail", "storage": "File storage", "exports": "Exports", "billing": "Billing", "docs": "Documentation",
}  # fmt: skip
"""Ids and names, in order."""

GROUPS = ("For customers", "For developers", "Behind the scenes")


@dataclass(frozen=True, slots=True)
class Word:
    """One update: its status, its time (UTC), its Markdown."""

    status: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """An incident, or a maintenance where `until` is given."""

    stem: str
    title: str
    impact: str
    components: tuple[str, ...]
    started: datetime
    affected: str
    words: tuple[Word, ...]
    postmortem: Word | None = None
    until: datetime | None = None

    def body(self) -> str:
        """All that was written, as one Markdown text with a heading for each update."""
        words = (*self.words, self.postmortem) if self.postmortem else self.words
        return "\n".join(f"## {word.status} — {word.at:%Y-%m-%d %H:%M} UTC\n\n{word.text}" for word in words)


def archive(size: int) -> Iterator[Report]:
    """The newest `size` reports, newest first. One in ten has a postmortem, one in 25 is a maintenance."""
    for number in range(size):
        yield maintenance(number) if number % 25 == 12 else incident(number)


def incident(number: int) -> Report:
    """The incident of that number, the same in every archive."""
    random = Random(f"incident {number}")
    started = NOW - APART * (number + 1) + timedelta(minutes=random.randrange(240))
    components = tuple(random.sample(list(COMPONENTS), random.choice((1, 1, 1, 2, 2, 3))))
    names = [COMPONENTS[each] for each in components]
    at, words = started, []
    for status in ("Investigating", "Identified", "Monitoring", "Resolved"):
        at += timedelta(minutes=random.randrange(4, 14) if status == "Investigating" else random.randrange(15, 55))
        words.append(Word(status, at, phrases.update(random, status, names)))
    title = phrases.title(random, names)
    return Report(
        stem=_stem(started, title, number),
        title=title,
        impact=random.choice(("minor", "minor", "minor", "major", "major", "critical", "none")),
        components=components,
        started=started,
        affected=f"{random.randrange(40, 9000):,} customers in {random.choice(phrases.REGIONS)}",
        words=tuple(words),
        postmortem=_postmortem(random, at, names) if number % 10 == 3 else None,
    )


def maintenance(number: int) -> Report:
    """The maintenance of that number: announced three days before, completed before its end."""
    random = Random(f"maintenance {number}")
    started = (NOW - APART * (number + 1)).replace(minute=0)
    component = random.choice(list(COMPONENTS))
    names = [COMPONENTS[component]]
    title = f"{COMPONENTS[component]} moves to {random.choice(phrases.MACHINES)}"
    steps = (("Scheduled", -3 * 24 * 60), ("In progress", 2), ("Verifying", 70), ("Completed", 95))
    return Report(
        stem=_stem(started, title, number),
        title=title,
        impact="none",
        components=(component,),
        started=started,
        affected=f"Nobody can use it for about {random.randrange(3, 20)} minutes",
        words=tuple(
            Word(status, started + timedelta(minutes=minutes), phrases.update(random, status, names))
            for status, minutes in steps
        ),
        until=started + timedelta(hours=2),
    )


OPENED = """\
---
title: Uploads fail
impact: major
components: [storage, api]
started: 2026-11-20 11:20 UTC
affected: 412 customers in eu-west
---

## Investigating — 2026-11-20 11:28 UTC {next=12:30}

Uploads fail since 11:20 UTC. We are looking for the cause.
"""
"""An incident that has just begun at `NOW`."""

CONTINUED = """
## Identified — 2026-11-20 11:50 UTC {next=13:00}

A disk is full. We are moving the newest files to another one.
"""
"""Its second update."""


def _postmortem(random: Random, resolved: datetime, names: list[str]) -> Word:
    return Word("Postmortem", resolved + timedelta(hours=random.randrange(20, 90)), phrases.postmortem(random, names))


def _stem(started: datetime, title: str, number: int) -> str:
    slug = "".join(each if each.isalnum() else "-" for each in title.lower())
    return f"{started:%Y-%m-%d}-{'-'.join(slug.split('-')[:6])}-{number}".replace("--", "-")
