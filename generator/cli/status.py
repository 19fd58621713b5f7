"""`upside status`: in the terminal, what the page would say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from math import floor
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site
from generator.cli.shown import counted, failing, harmless
from generator.cli.site import look
from generator.model import Board, ComponentStatus, Course, Headline, NextWord, Standing, Window

STATUS = """\
Print what the page would say now, without building it.

\b
  upside status
  upside status --now 2026-11-21T02:00Z      while tonight's maintenance goes on

Exit status: 0 fine, 1 a file could not be read (the answer may then be worse than shown), 2 nothing could be read at all.
"""

COLOURS = {
    ComponentStatus.OPERATIONAL: "green",
    ComponentStatus.UNDER_MAINTENANCE: "blue",
    ComponentStatus.DEGRADED_PERFORMANCE: "yellow",
    ComponentStatus.PARTIAL_OUTAGE: "yellow",
    ComponentStatus.MAJOR_OUTAGE: "red",
}

Say = Callable[[str, str], str]
"""The page's own word, by area and name."""


@click.command(help=STATUS, short_help="Print what the page would say.")
@at_a_time()
@in_site
def status(root: Path, now: datetime | None) -> int:
    """Print the state of the page."""
    from generator.render.theme import Theme
    from generator.render.words import Words

    seen = look(root, now or clock())
    board = seen.board
    say = Words(Theme.of(root), board.site.language).get
    for line in _page(board, say):
        click.echo(line)
    if seen.problems:
        click.echo(f"\n{counted(seen.problems)}; see: upside check", err=True)
    return 1 if failing(seen.problems) else 0


def _page(board: Board, say: Say) -> Iterator[str]:
    zone = ZoneInfo(board.site.timezone)
    colour = "green" if board.headline is Headline.OPERATIONAL and not board.doubtful else "red"
    headline = click.style(say("headline", board.headline), fg=colour, bold=True)
    yield f"{harmless(board.site.name)}: {headline}"
    if board.doubtful:
        yield say("home", "doubt")
    for course in board.open:
        yield from ("", *_incident(course, say, zone))
    for window in (*board.under_way, *board.ahead):
        yield from ("", *_window(window, say, zone))
    for notice in board.standing_notices:
        yield from ("", f"{say('status', 'notice')}: {harmless(notice.title)}")
    yield ""
    for standing in board.standings:
        yield from _standing(standing, say, "")


def _incident(course: Course, say: Say, zone: ZoneInfo) -> Iterator[str]:
    incident = course.incident
    title = harmless(incident.title) or say("report", "unreadable")
    yield f"{click.style(title, bold=True)} ({say('impact', incident.impact)}, {course.id})"
    if incident.damaged:
        yield f"  {say('report', 'damaged')}"
    if course.steps:
        step = course.steps[0]
        yield f"  {say('status', step.status)}, {_moment(step.update.at, zone)}: {_first_line(step.update.text.markdown)}"
    names = [harmless(transition.component.name) for transition in course.affected]
    if names:
        yield f"  {say('report', 'affected')}: {', '.join(names)}"
    if course.next_word:
        yield f"  {_next(course.next_word, say, zone)}"


def _window(window: Window, say: Say, zone: ZoneInfo) -> Iterator[str]:
    planned = window.maintenance
    title = harmless(planned.title) or say("report", "unreadable")
    yield f"{click.style(title, bold=True)} ({say('status', window.status)}, {window.id})"
    start, end = _moment(planned.scheduled_for, zone), _moment(planned.scheduled_until, zone)
    yield f"  {say('report', 'planned').format(start=start, end=end)}"


def _standing(standing: Standing, say: Say, indent: str) -> Iterator[str]:
    word = say("component_status", standing.status)
    colour = COLOURS[standing.status]
    if standing.doubtful:
        doubt = standing.status is ComponentStatus.OPERATIONAL
        word = say("component_status", "unknown") if doubt else say("component_status", "or_worse").format(status=word)
        colour = "yellow" if doubt else colour
    yield f"{indent}{click.style(word.ljust(24), fg=colour)} {harmless(standing.name)}{_uptime(standing, say)}"
    for member in standing.members:
        yield from _standing(member, say, indent + "  ")


def _uptime(standing: Standing, say: Say) -> str:
    """The share as the page says it: cut, never rounded up."""
    if standing.uptime is None:
        return ""
    hundredths = floor(standing.uptime * 10_000 + 1e-9)
    known = sum(day.status is not None for day in standing.days)
    name = "uptime_doubtful" if any(day.doubtful for day in standing.days) else "uptime"
    words = say("standing", f"{name}_{'one' if known == 1 else 'other'}")
    return ", " + words.format(percent=f"{hundredths // 100}.{hundredths % 100:02d}%", count=known)


def _next(word: NextWord, say: Say, zone: ZoneInfo) -> str:
    return say("report", "late" if word.late else "next").format(time=_moment(word.due, zone))


def _moment(at: datetime, zone: ZoneInfo) -> str:
    from generator.scaffold import moment

    return moment(at, zone)


def _first_line(markdown: str) -> str:
    return harmless(markdown.strip().partition("\n")[0])
