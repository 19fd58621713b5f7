"""Text that is already HTML, told apart from text that is not.

`Html` is the one mark of trust in this room: what carries it is put into pages as it stands, everything else is escaped. It follows
the `__html__` protocol, so Jinja's autoescape believes it without this module importing Jinja. Joining an `Html` with a plain
string gives a plain string, which is escaped: forgetting is harmless.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from generator.pattern import pattern

TOP = 3
"""The level at which headings in texts begin where nothing else is asked for; feeds have them so."""

_TAG = pattern(r"<[^>]*>")
_HEADING = pattern(r"<(/?)h([1-6])>")


class Html(str):
    """A piece of HTML that this room made."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def escape(text: str) -> Html:
    """`text` as HTML, fit for content and for quoted attributes; what is HTML already stays as it is."""
    return text if isinstance(text, Html) else Html(html.escape(text, quote=True))


def join(pieces: Iterable[str], between: str = "") -> Html:
    """All pieces escaped, one after the other, with `between` (escaped too) in between."""
    return Html(escape(between).join(escape(piece) for piece in pieces))


def element(name: str, content: str, **attributes: str) -> Html:
    """`<name …>content</name>`; an attribute's underscores become dashes (`data_until`), a trailing one is dropped (`class_`)."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{written}>{escape(content)}</{name}>")


def plain(text: str) -> str:
    """A sentence of ours for where there is no HTML: without its markup, if it has any."""
    return html.unescape(_TAG.sub("", text)) if isinstance(text, Html) else text


def isolate(text: str) -> Html:
    """What somebody wrote, kept from turning the direction of the words around it."""
    return element("bdi", text)


def as_typed(text: str) -> Html:
    """`text` unparsed, line by line as it was typed."""
    return Html(f'<pre class="as-typed">{html.escape(text, quote=False)}</pre>')


def headings_in_order(made: str) -> str:
    """Headings from `TOP` down, in the text's own order of rank and without gaps.

    The text's highest rank becomes `TOP`; no heading is more than one level below the one before it.
    """
    if "<h" not in made and "</h" not in made:
        return made
    levels = sorted({int(found[2]) for found in _HEADING.finditer(made)})
    before = TOP - 1

    def moved(found: re.Match[str]) -> str:
        nonlocal before
        if not found[1]:
            before = min(TOP + levels.index(int(found[2])), before + 1, 6)
        return f"<{found[1]}h{before}>"

    return _HEADING.sub(moved, made)
