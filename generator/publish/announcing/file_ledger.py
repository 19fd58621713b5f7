"""The ledger in a file of this machine: replaced whole, under a lock that the kernel frees."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.memory import hide
from generator.model.announced import Ledger
from generator.publish.announcing.ledger import Damaged, Unreachable, from_text, merged, to_text
from generator.publish.changes import Busy

PAUSE = 0.05
"""Seconds between two tries to get the lock."""
LARGEST = 64 * 1024 * 1024


class FileLedger:
    """Keeps the ledger at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shown = str(path)

    @contextmanager
    def held(self, wait: float = 60.0) -> Iterator[None]:
        """Keep every other announcer of this machine out. Raises `Busy` after `wait` seconds (counted, not asked of the clock)."""
        try:
            if self.path.parent.name == ".upside":
                hide(self.path.parent)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as problem:
            raise self._unreachable("written", problem) from problem
        try:
            lock(handle, self.shown, wait)
            yield
        finally:
            os.close(handle)

    def read(self) -> Ledger | None:
        """What it says; None where there is none yet. Raises `Damaged` (and then lays it aside) and `Unreachable`."""
        try:
            with self.path.open("rb") as file:
                text = file.read(LARGEST).decode("utf-8", "replace")
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise self._unreachable("read", problem) from problem
        return from_text(text)

    def lay_aside(self) -> str:
        """Keep a ledger that cannot be understood under another name, and return it."""
        aside = self.path.with_name(self.path.name + ".damaged")
        try:
            os.replace(self.path, aside)
        except OSError as problem:
            raise self._unreachable("written", problem) from problem
        return str(aside)

    def add(self, change: Callable[[Ledger], Ledger]) -> Ledger:
        """Bring to disk what `change` makes of what is there now, all of it or none, and return it. Raises `Unreachable`."""
        with suppress(Damaged):
            before = self.read() or Ledger({})
            after = merged(change(before), Ledger({}))
            self._replace(to_text(after).encode())
            return after
        raise Unreachable(f"{self.shown} was damaged while it was used; what was sent last could not be written down.")

    def _replace(self, content: bytes) -> None:
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as problem:
            with suppress(OSError):
                beside.unlink()
            raise self._unreachable("written", problem) from problem

    def _unreachable(self, verb: str, problem: OSError) -> Unreachable:
        return Unreachable(
            f"the ledger {self.shown} cannot be {verb}: {problem.strerror or problem}. Without it nobody knows what was said, so nothing "
            "more is sent. Make room or give permission, or name another with --ledger."
        )


def lock(handle: int, shown: str, wait: float) -> None:
    """Get the lock on an open file. Raises `Busy`. Where the platform has no such locks two at once are only merged."""
    try:
        import fcntl
    except ImportError:
        return
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Busy(
                    f"another upside announce has been using {shown} for longer than {wait:g} seconds. Nothing was sent; "
                    "run it again when the other has ended."
                ) from None
            time.sleep(PAUSE)
        else:
            return
