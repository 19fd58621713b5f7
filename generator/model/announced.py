"""The nouns of announcing: what there is to tell, what is to be told now, and the message that tells it.

Imported by those who announce, and not with the rest of the model, since every other command does without.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from generator.model.vocabulary import Impact


class Telling(Struct, frozen=True):
    """One thing to tell, once to each outlet."""

    key: str
    """Its name for ever: the id of its entry in `/feed.atom`. Made of no commit and no text."""
    report: str
    """The id of the incident, maintenance or notice that it belongs to; what belongs together is told in one message."""
    topic: str
    """One of `TOPICS`."""
    at: datetime
    """When it was said, or when the clock did it; for a reminder, since when it is late."""
    impact: Impact | None = None
    """Of an incident."""
    components: tuple[str, ...] = ()
    """Ids of what it touches."""
    any_component: bool = False
    """It may touch any."""
    open: bool = False
    """What it belongs to is still going on."""
    lasting: bool = False
    """It is news however old it is: the plan of a maintenance that is still to come."""
    audience: str = "readers"
    """Who is told: `readers` or `operators`."""


class Due(Struct, frozen=True):
    """What one outlet is to be told now."""

    folds: tuple[tuple[Telling, ...], ...] = ()
    """One message each, in the order they are sent; the newest telling of each first."""
    noted: tuple[tuple[str, str], ...] = ()
    """Keys that are never to be told, and why: `PASSED` or `BEFORE` of `decide.announcing`."""
    held: tuple[tuple[Telling, ...], ...] = ()
    """What would be a flood: a person has to decide."""
    new: bool = False
    """Nothing is known of this outlet: it is new, or the ledger was lost."""


class Room(Struct, frozen=True):
    """How much fits into a message, and how it is read. Lengths in UTF-16 units, the most that any service counts."""

    body: int
    title: int = 0
    """0: there is no title of its own."""
    together: bool = False
    """The title counts as a part of the body."""
    mail: bool = False
    """Plain text to people, wrapped, in threads; otherwise a chat, in which signs could call people or hide an address."""


class Message(Struct, frozen=True):
    """A message as it is sent."""

    title: str
    """One line."""
    body: str
    link: str
    """The page it is about; the last line of the body."""
    key: str
    """Of the oldest telling in it: names the message, so that the same one sent twice has one name."""
    thread: str
    """Names the conversation that it belongs to, for ever."""
    parent: str = ""
    """The key that began the conversation; empty where this message begins it."""


class Ledger(Struct, frozen=True):
    """What every outlet has been told."""

    outlets: Mapping[str, Mapping[str, str]]
    """By the outlet's name: of each key, what became of it and when: `said 2026-11-20T15:00:00Z`."""
