"""A badge as SVG 1.1: two words side by side, a label and a message on the colour of its tone.

Attributes alone, no style and no script, so that it is drawn under any policy. Read aloud it is one sentence, its title.
White text on every tone has a contrast of 4.5 : 1 or more (WCAG 2.2, 1.4.3); a test computes it.
"""

from __future__ import annotations

from generator.render.badges.widths import width
from generator.render.letters import cut, harmless, right_to_left
from generator.render.markup import Html, element, escape, join

COLOURS = {
    "operational": "#1c7544",
    "under_maintenance": "#2a5db0",
    "degraded_performance": "#8a5a00",
    "partial_outage": "#b0440b",
    "major_outage": "#b3131f",
    "unknown": "#5d4a8a",
    "no_data": "#65605a",
}
"""The tones of the page in the light, by the word for a state. Not the theme's: what is shown elsewhere keeps its meaning everywhere."""
LABEL = "#3b3834"
LONGEST = 44
"""Columns that a label may take; what is longer is cut. Messages are our own words, bounded only against a theme's mistake."""
FONTS = "Verdana,'DejaVu Sans',Geneva,'Noto Sans',sans-serif"
HEIGHT, PADDING, SIZE = 20, 7, 11


def badge(label: str, message: str, tone: str, language: str) -> bytes:
    """The picture. `label` may be anybody's text; `tone` is a key of `COLOURS`; `language` (BCP 47) is that of the message."""
    label, message = shown(label), shown(message)
    left, right = _room(label), _room(message)
    whole = f"{label}: {message}"
    content = join(
        (
            element("title", whole),
            _box(0, left, LABEL),
            _box(left, right, COLOURS[tone]),
            _text(label, 0, left),
            _text(message, left, right),
        )
    )
    size = {"width": str(left + right), "height": str(HEIGHT), "viewBox": f"0 0 {left + right} {HEIGHT}"}
    drawn = Html(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {_attributes(size)} xml:lang="{escape(language)}" '
        f'aria-label="{escape(whole)}">{content}</svg>\n'
    )
    return drawn.encode("utf-8", "replace")


def shown(text: str) -> str:
    """`text` as a badge can hold it."""
    return cut(harmless(text), LONGEST)


def _room(text: str) -> int:
    return round(width(text)) + 2 * PADDING


def _box(x: int, wide: int, colour: str) -> Html:
    return Html(f'<path fill="{colour}" d="M{x} 0h{wide}v{HEIGHT}h-{wide}z"/>')


def _text(text: str, x: int, room: int) -> Html:
    place = {
        "x": f"{x + room / 2:g}",
        "y": "14",
        "textLength": str(room - 2 * PADDING),
        "lengthAdjust": "spacingAndGlyphs",
    }
    if right_to_left(text):
        place["direction"] = "rtl"
    look = {"fill": "#fff", "font-family": FONTS, "font-size": str(SIZE), "text-anchor": "middle"}
    return Html(f'<text aria-hidden="true" {_attributes({**place, **look})}>{escape(text)}</text>')


def _attributes(named: dict[str, str]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in named.items())
