"""Marks in reports the words that were changed after they had been said, as `edits` found them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from generator import repository
from generator.memory import Memory
from generator.model import Incident, Site, Update
from generator.read.record import Report


def marked(reports: list[Report], root: Path, site: Site, memory: Memory) -> tuple[list[Report], datetime | None]:
    """`reports` with their edits, and when the last edit was; as they are where the folder `root` lies in no repository."""
    if not repository.lies_in_one(root):
        return reports, None
    from generator.read.edits import edits, stem_of, words_of

    def read(file: str, data: bytes) -> Report:
        from generator.read.components import Terms
        from generator.read.reports import read_report

        return read_report(file, data, Terms.of(site))[0]

    found, newest = [], None
    known = edits(root, memory, read)
    for report in reports:
        moments = known.get(stem_of(report.file), {}) if known else {}
        at = {id(said): moments[word] for word, said in words_of(report).items() if word in moments} if moments else {}
        found.append(_marked(report, at) if at else report)
        newest = max([*at.values(), *([newest] if newest else [])], default=None)
    return found, newest


def _marked(report: Report, at: Mapping[int, datetime]) -> Report:
    """`report`, whose words with these identities were edited at these moments."""
    updates = tuple(_edited(each, at.get(id(each))) for each in report.updates)
    told = [each.edited and each.edited.isoformat() for each in updates]
    explained = report.postmortem if isinstance(report, Incident) else None
    if isinstance(report, Incident) and explained is not None and id(explained) in at:
        report = replace(report, postmortem=replace(explained, edited=at[id(explained)]))
        told.append(at[id(explained)].isoformat())
    digest = hashlib.sha256(f"{report.digest} {told}".encode()).hexdigest()
    return replace(report, updates=updates, digest=digest)


def _edited(update: Update, at: datetime | None) -> Update:
    return replace(update, edited=at) if at else update
