"""Sections to updates: their times, one after the other, and what an update whose heading is faulty may still say.

Holds the rule that an error never improves anything: of a faulty heading only what makes matters worse is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from generator.model import ActionItem, Change, ComponentStatus, Postmortem, Status, Text, Update
from generator.pattern import pattern
from generator.read.actions import action_items
from generator.read.bounds import measured
from generator.read.braces import Details, read_braces
from generator.read.components import Terms
from generator.read.findings import Findings
from generator.read.headings import Heading
from generator.read.moments import Misread, moment, written
from generator.read.sections import Section
from generator.read.vocabulary import DONE_WORDS


class Kind(StrEnum):
    """What a file reports."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    NOTICE = "notice"


OF_INCIDENT = frozenset(
    {Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED, Status.POSTMORTEM}
)
EXPECTED = {
    Kind.INCIDENT: OF_INCIDENT,
    Kind.MAINTENANCE: frozenset(status for status in Status if status.of_maintenance),
    Kind.NOTICE: frozenset[Status](),
}
IMPROVING = frozenset(
    {Status.MONITORING, Status.RESOLVED, Status.POSTMORTEM, Status.SCHEDULED}
    | {Status.VERIFYING, Status.COMPLETED, Status.CANCELLED}
)
"""What a faulty heading may not say: it becomes an update that keeps the status before it."""
DATE = pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONG_GAP = timedelta(hours=12)


class Said(Struct):
    """All that a body says."""

    updates: list[Update] = field(default_factory=list)
    postmortem: Postmortem | None = None
    any_component: bool = False


class _Draft(Struct):
    update: Update
    dated: bool
    """Its heading gives the day."""
    actions: tuple[ActionItem, ...] = ()
    """Of a postmortem."""


class UpdateReader:
    """Reads the sections of one body from the top: each time leans on the one before it."""

    def __init__(self, kind: Kind, start: datetime | None, sure: bool, terms: Terms, findings: Findings) -> None:
        """`sure` is whether nothing about `start` is lost, so that a time without a date may lean on it."""
        self.kind = kind
        self.start = start
        self.sure = sure
        self.typed: datetime | None = None
        """The start as typed: a word before it has a date that is not to be leant on."""
        self.terms = terms
        self.findings = findings
        self.previous: datetime | None = None
        self.any_component = False

    def read(self, sections: Iterable[Section], unknown: datetime) -> Said:
        """The updates in order of time, and the postmortem. `unknown` stands where no time is known at all."""
        drafts = [self._draft(section, section.heading, unknown) for section in sections if section.heading]
        drafts = self._ordered(drafts)
        said = Said(any_component=self.any_component)
        for draft in drafts:
            self._place(draft, said)
        said.updates.sort(key=lambda update: update.at)
        return said

    def _draft(self, section: Section, heading: Heading, unknown: datetime) -> _Draft:
        faulty = section.doubtful or bool(heading.wrong)
        if heading.wrong:
            self.findings.error("heading", heading.wrong, line=section.line, hint=f"## {heading.hint}")
        dated = DATE.search(heading.time) is not None
        at, timed = self._time(section, heading, dated=dated)
        self.sure = timed and (self.sure or dated)
        details = Details([])
        if heading.braces is not None:
            details = read_braces(heading.braces, at, section.line, self.terms, self.findings)
            self.any_component |= details.any_component
            if details.moves and self.kind is not Kind.MAINTENANCE:
                self._refuse_move(section, details)
        elif not timed or heading.status is None:
            self.any_component = True  # braces may have been lost with the rest of the heading
        status, fits = self._status(section, heading)
        faulty = faulty or not self.sure or not fits or details.faulty
        moment_known = at or self.previous or self.start or unknown
        update = Update(
            status,
            moment_known,
            measured(section, self.findings),
            tuple(details.changes),
            None if faulty else details.next,
            details.by,
            section.line,
            faulty,
            details.scheduled_for,
            details.scheduled_until,
        )
        if at is not None:
            self.previous = at
            self.sure = self.sure and (self.typed is None or self.typed <= at)
        actions = action_items(section, self.findings) if status is Status.POSTMORTEM else ()
        return _Draft(update, dated, actions)

    def _refuse_move(self, section: Section, details: Details) -> None:
        what = "an incident" if self.kind is Kind.INCIDENT else "a notice"
        message = f"{what} has no window: scheduled_for and scheduled_until are of a maintenance"
        self.findings.error("braces", message, line=section.line, hint="{next=HH:MM}")
        details.scheduled_for = details.scheduled_until = None
        details.faulty = True

    def _time(self, section: Section, heading: Heading, *, dated: bool) -> tuple[datetime | None, bool]:
        """The heading's time and whether it could be read; the time before it otherwise."""
        before = self.previous or self.start
        if not heading.time:
            self.findings.error(
                "missing-time",
                f"the update “{heading.said}” has no time",
                line=section.line,
                hint=f"## {heading.said} — {self._day(before)} HH:MM{_braced(heading)}",
            )
            return before, False
        read = moment(heading.time, self.terms.zone, after=before)
        if isinstance(read, Misread):
            hint = (read.hint or "YYYY-MM-DD HH:MM UTC").replace("YYYY-MM-DD", self._day(before))
            self.findings.error(
                "time",
                read.message,
                line=section.line,
                column=max(section.raw.find(heading.time) + 1, 1),
                hint=f"## {heading.said} — {hint}{_braced(heading)}",
            )
            return before, False
        if self.previous and not dated and read - self.previous > LONG_GAP:
            self.findings.warning(
                "next-day",
                f"“{heading.time}” is earlier than the update before it, so it was taken to be on the next day",
                line=section.line,
                hint=f"## {heading.said} — {written(read, self.terms.zone)}{_braced(heading)}",
            )
        return read, True

    def _day(self, at: datetime | None) -> str:
        return written(at, self.terms.zone)[:10] if at else "YYYY-MM-DD"

    def _status(self, section: Section, heading: Heading) -> tuple[Status, bool]:
        """The status that a heading of this kind of report can have, and whether it is the one that was typed."""
        status = heading.status
        if status is None:
            return (Status.INVESTIGATING if self.kind is Kind.INCIDENT else Status.UPDATE), False
        if status is Status.UPDATE:
            return status, True
        if self.kind is Kind.MAINTENANCE and heading.said.casefold() in DONE_WORDS:
            return Status.COMPLETED, True
        if status in EXPECTED[self.kind]:
            return status, True
        instead = {
            (Kind.INCIDENT, Status.COMPLETED): "Resolved",
            (Kind.INCIDENT, Status.IN_PROGRESS): "Investigating",
            (Kind.MAINTENANCE, Status.RESOLVED): "Completed",
        }.get((self.kind, status), "Update")
        self.findings.error(
            "status",
            f"“{heading.said}” is no status of {'an' if self.kind is Kind.INCIDENT else 'a'} {self.kind}",
            line=section.line,
            hint=f"## {instead} — {heading.time or 'YYYY-MM-DD HH:MM'}{_braced(heading)}",
        )
        return Status.UPDATE, False

    def _ordered(self, drafts: list[_Draft]) -> list[_Draft]:
        """The drafts from old to new. Those out of order are faulty, unless the whole file is written newest first."""
        times = [draft.update.at for draft in drafts]
        falling = all(later < earlier for earlier, later in pairwise(times))
        if len(times) > 2 and falling and all(draft.dated for draft in drafts):
            message = "the updates stand newest first, expected oldest first"
            self.findings.warning("newest-first", message, line=drafts[0].update.line)
            return drafts[::-1]
        latest: datetime | None = None
        for draft in drafts:
            if latest is not None and draft.update.at < latest:
                self._out_of_order(draft, latest)
            else:
                latest = draft.update.at
        return drafts

    def _out_of_order(self, draft: _Draft, latest: datetime) -> None:
        """An update earlier than the one above it: sorted in, and not believed where it would make matters better."""
        self.findings.error(
            "update-order",
            f"this update, {written(draft.update.at, self.terms.zone)}, is earlier than the one above it",
            line=draft.update.line,
            hint=f"move it up, or correct its time: {written(latest, self.terms.zone)} or later",
        )
        draft.update = replace(draft.update, damaged=True, next=None)

    def _place(self, draft: _Draft, said: Said) -> None:
        update = draft.update
        if update.status is not Status.POSTMORTEM:
            said.updates.append(update)
            return
        ended = any(each.status is Status.RESOLVED and not each.damaged for each in said.updates)
        if update.damaged and not ended:
            said.updates.append(update)
        elif said.postmortem is None:
            said.postmortem = Postmortem(update.at, update.text, update.by, update.line, draft.actions)
            if update.changes:
                said.updates.append(replace(update, status=Status.UPDATE, text=Text("")))
        else:
            self.findings.error(
                "second-postmortem",
                f"the postmortem stands on line {said.postmortem.line} already",
                line=update.line,
                hint="### a third-level heading continues it",
            )
            both = Text(
                f"{said.postmortem.text.markdown}\n\n{update.text.markdown}",
                said.postmortem.text.plain or update.text.plain,
            )
            said.postmortem = replace(said.postmortem, text=both, actions=said.postmortem.actions + draft.actions)


def without_improvements(updates: Iterable[Update], components: Iterable[Change]) -> tuple[Update, ...]:
    """The updates in order of time, faulty ones stripped of whatever would make matters better."""
    now = {change.component: change.status for change in components}
    kept = []
    for update in updates:
        if update.damaged:
            worse = tuple(
                change
                for change in update.changes
                if change.status.severity > now.get(change.component, ComponentStatus.OPERATIONAL).severity
            )
            status = Status.UPDATE if update.status in IMPROVING else update.status
            update = replace(update, status=status, changes=worse)
        now.update({change.component: change.status for change in update.changes})
        kept.append(update)
    return tuple(kept)


def _braced(heading: Heading) -> str:
    return f" {{{heading.braces.strip('{}')}}}" if heading.braces else ""
