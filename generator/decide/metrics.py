"""What the figures of the report ask of an incident, so that an archive's need not be followed again for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from generator.decide.promises import KEPT, LATE, POSTMORTEM, UNKNOWN
from generator.model import Metrics, Promise, Remediation, Times
from generator.span import Span


def metrics(times: Times, promises: Sequence[Promise], remediation: Sequence[Remediation]) -> Metrics:
    """Of an incident with these `times`, `promises` (in order) and action items."""
    explanation = promises[-1] if promises and promises[-1].kind is POSTMORTEM else None
    words = [each.state for each in (promises if explanation is None else promises[:-1])]
    return Metrics(
        to_detect=seconds(times.to_detect),
        to_first_word=seconds(times.to_first_word),
        silence=length(times.silence),
        to_mitigate=seconds(times.to_mitigate),
        to_resolve=seconds(times.to_resolve),
        to_explain=seconds(times.to_explain),
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


def seconds(length: timedelta | None) -> float | None:
    """`length` in seconds."""
    return None if length is None else length.total_seconds()
