"""What there is to tell the outlets, and the message that tells some of it: the entries of the feeds, under the same names.

So a mended typo is told to nobody and a new word to everybody, once, as feed readers have it: incidents, maintenance (planned, moved,
begun or over by the clock, called off), notices and postmortems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from generator.model import Component, Course, Notice, Status, Window
from generator.model.announced import Message, Room, Telling
from generator.render.announcements.fitting import fitted
from generator.render.announcements.flat import flat
from generator.render.edition import Edition
from generator.render.feeds.entries import Entry, Report, entries, latest, touches_from
from generator.render.feeds.wording import Wording
from generator.render.identity import Identity
from generator.render.letters import harmless
from generator.render.markup import plain


class Tellings:
    """All that an edition has to tell of the time since `since`, and of plans to come."""

    def __init__(self, edition: Edition, since: datetime) -> None:
        self._edition = edition
        self._identity = Identity.of(edition.board.site)
        self._wording = Wording(edition)
        self._entries: dict[str, Entry] = {}
        """By key."""
        self._first: dict[str, str] = {}
        """Of each report, the key of its oldest entry."""
        self.all = tuple(self._gathered(since))

    def message(self, fold: Sequence[Telling], room: Room) -> Message:
        """One message that tells all of `fold`, the newest first: tellings of one report, which came from `all`."""
        told = [self._entries[each.key] for each in fold]
        report, words = told[0].report, self._edition.words
        name = self._wording.name(report)
        site = harmless(self._edition.board.site.name)
        begins = self._first[fold[0].report] == fold[-1].key
        subject = plain(words.say("announce", "subject", site=site, title=name))
        title = plain(words.say("announce", "title", site=site, entry=self._wording.title(told[0])))
        if room.mail:
            title = subject if begins else plain(words.say("announce", "reply", subject=subject))
        link = self._wording.url(report) + ("#postmortem" if told[0].is_postmortem else "")
        title, body = fitted(title, "\n\n".join(self._told(told, room)), link, room)
        return Message(
            title,
            body,
            link,
            key=fold[-1].key,
            thread=self._identity.tag("incidents", fold[0].report),
            parent="" if begins else self._first[fold[0].report],
        )

    def _told(self, told: Sequence[Entry], room: Room) -> Iterator[str]:
        for index, entry in enumerate(told):
            if index or room.mail:
                name = "earlier" if index else "now"
                time = self._edition.times.moment(entry.at)
                yield plain(
                    self._edition.words.say("announce", name, status=self._wording.status(entry.status), time=time)
                )
            said = self._wording.said(entry) if index else self._wording.text(entry)
            text = flat(said, without=self._edition.address("components/"))
            if text and text != self._wording.title(entry):
                yield text

    def _gathered(self, since: datetime) -> Iterator[Telling]:
        board = self._edition.board
        coming = {each.id for each in (*board.under_way, *board.ahead)}
        reports: list[Report] = [*board.courses, *board.windows, *board.notices]
        for report in reports:
            if report.id in coming or latest(report, board) >= since:
                yield from self._of(report)

    def _of(self, report: Report) -> Iterator[Telling]:
        told = entries(report, self._edition.board)
        touched = [] if isinstance(report, Notice) else [each.component for each in report.affected]
        since = [(each, touches_from(report, each)) for each in touched]
        plan = next((each for each in told if each.window is not None), None)
        for entry in told:
            key = self._identity.tag("incidents", report.id, *entry.name)
            self._entries[key] = entry
            self._first[report.id] = key
            yield Telling(
                key,
                report.id,
                _topic(entry),
                entry.at,
                report.incident.impact if isinstance(report, Course) else None,
                _touched(since, entry.at),
                _any_component(report),
                _is_open(report),
                lasting=entry is plan and isinstance(report, Window) and report.status is Status.SCHEDULED,
            )


def _topic(entry: Entry) -> str:
    if entry.is_postmortem:
        return "postmortems"
    if isinstance(entry.report, Course):
        return "incidents"
    return "maintenance" if isinstance(entry.report, Window) else "notices"


def _touched(since: Iterable[tuple[Component, datetime | None]], at: datetime) -> tuple[str, ...]:
    """What a report touches at a moment, by the words said until then."""
    return tuple(component.id for component, first in since if first is None or first <= at)


def _any_component(report: Report) -> bool:
    if isinstance(report, Course):
        return report.incident.any_component
    return isinstance(report, Window) and report.maintenance.any_component


def _is_open(report: Report) -> bool:
    if isinstance(report, Course):
        return report.open
    return isinstance(report, Window) and not report.status.ends
