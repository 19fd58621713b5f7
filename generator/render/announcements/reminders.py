"""What operators are reminded of: what the public was promised and is late. Words, postmortems, action items, the end of a maintenance.

Once for each lateness: the key names the report, what is owed and the moment for which it was promised, so that a new promise that is broken is
a new reminder. Of action items that were to be done by one day each is named by its text.

A word that is late is news for as long as people wait for it. A postmortem or an action item that has been late for long is not: whoever
begins to promise them is not reminded of an archive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from generator.model import Course, Window
from generator.model.announced import Message, Room, Telling
from generator.model.owed import Owed, OwedKind
from generator.render.announcements.fitting import fitted
from generator.render.edition import Edition
from generator.render.identity import Identity
from generator.render.letters import harmless
from generator.render.markup import Html, plain
from generator.render.times import machine
from generator.render.view.reports import report_path

OPERATORS = "operators"
WORDS = (OwedKind.FIRST_UPDATE, OwedKind.UPDATE)
LASTING = (*WORDS, OwedKind.COMPLETION)
"""What is news however long it has been late."""
TOPICS = {
    OwedKind.FIRST_UPDATE: "incidents",
    OwedKind.UPDATE: "incidents",
    OwedKind.POSTMORTEM: "postmortems",
    OwedKind.ACTION: "postmortems",
    OwedKind.COMPLETION: "maintenance",
}


class Reminders:
    """All that is late of what an edition's people owe their readers; `owed` is what `decide.owed` says of the same board."""

    def __init__(self, edition: Edition, owed: Iterable[Owed]) -> None:
        self._edition = edition
        self._identity = Identity.of(edition.board.site)
        late = [each for each in owed if each.late and each.due is not None]
        named = {each.report for each in late}
        told: list[Course | Window] = [*edition.board.courses, *edition.board.windows]
        self._reports = {each.id: each for each in told if each.id in named}
        self._late = {self._key(each): each for each in late}
        self.all = tuple(self._reminder(key, each) for key, each in self._late.items())

    def message(self, fold: Sequence[Telling], room: Room) -> Message:
        """The reminder of `fold`, tellings of one report that came from `all`."""
        newest, words = fold[0], self._edition.words
        late = [self._late[each.key] for each in fold]
        site = harmless(self._edition.board.site.name)
        title = harmless(late[0].title) or words.get("report", "unreadable")
        subject = plain(words.say("announce", "late", site=site, title=title))
        what = "\n\n".join(plain(each) for one in late for each in self._said(one))
        link = self._edition.address(report_path(newest.report))
        shown, body = fitted(subject, what, link, room)
        return Message(shown, body, link, newest.key, self._identity.tag("reminders", newest.report))

    def _key(self, of: Owed) -> str:
        assert of.due is not None, "what is late was due"
        kind = "update" if of.kind in WORDS else of.kind
        parts = [f"{kind}-{machine(of.due).replace(':', '')}"]
        if of.what:
            parts.append(hashlib.sha256(" ".join(of.what.split()).encode("utf-8", "surrogatepass")).hexdigest()[:12])
        return self._identity.tag("reminders", of.report, *parts)

    def _reminder(self, key: str, of: Owed) -> Telling:
        assert of.due is not None, "what is late was due"
        report = self._reports[of.report]
        told = report.incident if isinstance(report, Course) else report.maintenance
        return Telling(
            key,
            of.report,
            TOPICS[of.kind],
            of.due,
            impact=report.incident.impact if isinstance(report, Course) else None,
            components=tuple(each.component.id for each in report.affected),
            any_component=told.any_component,
            open=of.kind in LASTING,
            lasting=of.kind in LASTING,
            audience=OPERATORS,
        )

    def _said(self, of: Owed) -> Iterator[str]:
        """What is late, and what to type."""
        assert of.due is not None, "what is late was due"
        say, times = self._edition.words.say, self._edition.times
        time, report = times.moment(of.due), of.report
        match of.kind:
            case OwedKind.POSTMORTEM:
                yield say("report", "postmortem_late", time=time)
                yield say("announce", "owed_postmortem", command=f"upside postmortem {report} --edit")
            case OwedKind.COMPLETION:
                yield say("report", "overdue", time=time)
                yield say("announce", "owed_completion", command=f"upside resolve {report}")
            case OwedKind.ACTION:
                yield harmless(of.what)
                day = times.local_day(of.due - timedelta(seconds=1))
                owner = say("remediation", "owner", name=harmless(of.by)) if of.by else Html()
                overdue = say("remediation", "overdue", day=times.in_words(day))
                yield Html(". ".join(each for each in (overdue, owner) if each))
                yield say("announce", "owed_action", place=f"{of.file}:{of.line}")
            case _:
                yield say("report", "late", time=time)
                yield say("announce", "owed", command=f'upside update {report} -m "…"')
