"""What was costly to find out, remembered between builds under `.upside/`: data only, and never believed over the source.

A key is a digest of everything the value was made from, so a memory can be stale only by being unused. It may be deleted at any
moment, be read only, be damaged, or be shared by two builds: the worst that follows is work done again. Forked processes
may use it; each opens a connection of its own. This module promises never to raise because of the file it keeps.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

LARGEST = 512 * 1024 * 1024
"""Bytes; a memory that has grown past this is begun anew. Ten thousand incidents need about 80 MB."""


class Memory:
    """Remembers bytes by room and key. `Memory(None)` remembers nothing beyond this process."""

    def __init__(self, folder: Path | None, version: str = "") -> None:
        """Keep `folder`/memory.sqlite; forget all of it when it was written by another `version` of the program."""
        self._path = None if folder is None else folder / "memory.sqlite"
        self._version = version
        self._fresh: dict[tuple[str, bytes], bytes] = {}
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def recall(self, room: str, key: bytes) -> bytes | None:
        """What was remembered under `key`, or None."""
        if (value := self._fresh.get((room, key))) is not None:
            return value
        for found in self._select("SELECT value FROM remembered WHERE room = ? AND key = ?", (room, key)):
            return bytes(found[0])
        return None

    def recall_all(self, room: str) -> dict[bytes, bytes]:
        """Everything that a room remembers; one pass over the file."""
        found = {
            bytes(key): bytes(value)
            for key, value in self._select("SELECT key, value FROM remembered WHERE room = ?", (room,))
        }
        return found | {key: value for (owner, key), value in self._fresh.items() if owner == room}

    def remember(self, room: str, key: bytes, value: bytes) -> None:
        """Keep `value` under `key`; on disk only after `save`."""
        self._fresh[room, key] = value

    def take(self, room: str, values: Mapping[bytes, bytes]) -> None:
        """Remember many at once."""
        self._fresh.update({(room, key): value for key, value in values.items()})

    def forget(self, room: str, keys: Iterable[bytes]) -> None:
        """Drop what nothing refers to any more."""
        gone = [(room, key) for key in keys]
        for each in gone:
            self._fresh.pop(each, None)
        self._write("DELETE FROM remembered WHERE room = ? AND key = ?", gone)

    def save(self) -> None:
        """Bring to disk what is new. Best effort: what cannot be saved is found out again next time."""
        rows = [(room, key, value) for (room, key), value in self._fresh.items()]
        if rows and self._write("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", rows):
            self._fresh.clear()

    def _select(self, statement: str, values: tuple[object, ...]) -> Iterator[tuple[bytes, ...]]:
        try:
            connection = self._open()
            yield from connection.execute(statement, values) if connection else ()
        except sqlite3.Error:
            return

    def _write(self, statement: str, rows: list[tuple[object, ...]]) -> bool:
        if not rows:
            return True
        try:
            if connection := self._open():
                with connection:
                    connection.executemany(statement, rows)
                return True
        except sqlite3.Error:
            pass
        return False

    def _open(self) -> sqlite3.Connection | None:
        """The connection of this process; None where nothing can be kept."""
        if self._path is None:
            return None
        if self._connection is None or self._process != os.getpid():
            self._process = os.getpid()
            self._connection = self._connect(self._path)
        return self._connection

    def _connect(self, path: Path) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.exists() and path.stat().st_size > LARGEST:
                    path.unlink()
                return self._prepared(sqlite3.connect(path, timeout=30))
            except sqlite3.DatabaseError as problem:
                if isinstance(problem, sqlite3.OperationalError):
                    return None
                with suppress(OSError):
                    path.unlink()
            except OSError:
                return None
        return None

    def _prepared(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS remembered (room TEXT, key BLOB, value BLOB, PRIMARY KEY (room, key))"
            )
            if connection.execute("SELECT value FROM remembered WHERE room = 'version'").fetchone() != (
                self._version.encode(),
            ):
                connection.execute("DELETE FROM remembered")
                connection.execute("INSERT INTO remembered VALUES ('version', x'', ?)", (self._version.encode(),))
        return connection
