"""What people wrote, as HTML: escaped first, then parsed as Markdown, then sanitised. The same HTML goes everywhere.

Most updates are plain paragraphs, or begin and end with some. These become `<p>…</p>` by escaping alone, and for a text of nothing else
neither Markdown nor the sanitiser is even imported; property tests hold that this gives the same bytes. What Markdown made is
remembered by the digest of the text.

Headings in a text stand below those of the page that holds it: `top` is the level its first heading takes.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.memory import Memory
from generator.model import Text
from generator.render.markup import TOP, Html, as_typed

if TYPE_CHECKING:
    from generator.render.dialect import Dialect

ROOM = "prose"

_PLAIN = re.compile(
    r"""
    (?: ^ [^\W\d_] | ^ ["'“„‘(] [^\W\d_] )              # a line begins with a letter, perhaps in quotes or brackets
    (?: [\w .,;:?!'"()/%+=$€£§°@“”„‘’–—…→-] )*           # and holds nothing that Markdown reads
    (?<! [ ] ) $
    """,
    re.VERBOSE,
)
_HEADING = re.compile(r"(</?h)([1-6])\b")


class Prose:
    """Turns texts into HTML, remembering what was costly."""

    def __init__(self, memory: Memory, base: str, marks: tuple[str, str, str]) -> None:
        """`base` is the address that relative links are relative to; `marks` the words for done, to do and an image."""
        self._memory = memory
        self._base = base
        self._marks = marks
        self._dialect: Dialect | None = None

    def html(self, text: Text, top: int = TOP) -> Html:
        """`text` as HTML that is safe on any page and in any feed; empty for no text."""
        if text.plain:
            return as_typed(text.markdown)
        before, rest, after = _split(text.markdown)
        pieces = (_paragraphs(before), self._slow(rest) if rest else "", _paragraphs(after))
        return _shifted(Html("\n".join(piece for piece in pieces if piece)), top)

    def _slow(self, markdown: str) -> Html:
        key = hashlib.sha256(repr((markdown, self._base, self._marks)).encode("utf-8", "surrogatepass")).digest()
        if (known := self._memory.recall(ROOM, key)) is not None:
            return Html(known.decode())
        if self._dialect is None:
            from generator.render.dialect import Dialect

            self._dialect = Dialect(self._base, self._marks)
        made = self._dialect.html(markdown)
        self._memory.remember(ROOM, key, made.encode())
        return Html(made)


def quick(markdown: str) -> Html | None:
    """`markdown` as HTML if it is nothing but plain paragraphs, else None."""
    plain, rest, _ = _split(markdown)
    return None if rest else _paragraphs(plain)


def _split(markdown: str) -> tuple[list[str], str, list[str]]:
    """The plain paragraphs that `markdown` begins with, the rest, and the plain paragraphs that it ends with.

    A blank line parts them, and the rest cannot reach over it, unless it is a fence that goes on behind it.
    """
    pieces = re.split(r"(\n\n+)", markdown.strip("\n"))
    first, last = 0, len(pieces)
    while first < last and _is_plain(pieces[first]):
        first += 2
    while "```" not in markdown and "~~~" not in markdown and first < last and _is_plain(pieces[last - 1]):
        last -= 2
    return pieces[:first:2], "".join(pieces[max(0, first - 1) : last]), pieces[last + 1 :: 2]


def _paragraphs(plain: Iterable[str]) -> Html:
    return Html("\n".join(f"<p>{html.escape(each, quote=False)}</p>" for each in plain))


def _is_plain(paragraph: str) -> bool:
    return "_" not in paragraph and "://" not in paragraph and all(map(_PLAIN.fullmatch, paragraph.split("\n")))


def _shifted(made: Html, top: int) -> Html:
    """Headings moved from `TOP` to `top`. Sound because `<` in somebody's text is always escaped."""
    if top == TOP or "<h" not in made:
        return made
    return Html(_HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + top - TOP)}", made))
