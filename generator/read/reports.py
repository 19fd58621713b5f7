"""One file's bytes to one report: an incident, a maintenance or a notice, as far as it can be understood.

Whatever the bytes, a report comes of them. What could not be read stands at its worst (generator/README.md, *Truth, where
something could not be read*).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from generator.model import Change, ComponentStatus, Impact, Incident, Maintenance, Notice, Status, Text, Update
from generator.problem import Problem, did_you_mean
from generator.read import fence, nodes, sections
from generator.read.bounds import measured
from generator.read.components import Terms, Touched, touched
from generator.read.decoding import decode, unresolved
from generator.read.fields import Fitted, Fitter
from generator.read.findings import Findings
from generator.read.mending import quoted_line
from generator.read.moments import first_of, written
from generator.read.names import Name, named
from generator.read.nodes import Mapping, Scalar
from generator.read.schema import Context, Fields, IncidentFields, MaintenanceFields, NoticeFields
from generator.read.sections import Section
from generator.read.updates import Kind, Said, UpdateReader, without_improvements
from generator.read.vocabulary import word

Report = Incident | Maintenance | Notice

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""A start of which nothing is known; `source` puts the earliest moment the site knows of in its place."""

MODELS: dict[Kind, type[Fields]] = {
    Kind.INCIDENT: IncidentFields,
    Kind.MAINTENANCE: MaintenanceFields,
    Kind.NOTICE: NoticeFields,
}
ONLY_INCIDENT = frozenset({"impact", "started", "detected"})
ONLY_MAINTENANCE = frozenset({"scheduled_for", "scheduled_until", "completes"})
ONLY_NOTICE = frozenset({"published", "until"})
PROSE = ("title", "affected")
DROPPED = re.compile(r"\s+#(?=\S)|\s#")


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


@dataclass(frozen=True, slots=True)
class _Front:
    """What came of the front matter."""

    kind: Kind
    fitted: Fitted[Any]
    mapping: Mapping
    sound: bool
    """It could be parsed as it was typed and is all there."""


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
        front = self._front(parts, sound=parts.whole and not conflicted)
        body = sections.split(parts.body, parts.body_line, self.findings)
        hidden = body.hidden or conflicted
        match front.kind:
            case Kind.INCIDENT:
                return self._incident(front, body.sections, hidden=hidden)
            case Kind.MAINTENANCE:
                return self._maintenance(front, body.sections, hidden=hidden)
            case Kind.NOTICE:
                return self._notice(front, body.sections, hidden=hidden)

    # ------------------------------------------------------------ front matter

    def _front(self, parts: fence.Parts, *, sound: bool) -> _Front:
        document = nodes.Document(None, "")
        if parts.front is not None:
            document = nodes.parse(parts.front, parts.front_line, self.findings)
            if not isinstance(document.root, Mapping) and not document.mended:
                self.findings.error(
                    "front-matter",
                    "the front matter holds no “key: value”",
                    line=parts.front_line,
                    hint="title: What people notice",
                )
        readable = isinstance(document.root, Mapping)
        mapping = document.root if isinstance(document.root, Mapping) else Mapping((), parts.front_line, 1)
        kind, mapping = self._kind(mapping)
        fitter = Fitter(document, parts.front_line, Context(self.terms.zone), self.findings)
        fitted = fitter.fit(MODELS[kind], mapping)
        if readable:
            self._missing(MODELS[kind], mapping, fitted)
            self._dropped(mapping, document, parts.front_line)
        return _Front(kind, fitted, mapping, sound and readable and not document.mended)

    def _kind(self, mapping: Mapping) -> tuple[Kind, Mapping]:
        """What the file reports, and its front matter without a `kind` that is none. In doubt it is an incident."""
        keys = {word(key.text) for key, _ in mapping.pairs}
        said = next(((key, value) for key, value in mapping.pairs if word(key.text) == "kind"), None)
        inferred = _inferred(keys)
        if said is None:
            return inferred, mapping
        typed = word(said[1].text) if isinstance(said[1], Scalar) else ""
        wrong, hint = "", ""
        if typed not in tuple(Kind):
            near = did_you_mean(typed, tuple(Kind)) if typed else None
            wrong = f"“{typed[:80]}” is no kind of report, expected incident, maintenance or notice"
            hint = f"kind: {near or inferred}"
        elif typed != Kind.INCIDENT and (own := keys & ONLY_INCIDENT):
            wrong = f"a {typed} has no “{min(own)}”: the file is taken to be an incident"
            hint = "kind: incident"
            inferred = Kind.INCIDENT
        else:
            return Kind(typed), mapping
        self.findings.error("kind", wrong, line=said[1].line, column=said[1].column, hint=hint)
        return inferred, replace(mapping, pairs=tuple(pair for pair in mapping.pairs if word(pair[0].text) != "kind"))

    def _missing(self, model: type[Fields], mapping: Mapping, fitted: Fitted[Any]) -> None:
        """Required keys that are not there, nor misspelt (which is said already)."""
        keys = {word(key.text) for key, _ in mapping.pairs}
        unknown = [key for key in keys if key not in model.model_fields]
        example = {"title": "What people notice", "impact": "minor"}
        for name in model.REQUIRED:
            if name not in keys and name not in fitted.lost and not did_you_mean(name, unknown):
                self.findings.error(
                    f"missing-{name.replace('_', '-')}",
                    f"“{name}” is missing",
                    line=max(mapping.line - 1, 1),
                    hint=f"{name}: {example.get(name, 'YYYY-MM-DD HH:MM UTC')}",
                )

    def _dropped(self, mapping: Mapping, document: nodes.Document, first_line: int) -> None:
        """What YAML takes for a comment although somebody wrote it for people."""
        lines = document.text.split("\n")
        for key, value in mapping.pairs:
            if word(key.text) not in PROSE or not isinstance(value, Scalar) or not value.plain or not value.end_column:
                continue
            line = lines[value.line - first_line]
            rest = line[value.end_column - 1 :]
            if re.match(r"\s+#\S", rest) or re.match(r"\s#", rest):
                self.findings.error(
                    "yaml-comment",
                    f"“{rest.strip()[:60]}” is dropped: “ #” begins a comment",
                    line=value.line,
                    column=value.end_column + len(rest) - len(rest.lstrip()),
                    hint=quoted_line(line) or "",
                )

    def _touched(self, front: _Front, implied: ComponentStatus, *, hidden: bool) -> Touched:
        """What the report touches; any component where that is not certain."""
        found = [value for key, value in front.mapping.pairs if word(key.text) == "components"]
        unknown = [word(key.text) for key, _ in front.mapping.pairs]
        doubt = hidden or not front.sound or len(found) > 1
        if not found and did_you_mean(
            "components", [key for key in unknown if key not in type(front.fitted.values).model_fields]
        ):
            doubt = True
        changes: tuple[Change, ...] = ()
        for value in found:
            read = touched(value, implied, self.terms, self.findings)
            changes, doubt = changes + read.changes, doubt or read.any_component
        return Touched(changes, doubt)

    # ------------------------------------------------------------ the three kinds

    def _incident(self, front: _Front, parts: tuple[Section, ...], *, hidden: bool) -> Incident:
        values = front.fitted.values
        impact = values.impact if front.sound and values.impact is not None else Impact.CRITICAL
        reach = self._touched(front, impact.implies, hidden=hidden)
        said = self._said(Kind.INCIDENT, parts, values.started)
        started = self._start(values.started, said, lost="started" in front.fitted.lost or not front.sound)
        if started is UNKNOWN and not self.findings.damage:
            self.findings.error("missing-start", "nothing says when it began", hint="started: YYYY-MM-DD HH:MM UTC")
        return Incident(
            self.name.id,
            values.title or "",
            impact,
            started,
            reach.changes,
            values.affected or "",
            values.detected,
            without_improvements(_not_before(started, said), reach.changes),
            said.postmortem,
            self.findings.damage,
            reach.any_component or said.any_component,
            self.file,
        )

    def _maintenance(self, front: _Front, parts: tuple[Section, ...], *, hidden: bool) -> Maintenance:
        values = front.fitted.values
        reach = self._touched(front, ComponentStatus.UNDER_MAINTENANCE, hidden=hidden)
        said = self._said(Kind.MAINTENANCE, parts, None)
        start = values.scheduled_for or self._day() or min((update.at for update in said.updates), default=UNKNOWN)
        until = values.scheduled_until or start
        if values.scheduled_until and until < start:
            until = start
            at = front.fitted.spot.inner["scheduled_until"].node
            self.findings.error(
                "scheduled-until",
                "the end is before the start",
                line=at.line,
                column=at.column,
                hint=f"scheduled_until: {written(start, self.terms.zone)} or later",
            )
        return Maintenance(
            self.name.id,
            values.title or "",
            start,
            until,
            values.completes == "automatically",
            reach.changes,
            values.affected or "",
            without_improvements(said.updates, reach.changes),
            self.findings.damage,
            reach.any_component or said.any_component,
            self.file,
        )

    def _notice(self, front: _Front, parts: tuple[Section, ...], *, hidden: bool) -> Report:
        values = front.fitted.values
        said = self._said(Kind.NOTICE, parts[1:], values.published)
        if hidden or any(update.changes for update in said.updates) or said.any_component:
            self.findings.error(
                "kind", "a notice touches no component: the file is taken to be an incident", hint="kind: incident"
            )
            return self._incident(_Front(Kind.INCIDENT, self._empty(), front.mapping, sound=False), parts, hidden=True)
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
        document = nodes.Document(None, "")
        return cast(
            "Fitted[Any]",
            Fitter(document, 1, Context(self.terms.zone), Findings(self.file)).fit(IncidentFields, Mapping((), 1, 1)),
        )

    # ------------------------------------------------------------ times and texts

    def _day(self) -> datetime | None:
        return first_of(self.name.day, self.terms.zone) if self.name.day else None

    def _said(self, kind: Kind, parts: tuple[Section, ...], start: datetime | None) -> Said:
        """The updates, with a text that stands before the first heading."""
        start = start or self._day()
        reader = UpdateReader(kind, start, self.terms, self.findings)
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
            return first
        if first is not None and first < typed:
            self.findings.error(
                "started",
                f"the incident starts at {written(typed, self.terms.zone)}, after its first update",
                line=next(update.line for update in said.updates if update.at == first),
                hint=f"started: {written(first, self.terms.zone)}",
            )
            return first
        return typed


def _inferred(keys: set[str]) -> Kind:
    """The kind that the keys speak of, misspelt ones too."""
    if keys & ONLY_INCIDENT:
        return Kind.INCIDENT
    every = ONLY_MAINTENANCE | ONLY_NOTICE | ONLY_INCIDENT | {"title", "components", "affected", "kind"}
    meant = {did_you_mean(key, every) if key not in every else key for key in keys}
    if meant & ONLY_INCIDENT:
        return Kind.INCIDENT
    if meant & ONLY_MAINTENANCE:
        return Kind.MAINTENANCE
    return Kind.NOTICE if meant & ONLY_NOTICE else Kind.INCIDENT


def _not_before(start: datetime, said: Said) -> list[Update]:
    """The updates, none before the start: a faulty one that is counts from there."""
    return [update if update.at >= start else replace(update, at=start) for update in said.updates]


__all__ = ["UNKNOWN", "Report", "Text", "read_report", "unreadable"]
