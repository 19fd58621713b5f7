"""How a question ends that has no answer. Raised and caught in this package; outside it is an `Unknown`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from generator.model.preparedness import Cause, Unknown

Found = TypeVar("Found")


class Silent(Exception):
    """There is no answer, for this reason."""

    def __init__(self, cause: Cause, words: str) -> None:
        self.unknown = Unknown(cause, words)
        super().__init__(words)


def heard(question: Callable[[], Found]) -> Found | Unknown:
    """The answer to `question`, or why there is none."""
    try:
        return question()
    except Silent as silent:
        return silent.unknown


def why(problem: BaseException) -> str:
    """What a library or the system says of its failure, in a few words and without an address, which may hold a secret."""
    words = str(getattr(problem, "strerror", None) or problem).strip().partition("\n")[0]
    if isinstance(problem, TimeoutError):
        words = "it did not answer in time"
    return (words or type(problem).__name__)[:200]
