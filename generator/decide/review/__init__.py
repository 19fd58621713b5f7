"""A postmortem held against the twelve points: text in, findings out. Advice, never a gate.

Pure text analysis with simple rules, each of which says why it is one: headings with their synonyms, patterns of sentences, numbers with
units, names by their shape. It understands English, and says so where a text is in another language. It promises not to be on the way of a
build: only `upside check` and `upside postmortem --review` import it.
"""

from __future__ import annotations

from generator.decide.review.advice import advice
from generator.decide.review.points import TITLES, WRITE, Judgement, Point, Remark, Review, State
from generator.decide.review.whole import review

__all__ = ["TITLES", "WRITE", "Judgement", "Point", "Remark", "Review", "State", "advice", "review"]
