"""One entry for each incident with all that was said of it, in the shape and the HTML of Statuspage's `/history.atom` and `/history.rss`.

Scrapers of those read ours: `<p><small>Jun <var data-var='date'>5</var>, …</small><br><strong>Update</strong> - text</p>`, newest first. Only
the guid differs: the vendor's is the incident's address, ours its name, so that a new address announces nothing again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.model import Course, Notice, Step, Window
from generator.pattern import pattern
from generator.render.edition import Edition
from generator.render.feeds.document import Item, clean
from generator.render.feeds.entries import Entry, Report
from generator.render.feeds.wording import Wording
from generator.render.identity import Identity
from generator.render.markup import Html, element, escape
from generator.render.times import zone_name

_PARAGRAPH = pattern(r"<p>(.*?)</p>\n?(.*)", re.DOTALL)


class History:
    """Writes the incidents of an edition."""

    def __init__(self, edition: Edition, wording: Wording) -> None:
        self._edition = edition
        self._wording = wording
        self._identity = Identity.of(edition.board.site)
        self._zone = ZoneInfo(edition.board.site.timezone)

    def item(self, report: Report, told: Sequence[Entry]) -> Item:
        """`report` with everything there is to tell of it, newest first, as one item."""
        return Item(
            id=self._identity.tag("incidents", report.id),
            title=self._wording.name(report),
            url=self._wording.url(report),
            published=min(_start(report), told[-1].at),
            updated=told[0].at,
            html=clean("\n".join([*self._head(report), *self._lines(told)])),
            categories=self._wording.categories(report),
        )

    def _head(self, report: Report) -> Iterable[Html]:
        yield from self._wording.doubts_of(report)
        if isinstance(report, Window):
            start, end = report.scheduled_for, report.scheduled_until
            yield element(
                "p", element("strong", Html(f"{self._edition.words.say('feed', 'event')} {self._span(start, end)}"))
            )

    def _lines(self, told: Iterable[Entry]) -> list[Html]:
        """Newest first; words that an entry tells with it are lines of their own here."""
        lines: list[tuple[datetime, str, Html]] = []
        for entry in told:
            lines.append((entry.at, self._wording.status(entry.status), self._wording.said(entry)))
            lines += [self._earlier(each) for each in entry.before]
        lines.sort(key=lambda each: each[0], reverse=True)
        return [self._line(at, status, text) for at, status, text in lines]

    def _earlier(self, step: Step) -> tuple[datetime, str, Html]:
        return step.update.at, self._wording.status(step.update.status), self._edition.prose.html(step.update.text)

    def _line(self, at: datetime, status: str, text: Html) -> Html:
        """A word with its time. Its first paragraph goes on in the same line, what follows stands below."""
        first = _PARAGRAPH.fullmatch(text)
        inside, below = (first[1], first[2]) if first else ("", text)
        head = f"<small>{self._moment(at)}</small><br><strong>{escape(status)}</strong> - "
        return Html(f"<p>{head}{inside}</p>" + (f"\n{below}" if below else ""))

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{self._day(local)}, {_clock(local)} {escape(zone_name(local))}"

    def _span(self, start: datetime, end: datetime) -> str:
        first, last = start.astimezone(self._zone), end.astimezone(self._zone)
        day = "" if first.date() == last.date() else f"{self._day(last)}, "
        return f"{self._day(first)}, {_clock(first)} - {day}{_clock(last)} {escape(zone_name(last))}"

    def _day(self, local: datetime) -> str:
        month = escape(self._edition.times.short_month(local.month))
        return f"{month} <var data-var='date'>{local.day}</var>"


def _clock(local: datetime) -> str:
    return f"<var data-var='time'>{local.hour:02d}:{local.minute:02d}</var>"


def _start(report: Report) -> datetime:
    if isinstance(report, Course):
        return report.incident.started
    return report.published if isinstance(report, Notice) else report.scheduled_for
