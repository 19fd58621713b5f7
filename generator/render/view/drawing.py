"""Pictures for a page, as SVG that is drawn while the site is built: attributes alone, no script and no style, so that any policy allows it.

Across is said in hundredths of the room there is, up and down in pixels: a picture is as wide as its column, and its letters stay as large as
those around it. On a page that runs from right to left, so does the picture. Colours come from the style sheet, by the words in
`data-status` and `data-impact`; what colour says is said by height, width or place too.
"""

from __future__ import annotations

from generator.render.markup import Html, element, escape, join


class Drawing:
    """A picture that grows piece by piece. `x` and `wide` in hundredths of its width, `y` and `high` in pixels from its top."""

    def __init__(self, high: int, *, mirrored: bool) -> None:
        self._high = high
        self._mirrored = mirrored
        self._pieces: list[Html] = []

    def box(self, x: float, y: float, wide: float, high: float, **attributes: str) -> None:
        """A rectangle. Attributes as for `element`."""
        left = 100 - x - wide if self._mirrored else x
        place = {"x": _percent(left), "y": _number(y), "width": _percent(wide), "height": _number(high)}
        self._pieces.append(element("rect", "", **place, **attributes))

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: str) -> None:
        """A straight line."""
        left, right = ((100 - x) if self._mirrored else x for x in (x1, x2))
        place = {"x1": _percent(left), "y1": _number(y1), "x2": _percent(right), "y2": _number(y2)}
        self._pieces.append(element("line", "", **place, **attributes))

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", **attributes: str) -> None:
        """Words on the line `y`: beginning at `x`, around it (`middle`), or ending there (`end`)."""
        at = 100 - x if self._mirrored else x
        place = {"x": _percent(at), "y": _number(y), "text_anchor": anchor}
        self._pieces.append(element("text", words, **place, **attributes))

    def drawn(self, name: str, said: str) -> Html:
        """The picture, called `name` (unique on its page), with what it shows in a sentence for who does not see it."""
        title = element("title", said, id=f"picture-{name}")
        return Html(
            f'<svg class="picture" role="img" aria-labelledby="picture-{escape(name)}" width="100%" height="{self._high}">'
            f"{title}{join(self._pieces)}</svg>"
        )

    def beside(self) -> Html:
        """The picture where words beside it say all that it shows: nobody is told of it."""
        return Html(
            f'<svg class="picture" aria-hidden="true" width="100%" height="{self._high}">{join(self._pieces)}</svg>'
        )


def _percent(value: float) -> str:
    return f"{_number(value)}%"


def _number(value: float) -> str:
    """At most two digits, so that equal pictures are equal bytes on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
