"""A page for every component, whether or not anything ever happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from generator.model import File, Standing
from generator.render.edition import Content, Edition, Sheet
from generator.render.feeds.outputs import advertised, of_component
from generator.render.markup import Html, isolate
from generator.render.pages.maintenance import calendar
from generator.render.view import reports, standings


def components(edition: Edition) -> Iterable[File]:
    """`/components/<id>/index.html`."""
    for each in edition.board.components:
        if each.component is not None:
            outlines = [*(one.outline for one in each.courses), *(one.outline for one in each.windows)]
            path = reports.component_path(each.component)
            yield edition.page(
                path,
                "component.html",
                (standings.facts(each, edition.titles), outlines),
                partial(_write, of=each),
            )


def _write(sheet: Sheet, of: Standing) -> Content:
    words, site = sheet.words, sheet.edition.board.site
    view = standings.standing(sheet, of)
    component = of.component
    since = component.since if component else None
    return Content(
        title=words.say(
            "site", "title", page=words.say("standing", "title", name=of.name, status=view.words), site=site.name
        ),
        description=words.say(
            "standing", "description", name=of.name, site=site.name, status=view.words, uptime=view.uptime
        ),
        variables={
            "standing": view,
            "group": words.say("standing", "group", group=isolate(component.group))
            if component and component.group
            else Html(),
            "since": words.say("standing", "since", date=sheet.times.in_words(since)) if since else Html(),
            "fine": words.say("standing", "fine", days=str(len(of.days))),
            "troubled": tuple(each for each in reversed(view.bars) if each.words),
            "incidents": tuple(reports.incident(sheet, each) for each in of.courses),
            "calendar": calendar(sheet, component),
            "maintenances": tuple(reports.maintenance(sheet, each) for each in of.windows),
        },
        feeds=(advertised(sheet, of_component(component)[0]),) if component else (),
    )
