"""What the clock changes between two builds: said as it is now, with what the script is to say once a moment has passed.

The script has no words of its own and compares nothing but the clock. `clock` is the attribute `data-clock`: for each
moment its time, the state and the words from then on, parted by bars. `{}` in words stands for a time that is beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from generator.model import NextWord, Promise, PromiseKind, PromiseState, Status, Window
from generator.render.edition import Sheet
from generator.render.markup import Html
from generator.render.times import machine


class Moving(Struct, frozen=True):
    """A sentence that the clock will change."""

    status: str
    words: Html
    clock: str
    """Empty where the clock changes nothing more."""


def next_word(sheet: Sheet, word: NextWord) -> Moving:
    """When the next word is due, or that it is late."""
    due = sheet.times.moment(word.due)
    if word.late:
        return Moving("late", sheet.words.say("report", "late", time=due), "")
    later = _then(word.due, "late", sheet.words.get("report", "late").replace("{time}", "{}"))
    return Moving("due", sheet.words.say("report", "next", time=due), later)


def explanation_due(sheet: Sheet, found: Sequence[Promise]) -> Moving | None:
    """When the postmortem is due, or that it is late; None where none is owed. `found` are all promises of an incident."""
    if not found or not found[-1].owed or found[-1].kind is not PromiseKind.POSTMORTEM:
        return None
    due = sheet.times.moment(found[-1].due)
    if found[-1].state is PromiseState.LATE:
        return Moving("late", sheet.words.say("report", "postmortem_late", time=due), "")
    later = _then(found[-1].due, "late", sheet.words.get("report", "postmortem_late").replace("{time}", "{}"))
    return Moving("due", sheet.words.say("report", "postmortem_next", time=due), later)


def window_state(sheet: Sheet, window: Window) -> Moving:
    """The status of a maintenance, and what its window makes of it by the clock.

    It begins by the clock; when its end passes it is verifying, not done, unless it completes automatically.
    """
    told, words = window.maintenance, sheet.words
    later = []
    end = Status.COMPLETED if told.completes_automatically else Status.VERIFYING
    if window.status is Status.SCHEDULED:
        later.append((window.scheduled_for, Status.IN_PROGRESS))
    if window.status in (Status.SCHEDULED, Status.IN_PROGRESS):
        later.append((window.scheduled_until, end))
    clock = "|".join(_then(at, status, words.get("status", status)) for at, status in later)
    return Moving(window.status, words.say("status", window.status), clock)


def _then(at: datetime, status: str, words: str) -> str:
    return f"{machine(at)} {status} {words.replace('|', '/')}"
