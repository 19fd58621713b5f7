"""The pictures of the report: incidents in time, lengths on an axis that begins at 0, and parts of a whole.

A picture has a bounded number of pieces whatever the figures are: where single blocks would be too small to be seen, those of one column become
one. Heights are always in proportion to numbers, and begin at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from generator.model import Impact
from generator.model.report import Column, Stretch
from generator.render.markup import Html
from generator.render.view.drawing import Drawing

ROOM, LETTERS = 96, 20
"""Pixels for columns, and for a line of letters above and below them."""
HEAD = 36
"""Pixels above columns that a line with words may rise through."""
BLOCK, LEAST = 14, 5
"""How high one incident is drawn at most, and from which height on it is drawn by itself."""
CROWDED = 13
"""Columns from which on only the highest is labelled."""
WIDTHS = {Impact.NONE: 0.28, Impact.MINOR: 0.5, Impact.MAJOR: 0.72, Impact.CRITICAL: 0.94}
"""How much of a column's room a block takes, by impact."""
LINEAR, LONGER = 80.0, 14.0
"""Hundredths of the width for columns of one width, where there is one more for all that is longer, and for that one."""
BAR = 20
"""Pixels that a bar of parts is high."""


def in_time(name: str, said: str, stretches: Sequence[Stretch], ends: tuple[str, str], *, mirrored: bool) -> Html:
    """Incidents by when they began, one block each, the worst impact at the bottom. `ends` stand below both ends."""
    impacts = tuple(Impact)
    most = max(sum(each.counts) for each in stretches)
    unit = _unit(most)
    foot = round(LETTERS + most * unit)
    drawing = Drawing(foot + LETTERS, mirrored=mirrored)
    room = 100 / len(stretches)
    for index, stretch in enumerate(stretches):
        top = float(foot)
        for impact, count in sorted(zip(impacts, stretch.counts, strict=True), key=lambda each: -each[0].severity):
            wide = room * WIDTHS[impact]
            _stack(drawing, index * room + (room - wide) / 2, top, wide, count, unit, data_impact=impact)
            top -= count * unit
        _label(drawing, index * room + room / 2, top, sum(stretch.counts), len(stretches), most)
    _ground(drawing, 0, 100, foot)
    drawing.text(0, foot + 15, ends[0])
    drawing.text(100, foot + 15, ends[1], anchor="end")
    return drawing.drawn(name, said)


def spread(
    name: str,
    said: str,
    columns: Sequence[Column],
    words: tuple[str, str, str],
    promised: Sequence[tuple[timedelta, str]],
    *,
    mirrored: bool,
) -> Html:
    """How lengths are spread. `words` stand at 0, at the end of the axis, and below what is longer; what was `promised` is a line on it."""
    even = [each for each in columns if each.end is not None]
    longer = [each for each in columns if each.end is None]
    most = max(each.count for each in columns)
    unit, across = _unit(most), LINEAR if longer else 100.0
    foot = round((HEAD if promised else LETTERS) + most * unit)
    drawing = Drawing(foot + LETTERS, mirrored=mirrored)
    room = across / len(even)
    for index, column in enumerate(even):
        _stack(drawing, index * room + room * 0.04, foot, room * 0.92, column.count, unit)
    for column in longer:
        _stack(drawing, 100 - LONGER, foot, LONGER, column.count, unit, class_="longer")
    for length, told in promised:
        _line(drawing, across * (length / (even[-1].end or length)), across, foot, told, mirrored=mirrored)
    for index, column in enumerate(even):
        _label(drawing, (index + 0.5) * room, foot - column.count * unit, column.count, len(columns), most)
    for column in longer:
        _label(drawing, 100 - LONGER / 2, foot - column.count * unit, column.count, len(columns), most)
        _ground(drawing, 100 - LONGER, 100, foot)
        drawing.text(100, foot + 15, words[2], anchor="end")
    _ground(drawing, 0, across, foot)
    drawing.text(0, foot + 15, words[0])
    drawing.text(across, foot + 15, words[1], anchor="end")
    return drawing.drawn(name, said)


def parts(name: str, said: str, counts: Sequence[tuple[str, float, int]], *, mirrored: bool) -> Html:
    """Parts of a whole, side by side: of each its word, how high it rises (0 to 1), and how many."""
    drawing = Drawing(BAR, mirrored=mirrored)
    total = sum(count for _, _, count in counts)
    x = 0.0
    for status, rise, count in counts:
        if count:
            wide = 100 * count / total
            drawing.box(x, BAR * (1 - rise), wide, BAR * rise, class_=status)
            x += wide
    drawing.line(0, BAR, 100, BAR, class_="ground")
    return drawing.drawn(name, said)


def share(length: float, *, mirrored: bool) -> Html:
    """A bar in a table, beside the words that say the same: so many hundredths of the longest."""
    drawing = Drawing(10, mirrored=mirrored)
    drawing.box(0, 0, length, 10)
    return drawing.beside()


def _unit(most: int) -> float:
    """Pixels for each incident, where the highest column has `most`."""
    return min(float(BLOCK), ROOM / most) if most else float(BLOCK)


def _stack(drawing: Drawing, x: float, ground: float, wide: float, count: int, unit: float, **attributes: str) -> None:
    """`count` blocks one on the other, or, where they would be too small, all of them as one."""
    if unit < LEAST:
        if count:
            drawing.box(x, ground - count * unit, wide, count * unit, **attributes)
        return
    for index in range(count):
        drawing.box(x, ground - (index + 1) * unit, wide, unit - 1, **attributes)


def _label(drawing: Drawing, x: float, top: float, count: int, columns: int, most: int) -> None:
    if count and (columns <= CROWDED or count == most):
        drawing.text(x, top - 5, str(count), anchor="middle")


def _ground(drawing: Drawing, start: float, end: float, y: float) -> None:
    drawing.line(start, y, end, y, class_="ground")


def _line(drawing: Drawing, x: float, across: float, foot: float, told: str, *, mirrored: bool) -> None:
    """A line at `x` on an axis of so many hundredths, with words on the side where there is more room."""
    if x <= across:
        behind = x > across / 2
        drawing.line(x, 4, x, foot, class_="promised")
        drawing.text(x, 12, told, anchor="end" if behind else "start", dx="-6" if behind != mirrored else "6")
