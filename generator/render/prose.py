"""What people wrote, as HTML: escaped first, then parsed as Markdown, then sanitised. The same HTML goes everywhere.

Most of it is ordinary, and `everyday` makes HTML of it; where nothing else is there, neither Markdown nor the sanitiser is even imported. What
Markdown made of the rest is remembered by the digest of the text.

Headings in a text stand below those of the page that holds it: `top` is the level its first heading takes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.memory import Memory
from generator.model import Text
from generator.pattern import pattern
from generator.render.everyday import runs
from generator.render.markup import TOP, Html, as_typed, headings_in_order

if TYPE_CHECKING:
    from generator.render.dialect import Dialect

ROOM = "prose"

_HEADING = pattern(r"(</?h)([1-6])\b")


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
        made = [run if isinstance(run, Html) else self._slow(run) for run in runs(text.markdown, *self._marks[:2])]
        if len(made) == 1 and "<h" not in made[0]:  # as most words are
            return made[0]
        return _shifted(_together(made), top)

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


def quick(markdown: str, done: str = "", to_do: str = "") -> Html | None:
    """`markdown` as HTML if no part of it is for the parser, else None; `done` and `to_do` as `runs` takes them."""
    made = runs(markdown, done, to_do)
    return _together(made) if all(isinstance(run, Html) for run in made) else None


def _together(made: Iterable[str]) -> Html:
    return Html(headings_in_order("\n".join(run for run in made if run)))


def _shifted(made: Html, top: int) -> Html:
    """Headings moved from `TOP` to `top`. Sound because `<` in somebody's text is always escaped."""
    if top == TOP or "<h" not in made:
        return made
    return Html(_HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + top - TOP)}", made))
