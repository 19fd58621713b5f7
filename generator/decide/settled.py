"""Incidents whose story is settled, remembered between builds: what is asked of every incident of an archive, without following its words again.

Settled is what is over and of which nothing is owed, to come, or wrong: neither the clock nor a later build can find anything else. A digest of all
that it was decided from is the key, so what is remembered is either that or unused. The whole story is followed again when somebody looks
into it. Promises that nothing is different for it but the time it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from generator.decide.extent import Extent, Reach
from generator.memory import Memory
from generator.model import ActionState, Course, Incident, Metrics, Once, Site, Story

ROOM = "settled"

Followed = tuple[Course, Reach | None]
Follow = Callable[[Incident], Followed]


class Settled(Struct, frozen=True, array_like=True):
    """What became of an incident, for good."""

    since: datetime
    """All of it had happened by then: true at this moment and at every later one."""
    start: datetime
    """Of its reach."""
    end: datetime
    said: tuple[datetime, ...]
    touched: tuple[str, ...]
    extents: tuple[Extent, ...]
    metrics: Metrics


class Archive:
    """The settled incidents of a site. `Archive()` knows none, and keeps none."""

    def __init__(self, known: dict[str, Settled] | None = None) -> None:
        self._known = {} if known is None else known
        self._right: set[str] = set()
        self._used: dict[str, Settled] = {}
        self._memory: Memory | None = None
        self._site = ""
        self._stale: set[bytes] = set()
        """Keys of what was remembered of another site.yaml, or cannot be understood."""

    @classmethod
    def of(cls, site: Site, memory: Memory) -> Archive:
        """What `memory` holds of incidents that were read with `site` as it is."""
        archive = cls()
        archive._memory, archive._site = memory, site.digest
        decode = Decoder(dict[str, Settled]).decode
        for key, value in memory.recall_all(ROOM).items():
            try:
                if key.startswith(site.digest.encode()):
                    archive._known.update(decode(value))
                    continue
            except ValueError:  # not ours: found out again
                pass
            archive._stale.add(key)
        return archive

    def unknown(self, incidents: Iterable[Incident], now: datetime) -> list[Incident]:
        """Those of `incidents` of which it does not know that they are settled at `now`, and that nothing is wrong with them."""
        known = self._known
        return [each for each in incidents if (found := known.get(each.digest)) is None or now < found.since]

    def is_right(self, incident: Incident) -> None:
        """Hear that nothing is wrong with `incident`: only then is it ever remembered."""
        self._right.add(incident.digest)

    def follow(self, incidents: Iterable[Incident], follow: Follow, now: datetime) -> list[Followed]:
        """What `follow` finds of each of `incidents` at `now`."""

        def tell(incident: Incident) -> Story:
            return follow(incident)[0].story

        found = []
        for incident in incidents:
            known = self._known.get(incident.digest)
            if known is not None and known.since <= now:
                self._used[incident.digest] = known
                found.append(_recalled(incident, known, tell))
                continue
            course, reach = follow(incident)
            if reach is not None and incident.digest in self._right and _is_settled(course, now):
                self._used[incident.digest] = _settled(course, reach)
            found.append((course, reach))
        return found

    def keep(self) -> None:
        """Remember what was used or learned, and nothing else."""
        if self._memory is None:
            return
        changed = {digest[:1] for digest in self._used.keys() ^ self._known.keys()}
        parts: dict[str, dict[str, Settled]] = defaultdict(dict)
        for digest, each in self._used.items():
            if digest[:1] in changed:
                parts[digest[:1]][digest] = each
        for part in changed:
            key = f"{self._site}{part}".encode()
            self._stale.discard(key)
            if part in parts:
                self._memory.remember(ROOM, key, encode(parts[part]))
            else:
                self._stale.add(key)
        self._memory.forget(ROOM, self._stale)


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
        reach.end,
        incident.started,
        incident.detected,
        *course.said,
        incident.postmortem.at if incident.postmortem else None,
    )
    return Settled(
        since=max(moment for moment in moments if moment is not None),
        start=reach.start,
        end=reach.end,
        said=course.said,
        touched=course.touched,
        extents=reach.extents,
        metrics=course.metrics,
    )


def _recalled(incident: Incident, known: Settled, tell: Callable[[Incident], Story]) -> Followed:
    told = Once(tell, incident)
    course = Course(incident, False, incident.digest, known.said, known.touched, known.metrics, None, told)
    return course, Reach(incident.id, known.start, known.end, known.touched, False, False, known.extents)
