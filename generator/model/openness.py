"""How open an incident was: when what happened, how long people waited for words, and which promises were kept.

No moment stands for another: what nobody said is None, not the nearest thing that somebody did say. Lengths that grow while an incident
is open are asked for with a moment, so that a board says the same until something changes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from generator.model.vocabulary import ActionState
from generator.span import Span

NOTHING = timedelta(0)


class Times(Struct, frozen=True, array_like=True):
    """The moments of an incident, as far as they have come by `Board.now`."""

    started: datetime | None = None
    """When people began to feel it, where its file says so and that moment has come."""
    detected: datetime | None = None
    """When its people noticed, where the file says so."""
    first_word: datetime | None = None
    """The first word to the public that could be read."""
    identified: datetime | None = None
    """The first time that the cause was said to be known."""
    mitigated: datetime | None = None
    """Since when, without a relapse until its end or until now, it is better: every component that was touched works again, or a word said
    `Monitoring` (or `Resolved`) and left no component in a worse state in the same breath. A word that takes this back takes back the moment."""
    resolved: datetime | None = None
    """The end; None while open."""
    explained: datetime | None = None
    """The postmortem."""
    ended_by_word: bool = True
    """False where nobody said that it was over before the postmortem: it lasts until that, and how late that came is not known."""
    doubtful: bool = False
    """Part of the file could not be read: every length may have been longer, and no promise counts as kept."""
    silence: Span | None = None
    """The longest time without a word while it was open that is over, the time from the start to the first word included."""
    silent_since: datetime | None = None
    """While open: the last word, or the start where there is none."""
    began: datetime | None = None
    """What lengths up to the end are counted from: `started`, else the first that is known of it."""

    @property
    def to_detect(self) -> timedelta | None:
        """From the start to when its people noticed. None where either is not known; never negative."""
        return _between(self.started, self.detected)

    @property
    def to_first_word(self) -> timedelta | None:
        """From the start to the first word. None where nobody said when it started, or nobody has said anything; never negative."""
        return _between(self.started, self.first_word)

    @property
    def to_mitigate(self) -> timedelta | None:
        """From the start to when it was better; None where either is not known."""
        return _between(self.started, self.mitigated)

    @property
    def to_resolve(self) -> timedelta | None:
        """From the start to the end; None while open. Where nobody said when it started, from the first that is known of it."""
        return _between(self.began, self.resolved)

    @property
    def to_explain(self) -> timedelta | None:
        """From the end to the postmortem. None without a postmortem, or where nobody said the end."""
        return _between(self.resolved, self.explained) if self.ended_by_word else None

    def longest_silence(self, until: datetime) -> Span | None:
        """The longest time without a word while it was open; while it is open, up to `until`. None where there was no such time."""
        if self.silent_since is None or until <= self.silent_since:
            return self.silence
        lasting = Span(self.silent_since, until)
        return lasting if self.silence is None or lasting.seconds > self.silence.seconds else self.silence


class PromiseKind(StrEnum):
    """What was promised: a key of `promises` in site.yaml."""

    FIRST_UPDATE = "first_update"
    UPDATE = "updates_every"
    POSTMORTEM = "postmortem"


class PromiseState(StrEnum):
    """What became of a promise."""

    DUE = "due"
    """Its time has not come."""
    KEPT = "kept"
    LATE = "late"
    """Its time has passed: what was promised came later, or has not come."""
    UNKNOWN = "unknown"
    """It seems kept, but part of what it is judged by could not be read or was never said. Never counted as kept."""


class Promise(Struct, frozen=True, array_like=True):
    """One thing that was promised to the public, by site.yaml or in an update."""

    kind: PromiseKind
    due: datetime
    met: datetime | None
    """When it came; None where it has not."""
    state: PromiseState
    said: bool = False
    """True where an update names the time (`{next=15:00}`), false where it follows from site.yaml."""
    by: str = ""
    """Who signed the word before it; empty for nobody in particular."""

    @property
    def owed(self) -> bool:
        """Whether people are still waiting for it, late or not."""
        return self.met is None

    def late_by(self, now: datetime) -> timedelta:
        """How much later than promised it came, or, where people are still waiting, is at `now`; 0 where it was not late."""
        return max((self.met or now) - self.due, NOTHING) if self.state is PromiseState.LATE else NOTHING


class Metrics(Struct, frozen=True, array_like=True):
    """What the figures of the report ask of an incident.

    Lengths are in seconds, which say to the microsecond what a `timedelta` does (for 285 years) and are sorted sooner. None: not known.
    """

    to_detect: float | None = None
    to_first_word: float | None = None
    silence: float | None = None
    """The longest that is over."""
    to_mitigate: float | None = None
    to_resolve: float | None = None
    to_explain: float | None = None
    words_in_time: int = 0
    """Words that are known to have come by the time that was promised."""
    words_late: int = 0
    words_unknown: int = 0
    """They seem to have come in time, but part of what that is judged by is not known."""
    explained: bool = False
    """Whether its postmortem has been published."""
    explanation: PromiseState | None = None
    """What became of the promise of a postmortem; None where none was made."""
    actions: tuple[ActionState, ...] = ()
    """Of the action items of its postmortem."""

    @property
    def words_due(self) -> int:
        """How many words were promised for a moment that has passed, or came before it."""
        return self.words_in_time + self.words_late + self.words_unknown


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    if start is None or end is None:
        return None
    return end - start if start < end else NOTHING
