"""What is remembered of incidents that are settled: what is asked of every incident of an archive.

The whole story is followed again when somebody looks into it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from generator.decide.extent import Reach
from generator.decide.shelf import Record, Shelf
from generator.model import ActionState, Course, Incident, Metrics, Once, Story

Followed = tuple[Course, Reach | None]
Follow = Callable[[Incident], Followed]


class Settled(Record, frozen=True, array_like=True):
    """What became of an incident."""

    said: tuple[datetime, ...]
    metrics: Metrics
    reach: Reach


def shelf() -> Shelf[Incident, Followed, Settled]:
    """For incidents that are settled."""
    return Shelf("settled", Settled, _settled, _recalling)


def _settled(found: Followed, now: datetime) -> Settled | None:
    course, reach = found
    if reach is None or not _is_settled(course, now):
        return None
    told = course.incident
    explained = (told.postmortem.at,) if told.postmortem is not None else ()
    detected = (told.detected,) if told.detected is not None else ()
    return Settled(
        since=max((reach.start, reach.end, told.started, *detected, *course.said[:1], *explained)),
        said=course.said,
        metrics=course.metrics,
        reach=reach,
    )


def _is_settled(course: Course, now: datetime) -> bool:
    """Whether neither the clock nor anything but another text can change what `course` says."""
    incident = course.incident
    if course.open or incident.damaged or incident.any_component or incident.started > now:
        return False
    if course.digest != incident.digest or course.owed is not None:
        return False
    return not any(each.state is not ActionState.DONE and each.until is not None for each in course.remediation)


def _recalling(follow: Follow) -> Callable[[Incident, Settled], Followed]:
    def tell(incident: Incident) -> Story:
        return follow(incident)[0].story

    def recalled(incident: Incident, known: Settled) -> Followed:
        reach, told = known.reach, Once(tell, incident)
        return Course(incident, False, incident.digest, known.said, reach.components, known.metrics, None, told), reach

    return recalled
