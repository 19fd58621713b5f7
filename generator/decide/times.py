"""The moments of an incident, never conflated with each other, and how long people heard nothing.

Rules of our own, where the field has many:

- A word whose heading could not be read is neither a first word nor the end of a silence: its time may not be the one that was meant.
- A silence is counted as people feel it: from the start, or from a word, to the next word, while the incident is open. So the time before
  the first word is one, and the time between an end and a relapse is none.
- A start in the future is a slip, and so nobody has said when it started.
- Better is `Times.mitigated`: the last moment at which it became better, so that a relapse takes an earlier one back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from generator.decide.extent import OPERATIONAL
from generator.decide.said import worsens
from generator.model import Incident, Status, Step, Times, Update
from generator.span import Span

IDENTIFIED, MONITORING, RESOLVED, UPDATE = Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED, Status.UPDATE
"""As in `course`: looked up once."""

NOTHING = timedelta(0)

Word = tuple[datetime, bool, Update | None]
"""A moment, whether the incident is open from then on, and what was said; None for the beginning and for a postmortem."""


def times(
    incident: Incident,
    steps: Sequence[Step],
    words: Sequence[Word],
    *,
    resolved: datetime | None,
    explained: datetime | None,
    now: datetime,
) -> Times:
    """The moments of `incident` by `now`. `steps` (oldest first) and `words` are its course, the first word its beginning."""
    silence, since = _silence(words)
    detected = incident.detected if incident.detected is not None and incident.detected <= now else None
    first_word = identified = None
    by_word = resolved is None
    for step in steps:  # once, since an archive has tens of thousands
        update = step.update
        if not update.damaged:
            first_word = first_word or update.at
            if identified is None and update.status is IDENTIFIED:
                identified = update.at
        by_word = by_word or (update.at == resolved and update.status.ends)
    return Times(
        started=incident.started if incident.start_said and incident.started <= now else None,
        detected=detected,
        first_word=first_word,
        identified=identified,
        mitigated=_mitigated(incident, steps, resolved),
        resolved=resolved,
        explained=explained,
        ended_by_word=by_word,
        doubtful=incident.damaged,
        silence=silence,
        silent_since=since,
        began=words[0][0],
    )


def _silence(words: Sequence[Word]) -> tuple[Span | None, datetime | None]:
    """The longest silence that is over, and since when it has been silent, where it is open still."""
    longest: tuple[datetime, datetime] | None = None
    most = NOTHING
    since: datetime | None = None
    for at, is_open, update in words:
        heard = update is None or not update.damaged
        if since is not None and (heard or not is_open):
            if (length := at - since) > most:
                longest, most = (since, at), length
            since = None
        if is_open and since is None:
            since = at
    return None if longest is None else Span(*longest), since


def _mitigated(incident: Incident, steps: Sequence[Step], resolved: datetime | None) -> datetime | None:
    """Since when it has been better, by what was said; None where it is not."""
    touched = False
    broken: set[str] = set()
    since: datetime | None = None
    over = False
    for step in steps:
        update = step.update
        for moved in step.transitions:
            touched = True
            if moved.after is OPERATIONAL:
                broken.discard(moved.component.id)
            else:
                broken.add(moved.component.id)
        closed = step.status is RESOLVED
        if over and not closed:
            since = None
        over = closed
        works = touched and not broken and not incident.any_component
        if closed or (not update.damaged and (works or _is_cured(update))):
            since = since or update.at
        elif update.damaged or update.status is not UPDATE or worsens(update):
            since = None
    if resolved is None:
        return since
    return resolved if since is None else min(since, resolved)  # a postmortem may have ended it before anybody said so


def _is_cured(update: Update) -> bool:
    """Whether a word says that the cure is in place, and names nothing that is broken."""
    return update.status is MONITORING and not worsens(update)
