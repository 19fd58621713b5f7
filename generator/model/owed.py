"""What is owed to the public at a moment: made by `decide.owed`, told by `upside due` and by reminders.

Imported by those who tell of it, and not with the rest of the model, since a build does without.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct


class OwedKind(StrEnum):
    """What kind of thing is owed. A word for scripts: it stands in `upside due --format json`."""

    FIRST_UPDATE = "first_update"
    UPDATE = "update"
    POSTMORTEM = "postmortem"
    ACTION = "action"
    """An action item of a postmortem that has a day."""
    COMPLETION = "completion"
    """The word that a maintenance is over, whose planned end has passed."""
    UNKNOWN = "unknown"
    """Something could not be read, so that more may be owed than is known."""


class Owed(Struct, frozen=True):
    """One thing that somebody owes the public."""

    kind: OwedKind
    report: str
    """The id of the incident or maintenance; empty for site.yaml."""
    title: str
    """Of the report; empty where it could not be read."""
    file: str
    """Where it stands, relative to the site's folder."""
    line: int = 1
    due: datetime | None = None
    """When it is due; None where that is not known."""
    late: bool = False
    """`due` has come."""
    said: bool = False
    """An update names the time; else it follows from `promises` in site.yaml, from a postmortem or from a plan."""
    what: str = ""
    """Of an action item: its text, Markdown."""
    by: str = ""
    """Who owes it: who signed the last word, or whom an action item names; empty for nobody in particular."""

    def late_by(self, now: datetime) -> timedelta:
        """For how long it has been late; nothing where it is not."""
        return now - self.due if self.late and self.due is not None else timedelta(0)
