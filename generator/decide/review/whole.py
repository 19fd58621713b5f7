"""The whole review: every point in its order, and the remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.decide.review.cause import five_whys, what_went_wrong
from generator.decide.review.content import affected, start_end
from generator.decide.review.depth import human_elements, lessons, others_learn
from generator.decide.review.manner import admit_failure, authentic, channel, human
from generator.decide.review.plainer import remarks
from generator.decide.review.points import Review
from generator.decide.review.prose import Prose, parse
from generator.decide.review.technologies import technologies

COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "was",
        "we",
        "is",
        "for",
        "that",
        "it",
        "with",
        "on",
        "were",
        "this",
        "be",
        "by",
        "at",
        "as",
        "from",
        "not",
    ]
)
"""Every fourth word of English is one of these, and hardly any of another language."""
FEW = 25
"""Words below which nobody can tell a language."""


def review(lines: Iterable[tuple[int, str]], *, signed_by: str = "", channels: int = 0) -> Review:
    """What `lines` (number in the file and text, without comments) say to each of the twelve points.

    `signed_by` is the name in the heading's braces; `channels` is how many the site shows on every page.
    """
    prose = parse(lines)
    if not _is_english(prose):
        return Review((), ())
    voice = human(prose)
    judgements = (
        admit_failure(prose),
        voice,
        channel(prose, channels),
        authentic(prose, signed_by, voice),
        start_end(prose),
        affected(prose),
        what_went_wrong(prose),
        lessons(prose),
        technologies(prose),
        five_whys(prose),
        human_elements(prose),
        others_learn(prose),
    )
    return Review(judgements, remarks(prose))


def _is_english(prose: Prose) -> bool:
    words = re.findall(r"[^\W\d_]+", " ".join(piece.text for piece in prose.pieces).casefold())
    return len(words) < FEW or sum(word in COMMON for word in words) / len(words) >= 0.1
