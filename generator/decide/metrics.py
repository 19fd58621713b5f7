"""What the figures of the report ask of an incident, so that an archive's need not be followed again for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.decide.promises import KEPT, LATE, POSTMORTEM, UNKNOWN
from generator.model import Metrics, Promise, Remediation, Times
from generator.span import Span


def metrics(times: Times, promises: Sequence[Promise], remediation: Sequence[Remediation]) -> Metrics:
    """Of an incident with these `times`, `promises` (in order) and action items."""
    explanation = promises[-1] if promises and promises[-1].kind is POSTMORTEM else None
    words = [each.state for each in (promises if explanation is None else promises[:-1])]
    return Metrics(
        to_detect=_between(times.started, times.detected),
        to_first_word=_between(times.started, times.first_word),
        silence=length(times.silence),
        to_mitigate=_between(times.started, times.mitigated),
        to_resolve=_between(times.began, times.resolved),
        to_explain=_between(times.resolved, times.explained) if times.ended_by_word else None,
        words_in_time=words.count(KEPT),
        words_late=words.count(LATE),
        words_unknown=words.count(UNKNOWN),
        explained=times.explained is not None,
        explanation=None if explanation is None else explanation.state,
        actions=tuple([each.state for each in remediation]),
    )


def length(span: Span | None) -> float | None:
    """Of `span`, in seconds."""
    return None if span is None else span.seconds


def _between(start: datetime | None, end: datetime | None) -> float | None:
    """What `Times` says of the same moments, in seconds; `tests/decide/test_times.py` holds the two together."""
    if start is None or end is None:
        return None
    return (end - start).total_seconds() if start < end else 0.0
