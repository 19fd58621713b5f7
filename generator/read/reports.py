"""One file's bytes to one report: an incident, a maintenance or a notice, as far as it can be understood.

Whatever the bytes, a report comes of them. What could not be read stands at its worst (generator/README.md, *Truth, where
something could not be read*).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from generator.model import ComponentStatus, Impact, Incident, Maintenance, Notice, Status, Text, Update
from generator.pattern import pattern
from generator.problem import Problem, did_you_mean
from generator.read import fence, nodes, sections, shapes
from generator.read.bounds import measured, ordinary
from generator.read.components import Terms
from generator.read.decoding import decode, unresolved
from generator.read.findings import Findings
from generator.read.fitted import Fitted
from generator.read.front import Front, FrontReader, reach
from generator.read.moments import first_of, written
from generator.read.moves import settled
from generator.read.names import Name, named
from generator.read.nodes import Mapping
from generator.read.sections import Section
from generator.read.updates import Kind, Said, UpdateReader, without_improvements
from generator.read.values import Context
from generator.read.vocabulary import word

Report = Incident | Maintenance | Notice

GARBLED = pattern(r"^ {0,3}#[^\n]*\ufffd|^ {0,3}\ufffd|\ufffd{4}", re.MULTILINE)
"""What may have been a heading, or several."""

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""A start of which nothing is known; `source` puts the earliest moment the site knows of in its place."""


def read_report(file: str, data: bytes, terms: Terms) -> tuple[Report, tuple[Problem, ...]]:
    """The report in `data`, the bytes of `file`, and what is wrong with it. Never raises because of what stands there."""
    findings = Findings(file)
    reader = _Reader(file, named(file, findings), terms, findings)
    return reader.read(data), tuple(findings.problems)


def unreadable(file: str, terms: Terms, findings: Findings) -> Incident:
    """The report that stands for a file of which nothing can be read; why stands in `findings` already."""
    name = named(file, findings)
    start = first_of(name.day, terms.zone) if name.day else UNKNOWN
    return Incident(name.id, "", Impact.CRITICAL, start, damaged=True, any_component=True, file=file)


class _Reader:
    """Reads one file."""

    def __init__(self, file: str, name: Name, terms: Terms, findings: Findings) -> None:
        self.file = file
        self.name = name
        self.terms = terms
        self.findings = findings

    def read(self, data: bytes) -> Report:
        text, conflicted = unresolved(decode(data, self.findings), self.findings)
        parts = fence.split(text, self.findings)
        front = FrontReader(self.name.day, self.terms, self.findings).read(parts, sound=parts.whole and not conflicted)
        body = sections.split(parts.body, parts.body_line, self.findings, ordinary=ordinary(parts.body))
        hidden = body.hidden or conflicted or self._is_garbled(parts.body)
        match front.kind:
            case Kind.INCIDENT:
                return self._incident(front, body.sections, hidden=hidden)
            case Kind.MAINTENANCE:
                return self._maintenance(front, body.sections, hidden=hidden)
            case Kind.NOTICE:
                return self._notice(front, body.sections, hidden=hidden)

    def _is_garbled(self, body: str) -> bool:
        """Whether characters that could not be read may stand in the place of a heading, or of more than that."""
        unread = any(problem.rule in ("control-character", "encoding") for problem in self.findings.problems)
        return unread and GARBLED.search(body) is not None

    # ------------------------------------------------------------ the three kinds

    def _incident(self, front: Front, parts: tuple[Section, ...], *, hidden: bool) -> Incident:
        values = front.fitted.values
        impact = values.impact if front.sound and values.impact is not None else Impact.CRITICAL
        touches = reach(front, impact.implies, self.terms, self.findings, hidden=hidden)
        said = self._said(Kind.INCIDENT, parts, values.started, front)
        started = self._start(values.started, said, lost="started" in front.fitted.lost or not front.sound)
        if started is UNKNOWN and not self.findings.damage:
            self.findings.error("missing-start", "nothing says when it began", hint="started: YYYY-MM-DD HH:MM UTC")
        return Incident(
            self.name.id,
            values.title or "",
            impact,
            started,
            touches.changes,
            values.affected or "",
            values.detected,
            without_improvements(_not_before(started, said), touches.changes),
            said.postmortem,
            self.findings.damage,
            touches.any_component or said.any_component,
            self.file,
            causes=values.causes,
            technologies=values.technologies,
            lessons=values.lessons,
            waived=values.review,
            start_said=values.started is not None,
        )

    def _maintenance(self, front: Front, parts: tuple[Section, ...], *, hidden: bool) -> Maintenance:
        values = front.fitted.values
        touches = reach(front, ComponentStatus.UNDER_MAINTENANCE, self.terms, self.findings, hidden=hidden)
        said = self._said(Kind.MAINTENANCE, parts, None, front)
        start = values.scheduled_for or self._day() or min((update.at for update in said.updates), default=UNKNOWN)
        until = values.scheduled_until or start
        if values.scheduled_until and until < start:
            until = start
            at = (front.fitted.spot.within("scheduled_until") or front.fitted.spot).node
            self.findings.error(
                "scheduled-until",
                "the end is before the start",
                line=at.line,
                column=at.column,
                hint=f"scheduled_until: {written(start, self.terms.zone)} or later",
            )
        updates = settled(said.updates, start, until, self.terms.zone, self.findings)
        repeats = values.repeats or ""
        if _may_repeat(front):
            # Nothing says when it takes place again, so nothing that is said of one time is the end of it.
            updates, repeats = [replace(update, damaged=True) for update in updates], ""
        return Maintenance(
            self.name.id,
            values.title or "",
            start,
            until,
            bool(repeats) or (values.completes == "automatically" and not _may_repeat(front)),
            touches.changes,
            values.affected or "",
            without_improvements(updates, touches.changes),
            self.findings.damage,
            touches.any_component or said.any_component,
            self.file,
            repeats=repeats,
        )

    def _notice(self, front: Front, parts: tuple[Section, ...], *, hidden: bool) -> Report:
        values = front.fitted.values
        said = self._said(Kind.NOTICE, parts[1:], values.published, front)
        if hidden or any(update.changes for update in said.updates) or said.any_component:
            self.findings.error(
                "kind", "a notice touches no component: the file is taken to be an incident", hint="kind: incident"
            )
            return self._incident(Front(Kind.INCIDENT, self._empty(), front.mapping, sound=False), parts, hidden=True)
        first = min((update.at for update in said.updates), default=UNKNOWN)
        published = values.published or (self._day() if first is UNKNOWN else first) or UNKNOWN
        if values.published is None and published is UNKNOWN and "published" not in front.fitted.lost:
            self.findings.error("missing-published", "nothing says when it is published", hint="published: YYYY-MM-DD")
        return Notice(
            self.name.id,
            values.title or "",
            published,
            values.until,
            measured(parts[0], self.findings),
            without_improvements(said.updates, ()),
            self.findings.damage,
            self.file,
        )

    def _empty(self) -> Fitted[Any]:
        """Incident fields of which none could be read."""
        from generator.read import fields  # costly, and rarely needed

        fitter = fields.Fitter(nodes.Document(None, ""), 1, Context(self.terms.zone), Findings(self.file))
        return fitter.fit(fields.REPORTS[Kind.INCIDENT], Mapping((), 1, 1))

    # ------------------------------------------------------------ times and texts

    def _day(self) -> datetime | None:
        return first_of(self.name.day, self.terms.zone) if self.name.day else None

    def _said(self, kind: Kind, parts: tuple[Section, ...], start: datetime | None, front: Front) -> Said:
        """The updates, with a text that stands before the first heading."""
        typed = start
        sure = start is not None or (front.sound and not {"started", "published"} & front.fitted.lost)
        start = start or self._day()
        reader = UpdateReader(kind, start, sure, self.terms, self.findings)
        reader.typed = typed
        if kind is Kind.NOTICE:
            return reader.read(parts, UNKNOWN)
        preamble, updates = parts[0], list(parts[1:])
        if preamble.text and updates:
            self.findings.warning(
                "text-before-heading",
                "this text stands before the first update and was put into it",
                line=preamble.first_line,
                hint=updates[0].raw,
            )
            updates[0].lines = [*preamble.lines, (updates[0].line, ""), *updates[0].lines]
        said = reader.read(updates, UNKNOWN)
        if not updates:
            self._without_heading(kind, preamble, start, said)
        return said

    def _without_heading(self, kind: Kind, preamble: Section, start: datetime | None, said: Said) -> None:
        status = Status.INVESTIGATING if kind is Kind.INCIDENT else Status.SCHEDULED
        when = written(start, self.terms.zone) if start else "YYYY-MM-DD HH:MM UTC"
        hint = f"## {status.replace('_', ' ').capitalize()} — {when}"
        if not preamble.text:
            self.findings.warning("no-update", "nothing is said to the public yet", line=preamble.line, hint=hint)
            return
        said.any_component = True
        self.findings.error("no-heading", "no heading says what this text is", line=preamble.first_line, hint=hint)
        said.updates.append(
            Update(status, start or UNKNOWN, measured(preamble, self.findings), line=preamble.first_line, damaged=True)
        )

    def _start(self, typed: datetime | None, said: Said, *, lost: bool) -> datetime:
        """When an incident began: as typed, else its first update, else the day in the file's name; the earliest in doubt."""
        first = min((update.at for update in said.updates if not update.damaged), default=None)
        any_update = min((update.at for update in said.updates), default=None)
        if typed is None:
            if lost or first is None:
                return min((at for at in (self._day(), any_update) if at is not None), default=UNKNOWN)
            return min(first, min(said.updates, key=lambda update: update.line).at)  # faulty or not, it began no later
        if first is not None and first < typed:
            # One of the two is wrong, and the longer incident is the worse one: taking the later start would hide time.
            self.findings.error(
                "started",
                f"the incident starts at {written(typed, self.terms.zone)}, after its first update",
                line=next(update.line for update in said.updates if update.at == first),
                hint=f"started: {written(first, self.terms.zone)}",
            )
            return first
        return typed


def _may_repeat(front: Front) -> bool:
    """Whether it repeats in a way that could not be read."""
    window = {"scheduled_for", "scheduled_until"}
    keys = {word(key.text) for key, _ in front.mapping.pairs}
    if "repeats" in keys:
        return bool(front.fitted.lost & {"repeats", *window}) or not window <= keys
    return any(did_you_mean(key, ["repeats"]) for key in keys - shapes.REPORTS[Kind.MAINTENANCE].readers.keys())


def _not_before(start: datetime, said: Said) -> list[Update]:
    """The updates; a faulty one that is before the start counts from there (sound ones never are: see `_start`)."""
    moved = (replace(update, at=start) if update.at < start else update for update in said.updates)
    return sorted(moved, key=lambda update: update.at)


__all__ = ["UNKNOWN", "Report", "Text", "read_report", "unreadable"]
