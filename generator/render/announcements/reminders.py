"""What operators are reminded of: a word that the page promised its readers and that has not come.

Once for each lateness: the key names the report and the moment that was promised, so that a new promise that is broken is a new reminder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.model import Course
from generator.model.announced import Message, Room, Telling
from generator.render.announcements.fitting import fitted
from generator.render.edition import Edition
from generator.render.identity import Identity
from generator.render.letters import harmless
from generator.render.markup import plain
from generator.render.times import machine
from generator.render.view.reports import report_path

OPERATORS = "operators"


class Reminders:
    """All that an edition owes its readers at its `now`."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._identity = Identity.of(edition.board.site)
        self._late = {course.id: course for course in edition.board.open if course.next_word and course.next_word.late}
        self.all = tuple(self._owed())

    def message(self, fold: Sequence[Telling], room: Room) -> Message:
        """The reminder of `fold`, tellings of one report that came from `all`."""
        course, newest = self._late[fold[0].report], fold[0]
        words = self._edition.words
        site = harmless(self._edition.board.site.name)
        title = harmless(course.incident.title) or words.get("report", "unreadable")
        due = plain(words.say("report", "late", time=self._edition.times.moment(newest.at)))
        subject = plain(words.say("announce", "late", site=site, title=title))
        what = plain(words.say("announce", "owed", command=f'upside update {course.id} -m "…"'))
        link = self._edition.address(report_path(course.id))
        shown, body = fitted(subject, f"{due}\n\n{what}", link, room)
        return Message(shown, body, link, newest.key, self._identity.tag("reminders", course.id))

    def _owed(self) -> Iterator[Telling]:
        for course in self._late.values():
            promised = course.next_word
            if promised is not None:
                yield self._reminder(course, promised.due)

    def _reminder(self, course: Course, due: datetime) -> Telling:
        key = self._identity.tag("reminders", course.id, f"update-{machine(due).replace(':', '')}")
        touched = tuple(each.component.id for each in course.affected)
        told = course.incident
        return Telling(
            key, course.id, "incidents", due, told.impact, touched, told.any_component, True, True, OPERATORS
        )
