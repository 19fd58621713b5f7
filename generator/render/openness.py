"""The report as a terminal shows it: the figures of the page in words alone, at most 80 columns wide."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.render.edition import Edition, Sheet
from generator.render.letters import columns, cut, filled, harmless
from generator.render.markup import plain
from generator.render.pages.openness import PATH
from generator.render.plain import WIDTH, Line
from generator.render.view.figures import Figure
from generator.render.view.period import Bar, PeriodView, period

MARGIN, GAP, LONGEST_NAME = 2, 2, 24
"""Columns to the left of a figure's name, behind it, and for it."""


def lines(edition: Edition, names: Collection[str]) -> Iterator[Line]:
    """The text line by line, of the periods called `names`."""
    words, site = edition.words, edition.board.site
    sheet = Sheet(edition, PATH, f"{site.url}/")  # so that every link is an address
    shown = [period(sheet, each) for each in edition.board.report if each.period.name in names]
    yield Line(cut(harmless(f"{site.name}: {words.get('figures', 'title')}"), WIDTH), "title")
    if site.damaged:
        yield from _paragraph(words.get("home", "doubt_components"), 0, "unknown")
    for each in shown:
        yield from _period(sheet, each)
    if shown:
        yield from (Line(""), Line(words.get("figures", "how"), "title"))
        told = [*shown[0].figures, shown[0].uptime]
        yield from _paragraph(words.say("figures", "counted", zone=site.timezone), MARGIN)
        for figure in told:
            yield from _paragraph(f"{figure.name}: {plain(figure.formula)}", MARGIN)
    yield from (Line(""), Line(edition.address(PATH)))


def _period(sheet: Sheet, of: PeriodView) -> Iterator[Line]:
    yield from (Line(""), *_paragraph(f"{of.name}, {plain(of.days)}", 0, "title"))
    if of.doubt:
        yield from _paragraph(of.doubt, MARGIN, "unknown")
        for each in of.doubtful:
            yield from _paragraph(each.text, 2 * MARGIN, "unknown")
    wide = max(min(columns(each.name), LONGEST_NAME) for each in (*of.figures, of.uptime))
    yield Line("")
    for figure in of.figures:
        yield from _figure(figure, wide)
    yield from _uptime(sheet, of, wide)


def _figure(of: Figure, wide: int) -> Iterator[Line]:
    """The name to the left, everything else to the right of it."""
    name = cut(harmless(of.name), wide)
    start = " " * MARGIN + name + " " * (wide - columns(name) + GAP)
    told = [of.value, ", ".join(plain(each.words) for each in of.parts), of.worst]
    if of.cases and not any(part.impact for part in of.parts):
        first = of.cases[0]
        told += [] if of.worst else [f"{first.link.text}: {plain(first.words)}"]
        told.append(first.link.href.removesuffix("index.html"))
    told.append(of.of)
    indent = " " * (MARGIN + wide + GAP)
    for index, each in enumerate(part for said in told if said for part in _filled(said, len(indent))):
        yield Line((indent if index else start) + each)


def _uptime(sheet: Sheet, of: PeriodView, wide: int) -> Iterator[Line]:
    yield from _figure(of.uptime, wide)
    if not of.bars:
        return
    lost = [_text(each.lost) for each in of.bars]
    shares = [_text(each.share) for each in of.bars]
    head = sheet.words.get("figures", "lost"), sheet.words.get("figures", "share")
    room = max(map(columns, (*lost, head[0]))), max(map(columns, (*shares, head[1])))
    names = max(12, WIDTH - 2 * MARGIN - 2 * GAP - sum(room))
    yield Line(_row("", head[0], head[1], (names, *room)))
    for bar, one, other in zip(of.bars, lost, shares, strict=True):
        yield Line(_row(_name(bar), one, other, (names, *room)))


def _row(name: str, lost: str, share: str, room: tuple[int, int, int]) -> str:
    shown = cut(name, room[0])
    told = shown + " " * (room[0] - columns(shown) + GAP) + lost + " " * (room[1] - columns(lost) + GAP)
    return " " * 2 * MARGIN + told + " " * (room[2] - columns(share)) + share


def _name(of: Bar) -> str:
    return harmless(of.link.text)


def _text(said: str) -> str:
    return harmless(plain(said))


def _filled(said: str, indent: int) -> Iterator[str]:
    return filled(harmless(plain(said)), WIDTH - indent)


def _paragraph(said: str, indent: int, tone: str = "") -> Iterator[Line]:
    for each in _filled(said, indent):
        yield Line(" " * indent + each, tone)
