"""What an incident promised its readers, when each promise was due, and what became of it.

- The first word is due within `first_update` of the start (within `updates_every` where only that is promised); each one after it when the
  word before says (`{next=15:00}`), else within `updates_every`. Whatever comes next keeps it or breaks it; the end is a word too.
- Between an end and a relapse nothing is due.
- A postmortem is due within `postmortem` of the end.
- What began before the day on which it was promised (`since`) owes only what its own words promise.
- What comes at the moment that was promised is in time; what has not come by then is late.
- Of a report that could not wholly be read nothing counts as kept, and neither does a first word where nobody said when it began, nor
  a postmortem that is itself the end.
- A word whose heading could not be read keeps no promise and makes no later one: what was due before it is due still. Where the impact may be
  any, the shortest of all promises holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.decide.extent import after
from generator.decide.times import Word
from generator.model import Impact, Incident, NextWord, Promise, PromiseKind, Promises, PromiseState, Times, Update

FIRST_UPDATE, UPDATE, POSTMORTEM = PromiseKind.FIRST_UPDATE, PromiseKind.UPDATE, PromiseKind.POSTMORTEM
DUE, KEPT, LATE, UNKNOWN = PromiseState.DUE, PromiseState.KEPT, PromiseState.LATE, PromiseState.UNKNOWN
"""As in `course`: looked up once."""

Owed = tuple[PromiseKind, datetime, bool, str]
"""What is waited for: its kind, when it is due, whether an update named that time, who signed that."""


def promises(
    incident: Incident, words: Sequence[Word], times: Times, terms: Promises, now: datetime, zone: ZoneInfo
) -> tuple[Promise, ...]:
    """Every promise of an incident by `now`, in the order they were made. `words` is its course, the first of them its beginning.

    `zone` is the site's: the day from which `terms` hold begins in it.
    """
    doubtful = incident.damaged or terms.damaged
    found: list[Promise] = []
    began = words[0][0]
    terms = _terms(incident, began, terms, zone)
    owed = _first(began, terms)
    for at, is_open, update in words[1:]:
        if update is not None and update.damaged and is_open:
            owed = owed or _after(at, None, terms)
            continue
        if owed is not None:
            unsure = doubtful or (owed[0] is FIRST_UPDATE and times.started is None)
            found.append(_settled(owed, at, now, unsure))
        owed = _after(at, update, terms) if is_open else None
    if owed is not None:
        found.append(_settled(owed, None, now, doubtful))
    if times.resolved is not None and terms.postmortem is not None:
        owed = POSTMORTEM, after(times.resolved, terms.postmortem), False, _signed(words)
        found.append(_settled(owed, times.explained, now, doubtful or not times.ended_by_word))
    return tuple(found)


def next_word(found: Sequence[Promise], *, is_open: bool) -> NextWord | None:
    """When the next word is due; None once closed, and where nothing is promised."""
    if not is_open or not found or not found[-1].owed:
        return None
    owed = found[-1]
    return NextWord(owed.due, late=owed.state is LATE, promised=owed.said)


def _terms(incident: Incident, began: datetime, terms: Promises, zone: ZoneInfo) -> Promises:
    """What is promised of this incident."""
    if terms.since is not None and began.astimezone(zone).date() < terms.since:
        return Promises(updates_every=None)
    if not (incident.damaged and incident.impact is Impact.CRITICAL and terms.by_impact):
        return terms.of(incident.impact)
    every = (terms, *(each for _, each in terms.by_impact))  # `read` takes an impact that it cannot read for critical
    return Promises(
        _shortest(each.first_update for each in every),
        _shortest(each.updates_every for each in every),
        _shortest(each.postmortem for each in every),
    )


def _shortest(waits: Iterable[timedelta | None]) -> timedelta | None:
    return min((wait for wait in waits if wait is not None), default=None)


def _first(began: datetime, terms: Promises) -> Owed | None:
    wait = terms.first_update or terms.updates_every
    return None if wait is None else (FIRST_UPDATE, after(began, wait), False, "")


def _after(at: datetime, update: Update | None, terms: Promises) -> Owed | None:
    by = update.by if update is not None else ""
    if update is not None and update.next is not None:
        return UPDATE, update.next, True, by
    if terms.updates_every is None:
        return None
    return UPDATE, after(at, terms.updates_every), False, by


def _settled(owed: Owed, met: datetime | None, now: datetime, unsure: bool) -> Promise:
    kind, due, said, by = owed
    if met is None:
        state = LATE if now >= due else DUE
    elif met > due:
        state = LATE
    else:
        state = UNKNOWN if unsure else KEPT
    return Promise(kind, due, met, state, said, by)


def _signed(words: Sequence[Word]) -> str:
    """Who signed the last word that anybody signed."""
    return next((update.by for _, _, update in reversed(words) if update is not None and update.by), "")
