"""No file of an API grows without bound: what is long is cut, the oldest first, and says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

Report = TypeVar("Report")

LARGEST = 1_000_000
"""Bytes that a file should not exceed, so that a small program on a bad line can read it."""


class Measure(Struct, frozen=True):
    """How much of each report is told."""

    updates: int
    """The newest so many."""
    characters: int
    """Of each text, from its beginning."""


MEASURES = (Measure(100, 20_000), Measure(50, 4_000), Measure(20, 1_000), Measure(5, 300), Measure(1, 100))
"""From all that anybody reads to the bare outline."""


def fitting(reports: Sequence[Report], make: Callable[[Sequence[Report], Measure], bytes]) -> bytes:
    """What `make` makes of `reports` with the first measure that fits; where none does, of fewer, the last left out first."""
    for measure in MEASURES:
        made = make(reports, measure)
        if len(made) <= LARGEST:
            return made
    while len(made) > LARGEST and len(reports) > 1:
        reports = reports[: max(1, len(reports) * 3 // 4)]
        made = make(reports, MEASURES[-1])
    return made


def cut(text: str, characters: int) -> str:
    """`text`, or its first words and an ellipsis where it is longer."""
    if len(text) <= characters:
        return text
    kept = text[:characters]
    return (kept.rpartition(" ")[0] or kept).rstrip() + " …"
