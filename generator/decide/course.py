"""An incident at a moment: what has been said of it, whether it is over, and when the next word is due.

How an incident file is read as a story (Statuspage's life cycle, made strict so that no slip makes anything greener):

- Only what was said by `now` counts. An incident whose start lies in the future counts as begun: it is never hidden.
- A word dated more than a few minutes in the future is a slip: of it, only what makes matters worse counts, and it counts now.
- It is investigating until an update says otherwise. `update` keeps the status; so does a word that only a maintenance can have.
- `Resolved` ends it, and with it every state that it holds. A postmortem does the same if nothing else has by then.
- An end that comes before the start, or that leaves a component in a worse state than operational in the same breath, is not an end.
  What stands in its braces then counts only where it makes matters worse.
- A word that is not an end, said after the end, reopens it with the states it had before: investigating, identified and monitoring
  always, any other when it puts a component into a worse state than operational.

Promises to know nothing of other incidents, of days and of uptime.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.decide.extent import NEVER, Order, Reach, Trail
from generator.decide.metrics import metrics
from generator.decide.promises import next_word, promises
from generator.decide.remediation import remediation
from generator.decide.said import said_by, said_later, worsens
from generator.decide.times import Word, times
from generator.model import (
    ActionState,
    Course,
    Incident,
    Postmortem,
    Promise,
    Promises,
    Remediation,
    Status,
    Step,
    Story,
    Times,
    Update,
)

INVESTIGATING, IDENTIFIED, MONITORING = Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING
RESOLVED, POSTMORTEM = Status.RESOLVED, Status.POSTMORTEM
"""By names of their own, since looking into an enum takes ten times as long, and each word of an archive is asked several times."""

STAGES = frozenset({INVESTIGATING, IDENTIFIED, MONITORING})
ENDS = frozenset({RESOLVED, POSTMORTEM})


def course(
    incident: Incident, *, now: datetime, order: Order, terms: Promises, since: datetime, zone: ZoneInfo
) -> tuple[Course, Reach | None]:
    """What became of `incident` by `now`, and how far it reached; no reach where all of it lies before `since`.

    `terms` are what site.yaml promises; `zone` is the site's: days by which something was to be done end in it.
    """
    said = said_by(now, updates := incident.updates[:])  # a tuple: what `Later` holds is asked once, not for every word
    explanation = incident.postmortem if incident.postmortem is not None and incident.postmortem.at <= now else None
    story = _Story(incident, min(incident.started, said[0].at) if said else incident.started, Trail(order, since))
    steps = story.tell(said, explanation)
    story.disbelieve(said_later(now, updates))
    over, explained = story.ended_at is not None, explanation.at if explanation else None
    told = times(incident, steps, story.heard, resolved=story.ended_at, explained=explained, now=now)
    promised = promises(incident, story.heard, told, terms, now, zone)
    remedied = remediation(explanation, now, zone)
    whole = Story(
        status=story.status if not over else POSTMORTEM if explanation else RESOLVED,
        steps=tuple(steps[::-1]),
        affected=story.trail.affected(),
        identified_at=story.identified_at,
        monitoring_at=story.monitoring_at,
        resolved_at=story.ended_at,
        next_word=next_word(promised, is_open=not over),
        remediation=remedied,
        times=told,
        promises=promised,
    )
    found = Course(
        incident=incident,
        open=not over,
        digest=_digest(incident, len(said), len(updates), len(story.to_come), told, promised, remedied),
        said=tuple([each.at for each in said[::-1]]),
        touched=story.trail.ids(),
        metrics=metrics(told, promised, remedied),
        owed=promised[-1] if promised and promised[-1].owed else None,
        told=whole,
    )
    return found, None if (story.ended_at or NEVER) < since else story.reach(now)


class _Story:
    """Where an incident stands after each word."""

    __slots__ = (
        "_before_end",
        "_incident",
        "_start",
        "ended_at",
        "heard",
        "identified_at",
        "monitoring_at",
        "status",
        "to_come",
        "trail",
    )

    def __init__(self, incident: Incident, start: datetime, trail: Trail) -> None:
        self._incident = incident
        self._start = start
        self.to_come: Sequence[Update] = ()
        """Words dated in the future."""
        self._before_end = INVESTIGATING
        self.status = INVESTIGATING
        self.ended_at: datetime | None = None
        self.heard: list[Word] = [(start, True, None)]
        """The beginning, and every word in order; a postmortem where it is the end."""
        self.identified_at: datetime | None = None
        self.monitoring_at: datetime | None = None
        self.trail = trail
        self.trail.take(incident.components, start)

    def tell(self, said: Sequence[Update], explanation: Postmortem | None) -> list[Step]:
        """Hear every word in order; a step for each update, oldest first."""
        steps = []
        for update in said:
            if explanation is not None and explanation.at < update.at:
                self._explain(explanation.at)
                explanation = None
            self._hear(update)
            self.heard.append((update.at, self.ended_at is None, update))
            steps.append(Step(update, self.status, self.trail.transitions()))
        if explanation is not None:
            self._explain(explanation.at)
        return steps

    def _explain(self, at: datetime) -> None:
        """A postmortem is an end where nothing else was by then, and said to those who wait for a word."""
        if self.ended_at is None:
            self._end(at)
            self.heard.append((at, self.ended_at is None, None))

    def disbelieve(self, later: Sequence[Update]) -> None:
        """Take of words dated in the future only what makes matters worse, from the last word on: their dates are a slip."""
        if not later:
            return
        self.to_come = later
        since = next((update.at for _, _, update in reversed(self.heard) if update is not None), self._start)
        for update in later:
            self.trail.worsen(update.changes, since)

    def reach(self, now: datetime) -> Reach:
        incident = self._incident
        return Reach(
            id=incident.id,
            start=self._start,
            end=self.ended_at or NEVER,
            components=self.trail.ids(),
            every=incident.any_component,
            doubtful=incident.damaged or incident.any_component or incident.started > now or bool(self.to_come),
            extents=self.trail.extents(),
        )

    def _hear(self, update: Update) -> None:
        status, worse = update.status, worsens(update)
        if status in ENDS and not worse:
            self.trail.worsen(update.changes, update.at)
            self._end(update.at)
            return
        if self.ended_at is not None and (worse or status in STAGES):
            self.ended_at = None
            self.status = self._before_end
            self.trail.resume(update.at)
        if status in STAGES:
            self.status = status
        if status is IDENTIFIED:
            self.identified_at = self.identified_at or update.at
        if status is MONITORING:
            self.monitoring_at = self.monitoring_at or update.at
        if status in ENDS:
            self.trail.worsen(update.changes, update.at)
        else:
            self.trail.take(update.changes, update.at)

    def _end(self, at: datetime) -> None:
        if self.ended_at is not None or at < self._incident.started:
            return
        self.trail.end(at)
        self.ended_at = at
        self._before_end = self.status
        self.status = RESOLVED


def _digest(
    incident: Incident,
    said: int,
    words: int,
    later: int,
    told: Times,
    promised: tuple[Promise, ...],
    remedied: tuple[Remediation, ...],
) -> str:
    """The file's own where the story is settled: all of it has been said, and nothing is owed any more.

    Else of how much of it has been said and of what is owed as well: everything else follows from these.
    """
    late = [each.state for each in remedied].count(ActionState.OVERDUE) if remedied else 0
    owed = [f"{each.kind} {each.due.isoformat()} {each.state} {each.said}" for each in promised if each.met is None]
    everything = said == words and incident.detected == told.detected
    everything = everything and (incident.postmortem is None) == (told.explained is None)
    if told.resolved is not None and everything and not late and not owed:
        return incident.digest
    return f"{incident.digest} {said} {later} {told.started} {told.detected} {told.explained} {owed} {late}"
