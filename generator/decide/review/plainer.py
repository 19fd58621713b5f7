"""Places where a text sounds like a form: stock phrases, hedges, passives without an actor.

Each with a plainer way to say it; and the questions of a chain of whys that take up no answer.

Only what was said to the public in sentences is looked at: no quotes, no code, no headings, no cells of a table. English only.
"""

from __future__ import annotations

import re

from generator.decide.review.chain import breaks
from generator.decide.review.points import Remark
from generator.decide.review.prose import Piece, Prose
from generator.decide.review.topics import Topic

MOST = 12
"""Remarks of one text: more are not read."""

STOCK = (
    (
        r"\b(?:some|certain|a (?:small )?(?:number|subset|portion) of)(?: of our)? (?:users|customers|clients)(?: \w+)? (?:may|might|could) (?:have|be|also|still)\b[^.,;]{0,60}",
        "say who and how many: “one request in five failed for customers in eu-west”",
    ),
    (
        r"\b(?:may|might|could) have (?:experienced|seen|encountered|noticed|been (?:affected|impacted))\b",
        "they did: “saw”, “could not”",
    ),
    (
        r"\b(?:we )?(?:sincerely |deeply |truly )*apologi[sz]e for (?:any|the) (?:\w+ )?inconvenience\b[^.]{0,60}|\bsorry for (?:any|the) (?:\w+ )?inconvenience\b[^.]{0,60}",
        "say what it did to people: “we are sorry that you could not pay for 98 minutes”",
    ),
    (r"\bany inconvenience\b", "name the harm: “that you could not pay”"),
    (r"\bout of an abundance of caution\b", "say what you feared"),
    (r"\b(?:we )?take (?:\w+ ){1,6}(?:very |extremely )?seriously\b", "say what you changed because of it"),
    (
        r"\b(?:due to|because of) (?:unforeseen|unexpected|technical) (?:circumstances|issues?|difficulties|reasons)\b",
        "say what it was",
    ),
    (
        r"\bexperienc(?:ed|ing) (?:technical )?(?:difficulties|issues|problems)\b",
        "say what failed, and how people saw it",
    ),
    (
        r"\b(?:ensure|make sure) (?:that )?(?:this|it|something like this) (?:never|does not|doesn't|will not|won't) (?:\w+ )?(?:happens?|occurs?|repeat\w*)\b(?: again)?",
        "nobody can promise that: say what you changed",
    ),
    (
        r"\b(?:thank you|thanks|appreciate|grateful|ask)\b[^.!?]{0,20} your (?:continued )?(?:patience|understanding)(?: and (?:patience|understanding))?\b",
        "thank them for something they did, or leave it out",
    ),
    (
        r"\b(?:intermittent|elevated) (?:\w+ )?(?:issues|connectivity)\b|\bdegraded (?:user )?experience\b|\bservice interruption event\b|\bavailability event\b",
        "say what people saw: slow pages, errors, nothing at all",
    ),
    (
        r"\ba (?:small|limited|tiny) (?:number|subset|percentage|portion) of\b",
        "give the number, or your best estimate of it",
    ),
    (
        r"\bwent above and beyond\b|\bworld[- ]class\b|\brobust and (?:resilient|reliable)\b|\bbest[- ]in[- ]class\b|\bleverag(?:e|ed|ing) our\b",
        "say what was done",
    ),
)
HEDGES = (
    (
        r"\b(?:somewhat|relatively|fairly|rather) (?:minor|small|limited|short|low)\b",
        "give the number and let people judge",
    ),
    (
        r"\b(?:it )?(?:appears|seems|would appear|would seem) (?:that|to (?:have|be))\b",
        "say that you do not know, or what you know",
    ),
    (r"\b(?:potentially|possibly|presumably|arguably) (?:\w+)\b", "say what is known and what is not"),
    (r"\bto some (?:extent|degree)\b|\bmore or less\b|\bin some cases\b", "say how much, or how many"),
)
DONE = r"(?:made|overlooked|introduced|deployed|pushed|merged|deleted|dropped|removed|misconfigured|changed|forgotten|ignored|released|applied|executed|typed|rolled out|disabled|decided|assumed|believed|considered|thought|set|identified|noticed|determined|taken|performed|renamed|migrated|updated|upgraded|rebooted|terminated|wiped)"
PASSIVE = re.compile(
    rf"\b(?:was|were|had been|has been|have been|got|been)(?: \w+ly| not| then| also| never| also not)? {DONE}\b(?![^.;,]{{0,40}}\bby (?!mistake|accident|hand|default|then|now|the time|\d|chance|\w+ing))",
    re.IGNORECASE,
)
"""Something people do, done by nobody."""
PLAINER_PASSIVE = "say who: “we …” or “an engineer of ours …”"
STOCK_PHRASES = re.compile("|".join(f"(?:{what})" for what, _ in STOCK), re.IGNORECASE)
RULES = tuple((re.compile(what, re.IGNORECASE), say) for what, say in (*STOCK, *HEDGES))


def remarks(prose: Prose) -> tuple[Remark, ...]:
    """The first of what could be said more plainly, by place; no place twice."""
    found: list[Remark] = []
    for piece in prose.pieces:
        if piece.kind in ("quote", "row") or len(piece.text.split()) < 4:
            continue
        taken: list[tuple[int, int]] = []
        for what, say in RULES:
            _note(piece, what, say, taken, found)
        if not piece.about(Topic.TIMELINE, Topic.ACTIONS):
            _note(piece, PASSIVE, PLAINER_PASSIVE, taken, found)
    found += breaks(prose)
    return tuple(sorted(found, key=lambda each: (each.line, each.column)))[:MOST]


def stock_phrases(prose: Prose) -> int:
    """How many stand in a text."""
    return sum(len(STOCK_PHRASES.findall(piece.text)) for piece in prose.pieces if piece.kind != "quote")


def _note(piece: Piece, what: re.Pattern[str], say: str, taken: list[tuple[int, int]], found: list[Remark]) -> None:
    for match in what.finditer(piece.text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        line, column = piece.place(match.start())
        found.append(Remark(line, column, " ".join(match[0].split()), say))
