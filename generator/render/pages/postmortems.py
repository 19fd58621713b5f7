"""All postmortems, newest first, and found again by what caused them, by technology and by what was learned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator.model import Course, File
from generator.render.edition import Content, Edition, Link, Sheet
from generator.render.feeds.outputs import advertised, everything
from generator.render.markup import Html
from generator.render.view import reports
from generator.render.view.remediation import summary

MOST = 500
"""How many are listed; the history leads to older ones."""
KINDS = ("causes", "technologies", "lessons")
"""By what they are found again: fields of an incident."""


class Entry(Struct, frozen=True):
    """A postmortem in the list."""

    report: reports.ReportView
    when: Html
    """When it was published."""
    by: Html
    """Who signs it; empty where nobody does."""
    remediation: Html
    """How much of what was promised is done; empty where nothing was."""
    tags: tuple[Link, ...]
    """Its causes, technologies and lessons, each a link to all that share it."""


class YearOf(Struct, frozen=True):
    """The postmortems of a year."""

    name: str
    entries: tuple[Entry, ...]


class Tag(Struct, frozen=True):
    """A cause, a technology or a lesson, and the postmortems that name it."""

    anchor: str
    name: str
    links: tuple[Link, ...]


class Index(Struct, frozen=True):
    """All causes, all technologies or all lessons."""

    kind: str
    """causes, technologies or lessons."""
    title: str
    tags: tuple[Tag, ...]


def postmortems(edition: Edition) -> Iterable[File]:
    """`/postmortems/index.html`."""
    explained = edition.board.explained
    facts = [each.digest for each in explained[:MOST]], len(explained) > MOST
    yield edition.page("postmortems/index.html", "postmortems.html", facts, _write)


def _write(sheet: Sheet) -> Content:
    words, board = sheet.words, sheet.edition.board
    listed = board.explained[:MOST]
    indexes = _indexes(sheet, listed)
    anchors = {(index.kind, tag.name.casefold()): tag.anchor for index in indexes for tag in index.tags}
    return Content(
        title=words.say("site", "title", page=words.get("postmortems", "title"), site=board.site.name),
        description=words.say("postmortems", "description", site=board.site.name),
        variables={
            "years": _years(sheet, listed, anchors),
            "indexes": indexes,
            "older": len(board.explained) > MOST,
        },
        feeds=(advertised(sheet, everything()[2]),),
    )


def _years(sheet: Sheet, listed: Sequence[Course], anchors: dict[tuple[str, str], str]) -> tuple[YearOf, ...]:
    years: dict[int, list[Entry]] = {}
    for course in listed:
        told = course.incident.postmortem
        assert told is not None, "only the explained are listed"
        year, _ = sheet.times.local_month(told.at)
        entry = Entry(
            reports.incident(sheet, course),
            sheet.words.say("postmortems", "published", time=sheet.times.moment(told.at)),
            reports.signed(sheet, told.by),
            summary(sheet, course.remediation),
            tuple(Link(name, f"#{anchors[kind, name.casefold()]}") for kind in KINDS for name in _named(course, kind)),
        )
        years.setdefault(year, []).append(entry)
    return tuple(YearOf(str(year), tuple(entries)) for year, entries in years.items())


def _indexes(sheet: Sheet, listed: Sequence[Course]) -> tuple[Index, ...]:
    found = []
    for kind in KINDS:
        links: dict[str, list[Link]] = {}
        names: dict[str, str] = {}
        for course in listed:
            report = reports.incident(sheet, course)
            for name in _named(course, kind):
                names.setdefault(name.casefold(), name)
                links.setdefault(name.casefold(), []).append(Link(report.title, report.explained))
        anchors = _anchors(kind, sorted(names))
        tags = tuple(Tag(anchors[key], names[key], tuple(links[key])) for key in sorted(names))
        if tags:
            found.append(Index(kind, sheet.words.get("postmortems", f"by_{kind}"), tags))
    return tuple(found)


def _named(course: Course, kind: str) -> tuple[str, ...]:
    named: tuple[str, ...] = getattr(course.incident, kind)
    return tuple({name.casefold(): name for name in named}.values())


def _anchors(kind: str, keys: Sequence[str]) -> dict[str, str]:
    """A place on the page for each name; names that look alike in an address are told apart by a number."""
    taken: dict[str, int] = {}
    anchors = {}
    for key in keys:
        slug = f"{kind}-{re.sub(r'[^a-z0-9]+', '-', key).strip('-') or 'other'}"
        taken[slug] = taken.get(slug, 0) + 1
        anchors[key] = slug if taken[slug] == 1 else f"{slug}--{taken[slug]}"
    return anchors
