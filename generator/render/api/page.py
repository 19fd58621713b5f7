"""What both APIs say of the whole page and of how its components stand, dated by nothing but facts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from generator.model import Component, ComponentStatus, Course, Standing, Window
from generator.render.api.document import midnight, stamp
from generator.render.api.story import Word, incident_words, maintenance_words
from generator.render.edition import Edition
from generator.render.identity import Identity
from generator.render.times import machine
from generator.render.view.reports import report_path

LEAST = ComponentStatus.DEGRADED_PERFORMANCE
"""What a component is said to be at least while a report that could not be read may say worse."""


@dataclass(frozen=True)
class Page:
    """The board, as a program asks about it."""

    edition: Edition

    @cached_property
    def identity(self) -> Identity:
        """Whose ids they are."""
        return Identity.of(self.edition.board.site)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.edition.board.site.timezone)

    @cached_property
    def today(self) -> datetime:
        """When the local day began on which this is true."""
        return midnight(self.edition.board.recent[0].date, self.zone)

    @cached_property
    def origin(self) -> datetime:
        """When the page began to be: the day of its authority."""
        return min(midnight(self.identity.founded, self.zone), self.today)

    @cached_property
    def updated_at(self) -> datetime:
        """When anything last changed; nothing that is dated here lies after it, but for what is planned."""
        return self.edition.board.changed or self.origin

    @cached_property
    def facts(self) -> str:
        """A digest of how every component stands and of all that its dates are made from."""
        board = self.edition.board
        told = (
            (board.headline, board.doubtful, self.updated_at, self.origin),
            [
                (each.status, each.doubtful, self.created_at(each), [report.digest for report in self.reports(each)])
                for each in board.components
            ],
        )
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    def stamp(self, at: datetime) -> str:
        """A time as it is written."""
        return stamp(at, self.zone)

    def created_at(self, of: Standing) -> datetime:
        """When a component began to be known; of a group, the first of its members."""
        if of.component is None:
            return min(self.created_at(member) for member in of.members)
        return min(midnight(of.component.since, self.zone), self.today) if of.component.since else self.origin

    def moved_at(self, of: Standing) -> datetime:
        """When a component or a group last came into another state."""
        if of.component is None:
            return max(self.moved_at(member) for member in of.members)
        moves = (
            word.at
            for report in self.reports(of)
            for word in self.words(report)
            if any(each.component.id == of.component.id for each in word.changes)
        )
        return max([self.created_at(of), *moves])

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Every maintenance by planned start, newest first, one that repeats as often as it took place or is known to come."""
        each = [one for window in self.edition.board.windows for one in window.occurrences or (window,)]
        if len(each) > len(self.edition.board.windows):
            each.sort(key=lambda window: (window.scheduled_for, window.id), reverse=True)
        return tuple(each)

    def reports(self, of: Standing) -> tuple[Course | Window, ...]:
        """The newest reports that touched a component."""
        return (*of.courses, *of.windows)

    def words(self, of: Course | Window) -> tuple[Word, ...]:
        """What was said of a report, newest first; never empty. Told once, since every list and every component asks again."""
        if (told := self._told.get(id(of))) is None:
            told = self._told[id(of)] = self._words(of)
        return told

    @cached_property
    def _told(self) -> dict[int, tuple[Word, ...]]:
        """By the identity of a report of the board, which outlives this page."""
        return {}

    def _words(self, of: Course | Window) -> tuple[Word, ...]:
        if isinstance(of, Course):
            return incident_words(of, self.updated_at)
        return maintenance_words(of, min(self.origin, self.updated_at))

    def title(self, of: Course | Window) -> str:
        """A report's title, or that it could not be read."""
        told = of.incident if isinstance(of, Course) else of.maintenance
        return told.title or self.edition.words.get("report", "unreadable")

    def body(self, of: Course | Window, word: Word) -> str:
        """The text of a word as it was written, and that part of it could not be read. What nobody said is told by the title."""
        if word.markdown is None:
            return self.title(of)
        doubt = self.edition.words.get("report", "update_damaged") if word.damaged else ""
        return "\n\n".join(each for each in (word.markdown, doubt) if each)

    def report_id(self, of: Course | Window) -> str:
        """A report's id, of its file's name; of a maintenance that repeats each time has one of its own."""
        again = machine(of.recurrence) if isinstance(of, Window) and of.recurrence else ""
        return self.identity.short("incident", of.id, *([again] if again else []))

    def address(self, of: Course | Window) -> str:
        """Where a reader finds a report."""
        return self.edition.address(report_path(of.id))

    def touches(self, of: Course | Window) -> tuple[Component, ...]:
        """The components a report touches, in site order; all of them where it could not be read which."""
        told = of.incident if isinstance(of, Course) else of.maintenance
        if told.any_component:
            return self.edition.board.site.components
        return tuple(each.component for each in of.affected)


def state(of: Standing) -> ComponentStatus:
    """How a component or a group stands: never a good word while a report that could not be read may say worse."""
    return max(of.status, LEAST, key=_severity) if of.doubtful else of.status


def _severity(status: ComponentStatus) -> int:
    return status.severity
