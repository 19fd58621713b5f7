"""All maintenance that is not yet history: under way, to come, and the last that was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.model import Component, File, Window
from generator.render.calendars.outputs import calendar_path
from generator.render.edition import Content, Edition, Link, Sheet
from generator.render.view import reports

PAST = 25
"""How many that are over are listed; older ones are in the history."""


def maintenance(edition: Edition) -> Iterable[File]:
    """`/maintenance/index.html`."""
    board = edition.board
    groups = (board.under_way, board.ahead, _past(edition))
    facts = [[each.outline for each in group] for group in groups]
    yield edition.page("maintenance/index.html", "maintenance.html", facts, _write)


def _past(edition: Edition) -> Sequence[Window]:
    """The last that are over, each time of one that repeats for itself."""
    over = (each for window in edition.board.windows for each in window.occurrences or (window,) if each.status.ends)
    return sorted(over, key=lambda each: (each.scheduled_for, each.id), reverse=True)[:PAST]


def _write(sheet: Sheet) -> Content:
    words, board = sheet.words, sheet.edition.board
    return Content(
        title=words.say("site", "title", page=words.get("maintenance", "title"), site=board.site.name),
        description=words.say("maintenance", "description", site=board.site.name),
        variables={
            "calendar": calendar(sheet, None),
            "under_way": tuple(reports.maintenance(sheet, each) for each in board.under_way),
            "ahead": tuple(reports.maintenance(sheet, each) for each in board.ahead),
            "past": tuple(reports.maintenance(sheet, each) for each in _past(sheet.edition)),
        },
    )


def calendar(sheet: Sheet, component: Component | None) -> Link:
    """Where the maintenance of a component, or of the whole site for None, can be followed in a calendar."""
    return Link(sheet.words.get("calendar", "follow"), sheet.href(calendar_path(component)))
