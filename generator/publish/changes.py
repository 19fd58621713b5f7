"""What a release did, and the two ways in which it may not happen. Data only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct


class Refused(Exception):
    """The folder may not or cannot be written. Its text says why and what to do; what stood there before still stands."""


class Busy(Exception):
    """Another build holds the folder, and has held it for as long as this one was willing to wait."""


class Changes(Struct, frozen=True):
    """What a release did to the folder."""

    digest: str
    """Of the release: of every path and every byte in it."""
    made: int = 0
    """Files whose bytes were made, because the facts behind them were new."""
    written: int = 0
    """Files whose bytes are new or differ from the last release's."""
    removed: int = 0
    """Files of the last release that this one does not have, and whatever else was found in the folder."""
    kept: int = 0
    """Files whose bytes, and times, are the last release's."""
    changed: tuple[str, ...] = ()
    """The paths of those written and removed, sorted."""
    at_once: bool = True
    """False where the system could not exchange the folder in one step and it was brought up to date file by file."""


@contextmanager
def told(folder: Path, *, half: bool = False) -> Iterator[None]:
    """Turn an `OSError` from within into a `Refused` that says what is the matter with `folder`.

    `half`: files were already being replaced one by one.
    """
    try:
        yield
    except OSError as problem:
        raise refusal(folder, problem, half=half) from problem


def refusal(folder: Path, problem: OSError, *, half: bool = False) -> Refused:
    """What to tell somebody whose disk said `problem`."""
    reason = problem.strerror or str(problem)
    where = f" ({problem.filename})" if problem.filename else ""
    state = (
        "Some of its files are already new; every one is whole, and the same build again completes it."
        if half
        else "What stood there before still stands."
    )
    return Refused(
        f"{folder} could not be written: {reason}{where}. {state} "
        "Make room or give permission, and build again, or choose another folder with --output."
    )
