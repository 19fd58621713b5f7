"""Stretches of time: clip, merge, total. Knows nothing of incidents.

Every span is half open, `[start, end)`, and in UTC, so that two clocks never disagree about which came first
(aware datetimes of one zone compare by the wall clock in Python, which is wrong across daylight saving).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """From `start` up to, not including, `end`; both aware and in UTC, `start <= end`."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


def clip(spans: Iterable[Span], bounds: Span) -> list[Span]:
    """The parts of `spans` that lie within `bounds`; empty ones left out, order kept."""
    clipped = (Span(max(span.start, bounds.start), min(span.end, bounds.end)) for span in spans)
    return [span for span in clipped if span.start < span.end]


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same stretches of time, in order, each moment covered by at most one span."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of `spans` where `taken` does not cover them; merged and in order."""
    left = merge(spans)
    for hole in merge(taken):
        pieces = (
            (Span(span.start, min(span.end, hole.start)), Span(max(span.start, hole.end), span.end)) for span in left
        )
        left = [piece for pair in pieces for piece in pair if piece.start < piece.end]
    return left


def total(spans: Iterable[Span]) -> float:
    """Seconds covered by at least one of `spans`."""
    return sum(span.seconds for span in merge(spans))


def day(of: date, zone: tzinfo) -> Span:
    """The whole local day `of` in `zone`: 23, 24 or 25 hours long, whatever daylight saving makes of it."""
    start = datetime.combine(of, time.min, zone).astimezone(UTC)
    end = datetime.combine(of + timedelta(days=1), time.min, zone).astimezone(UTC)
    return Span(start, end)
