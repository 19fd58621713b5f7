"""A page for every incident, maintenance and notice. None of them knows the time or how anything else stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from msgspec import Struct

from generator.model import Course, File, Notice, Postmortem, Window
from generator.render.edition import Content, Edition, Link, Sheet
from generator.render.markup import Html
from generator.render.view import reports
from generator.render.view.clock import explanation_due
from generator.render.view.remediation import RemediationView, remediation
from generator.render.view.timeline import Timeline, timeline
from generator.render.view.windows import times_ahead

TEMPLATE = "incident.html"
TOP_OF_UPDATE = 4
"""Headings in an update stand below the title (h1), `Updates` (h2) and the update's status (h3)."""
TOP_OF_POSTMORTEM = 3
SHORT = 16
"""Characters of a digest that tell apart the few editions a folder sees. Beside a report's own digest they are all that its page is promised by:
there are ten thousand, and to hash each again takes longer than all else here."""


class PostmortemView(Struct, frozen=True):
    """The explanation."""

    when: Html
    by: Html
    text: Html
    remediation: RemediationView | None
    """What was promised in it, and what became of that; None where nothing was."""
    edited: Html
    """That its text was changed after it had been published, and when; empty where it was not."""


def all_reports(edition: Edition) -> Iterable[File]:
    """`/incidents/<id>/index.html`, for all three kinds."""
    board = edition.board
    told: list[reports.Report] = [*board.courses, *board.windows, *board.notices]
    common = edition.digest(edition.around)[:SHORT]
    return [
        File(reports.report_path(each.id), f"{common} {each.digest}", partial(_made, edition, each), TEMPLATE)
        for each in told
    ]


def _made(edition: Edition, of: reports.Report) -> bytes:
    return edition.made(reports.report_path(of.id), TEMPLATE, partial(_write, of=of))


def _write(sheet: Sheet, of: reports.Report) -> Content:
    words, site = sheet.words, sheet.edition.board.site
    view = reports.report(sheet, of)
    kind = words.get("report", view.kind)
    return Content(
        title=words.say("site", "title", page=view.title, site=site.name),
        description=words.say("report", "description", kind=kind, site=site.name, title=view.title, state=view.words),
        variables={
            "report": view,
            "kind": kind,
            "text": sheet.prose.html(of.text, TOP_OF_POSTMORTEM) if isinstance(of, Notice) else Html(),
            "updates": _updates(sheet, of),
            "postmortem": _postmortem(sheet, of),
            **_timeline(sheet, of),
            "explanation_due": explanation_due(sheet, of.promises) if isinstance(of, Course) else None,
            "ahead": times_ahead(sheet, of) if isinstance(of, Window) else (),
            "month": _month(sheet, of),
        },
    )


def _timeline(sheet: Sheet, of: reports.Report) -> dict[str, Timeline | None]:
    """Above the updates once it is over; below them while it goes on, when the newest word matters more."""
    found = timeline(sheet, of) if isinstance(of, Course) else None
    below = isinstance(of, Course) and of.open
    return {"timeline": None if below else found, "timeline_so_far": found if below else None}


def _updates(sheet: Sheet, of: reports.Report) -> tuple[reports.UpdateView, ...]:
    if isinstance(of, Notice):
        return reports.updates_of_notice(sheet, of, TOP_OF_UPDATE)
    return reports.updates(sheet, of.steps, TOP_OF_UPDATE)


def _postmortem(sheet: Sheet, of: reports.Report) -> PostmortemView | None:
    told: Postmortem | None = of.incident.postmortem if isinstance(of, Course) else None
    if told is None:
        return None
    text = sheet.prose.html(told.text, TOP_OF_POSTMORTEM)
    promised = remediation(sheet, of.remediation) if isinstance(of, Course) else None
    edited = reports.edited(sheet, told.edited)
    return PostmortemView(sheet.times.moment(told.at), reports.signed(sheet, told.by), text, promised, edited)


def _month(sheet: Sheet, of: reports.Report) -> Link:
    """The way back to the month of history that lists this report; to the maintenance to come while none does yet."""
    if isinstance(of, Course):
        at: datetime | None = of.incident.started
    else:
        at = (of.started_at or of.ended_at) if isinstance(of, Window) else of.published
    if at is None:
        return Link(sheet.words.get("maintenance", "title"), sheet.href("maintenance/index.html"))
    year, month = sheet.times.local_month(at)
    return Link(sheet.times.month(year, month), sheet.href(f"history/{year:04d}-{month:02d}/index.html"))
