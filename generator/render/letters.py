"""What somebody typed, where it stands without HTML around it: in a terminal, a badge, a banner on another site.

Takes out what would steer a terminal or turn the direction of the words beside it, and knows how many columns a letter takes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_GONE = ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories that nobody reads: control characters (escape sequences begin with one), halves of characters, private and unassigned ones."""
_JOINERS = "\u200c\u200d"
"""Kept of the invisible ones: Persian words and many emoji need them, and they move nothing."""


def harmless(text: str) -> str:
    """`text` on one line: white space as single spaces, no control characters and none that turn the direction of text (UAX #9)."""
    kept = (each for each in " ".join(text.split()) if _is_read(each))
    return " ".join("".join(kept).split())


def readable(text: str) -> str:
    """`text` with its lines and blanks as they are, without what `harmless` takes out of a line."""
    return "".join(each for each in text if each in "\n\t" or _is_read(each)).replace("\t", "    ")


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: two for what East Asia writes wide (UAX #11), none for what sits on another letter."""
    return len(text) if text.isascii() else sum(map(column, text))


def column(letter: str) -> int:
    """How many columns one letter takes."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, most: int) -> str:
    """`text` in at most `most` columns, ending in `…` where something was left out."""
    if columns(text) <= most:
        return text
    taken, kept = 0, []
    for letter in text:
        taken += column(letter)
        if taken >= most:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def filled(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` columns. A longer word is broken; an address is not, so that it can still be opened."""
    line, taken = "", 0
    for word in text.split(" "):
        size = columns(word)
        if line and taken + 1 + size <= width:
            line, taken = f"{line} {word}", taken + 1 + size
            continue
        if line:
            yield line
        while size > width and "://" not in word:
            head = _head(word, width)
            yield head
            word = word[len(head) :]
            size = columns(word)
        line, taken = word, size
    if line:
        yield line


def right_to_left(text: str) -> bool:
    """Whether `text` runs from right to left, by its first letter that runs anywhere (UAX #9, P2 and P3)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


def _head(word: str, width: int) -> str:
    """As much of `word` as `width` columns hold, and one letter at least."""
    taken = 0
    for index, letter in enumerate(word):
        taken += column(letter)
        if taken > width and index:
            return word[:index]
    return word


def _is_read(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category not in _GONE and (category != "Cf" or letter in _JOINERS)
