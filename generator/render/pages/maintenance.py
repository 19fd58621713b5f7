"""All maintenance that is not yet history: under way, to come, and the last that was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from generator.model import File, Window
from generator.render.edition import Content, Edition, Sheet
from generator.render.view import reports

PAST = 25
"""How many that are over are listed; older ones are in the history."""


def maintenance(edition: Edition) -> Iterable[File]:
    """`/maintenance/index.html`."""
    board = edition.board
    groups = (board.under_way, board.ahead, _past(edition))
    facts = [[each.digest for each in group] for group in groups]
    yield edition.page("maintenance/index.html", "maintenance.html", facts, _write)


def _past(edition: Edition) -> Sequence[Window]:
    return tuple(islice((each for each in edition.board.windows if each.status.ends), PAST))


def _write(sheet: Sheet) -> Content:
    words, board = sheet.words, sheet.edition.board
    return Content(
        title=words.say("site", "title", page=words.get("maintenance", "title"), site=board.site.name),
        description=words.say("maintenance", "description", site=board.site.name),
        variables={
            "under_way": tuple(reports.maintenance(sheet, each) for each in board.under_way),
            "ahead": tuple(reports.maintenance(sheet, each) for each in board.ahead),
            "past": tuple(reports.maintenance(sheet, each) for each in _past(sheet.edition)),
        },
    )
