"""Moments and headings as an operator would type them, for the messages and hints of `check`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from generator.model import Change, ComponentStatus, Status, Update

TOLERANCE = timedelta(minutes=5)
"""How far ahead of now a word may be dated: the clocks of laptops and of build machines differ by less than this."""


class Wording(Struct, frozen=True):
    """Words for moments of a site in `zone`."""

    zone: ZoneInfo

    def moment(self, at: datetime) -> str:
        """`at` for reading, to the minute, with the zone's name."""
        return f"{self._local(at):%Y-%m-%d %H:%M %Z}"

    def typed(self, at: datetime) -> str:
        """`at` for pasting into a file: a time without a zone is the site's, so UTC is named where that could be misread."""
        local = self._local(at)
        if local.tzname() == "UTC" or local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
            return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return f"{local:%Y-%m-%d %H:%M}"

    def heading(self, status: Status, at: datetime, braces: str = "") -> str:
        """The line that says `status` at `at`."""
        return f"## {word(status)} — {self.typed(at)}{f' {{{braces.strip()}}}' if braces else ''}"

    def clock(self, at: datetime) -> str:
        """The time of day of `at`, as braces promise it."""
        return f"{self._local(at):%H:%M}"

    def _local(self, at: datetime) -> datetime:
        """`at` in the zone; in UTC at the far ends of the calendar, where zones do not reach."""
        try:
            return at.astimezone(self.zone)
        except OverflowError:
            return at.astimezone(UTC)


def states(changes: Iterable[Change]) -> str:
    """`changes` as braces spell them; empty for none."""
    return " ".join(f"{change.component}={change.status}" for change in changes)


def worse_states(update: Update) -> str:
    """What `update` puts into a worse state than operational, as its braces spell it; empty for nothing."""
    return states(change for change in update.changes if change.status is not ComponentStatus.OPERATIONAL)


def word(status: Status) -> str:
    """`status` as a heading spells it."""
    return status.value.replace("_", " ").capitalize()
