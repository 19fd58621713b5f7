"""Which report a person means: by any part of its id or title, by its file, or by being the only one open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct

from generator.cli.place import Refusal
from generator.cli.shown import harmless
from generator.model import Board, Incident, Maintenance, Notice, Source

Report = Incident | Maintenance | Notice

MOST = 12
"""As many are listed as a person takes in."""


class Found(Struct, frozen=True):
    """A report, and how it stands."""

    report: Report
    state: str
    """Its status in words, for a list."""
    open: bool
    """Whether something is still going on: an open incident, a maintenance under way."""


def every(source: Source, board: Board) -> list[Found]:
    """Every report, the open ones first, then the newest file name first."""
    courses = {course.id: course for course in board.courses}
    windows = {window.id: window for window in board.windows}
    found = []
    for incident in source.incidents:
        course = courses.get(incident.id)
        found.append(Found(incident, course.status if course else "not begun", course.open if course else True))
    under_way = {window.id for window in board.under_way}
    for maintenance in source.maintenances:
        window = windows.get(maintenance.id)
        state = window.status.replace("_", " ") if window else "scheduled"
        found.append(Found(maintenance, state, maintenance.id in under_way))
    found += [Found(notice, "notice", False) for notice in source.notices]
    return sorted(sorted(found, key=lambda each: each.report.id, reverse=True), key=lambda each: not each.open)


def which(wanted: str | None, candidates: Sequence[Found], command: str) -> Found:
    """The one of `candidates` that `wanted` means; raises `Refusal` that lists what it could mean, with the `command` to type."""
    if not candidates:
        raise Refusal(f"there is nothing to {command}. Write an incident first:\n  upside new")
    if wanted is None:
        return _only_open(candidates, command)
    matching = _matching(wanted, candidates)
    if len(matching) == 1:
        return matching[0]
    still_open = [each for each in matching if each.open]
    if len(still_open) == 1:
        return still_open[0]
    if matching:
        raise Refusal(f'"{wanted}" could be any of these {len(matching)}:\n{_listed(matching, command)}')
    raise Refusal(f'no report is called "{wanted}". There are\n{_listed(candidates, command)}')


def _matching(wanted: str, candidates: Sequence[Found]) -> list[Found]:
    name = PurePath(wanted).stem if wanted.endswith(".md") else wanted
    sought = name.casefold().strip()
    exact = [each for each in candidates if each.report.id.casefold() == sought]
    return exact or [
        each for each in candidates if sought in each.report.id.casefold() or sought in each.report.title.casefold()
    ]


def _only_open(candidates: Sequence[Found], command: str) -> Found:
    incidents = [each for each in candidates if each.open and isinstance(each.report, Incident)]
    still_open = incidents or [each for each in candidates if each.open]
    if len(still_open) == 1:
        return still_open[0]
    if still_open:
        raise Refusal(f"{len(still_open)} are open; say which:\n{_listed(still_open, command)}")
    if command == "resolve":
        raise Refusal("nothing is open, so there is nothing to resolve")
    raise Refusal(f"nothing is open; say which one you mean:\n{_listed(candidates, command)}")


def _listed(candidates: Sequence[Found], command: str) -> str:
    lines = [
        f"  upside {command} {each.report.id}    # {each.state}: {harmless(each.report.title)[:60]}"
        for each in candidates[:MOST]
    ]
    more = [f"  and {len(candidates) - MOST} more"] if len(candidates) > MOST else []
    return "\n".join([*lines, *more])
