"""The first page: how things stand, what is open, what is coming, and what the last days were like."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from generator.model import Course, File, Notice, RecentDay, Window
from generator.render.edition import Content, Edition, Sheet
from generator.render.feeds.outputs import advertised, everything
from generator.render.markup import Html, join
from generator.render.times import machine
from generator.render.view import reports, standings
from generator.render.view.headline import doubts, headline_words
from generator.render.view.reports import ReportView, UpdateView
from generator.render.view.standings import StandingView

TOP = 5
"""Headings in texts stand below section (h2), report (h3) and update (h4)."""


class Banner(Struct, frozen=True):
    """The state of the whole page."""

    status: str
    words: str
    doubts: tuple[str, ...]
    changed: Html


class Story(Struct, frozen=True):
    """A report with all that was said of it."""

    report: ReportView
    text: Html
    updates: tuple[UpdateView, ...]


class Part(Struct, frozen=True):
    """A group with its components, or components without one."""

    group: StandingView | None
    members: tuple[StandingView, ...]


class DayView(Struct, frozen=True):
    """One of the last days."""

    day: Html
    reports: tuple[ReportView, ...]


def home(edition: Edition) -> Iterable[File]:
    """`/index.html`."""
    board = edition.board
    facts = (
        (board.headline, board.doubtful, board.changed, board.next_change),
        [standings.facts(each, edition.titles) for each in board.standings],
        [each.digest for each in board.open],
        [each.digest for group in (board.under_way, board.ahead) for each in group],
        [each.digest for each in board.standing_notices],
        [
            (day.date, [each.outline for each in day.courses], [each.outline for each in day.windows])
            for day in board.recent
        ],
    )
    yield edition.page("index.html", "index.html", facts, _write)


def _write(sheet: Sheet) -> Content:
    board, words = sheet.edition.board, sheet.words
    headline = headline_words(words, board)
    said = words.say("home", "description", headline=headline, site=board.site.name)
    return Content(
        title=words.say("home", "title", headline=headline, site=board.site.name),
        description=join([each for each in (said, board.site.description) if each], " "),
        variables={
            "banner": _banner(sheet, headline),
            "incidents": tuple(_story(sheet, each) for each in board.open),
            "under_way": tuple(_story(sheet, each) for each in board.under_way),
            "ahead": tuple(_story(sheet, each) for each in board.ahead),
            "notices": tuple(_story(sheet, each) for each in board.standing_notices),
            "parts": _parts(sheet),
            "recent": tuple(_day(sheet, each) for each in board.recent),
            "recent_title": words.say("home", "recent", days=str(len(board.recent))),
            "next_change": machine(board.next_change),
        },
        feeds=(advertised(sheet, everything()[1]),),
    )


def _banner(sheet: Sheet, headline: str) -> Banner:
    board, words = sheet.edition.board, sheet.words
    changed = (
        words.say("home", "changed", time=sheet.times.moment(board.changed))
        if board.changed
        else words.say("home", "never_changed")
    )
    return Banner(board.headline, headline, tuple(doubts(words, board)), changed)


def _parts(sheet: Sheet) -> tuple[Part, ...]:
    """Groups at their place; components without a group that follow each other as one list."""
    parts: list[Part] = []
    for each in sheet.edition.board.standings:
        view = standings.standing(sheet, each)
        if each.component is None:
            parts.append(Part(view, view.members))
        elif parts and parts[-1].group is None:
            parts[-1] = Part(None, (*parts[-1].members, view))
        else:
            parts.append(Part(None, (view,)))
    return tuple(parts)


def _story(sheet: Sheet, of: Course | Window | Notice) -> Story:
    if isinstance(of, Notice):
        return Story(
            reports.notice(sheet, of), sheet.prose.html(of.text, TOP), reports.updates_of_notice(sheet, of, TOP)
        )
    return Story(reports.report(sheet, of), Html(), reports.updates(sheet, of.steps, TOP))


def _day(sheet: Sheet, of: RecentDay) -> DayView:
    told: list[reports.Report] = [*of.courses, *of.windows]
    shown = (replace(reports.report(sheet, each), next=None) for each in told)  # what is open says it above
    return DayView(sheet.times.day(of.date), tuple(shown))
