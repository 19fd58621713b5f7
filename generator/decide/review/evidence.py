"""Looking for evidence: patterns in prose, and what was found, as a judgement that quotes it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable

from generator.decide.review.points import Judgement, Point, State
from generator.decide.review.prose import END, Piece, Prose

Found = tuple[Piece, re.Match[str]]

LONGEST_QUOTE = 70
"""Characters of what is quoted."""


def pattern(*alternatives: str) -> re.Pattern[str]:
    """Any of `alternatives`, whatever the case."""
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


def found(prose: Prose, what: re.Pattern[str], where: Callable[[Piece], bool] | None = None) -> list[Found]:
    """Every place where `what` stands; in what people said themselves, not in what they quote."""
    return [
        (piece, match)
        for piece in prose.pieces
        if piece.kind != "quote" and (where is None or where(piece))
        for match in what.finditer(piece.text)
        if not quoted(piece.text, match.start())
    ]


def quoted(text: str, at: int) -> bool:
    """Whether what stands at `at` is inside quotation marks: somebody else's words, or an example."""
    if '"' not in text and "“" not in text:
        return False
    before = text[:at]
    return (before.count('"') % 2 == 1 and '"' in text[at:]) or before.count("“") > before.count("”")


def distinct(places: Iterable[Found]) -> int:
    """In how many sentences."""
    ends: dict[int, list[int]] = {}
    found = set()
    for piece, match in places:
        known = ends.setdefault(id(piece), [])
        if not known:
            known += [end.start() for end in END.finditer(piece.text)] or [len(piece.text)]
        found.add((id(piece), bisect_left(known, match.start())))
    return len(found)


def judged(point: Point, state: State, places: Iterable[Found] = (), lacking: str = "") -> Judgement:
    """A judgement that quotes the first of `places`."""
    for piece, match in places:
        return Judgement(point, state, piece.place(match.start())[0], around(piece, match), lacking)
    return Judgement(point, state, lacking=lacking)


def around(piece: Piece, match: re.Match[str]) -> str:
    """The sentence around a place, shortened to what a line of a terminal holds."""
    sentence, at = piece.text, match.start()
    for begin, each in piece.sentences():
        if begin <= match.start() < begin + len(each):
            sentence, at = each, match.start() - begin
            break
    return shortened(sentence, at)


def shortened(sentence: str, at: int = 0) -> str:
    """`sentence` with single spaces, cut so that what stands at `at` is in it."""
    begin = 0 if at < LONGEST_QUOTE - 20 else sentence.rfind(" ", 0, max(at - 15, 1)) + 1
    words = " ".join(sentence[begin:].replace("¤", "·").split())
    words = re.sub(r"·+", "…", words)
    cut = words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rpartition(" ")[0] + " …"
    return f"… {cut}" if begin else cut


def at(point: Point, state: State, pieces: list[Piece], lacking: str = "") -> Judgement:
    """A judgement that quotes the beginning of the first of `pieces`."""
    piece = pieces[0]
    match = re.search(r"\S", piece.text)
    return judged(point, state, [(piece, match)] if match else (), lacking)
