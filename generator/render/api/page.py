"""What both APIs say of the whole page and of how its components stand, dated by nothing but facts."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from generator.model import Component, ComponentStatus, Course, Standing, Window
from generator.render.api.document import midnight, stamp
from generator.render.api.story import Word, incident_words, maintenance_words
from generator.render.edition import Edition
from generator.render.identity import Identity
from generator.render.markup import plain
from generator.render.times import machine
from generator.render.view.reports import report_path

LEAST = ComponentStatus.DEGRADED_PERFORMANCE
"""What a component is said to be at least while a report that could not be read may say worse."""


class Page(Struct, frozen=True, dict=True, eq=False):
    """The board, as a program asks about it."""

    edition: Edition
    _words: dict[int, tuple[Word, ...]] = field(default_factory=dict)
    """What was found out, by the report's place in memory: the board keeps every report alive."""
    _reports: dict[str, list[Course | Window]] = field(default_factory=dict)
    """Likewise, by the component's id."""
    _moved: dict[str, datetime] = field(default_factory=dict)

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
                (
                    each.status,
                    each.doubtful,
                    self.created_at(each),
                    [report.outline for group in (each.courses, each.windows) for report in group],
                )
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
        if of.component.id not in self._moved:
            moved = self.created_at(of)
            for report in self.reports(of):
                if self.newest(report) <= moved:
                    break
                moves = (word.at for word in self.words(report) if _changes(word, of.component))
                moved = max(moved, max(moves, default=moved))
            self._moved[of.component.id] = moved
        return self._moved[of.component.id]

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Every maintenance by planned start, newest first, one that repeats as often as it took place or is known to come."""
        each = [one for window in self.edition.board.windows for one in window.occurrences or (window,)]
        if len(each) > len(self.edition.board.windows):
            each.sort(key=lambda window: (window.scheduled_for, window.id), reverse=True)
        return tuple(each)

    def reports(self, of: Standing) -> list[Course | Window]:
        """The reports that touched a component, the one that was spoken of last first."""
        assert of.component is not None, "a group has members"
        if of.component.id not in self._reports:
            told: list[Course | Window] = [
                *of.courses,
                *(one for each in of.windows for one in each.occurrences or (each,)),
            ]
            told.sort(key=lambda each: (self.newest(each), each.id), reverse=True)
            self._reports[of.component.id] = told
        return self._reports[of.component.id]

    def newest(self, of: Course | Window) -> datetime:
        """A moment that no word of a report is later than."""
        if isinstance(of, Course):
            told = of.incident.postmortem
            last = of.said[0] if of.said else min(of.incident.started, self.updated_at)
            return max(last, told.at) if told is not None and told.at <= self.updated_at else last
        moments = [*(each.at for each in of.ticks[-1:]), *of.said[:1]]
        return max(moments) if moments and of.recurrence is None else max([self._announced(of), *moments])

    def words(self, of: Course | Window) -> tuple[Word, ...]:
        """What was said of a report, newest first; never empty."""
        found = self._words.get(id(of))
        if found is None:
            found = (
                incident_words(of, self.updated_at)
                if isinstance(of, Course)
                else maintenance_words(of, self._announced(of))
            )
            self._words[id(of)] = found
        return found

    def _announced(self, of: Window) -> datetime:
        """When the first word of a maintenance was said; where nobody has said any, when the page began to be."""
        said = [each.at for each in of.maintenance.updates if each.at <= self.updated_at]
        return min(said, default=min(self.origin, self.updated_at))

    def title(self, of: Course | Window) -> str:
        """A report's title, or that it could not be read."""
        told = of.incident if isinstance(of, Course) else of.maintenance
        return told.title or self.edition.words.get("report", "unreadable")

    def body(self, of: Course | Window, word: Word) -> str:
        """The text of a word as it was written, that part of it could not be read, and when the next word is due or that it is late.

        What nobody said is told by the title. No key of the API holds a promise, so that it stands in the text, as it does in feeds.
        """
        if word.markdown is None:
            return self.title(of)
        words = self.edition.words
        doubt = words.get("report", "update_damaged") if word.damaged else ""
        return "\n\n".join(each for each in (word.markdown, doubt, self._promised(word)) if each)

    def _promised(self, word: Word) -> str:
        if word.next is None:
            return ""
        time = self.edition.times.moment(word.next)
        return plain(self.edition.words.say("report", "late" if word.late else "next", time=time))

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


def _changes(word: Word, component: Component) -> bool:
    return any(each.component.id == component.id for each in word.changes)


def _severity(status: ComponentStatus) -> int:
    return status.severity
