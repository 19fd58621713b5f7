"""How a check comes out: short ways to say it, without the name of the check, which the table knows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.model.preparedness import Cause, State, Unknown


class Outcome(Struct, frozen=True):
    """A `Finding` that does not know yet of what."""

    state: State
    found: str
    remedy: str = ""
    line: str = ""
    unreached: bool = False


def fine(found: str) -> Outcome:
    """As it should be."""
    return Outcome(State.FINE, found)


def advice(found: str, remedy: str, line: str = "") -> Outcome:
    """It could be better; `line` is what to write or to type."""
    return Outcome(State.ADVICE, found, remedy, line)


def wrong(found: str, remedy: str, line: str = "") -> Outcome:
    """It is not as it should be; `line` is what to write or to type."""
    return Outcome(State.WRONG, found, remedy, line)


def not_checked(why: Unknown | str, remedy: str = "", line: str = "") -> Outcome:
    """Nobody knows; `why` says the reason."""
    if isinstance(why, str):
        return Outcome(State.NOT_CHECKED, why, remedy, line)
    unreached = why.cause not in (Cause.NOTHING, Cause.LIBRARY, Cause.NOT_ASKED)
    return Outcome(State.NOT_CHECKED, why.words, remedy, line, unreached)


def clipped(text: str, most: int = 80) -> str:
    """`text`, which somebody else wrote, no longer than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def listed(words: Iterable[str], most: int = 5) -> str:
    """`a, b and c`; of many the first `most`, and how many more."""
    every = list(words)
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join(part for part in (", ".join(every[:-1]), every[-1]) if part) if every else ""
