"""A file whose text has changed below the same front matter, as while an incident lasts: read without YAML and its schema.

Only where there is no question at all: what was remembered had no problem, and the new text has none either. Anything else is left to
`reports`, which a property test holds this to.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from msgspec.structs import replace

from generator.model import Incident, Maintenance, Notice
from generator.read import fence, sections
from generator.read.bounds import ordinary
from generator.read.components import Terms
from generator.read.decoding import decode, unresolved
from generator.read.findings import Findings
from generator.read.names import named
from generator.read.updates import Kind, Said, UpdateReader, without_improvements

Report = Incident | Maintenance | Notice

FENCE = b"---\n"


def front_of(file: str, data: bytes, site: str) -> str:
    """A digest of the front matter in `data`, the bytes of `file`, and of the site's digest; empty where it is not plainly there."""
    end = data.find(b"\n" + FENCE, len(FENCE) - 1)
    if not data.startswith(FENCE) or end < 0:
        return ""
    return hashlib.sha256(f"{site} {file}\0".encode("utf-8", "surrogatepass") + data[:end]).hexdigest()


def read_again(file: str, data: bytes, site: str, terms: Terms, known: dict[str, Report]) -> Report | None:
    """The report in `data` with what is `known` of its front matter; None where the file must be read as if for the first time."""
    report = known.get(front_of(file, data, site))
    if report is None:
        return None
    findings = Findings(file)
    named(file, findings)
    text, conflicted = unresolved(decode(data, findings), findings)
    parts = fence.split(text, findings)
    body = sections.split(parts.body, parts.body_line, findings, ordinary=ordinary(parts.body))
    preamble, updates = body.sections[0], body.sections[1:]
    if conflicted or not parts.whole or body.hidden or preamble.text or not updates or isinstance(report, Notice):
        return None
    kind = Kind.INCIDENT if isinstance(report, Incident) else Kind.MAINTENANCE
    # Nothing says whether the start was typed, so no time may lean on it: a first one without a date is a finding here.
    said = UpdateReader(kind, None, True, terms, findings).read(updates, report_start(report))
    if findings.problems or said.any_component or not said.updates:
        return None
    return _with(report, said)


def report_start(report: Incident | Maintenance) -> datetime:
    """When it began, or is to begin."""
    return report.started if isinstance(report, Incident) else report.scheduled_for


def _with(report: Incident | Maintenance, said: Said) -> Report | None:
    updates = without_improvements(said.updates, report.components)
    if isinstance(report, Maintenance):
        if any(update.scheduled_for or update.scheduled_until for update in updates):
            return None  # whether a window can be moved so is a question
        return replace(report, updates=updates)
    was_first = report.updates[0].at if report.updates else None
    if updates[0].at < report.started or (report.started == was_first != updates[0].at):
        return None  # the start may follow from the first update, or contradict it
    return replace(report, updates=updates, postmortem=said.postmortem)
