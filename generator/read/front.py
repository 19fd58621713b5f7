"""What stands between the fences: the kind of the report, its fields, and which components it touches."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.model import Change, ComponentStatus
from generator.problem import did_you_mean
from generator.read import nodes, pairs, plain, shapes
from generator.read.components import Terms, Touched, touched
from generator.read.fence import Parts
from generator.read.findings import Findings
from generator.read.fitted import Fitted
from generator.read.mending import quoted_line
from generator.read.nodes import Mapping, Scalar
from generator.read.updates import Kind
from generator.read.values import Context
from generator.read.vocabulary import word

ONLY_INCIDENT = frozenset({"impact", "started", "detected"})
ONLY_MAINTENANCE = frozenset({"scheduled_for", "scheduled_until", "completes", "repeats"})
ONLY_NOTICE = frozenset({"published", "until"})
PROSE = ("title", "affected")


class Front(Struct, frozen=True):
    """What came of the front matter."""

    kind: Kind
    fitted: Fitted[Any]
    mapping: Mapping
    sound: bool
    """It could be parsed as it was typed and is all there."""


class FrontReader:
    """Reads the front matter of one file."""

    def __init__(self, day: date | None, terms: Terms, findings: Findings) -> None:
        self.day = day
        self.terms = terms
        self.findings = findings

    def read(self, parts: Parts, *, sound: bool) -> Front:
        """The front matter of a file; `sound` says whether all of it is there."""
        document = nodes.Document(None, "")
        if parts.front is not None:
            document = self._document(parts.front, parts.front_line)
            if not isinstance(document.root, Mapping) and not document.mended:
                what = "is a list" if isinstance(document.root, nodes.Sequence) else "holds no “key: value”"
                self.findings.error(
                    "front-matter",
                    f"the front matter {what}, expected such as “impact: minor”",
                    line=parts.front_line,
                    hint="title: What people notice",
                )
        readable = isinstance(document.root, Mapping)
        mapping = document.root if isinstance(document.root, Mapping) else Mapping((), parts.front_line, 1)
        kind, mapping = self._kind(mapping)
        context = Context(self.terms.zone, self.day)
        fitted = plain.fit(shapes.REPORTS[kind], mapping, context)
        if fitted is None:
            from generator.read import fields  # costly, and rarely needed

            fitted = fields.Fitter(document, parts.front_line, context, self.findings).fit(
                fields.REPORTS[kind], mapping
            )
        if readable:
            self._missing(kind, mapping, fitted)
            self._dropped(mapping, document, parts.front_line)
        return Front(kind, fitted, mapping, sound and readable and not document.mended)

    def _document(self, text: str, first_line: int) -> nodes.Document:
        if root := pairs.read(text, first_line):
            return nodes.Document(root, text)
        return nodes.parse(text, first_line, self.findings)

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

    def _missing(self, kind: Kind, mapping: Mapping, fitted: Fitted[Any]) -> None:
        """Required keys that are not there, nor misspelt (which is said already)."""
        keys = {word(key.text) for key, _ in mapping.pairs}
        unknown = [key for key in keys if key not in shapes.REPORTS[kind].readers]
        example = {"title": "What people notice", "impact": "minor"}
        for name in shapes.REPORTS[kind].required:
            if name not in keys and name not in fitted.lost and not did_you_mean(name, unknown):
                self.findings.error(
                    f"missing-{name.replace('_', '-')}",
                    f"“{name}” is missing",
                    line=max(mapping.line - 1, 1),
                    hint=f"{name}: {example.get(name, 'YYYY-MM-DD HH:MM UTC')}",
                )

    def _dropped(self, mapping: Mapping, document: nodes.Document, first_line: int) -> None:
        """What YAML takes for a comment although somebody wrote it for people."""
        if "#" not in document.text:
            return
        lines = document.text.split("\n")
        for key, value in mapping.pairs:
            if word(key.text) not in PROSE or not isinstance(value, Scalar) or not value.plain or not value.end_column:
                continue
            line = lines[value.line - first_line]
            rest = line[value.end_column - 1 :]
            if re.match(r"\s+#\S|\s# ", rest):
                note = self.findings.error if re.match(r"\s+#\S", rest) else self.findings.warning
                note(
                    "yaml-comment",
                    f"“{rest.strip()[:60]}” is dropped: “ #” begins a comment",
                    line=value.line,
                    column=value.end_column + len(rest) - len(rest.lstrip()),
                    hint=quoted_line(line) or "",
                )


def reach(front: Front, implied: ComponentStatus, terms: Terms, findings: Findings, *, hidden: bool) -> Touched:
    """What the report touches; any component where that is not certain."""
    found = [value for key, value in front.mapping.pairs if word(key.text) == "components"]
    shape = shapes.REPORTS[front.kind]
    keys = {word(key.text) for key, _ in front.mapping.pairs}
    # Where a key is misspelt or gone, or a value is none, the line that names the components may be what became of it.
    fence = any(problem.rule == "fence" for problem in findings.problems)
    garbled = fence or bool(front.fitted.lost) or not set(shape.required) <= keys <= shape.readers.keys()
    doubt = hidden or not front.sound or len(found) > 1 or (not found and garbled)
    changes: tuple[Change, ...] = ()
    for value in found:
        read = touched(value, implied, terms, findings)
        changes, doubt = changes + read.changes, doubt or read.any_component
    return Touched(changes, doubt)


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
