"""What cannot be true of an incident. Each rule is one function that yields problems; `incident_problems` lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from generator.decide.course import ENDS, RESOLVED, STAGES, course
from generator.decide.extent import NEVER, Order
from generator.decide.wording import TOLERANCE, Wording, word, worse_states
from generator.model import Course, Impact, Incident, Site, Status, Step, Update
from generator.problem import Level, Place, Problem

FORGOTTEN = timedelta(days=14)
"""An incident that is open this long without a word was most likely closed everywhere but in its file."""


def incident_problems(
    incident: Incident, site: Site, order: Order, now: datetime, wording: Wording
) -> Iterator[Problem]:
    """Everything that is wrong with `incident` at `now`."""
    updates = incident.updates[:]
    yield from _start(incident, updates, now, wording)
    yield from _touches_nothing(incident, site)
    if not _plainly_over(incident, updates, now):
        found, _ = course(incident, now=now, order=order, terms=site.promises, since=NEVER, zone=wording.zone)
        yield from _ends(found, wording)
        yield from _after_the_end(found, wording)
        yield from _silence(found, now, wording)


def _plainly_over(incident: Incident, updates: Sequence[Update], now: datetime) -> bool:
    """Whether its one end is its last word: such a story needs no following, and old sites have ten thousand of them."""
    if not updates:
        return False
    last = updates[-1]
    return (
        last.status is RESOLVED
        and not last.changes
        and incident.started <= last.at <= now
        and ENDS.isdisjoint([update.status for update in updates[:-1]])
        and (incident.postmortem is None or last.at <= incident.postmortem.at)
    )


def _start(incident: Incident, updates: Sequence[Update], now: datetime, wording: Wording) -> Iterator[Problem]:
    """A start in the future, and words said before the start."""
    started = incident.started
    if started - now > TOLERANCE:
        yield Problem(
            Place(incident.file),
            f'"started" is {wording.moment(started)}, but it is only {wording.moment(now)} now: the incident counts as begun',
            f"started: {wording.typed(min([now, *(update.at for update in updates)]))}",
            Level.ERROR,
            "start-in-future",
        )
    if not updates or started <= updates[0].at:  # they are in order of time
        return
    early = next((update for update in updates if update.at < started and update.status not in ENDS), None)
    if early is not None:
        yield Problem(
            Place(incident.file, early.line),
            f'"{word(early.status)}" at {wording.moment(early.at)} is before the start of the incident, {wording.moment(started)}',
            f"started: {wording.typed(early.at)}",
            Level.WARNING,
            "update-before-start",
        )


def _touches_nothing(incident: Incident, site: Site) -> Iterator[Problem]:
    """An impact that no component shows."""
    named = incident.components or any(update.changes for update in incident.updates) or incident.any_component
    if site.components and incident.impact is not Impact.NONE and not named:
        ids = ", ".join(component.id for component in site.components[:3])
        yield Problem(
            Place(incident.file),
            f'the impact is "{incident.impact}", but no component is named, so none of them shows it',
            f"components: [{ids}]",
            Level.WARNING,
            "impact-without-components",
        )


def _ends(found: Course, wording: Wording) -> Iterator[Problem]:
    """Ends that end nothing, and an explanation of something that nobody has called over."""
    incident = found.incident
    first = min([incident.started, *(update.at for update in incident.updates)])
    for step in reversed(found.steps):
        update = step.update
        left = worse_states(update)
        if update.status in ENDS and left:
            yield Problem(
                Place(incident.file, update.line),
                f'"{word(update.status)}" leaves {left}, so it does not count as the end of the incident',
                wording.heading(update.status, update.at),
                Level.ERROR,
                "end-with-outage",
            )
        elif update.status in ENDS and update.at < incident.started:
            yield Problem(
                Place(incident.file, update.line),
                f'"{word(update.status)}" at {wording.moment(update.at)} is before the start of the incident, '
                f"{wording.moment(incident.started)}, so it does not count as its end",
                f"started: {wording.typed(first)}",
                Level.ERROR,
                "end-before-start",
            )
    explanation = incident.postmortem
    if explanation is not None and found.resolved_at == explanation.at and _unended(found.steps):
        yield Problem(
            Place(incident.file, explanation.line),
            f"nobody said Resolved before the postmortem, so the incident lasts until it, {wording.moment(explanation.at)}",
            wording.heading(Status.RESOLVED, found.steps[0].update.at if found.steps else incident.started),
            Level.WARNING,
            "postmortem-without-end",
        )


def _unended(steps: Sequence[Step]) -> bool:
    return not any(step.update.status in ENDS for step in steps)


def _after_the_end(found: Course, wording: Wording) -> Iterator[Problem]:
    """A change for the worse that reopens the incident, though nobody said so."""
    for before, step in pairwise(reversed(found.steps)):
        reopens = before.status is Status.RESOLVED and step.status is not Status.RESOLVED
        if reopens and step.update.status not in STAGES and step.update.status not in ENDS:
            braces = worse_states(step.update)
            yield Problem(
                Place(found.incident.file, step.update.line),
                f'"{word(step.update.status)}" says {braces} after the end, so the incident is open again',
                wording.heading(Status.INVESTIGATING, step.update.at, braces),
                Level.WARNING,
                "change-after-end",
            )


def _silence(found: Course, now: datetime, wording: Wording) -> Iterator[Problem]:
    """People are waiting for a word."""
    if not found.open:
        return
    last, line = (found.steps[0].update.at, found.steps[0].update.line) if found.steps else (found.incident.started, 1)
    if now - last > FORGOTTEN:
        yield Problem(
            Place(found.incident.file, line),
            f"the incident is open, and its last word is from {wording.moment(last)}: was it forgotten? Say when it really ended",
            wording.heading(Status.RESOLVED, now),
            Level.WARNING,
            "forgotten",
        )
    elif found.next_word is not None and found.next_word.late:
        yield Problem(
            Place(found.incident.file, line),
            f"the next word was due at {wording.moment(found.next_word.due)}, and people are still waiting for it",
            wording.heading(Status.UPDATE, now),
            Level.WARNING,
            "word-late",
        )
