"""Reports and their problems as JSON, for the memory: what was read once is not parsed again.

Lists rather than objects and seconds since 1970 rather than dates, because ten thousand of them are decoded by every build. Promises
that `decoded(encoded(x)) == x`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from generator.model import (
    Change,
    ComponentStatus,
    Impact,
    Incident,
    Maintenance,
    Notice,
    Postmortem,
    Status,
    Text,
    Update,
)
from generator.problem import Level, Place, Problem

Report = Incident | Maintenance | Notice
Read = tuple[Report, tuple[Problem, ...]]

STATUSES = {status.value: status for status in Status}
STATES = {status.value: status for status in ComponentStatus}
IMPACTS = {impact.value: impact for impact in Impact}
LEVELS = {level.value: level for level in Level}


def encoded(report: Report, problems: Iterable[Problem], data: bytes = b"", front: str = "") -> bytes:
    """A report and its problems, without what whoever decodes it knows: its file, its digest, and `data`, the file's bytes.

    A text that stands in `data` as it is is remembered by its place there. `front` is a digest of the front matter, kept for `front`.
    """
    match report:
        case Incident():
            fields = _of_incident(report, data)
        case Maintenance():
            fields = _of_maintenance(report, data)
        case Notice():
            fields = _of_notice(report, data)
    return json_bytes([*fields, front, [of_problem(problem) for problem in problems]])


def front(record: bytes) -> str:
    """The digest of the front matter of a report without problems; empty for any other record."""
    try:
        fields = json.loads(record)
        return str(fields[-2]) if isinstance(fields[0], str) and not fields[-1] else ""
    except (ValueError, KeyError, IndexError, TypeError):
        return ""


def decoded(record: bytes, data: bytes, file: str, digest: str) -> Read:
    """What `encoded` was given, with its file and digest. Raises ValueError, KeyError, IndexError or TypeError on other bytes.

    With other `data` its texts are any texts.
    """
    return decoded_all([record], [data], [file], [digest])[0]


def decoded_all(records: list[bytes], datas: list[bytes], files: list[str], digests: list[str]) -> list[Read]:
    """Many at once, sooner."""
    found: list[Read] = []
    parsed = json.loads(b"[" + b",".join(records) + b"]")
    for fields, data, file, digest in zip(parsed, datas, files, digests, strict=True):
        report: Report = DECODERS[fields[0]](fields, data, file, digest)
        problems = fields[-1]
        found.append((report, tuple([problem_of(problem, file) for problem in problems]) if problems else ()))
    return found


# ---------------------------------------------------------------- to JSON


def json_bytes(fields: list[Any]) -> bytes:
    """`fields` as short JSON."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def _of_text(text: Text, data: bytes) -> Any:
    """A text, the one item of a list where it is plain, or where it begins and ends in `data`."""
    if text.plain:
        return [text.markdown]
    written = text.markdown.encode("utf-8", "surrogatepass")
    start = data.find(written)
    return text.markdown if start < 0 else [start, start + len(written)]


def _of_changes(changes: Iterable[Change]) -> list[Any]:
    return [[change.component, change.status] for change in changes]


def _of_updates(updates: Iterable[Update], data: bytes) -> list[Any]:
    return [
        [
            update.status,
            _seconds(update.at),
            _of_text(update.text, data),
            _of_changes(update.changes),
            _seconds(update.next),
            update.by,
            update.line,
            update.damaged,
        ]
        for update in updates
    ]


def _of_moves(updates: Iterable[Update]) -> list[Any]:
    """The few words that move a window, by their place, so that all others stay as short as they are."""
    return [
        [place, _seconds(update.scheduled_for), _seconds(update.scheduled_until)]
        for place, update in enumerate(updates)
        if update.scheduled_for is not None or update.scheduled_until is not None
    ]


def _of_incident(incident: Incident, data: bytes) -> list[Any]:
    explained = incident.postmortem
    return [
        "i",
        incident.id,
        incident.title,
        incident.impact,
        _seconds(incident.started),
        _of_changes(incident.components),
        incident.affected,
        _seconds(incident.detected),
        _of_updates(incident.updates, data),
        explained and [_seconds(explained.at), _of_text(explained.text, data), explained.by, explained.line],
        incident.damaged,
        incident.any_component,
    ]


def _of_maintenance(maintenance: Maintenance, data: bytes) -> list[Any]:
    return [
        "m",
        maintenance.id,
        maintenance.title,
        _seconds(maintenance.scheduled_for),
        _seconds(maintenance.scheduled_until),
        maintenance.completes_automatically,
        _of_changes(maintenance.components),
        maintenance.affected,
        _of_updates(maintenance.updates, data),
        maintenance.damaged,
        maintenance.any_component,
        maintenance.repeats,
        _of_moves(maintenance.updates),
    ]


def _of_notice(notice: Notice, data: bytes) -> list[Any]:
    return [
        "n",
        notice.id,
        notice.title,
        _seconds(notice.published),
        _seconds(notice.until),
        _of_text(notice.text, data),
        _of_updates(notice.updates, data),
        notice.damaged,
    ]


def of_problem(problem: Problem) -> list[Any]:
    """A problem as fields, without its file."""
    return [
        problem.place.line,
        problem.place.column,
        problem.message,
        problem.hint,
        problem.level,
        problem.rule,
    ]


# ---------------------------------------------------------------- from JSON


def _at(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _text(text: Any, data: bytes) -> Text:
    if type(text) is str:
        return Text(text)
    return Text(data[text[0] : text[1]].decode()) if len(text) == 2 else Text(text[0], True)


@lru_cache(maxsize=1024)
def _change(component: str, status: str) -> Change:
    return Change(component, STATES[status])


def _changes(changes: list[Any]) -> tuple[Change, ...]:
    return tuple([_change(component, status) for component, status in changes]) if changes else ()


def _updates(updates: list[Any], data: bytes) -> tuple[Update, ...]:
    moment, utc, statuses = datetime.fromtimestamp, UTC, STATUSES
    return tuple(
        [
            Update(
                statuses[status],
                moment(at, utc),
                _text(text, data),
                _changes(changes) if changes else (),
                None if promised is None else moment(promised, utc),
                by,
                line,
                damaged,
            )
            for status, at, text, changes, promised, by, line, damaged in updates
        ]
    )


def _incident(fields: list[Any], data: bytes, file: str, digest: str) -> Incident:
    _, stem, title, impact, started, components, affected, detected, updates, explained, damaged, anything, *_ = fields
    return Incident(
        stem,
        title,
        IMPACTS[impact],
        datetime.fromtimestamp(started, UTC),
        _changes(components),
        affected,
        _at(detected),
        _updates(updates, data),
        explained and Postmortem(datetime.fromtimestamp(explained[0], UTC), _text(explained[1], data), *explained[2:]),
        damaged,
        anything,
        file,
        digest,
    )


def _maintenance(fields: list[Any], data: bytes, file: str, digest: str) -> Maintenance:
    _, stem, title, start, until, automatic, components, affected, updates, *rest = fields
    damaged, anything, repeats, moves, *_ = rest
    begins, ends = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(until, UTC)
    touched, said = _changes(components), list(_updates(updates, data))
    for place, moved_for, moved_until in moves:
        said[place] = replace(said[place], scheduled_for=_at(moved_for), scheduled_until=_at(moved_until))
    words = tuple(said)
    return Maintenance(
        stem, title, begins, ends, automatic, touched, affected, words, damaged, anything, file, digest, repeats
    )


def _notice(fields: list[Any], data: bytes, file: str, digest: str) -> Notice:
    _, stem, title, published, until, text, updates, damaged, *_ = fields
    at = datetime.fromtimestamp(published, UTC)
    return Notice(stem, title, at, _at(until), _text(text, data), _updates(updates, data), damaged, file, digest)


def problem_of(fields: list[Any], file: str) -> Problem:
    """What `of_problem` was given."""
    line, column, message, hint, level, rule = fields
    return Problem(Place(file, line, column), message, hint, LEVELS[level], rule)


DECODERS: dict[str, Callable[[list[Any], bytes, str, str], Report]] = {"i": _incident, "m": _maintenance, "n": _notice}


def renamed(report: Report, name: str, digest: str) -> Report:
    """The same report under another id."""
    return replace(report, id=name, digest=digest)
