"""A figure of the report as templates and terminals see it, and those that are made of lengths.

Each with its value in words, what it is of, how it is counted, a picture, the same as a table, and the incidents behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from generator.model.report import Behind, Lengths
from generator.render.edition import Link, Sheet
from generator.render.markup import Html, element, join
from generator.render.view import charts
from generator.render.view.reports import report_path


class Part(Struct, frozen=True):
    """A part of a whole, with its number in words."""

    status: str
    """Its word for `data-status`; empty for an impact."""
    impact: str
    words: Html


class Row(Struct, frozen=True):
    """A line of a table: what it is about, and a number for each column after that."""

    name: Html
    cells: tuple[Html, ...]


class Table(Struct, frozen=True):
    """What a picture shows, in numbers."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


class Case(Struct, frozen=True):
    """An incident behind a figure."""

    link: Link
    words: Html
    """What it has to do with it; empty where its name says enough."""


class Figure(Struct, frozen=True):
    """One figure."""

    anchor: str
    name: str
    value: Html
    worst: Html
    """The worst of it, with a link; empty where there is none."""
    of: Html
    """How much is known of it."""
    formula: Html
    note: Html = Html()
    """How the picture is read; empty where there is none, or nothing to say of it."""
    picture: Html = Html()
    parts: tuple[Part, ...] = ()
    table: Table | None = None
    cases: tuple[Case, ...] = ()


def lengths(sheet: Sheet, name: str, kind: str, of: Lengths) -> Figure:
    """A figure of lengths, by its name in `[figures]`."""
    words, anchor = sheet.words, f"{name}-{kind.replace('_', '-')}"
    known = join((each for each in (_promised(sheet, of), _known(sheet, of)) if each), " ")
    formula = words.say("figures", f"{kind}_formula")
    title = words.get("figures", kind)
    if of.median is None or of.worst is None:
        return Figure(anchor, title, words.say("figures", "no_data"), Html(), known, formula)
    length = sheet.times.duration
    median = words.say("figures", "median", length=length(of.median))
    worst = words.say("figures", "worst", length=length(of.worst), link=_anchor(sheet, of.longest[0]))
    table = _columns(sheet, of)
    told = join((Html(f"{each.name}: {each.cells[0]}") for each in table.rows), ", ")
    said = words.say("figures", "bar", name=f"{title}, {median}", parts=told)
    return Figure(
        anchor=anchor,
        name=title,
        value=median,
        worst=worst,
        of=known,
        formula=formula,
        note=words.say("figures", "lengths_note"),
        picture=_spread(sheet, anchor, said, of),
        table=table,
        cases=tuple(Case(link(sheet, each), length(each.length or timedelta(0))) for each in of.longest),
    )


def link(sheet: Sheet, of: Behind) -> Link:
    """The way to an incident."""
    return Link(of.title or sheet.words.get("report", "unreadable"), sheet.href(report_path(of.id)))


def cases(sheet: Sheet, of: Iterable[Behind], word: str = "") -> tuple[Case, ...]:
    """Incidents behind a figure, each with the sentence `word` of how much of it."""
    return tuple(
        Case(
            link(sheet, each),
            sheet.words.say("figures", word, count=str(each.count), of=str(each.of)) if word else Html(),
        )
        for each in of
    )


def mirrored(sheet: Sheet) -> bool:
    """Whether pictures run from right to left."""
    return sheet.words.direction == "rtl"


def _anchor(sheet: Sheet, of: Behind) -> Html:
    to = link(sheet, of)
    return element("a", element("bdi", to.text), href=to.href)


def _known(sheet: Sheet, of: Lengths) -> Html:
    """Of how many incidents it is known, and what of the others."""
    words = sheet.words
    if not of.of:
        return Html()
    if not of.known and of.unknown == of.of:
        return words.count("figures", "known_none", of.of)
    if of.known == of.of:
        said = [words.count("figures", "known", 1) if of.of == 1 else words.say("figures", "known_all", of=str(of.of))]
    else:
        said = [words.say("figures", "known_some", known=str(of.known), of=str(of.of))]
    for name, count in (("unknown", of.unknown), ("going_on", of.going_on), ("so_far", of.so_far)):
        if count:
            said.append(words.count("figures", name, count))
    return join(said, " ")


def _columns(sheet: Sheet, of: Lengths) -> Table:
    words, length = sheet.words, sheet.times.duration
    rows = []
    for each in of.columns:
        if not each.count:
            continue
        if each.end is None:
            name = words.say("figures", "column_last", start=length(each.start))
        elif each.start:
            name = words.say("figures", "column", start=length(each.start), end=length(each.end))
        else:
            name = words.say("figures", "column_first", end=length(each.end))
        rows.append(Row(name, (Html(each.count),)))
    return Table((words.get("figures", "how_long"), words.get("figures", "how_many")), tuple(rows))


def _spread(sheet: Sheet, anchor: str, said: Html, of: Lengths) -> Html:
    words, length = sheet.words, sheet.times.duration
    lines = [
        (
            promised,
            length(promised) if len(of.promised) > 1 else words.say("figures", "promised", length=length(promised)),
        )
        for promised, _ in of.promised
    ]
    end = next(each.end for each in reversed(of.columns) if each.end is not None)
    ends = words.get("figures", "zero"), length(end), words.get("figures", "longer")
    return charts.spread(anchor, said, of.columns, ends, lines, mirrored=mirrored(sheet))


def _promised(sheet: Sheet, of: Lengths) -> Html:
    """What is promised, by impact where that makes a difference; empty where nothing is."""
    words, length = sheet.words, sheet.times.duration
    if not of.promised or not of.of:
        return Html()
    if len(of.promised) == 1:
        return words.say("figures", "promised_all", length=length(of.promised[0][0]))
    told = [
        words.say(
            "figures",
            "promised_for",
            length=length(promised),
            impacts=join((words.get("impact", impact) for impact in impacts), ", "),
        )
        for promised, impacts in of.promised
    ]
    return words.say("figures", "promised_all", length=join(told, ", "))
