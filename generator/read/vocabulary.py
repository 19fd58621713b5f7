"""Words from closed sets, as people type them: what is the same word in spite of case, invisible characters and synonyms."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from generator.model import ComponentStatus, Status
from generator.pattern import pattern
from generator.problem import did_you_mean

INVISIBLE = pattern("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]")
"""Characters that nobody sees and that make two equal words differ."""

QUOTES = "“”„‟‘’‚«»‹›\"'` "
"""What a phone puts around a word."""
SEPARATOR = pattern(r"[\s_-]+")

STATUS_WORDS: dict[str, Status] = {
    **{status.value.replace("_", " "): status for status in Status},
    "investigate": Status.INVESTIGATING,
    "looking into it": Status.INVESTIGATING,
    "cause identified": Status.IDENTIFIED,
    "cause found": Status.IDENTIFIED,
    "found": Status.IDENTIFIED,
    "watching": Status.MONITORING,
    "observing": Status.MONITORING,
    "mitigated": Status.MONITORING,
    "fixed": Status.RESOLVED,
    "solved": Status.RESOLVED,
    "closed": Status.RESOLVED,
    "recovered": Status.RESOLVED,
    "restored": Status.RESOLVED,
    "all clear": Status.RESOLVED,
    "done": Status.RESOLVED,
    "finished": Status.RESOLVED,
    "post mortem": Status.POSTMORTEM,
    "planned": Status.SCHEDULED,
    "announced": Status.SCHEDULED,
    "under way": Status.IN_PROGRESS,
    "underway": Status.IN_PROGRESS,
    "started": Status.IN_PROGRESS,
    "ongoing": Status.IN_PROGRESS,
    "verification": Status.VERIFYING,
    "canceled": Status.CANCELLED,
    "called off": Status.CANCELLED,
    "updated": Status.UPDATE,
}
"""Words of a heading, in lower case with single spaces; the field's own first, then what people say instead."""

DONE_WORDS = frozenset({"done", "finished"})
"""Said of a maintenance these mean completed."""

COMPONENT_WORDS: dict[str, ComponentStatus] = {
    **{status.value: status for status in ComponentStatus},
    "ok": ComponentStatus.OPERATIONAL,
    "up": ComponentStatus.OPERATIONAL,
    "maintenance": ComponentStatus.UNDER_MAINTENANCE,
    "degraded": ComponentStatus.DEGRADED_PERFORMANCE,
    "partial": ComponentStatus.PARTIAL_OUTAGE,
    "down": ComponentStatus.MAJOR_OUTAGE,
    "outage": ComponentStatus.MAJOR_OUTAGE,
}
"""States of a component, as `word` gives them."""


def visible(text: str) -> str:
    """`text` in its plainest form (Unicode NFKC), without invisible characters and space around it."""
    return text.strip() if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


@lru_cache(maxsize=4096)
def word(text: str) -> str:
    """A key or an enum's word in its one spelling: lower case, `_` between its parts."""
    return SEPARATOR.sub("_", visible(text).strip(QUOTES).casefold())


def near_word(text: str, known: list[str]) -> str | None:
    """The known word that `text` was most likely meant to be, also where a letter of another alphabet was typed."""
    return did_you_mean(word(text), known)
