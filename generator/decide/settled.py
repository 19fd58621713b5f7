"""Incidents whose story is settled, remembered between builds: what is asked of every incident of an archive, without following its words again.

Settled is what is over and of which nothing is owed, to come, or wrong: neither the clock nor a later build can find anything else. A digest of all
that it was decided from is the key, so what is remembered is either that or unused. The whole story is followed again when somebody looks
into it. Promises that nothing is different for it but the time it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from generator.decide.extent import Extent, Reach
from generator.memory import Memory
from generator.model import (
    ActionState,
    Course,
    Incident,
    Later,
    Promise,
    PromiseState,
    Remediation,
    Site,
    Status,
    Step,
    Times,
    Transition,
)

ROOM = "settled"

Followed = tuple[Course, Reach | None]
Follow = Callable[[Incident], Followed]


class Settled(Struct, frozen=True, array_like=True):
    """What became of an incident, for good."""

    since: datetime
    """All of it had happened by then: true at this moment and at every later one."""
    start: datetime
    """Of its reach."""
    said: tuple[datetime, ...]
    identified_at: datetime | None
    monitoring_at: datetime | None
    times: Times
    words: tuple[PromiseState, ...]
    explanation: Promise | None
    actions: tuple[ActionState, ...]
    touched: tuple[str, ...]
    extents: tuple[Extent, ...]


class Archive:
    """The settled incidents of a site. `Archive()` knows none, and keeps none."""

    def __init__(self, known: dict[str, Settled] | None = None) -> None:
        self._known = {} if known is None else known
        self._right: set[str] = set()
        self._used: dict[str, Settled] = {}
        self._memory: Memory | None = None
        self._site = ""

    @classmethod
    def of(cls, site: Site, memory: Memory) -> Archive:
        """What `memory` holds of incidents that were read with `site` as it is."""
        known: dict[str, Settled] = {}
        decode = Decoder(dict[str, Settled]).decode
        for key, value in memory.recall_all(ROOM).items():
            if key.startswith(site.digest.encode()):
                try:
                    known.update(decode(value))
                except ValueError:  # not ours: found out again
                    continue
        archive = cls(known)
        archive._memory, archive._site = memory, site.digest
        return archive

    def knows(self, incident: Incident, now: datetime) -> bool:
        """Whether `incident` is settled at `now`, and nothing is wrong with it."""
        found = self._known.get(incident.digest)
        return found is not None and found.since <= now

    def is_right(self, incident: Incident) -> None:
        """Hear that nothing is wrong with `incident`: only then is it ever remembered."""
        self._right.add(incident.digest)

    def follow(self, incident: Incident, follow: Follow, now: datetime) -> Followed:
        """What `follow` finds of `incident` at `now`."""
        known = self._known.get(incident.digest)
        if known is not None and known.since <= now:
            self._used[incident.digest] = known
            return _recalled(incident, known, follow)
        course, reach = follow(incident)
        if reach is not None and incident.digest in self._right and _is_settled(course, now):
            self._used[incident.digest] = _settled(course, reach)
        return course, reach

    def keep(self) -> None:
        """Remember what was used or learned, and nothing else."""
        if self._memory is None or self._used.keys() == self._known.keys():
            return
        parts: dict[str, dict[str, Settled]] = defaultdict(dict)
        for digest, each in self._used.items():
            parts[digest[:1]][digest] = each
        changed = {digest[:1] for digest in self._used.keys() ^ self._known.keys()}
        for part in changed & parts.keys():
            self._memory.remember(ROOM, f"{self._site}{part}".encode(), encode(parts[part]))
        kept = {f"{self._site}{part}".encode() for part in parts}
        self._memory.forget(ROOM, self._memory.recall_all(ROOM).keys() - kept)


def _is_settled(course: Course, now: datetime) -> bool:
    """Whether neither the clock nor anything but another text can change what `course` says."""
    incident = course.incident
    if course.open or incident.damaged or incident.any_component or incident.started > now:
        return False
    to_do = any(each.state is not ActionState.DONE and each.until is not None for each in course.remediation)
    return course.digest == incident.digest and course.owed is None and not to_do


def _settled(course: Course, reach: Reach) -> Settled:
    incident = course.incident
    moments = (
        reach.start,
        incident.started,
        incident.detected,
        *course.said,
        course.resolved_at,
        incident.postmortem.at if incident.postmortem else None,
    )
    return Settled(
        since=max(moment for moment in moments if moment is not None),
        start=reach.start,
        said=course.said,
        identified_at=course.identified_at,
        monitoring_at=course.monitoring_at,
        times=course.times,
        words=course.words,
        explanation=course.explanation,
        actions=course.actions,
        touched=course.touched,
        extents=reach.extents,
    )


def _recalled(incident: Incident, known: Settled, follow: Follow) -> Followed:
    end = known.times.resolved
    assert end is not None  # else it was not settled
    retold = _Retold(incident, follow)
    course = Course(
        incident=incident,
        status=Status.RESOLVED if incident.postmortem is None else Status.POSTMORTEM,
        open=False,
        steps=Later(retold.steps),
        affected=Later(retold.affected),
        touched=known.touched,
        said=known.said,
        identified_at=known.identified_at,
        monitoring_at=known.monitoring_at,
        resolved_at=end,
        digest=incident.digest,
        remediation=Later(retold.remediation) if known.actions else (),
        actions=known.actions,
        times=known.times,
        promises=Later(retold.promises),
        words=known.words,
        explanation=known.explanation,
    )
    return course, Reach(incident.id, known.start, end, frozenset(known.touched), False, False, known.extents)


class _Retold:
    """The story of an incident, followed when one of its parts is wanted."""

    __slots__ = ("_follow", "_incident", "_known")

    def __init__(self, incident: Incident, follow: Follow) -> None:
        self._incident = incident
        self._follow = follow
        self._known: Course | None = None

    def _course(self) -> Course:
        if self._known is None:
            self._known, _ = self._follow(self._incident)
        return self._known

    def steps(self) -> tuple[Step, ...]:
        return tuple(self._course().steps)

    def affected(self) -> tuple[Transition, ...]:
        return tuple(self._course().affected)

    def remediation(self) -> tuple[Remediation, ...]:
        return tuple(self._course().remediation)

    def promises(self) -> tuple[Promise, ...]:
        return tuple(self._course().promises)
