"""The report: how open the site was, in figures that anybody can check."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.model.report import Figures, Uptime
from generator.render.edition import Content, Edition, Sheet

PATH = "report/index.html"


def report(edition: Edition) -> Iterable[File]:
    """`/report/index.html`."""
    yield edition.page(PATH, "report.html", [facts(each) for each in edition.board.report], _write)


def facts(of: Figures) -> object:
    """Everything that a period is shown from, to the precision it is shown with."""
    told = [getattr(of, name) for name in of.__struct_fields__ if name != "uptime"]
    return told, [_facts(each) for each in of.uptime]


def _facts(of: Uptime) -> object:
    share = None if of.share is None else int(of.share * 10000 + 1e-9)
    return of.id, of.name, share, int(of.lost.total_seconds()), of.days, of.doubtful


def _write(sheet: Sheet) -> Content:
    from generator.render.view.period import period

    words, board = sheet.words, sheet.edition.board
    return Content(
        title=words.say("site", "title", page=words.get("figures", "title"), site=board.site.name),
        description=words.say("figures", "description", site=board.site.name),
        variables={
            "periods": tuple(period(sheet, each) for each in board.report),
            "doubt": words.get("home", "doubt_components") if board.site.damaged else "",
            "counted": words.say("figures", "counted", zone=board.site.timezone),
        },
    )
