"""The calendar files: which there are and which maintenance each one tells. Knows nothing of how a calendar is written.

They exist from the first build on, since people subscribe before anything is planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from generator.model import Component, File, Window
from generator.render.calendars.selection import bounded, facts, lately, touches
from generator.render.edition import Edition
from generator.render.view.reports import component_path

NAME = "maintenance.ics"


def calendars(edition: Edition) -> Iterable[File]:
    """`/maintenance.ics` and `/components/<id>/maintenance.ics`."""
    recent = lately(edition.board)
    yield _calendar(edition, None, recent)
    for each in edition.board.site.components:
        yield _calendar(edition, each, [window for window in recent if touches(window, each)])


def calendar_path(component: Component | None) -> str:
    """The path of a component's calendar; of the whole site's for None."""
    return NAME if component is None else component_path(component).replace("index.html", NAME)


def _calendar(edition: Edition, component: Component | None, windows: Sequence[Window]) -> File:
    told, zone = bounded(windows), ZoneInfo(edition.board.site.timezone)
    made_of = (component, [facts(each, zone) for each in told])
    return edition.file(calendar_path(component), made_of, partial(_made, edition, component, told))


def _made(edition: Edition, component: Component | None, told: Sequence[Window]) -> bytes:
    from generator.render.calendars.document import calendar  # its library only where there is something to write

    return calendar(edition, component, calendar_path(component), told)
