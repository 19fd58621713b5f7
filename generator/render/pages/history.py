"""History: every month there was, and a page for each. Months never shift, so an archive of any size stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from msgspec import Struct

from generator.model import File, Month
from generator.render.edition import Content, Edition, Link, Sheet
from generator.render.feeds.outputs import advertised, everything
from generator.render.markup import Html
from generator.render.view import reports


class MonthView(Struct, frozen=True):
    """A month in the list of months."""

    name: str
    href: str
    counts: tuple[Html, ...]
    """`3 incidents`, `1 maintenance`; or that it was quiet."""


class Year(Struct, frozen=True):
    """A year in the list of months."""

    name: str
    months: tuple[MonthView, ...]


def history(edition: Edition) -> Iterable[File]:
    """`/history/index.html`."""
    months = edition.board.months
    facts = [(each.year, each.month, _numbers(each)) for each in months]
    yield edition.page("history/index.html", "history.html", facts, _write_list)


def months(edition: Edition) -> Iterable[File]:
    """`/history/YYYY-MM/index.html`."""
    known = edition.board.months
    for index, each in enumerate(known):
        newer = known[index - 1] if index else None
        older = known[index + 1] if index + 1 < len(known) else None
        facts = (
            "\n".join([one.outline for group in (each.courses, each.windows) for one in group]),
            "\n".join([one.digest for one in each.notices]),
            [(other.year, other.month) for other in (newer, older) if other],
        )
        yield edition.page(_path(each), "month.html", facts, partial(_write_month, of=each, newer=newer, older=older))


def _path(of: Month) -> str:
    return f"history/{of.year:04d}-{of.month:02d}/index.html"


def _numbers(of: Month) -> tuple[int, int, int]:
    return len(of.courses), len(of.windows), len(of.notices)


def _write_list(sheet: Sheet) -> Content:
    words, board = sheet.words, sheet.edition.board
    return Content(
        title=words.say("site", "title", page=words.get("history", "title"), site=board.site.name),
        description=words.say("history", "description", site=board.site.name),
        variables={"years": _years(sheet, board.months)},
        feeds=(advertised(sheet, everything()[1]),),
    )


def _years(sheet: Sheet, of: Sequence[Month]) -> tuple[Year, ...]:
    years: dict[str, list[MonthView]] = {}
    for each in of:
        years.setdefault(str(each.year), []).append(
            MonthView(sheet.times.month(each.year, each.month), sheet.href(_path(each)), _counts(sheet, each))
        )
    return tuple(Year(year, tuple(months)) for year, months in years.items())


def _counts(sheet: Sheet, of: Month) -> tuple[Html, ...]:
    names = ("incidents", "maintenances", "notices")
    counted = [sheet.words.count("history", name, n) for name, n in zip(names, _numbers(of), strict=True) if n]
    return tuple(counted) or (sheet.words.say("history", "quiet"),)


def _write_month(sheet: Sheet, of: Month, newer: Month | None, older: Month | None) -> Content:
    words, site = sheet.words, sheet.edition.board.site
    name = sheet.times.month(of.year, of.month)
    return Content(
        title=words.say("site", "title", page=name, site=site.name),
        description=words.say("history", "month_description", site=site.name, month=name),
        variables={
            "name": name,
            "incidents": tuple(reports.incident(sheet, each) for each in of.courses),
            "maintenances": tuple(reports.maintenance(sheet, each) for each in of.windows),
            "notices": tuple(reports.notice(sheet, each) for each in of.notices),
            "quiet": not any(_numbers(of)),
            "newer": _link(sheet, "newer", newer),
            "older": _link(sheet, "older", older),
        },
    )


def _link(sheet: Sheet, word: str, to: Month | None) -> Link | None:
    if to is None:
        return None
    return Link(sheet.words.say("history", word, month=sheet.times.month(to.year, to.month)), sheet.href(_path(to)))
