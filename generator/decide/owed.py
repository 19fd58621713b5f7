"""What the page owes its readers at a moment: words, postmortems, action items with a day, and the word that a maintenance is over.

- Whatever a report that could not wholly be read owes besides is not known, and that is one thing owed: never nothing.
- What is late comes first, the latest of it first of all; then what is not known; then what is due, the nearest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.decide.extent import NEVER
from generator.model import ActionState, Board, Course, PromiseKind, PromiseState, Window
from generator.model.owed import Owed, OwedKind

KINDS = {
    PromiseKind.FIRST_UPDATE: OwedKind.FIRST_UPDATE,
    PromiseKind.UPDATE: OwedKind.UPDATE,
    PromiseKind.POSTMORTEM: OwedKind.POSTMORTEM,
}


def owed(board: Board) -> tuple[Owed, ...]:
    """All that is owed at `board.now`, in the order in which it is to be said."""
    found = [each for course in board.courses for each in _of_incident(course)]
    found += [each for window in board.windows for each in _of_maintenance(window)]
    if board.site.promises.damaged or board.site.damaged:
        found.append(Owed(OwedKind.UNKNOWN, "", "", "site.yaml"))
    return tuple(sorted(found, key=_rank))


def _of_incident(course: Course) -> Iterator[Owed]:
    incident = course.incident
    title, file = incident.title, incident.file
    if (last := course.owed) is not None:
        late = last.state is PromiseState.LATE
        line = course.steps[0].update.line if course.steps else 1
        yield Owed(KINDS[last.kind], course.id, title, file, line, last.due, late, last.said, by=last.by)
    for each in course.remediation if course.metrics.actions else ():
        if each.state is not ActionState.DONE and each.until is not None:
            item, late = each.item, each.state is ActionState.OVERDUE
            kind = OwedKind.ACTION
            yield Owed(kind, course.id, title, file, item.line, each.until, late, what=item.text, by=item.owner)
    if incident.damaged:
        yield Owed(OwedKind.UNKNOWN, course.id, title, file)


def _of_maintenance(window: Window) -> Iterator[Owed]:
    told = window.maintenance
    for each in window.occurrences or (window,):
        if each.overdue:
            said = each.steps[0].update if each.steps else None
            line, by = (said.line, said.by) if said is not None else (1, "")
            kind = OwedKind.COMPLETION
            yield Owed(kind, window.id, told.title, told.file, line, each.scheduled_until, late=True, by=by)
    if told.damaged:
        yield Owed(OwedKind.UNKNOWN, window.id, told.title, told.file)


def _rank(each: Owed) -> tuple[int, datetime, str, int]:
    standing = 0 if each.late else 1 if each.kind is OwedKind.UNKNOWN else 2
    return standing, each.due or NEVER, each.report, each.line
