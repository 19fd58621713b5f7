"""What was edited by `now`: edits of a later moment are not known yet, whether the site is built as of then or somebody's clock was wrong."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from generator.model import Incident, Maintenance, Notice, Postmortem, Source, Update

Report = TypeVar("Report", Incident, Maintenance, Notice)
Word = TypeVar("Word", Update, Postmortem)


def without_later_edits(source: Source, now: datetime) -> Source:
    """`source` as it was known at `now`."""
    if source.edited is None or source.edited <= now:
        return source
    return replace(
        source,
        incidents=tuple(_explained_by(_known(each, now), now) for each in source.incidents),
        maintenances=tuple(_known(each, now) for each in source.maintenances),
        notices=tuple(_known(each, now) for each in source.notices),
    )


def _known(report: Report, now: datetime) -> Report:
    updates = tuple(_unedited(each, now) for each in report.updates)
    return report if updates == report.updates else replace(report, updates=updates, digest=_digest(report.digest))


def _explained_by(incident: Incident, now: datetime) -> Incident:
    told = incident.postmortem and _unedited(incident.postmortem, now)
    if told is None or told == incident.postmortem:
        return incident
    return replace(incident, postmortem=told, digest=_digest(incident.digest))


def _unedited(word: Word, now: datetime) -> Word:
    return replace(word, edited=None) if word.edited is not None and word.edited > now else word


def _digest(digest: str) -> str:
    return hashlib.sha256(f"{digest} before it was edited".encode()).hexdigest()
