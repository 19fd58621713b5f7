"""`/status.txt`: what `curl` prints in a terminal, and `upside status` too. The page in words alone, at most 80 columns wide.

Plain text: no escape codes, and nothing that people wrote can steer a terminal or turn a line around. An address alone may be longer
than a line. What was written is shown as it was typed, a few lines of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.model import File, Headline, Notice, Standing, Status, Text
from generator.render.edition import Edition, Sheet
from generator.render.letters import columns, cut, filled, harmless
from generator.render.markup import plain
from generator.render.view import reports
from generator.render.view.headline import doubts, headline_words
from generator.render.view.reports import Report, ReportView
from generator.render.view.standings import NO_DATA, UNKNOWN, state, state_words

PATH = "status.txt"
WIDTH = 80
MOST = 25
"""Reports that any list holds; the page has them all."""
LINES = 8
"""Of the last word about a report."""
LEAST_NAME, LONGEST_STATE = 12, 40
"""Columns that a component's name is always left, and that its state takes at most."""


class Line(Struct, frozen=True):
    """One line, without its end."""

    text: str
    tone: str = ""
    """The word for the state it tells of, `title` for a heading, empty for other lines: for who wants to colour them."""


class Row(Struct, frozen=True):
    """A component or a group in the list of them."""

    name: str
    words: str
    uptime: str
    tone: str


def status_text(edition: Edition) -> Iterable[File]:
    """`/status.txt`."""
    board = edition.board
    facts = (
        (board.headline, board.doubtful, board.changed),
        [_facts(each) for each in board.standings],
        [each.digest for group in (board.open, board.under_way, board.ahead) for each in group[: MOST + 1]],
        [len(group) for group in (board.open, board.under_way, board.ahead, board.standing_notices)],
        [each.digest for each in board.standing_notices[: MOST + 1]],
    )
    yield edition.file(
        PATH, facts, lambda: "".join(f"{line.text}\n" for line in lines(edition)).encode("utf-8", "replace")
    )


def lines(edition: Edition) -> Iterator[Line]:
    """The text line by line, for what prints it itself."""
    board, words, sheet = edition.board, edition.words, Sheet(edition, PATH, "")
    name, headline = harmless(board.site.name), harmless(headline_words(words, board))
    tone = UNKNOWN if board.doubtful and board.headline is Headline.OPERATIONAL else board.headline
    yield from (Line(each, tone) for each in filled(f"{name}: {headline}", WIDTH))
    for doubt in doubts(words, board):
        yield from _paragraph(doubt, tone=UNKNOWN)
    sections: tuple[tuple[str, Sequence[Report]], ...] = (
        ("incidents", board.open),
        ("under_way", board.under_way),
        ("ahead", board.ahead),
        ("notices", board.standing_notices),
    )
    for title, told in sections:
        yield from _section(sheet, words.get("home", title), told)
    yield from _components(sheet)
    yield Line("")
    moment = edition.times.moment
    changed = (
        words.say("home", "changed", time=moment(board.changed))
        if board.changed
        else words.get("home", "never_changed")
    )
    yield from _paragraph(changed)
    yield Line(edition.address("index.html"))


def _section(sheet: Sheet, title: str, told: Sequence[Report]) -> Iterator[Line]:
    if not told:
        return
    yield from (Line(""), Line(cut(harmless(title), WIDTH), "title"))
    for each in told[:MOST]:
        yield Line("")
        yield from _report(sheet, each)
    if len(told) > MOST:
        yield Line("")
        yield from _paragraph(sheet.words.count("text", "more", len(told) - MOST), 2)


def _report(sheet: Sheet, of: Report) -> Iterator[Line]:
    view, words = reports.report(sheet, of), sheet.words
    yield from _paragraph(view.title, 2, "title")
    yield from _paragraph(" · ".join((view.words, *map(plain, view.facts))), 2, view.status)
    for warning in view.warnings:
        yield from _paragraph(warning, 2, UNKNOWN)
    if view.overdue:
        yield from _paragraph(view.overdue, 2, "late")
    if view.who:
        yield from _paragraph(f"{words.get('report', 'who')}: {view.who}", 2)
    yield from _affected(sheet, view)
    yield from _last_word(sheet, of)
    if view.next:
        yield from _paragraph(view.next.words, 2, view.next.status)
    yield Line(f"  {sheet.edition.address(reports.report_path(of.id))}")


def _affected(sheet: Sheet, view: ReportView) -> Iterator[Line]:
    if view.affected:
        named = [f"{each.name} ({plain(each.words)})" if each.words else each.name for each in view.affected]
        yield from _paragraph(f"{sheet.words.get('report', 'affected')}: {', '.join(named)}", 2)


def _last_word(sheet: Sheet, of: Report) -> Iterator[Line]:
    words = sheet.words
    updates = of.updates[::-1] if isinstance(of, Notice) else [step.update for step in of.steps]
    if not updates:
        yield from _typed(of.text if isinstance(of, Notice) else Text(""))
        return
    last = updates[0]
    status = words.get("status", Status(last.status))
    yield from _paragraph(f"{status}, {plain(sheet.times.moment(last.at))}", 2)
    if last.damaged:
        yield from _paragraph(words.get("report", "update_damaged"), 4, UNKNOWN)
    yield from _typed(last.text)


def _typed(of: Text) -> Iterator[Line]:
    """The first lines of what somebody wrote, each of its own lines filled by itself."""
    shown = [part for line in of.markdown.split("\n") if line.strip() for part in filled(harmless(line), WIDTH - 4)]
    for index, line in enumerate(shown[:LINES]):
        cut_off = index == LINES - 1 and len(shown) > LINES
        yield Line("    " + (cut(line, WIDTH - 6) + " …" if cut_off else line))


def _components(sheet: Sheet) -> Iterator[Line]:
    words, board = sheet.words, sheet.edition.board
    if not board.standings:
        return
    title = words.say("text", "components", days=str(len(board.components[0].days)))
    yield from (Line(""), *_paragraph(title, tone="title"))
    rows = [row for each in board.standings for row in _rows(sheet, each, "  ")]
    states = min(max(columns(row.words) for row in rows), LONGEST_STATE)
    shares = max(columns(row.uptime) for row in rows)
    names = min(max(columns(row.name) for row in rows), max(LEAST_NAME, WIDTH - states - shares - 4))
    for row in rows:
        line = f"{_padded(row.name, names)}  {_padded(row.words, states)}  {' ' * (shares - columns(row.uptime))}{row.uptime}"
        yield Line(line, row.tone)


def _rows(sheet: Sheet, of: Standing, indent: str) -> Iterator[Row]:
    words = harmless(plain(state_words(sheet, of)))
    yield Row(indent + harmless(of.name), words, _uptime(sheet, of), state(of))
    for member in of.members:
        yield from _rows(sheet, member, indent + "  ")


def _uptime(sheet: Sheet, of: Standing) -> str:
    if of.uptime is None:
        return harmless(sheet.words.get("component_status", NO_DATA))
    share = sheet.times.percent(of.uptime)
    doubtful = any(day.doubtful for day in of.days)
    return harmless(plain(sheet.words.say("badge", "at_most", percent=share) if doubtful else share))


def _paragraph(said: str, indent: int = 0, tone: str = "") -> Iterator[Line]:
    for each in filled(harmless(plain(said)), WIDTH - indent):
        yield Line(" " * indent + each, tone)


def _padded(said: str, width: int) -> str:
    shown = cut(said, width)
    return shown + " " * (width - columns(shown))


def _facts(of: Standing) -> object:
    share = None if of.uptime is None else int(of.uptime * 10000 + 1e-9)
    doubtful = any(day.doubtful for day in of.days)
    return (of.name, of.status, of.doubtful, share, doubtful, len(of.days), [_facts(each) for each in of.members])
