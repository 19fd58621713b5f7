"""Whether people know where to turn, what they may expect, and hear of it by themselves."""

from __future__ import annotations

from datetime import datetime

from generator.decide.preparedness.outcome import Outcome, advice, fine, listed, wrong
from generator.model import Impact
from generator.model.preparedness import Ground


def channels(ground: Ground, _now: datetime) -> Outcome:
    """There is a way to reach a person."""
    if not ground.site.channels:
        return wrong(
            "site.yaml names no way to reach you while it burns",
            "List a phone, a mailbox, a chat",
            'channels:\n  - {name: Support, url: "mailto:help@example.com"}',
        )
    return fine(listed(each.name for each in ground.site.channels))


def promises(ground: Ground, _now: datetime) -> Outcome:
    """People know when they will hear."""
    said = ground.site.promises
    if said.damaged:
        return wrong(
            "what is promised cannot be read, so the page promises nothing", "See what to write", "upside check"
        )
    worst = [said.of(impact) for impact in (Impact.MAJOR, Impact.CRITICAL)]
    lines = {
        "first_update: 15 minutes": all(each.first_update for each in worst),
        "updates_every: 2 hours": all(each.updates_every for each in worst),
        "postmortem: 5 days": all(each.postmortem for each in worst),
    }
    missing = [line for line, promised in lines.items() if not promised]
    if not missing:
        return fine("first word, next word and postmortem are promised")
    return advice(
        f"of a major or critical incident nothing is promised about {listed(_about(line) for line in missing)}",
        "Promise what you can keep",
        f"promises: {{{', '.join(missing)}}}",
    )


def _about(line: str) -> str:
    key = line.partition(":")[0]
    return {"first_update": "the first word", "updates_every": "the next word"}.get(key, "the postmortem")


def authority(ground: Ground, _now: datetime) -> Outcome:
    """Ids of feeds outlive the address."""
    if not ground.site.authority:
        return advice(
            "site.yaml has no authority, so on the day the page moves every feed reader shows every incident as new",
            "See which line to write",
            "upside check",
        )
    return fine(ground.site.authority)


def announce(ground: Ground, _now: datetime) -> Outcome:
    """Somebody hears without looking."""
    readers = [each.name for each in ground.site.announce if each.audience == "readers"]
    operators = [each.name for each in ground.site.announce if each.audience == "operators"]
    if not readers:
        more = f" (only operators do, through {listed(operators)})" if operators else ""
        return advice(
            f"nobody is told of news but by the feeds{more}",
            "List whom upside announce is to tell; incidents/README.md of Upside says how",
            'announce:\n  - {name: Customers, url: "${CUSTOMERS_URL}"}',
        )
    return fine(listed([*readers, *operators]))


def security(ground: Ground, _now: datetime) -> Outcome:
    """Who finds a hole knows whom to tell."""
    if not ground.site.security:
        return advice(
            "site.yaml names nobody to report a vulnerability to",
            "Name somebody",
            "security: mailto:security@example.com",
        )
    return fine(ground.site.security)


def since(ground: Ground, _now: datetime) -> Outcome:
    """No day is green of which nobody knows anything."""
    without = [each.id for each in ground.site.components if each.since is None]
    if without:
        return advice(
            f"{listed(without)} {'has' if len(without) == 1 else 'have'} no first day, so every day before it was watched counts as up",
            "Say for each component the first day of which you know",
            "since: 2026-01-01",
        )
    return fine(f"known from a day on: {listed(each.id for each in ground.site.components)}")
