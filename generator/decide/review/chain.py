"""The links of an explicit chain of whys: each question takes up an answer before it, by a word that both share or by one that points back.

Only what is plainly a break is named: a question without any such word. English only.
"""

from __future__ import annotations

import re

from generator.decide.review.evidence import shortened
from generator.decide.review.points import Remark
from generator.decide.review.prose import Prose
from generator.decide.review.topics import Topic

QUESTION = re.compile(r"\W*(?:\d+[.):]\s*)?[Ww]hy\b[^?]*\?")
POINTING = re.compile(
    r"\b(?:it|its|they|their|them|that|this|those|these|he|she|so|there|such|then|one)\b", re.IGNORECASE
)
"""A word that points back to what was said."""
WORD = re.compile(r"[A-Za-z]{4,}")
STEM = 5
"""Letters by which two words are taken for the same one: waits, waiting."""
FILLING = frozenset(
    (
        "becau",
        "there",
        "where",
        "which",
        "their",
        "could",
        "would",
        "shoul",
        "about",
        "after",
        "befor",
        "when",
        "what",
        "with",
        "have",
        "were",
        "from",
        "this",
        "that",
        "nobod",
        "did",
    )
)
PLAINER = "this question takes up no answer before it: ask why of the last answer"


def breaks(prose: Prose) -> list[Remark]:
    """The questions below a heading about whys that stand in no chain."""
    found: list[Remark] = []
    known: set[str] = set()
    for piece in prose.about(Topic.WHYS):
        question = QUESTION.match(piece.text)
        if question is None:
            known |= _stems(piece.text)
            continue
        asked = question[0]
        if known and not (_stems(asked) & known) and not POINTING.search(asked):
            line, column = piece.place(len(asked) - len(asked.lstrip()))
            found.append(Remark(line, column, shortened(asked.strip()), PLAINER))
        known |= _stems(piece.text)
    return found


def _stems(text: str) -> set[str]:
    return {word[:STEM].casefold() for word in WORD.findall(text)} - FILLING
