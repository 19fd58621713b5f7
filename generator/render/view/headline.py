"""The state of the whole page in words, the same on every output: the banner, badges, APIs, plain text."""

from __future__ import annotations

from generator.model import Board, Headline
from generator.render.words import Words


def headline_words(words: Words, board: Board) -> str:
    """One sentence, as plain text. Where something could not be read and may be worse, it says so."""
    if board.headline is Headline.UNKNOWN and _only_site(board):
        return words.get("home", "unknown_components")
    return words.get("headline", board.headline)


def doubts(words: Words, board: Board) -> list[str]:
    """What could not be read, each a sentence; empty where everything could."""
    found = [words.get("home", "doubt")] if board.doubtful and not _only_site(board) else []
    return found + ([words.get("home", "doubt_components")] if board.site.damaged else [])


def _only_site(board: Board) -> bool:
    """Whether nothing but site.yaml is what could not be read: a report in doubt makes components doubtful."""
    return board.site.damaged and not any(each.doubtful for each in board.components)
