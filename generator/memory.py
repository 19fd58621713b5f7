"""What was costly to find out, remembered between builds under `.upside/`: bytes, and never believed over the source.

A key is a digest of everything the value was made from, so a memory can be stale only by being unused. It may be deleted at any
moment, be read only, be damaged, or be shared by two builds: the worst that follows is work done again. Every value stands
beside a checksum, so that a flipped bit is forgotten and not believed. This module promises never to raise because of the file it keeps.

Processes that are forked may use it, each through a connection of its own. Whoever forks calls `save` before, which closes the
connection: SQLite forbids carrying one into another process (sqlite.org/howtocorrupt.html, 2.6).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

LARGEST = 512 * 1024 * 1024
"""Bytes; a memory that has grown past this is begun anew."""
PAGE = 32_768
"""Bytes that the file is read and written by. Values have thousands, and chains of small pages cost several times as much."""
PATIENCE = 10.0
"""Seconds to wait for another build that is saving."""
LAYOUT = (
    "CREATE TABLE remembered (room TEXT, key BLOB, value BLOB, checksum INTEGER, PRIMARY KEY (room, key)) WITHOUT ROWID"
)


def hide(folder: Path) -> None:
    """Make `folder` where it is missing, in such a way that git leaves it alone. Raises `OSError` where it cannot be made."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists() or ignore.stat().st_size == 0:
        ignore.write_text("*\n", encoding="ascii")


class Memory:
    """Remembers bytes by room and key. `Memory(None)` remembers nothing beyond this process."""

    def __init__(self, folder: Path | None, version: str = "", *, shared: Path | None = None) -> None:
        """Keep `folder`/memory.sqlite; forget all of it when it was written by another `version` of the program.

        `shared` is a folder for what does not depend on the site.
        """
        self.shared = Memory(shared, version) if shared is not None else None
        self.folder = folder
        self._version = version
        self._fresh: dict[tuple[str, bytes], bytes | None] = {}
        """Not yet on disk; None for what is to be forgotten."""
        self.unsaved = 0
        """Bytes that are not yet on disk."""
        self._connection: sqlite3.Connection | None = None
        self._inherited: list[sqlite3.Connection] = []
        """Opened by the process that this one was forked from: never used, and never closed, here."""
        self._process = 0
        self._given_up = folder is None

    def recall(self, room: str, key: bytes) -> bytes | None:
        """What was remembered under `key`, or None."""
        if (room, key) in self._fresh:
            return self._fresh[room, key]
        rows = self._select("SELECT key, value, checksum FROM remembered WHERE room = ? AND key = ?", (room, key))
        return rows.get(key)

    def recall_all(self, room: str) -> dict[bytes, bytes]:
        """Everything that a room remembers; one pass over the file."""
        found = self._select("SELECT key, value, checksum FROM remembered WHERE room = ?", (room,))
        for (owner, key), value in self._fresh.items():
            if owner == room and value is not None:
                found[key] = value
            elif owner == room:
                found.pop(key, None)
        return found

    def remember(self, room: str, key: bytes, value: bytes) -> None:
        """Keep `value` under `key`; on disk only after `save`."""
        self._fresh[room, key] = value
        self.unsaved += len(value)

    def forget(self, room: str, keys: Iterable[bytes]) -> None:
        """Drop what nothing refers to any more; from disk only after `save`."""
        self._fresh.update({(room, key): None for key in keys})

    def moment(self) -> int | None:
        """The time by the clock of the disk that the memory lies on, in nanoseconds since 1970 (`st_mtime_ns`); None where it cannot be told.

        Files are dated by that clock, and so it is what their dates can be compared with.
        """
        if self.folder is None:
            return None
        clock = self.folder / "clock"
        try:
            hide(self.folder)
            clock.touch()
            return clock.stat().st_mtime_ns
        except OSError:
            return None

    def save(self) -> None:
        """Bring to disk what is new, all of it or none, and close the file.

        Best effort: what cannot be saved is still remembered by this process, and found out again by the next.
        """
        if self._fresh and self._write():
            self._fresh.clear()
            self.unsaved = 0
        if self._connection is not None and self._process == os.getpid():
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _select(self, statement: str, values: tuple[object, ...]) -> dict[bytes, bytes]:
        """The rows that are as they were saved."""
        try:
            connection = self._open()
            rows = connection.execute(statement, values).fetchall() if connection else []
        except sqlite3.Error as problem:
            self._mend(problem)
            return {}
        return {
            key: value
            for key, value, checksum in rows
            if isinstance(key, bytes) and isinstance(value, bytes) and crc32(value, crc32(key)) == checksum
        }

    def _write(self) -> bool:
        gone = [(room, key) for (room, key), value in self._fresh.items() if value is None]
        new = [
            (room, key, value, crc32(value, crc32(key)))
            for (room, key), value in self._fresh.items()
            if value is not None
        ]
        for _ in range(2):  # a damaged file is thrown away by the first try
            try:
                if (connection := self._open()) is None:
                    return False
                with connection:
                    connection.executemany("DELETE FROM remembered WHERE room = ? AND key = ?", gone)
                    connection.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?, ?)", new)
            except sqlite3.Error as problem:
                if not self._mend(problem):
                    return False
            else:
                return True
        return False

    def _open(self) -> sqlite3.Connection | None:
        """The connection of this process; None where there is nothing to read from or write to."""
        if self._process != os.getpid():
            if self._connection is not None:
                self._inherited.append(self._connection)
            self._connection, self._process = None, os.getpid()
        if self._connection is None and not self._given_up and self.folder is not None:
            self._connection = self._connect(self.folder)
            self._given_up = self._connection is None
        return self._connection

    def _connect(self, folder: Path) -> sqlite3.Connection | None:
        path = folder / "memory.sqlite"
        for _ in range(2):
            connection = None
            try:
                with suppress(OSError):  # what lies there can be read even where nothing can be written
                    hide(folder)
                if path.exists() and path.stat().st_size > LARGEST:
                    path.unlink()
                connection = sqlite3.connect(path, timeout=PATIENCE)
                self._prepare(connection)
            except (sqlite3.Error, OSError) as problem:
                if connection is not None:
                    connection.close()
                if not _damaged(problem) or not _discarded(path):
                    return None
            else:
                return connection
        return None

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """See that the file has our layout and our version's contents. Writes nothing where it has."""
        connection.execute("PRAGMA synchronous = OFF")  # a loss of power may cost the memory, never the truth
        connection.execute(f"PRAGMA page_size = {PAGE}")  # heard only while there is nothing in it
        if self._is_ours(connection):
            return
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            if not self._is_ours(connection):  # another build may have been quicker
                connection.execute("DROP TABLE IF EXISTS remembered")
                connection.execute(LAYOUT)
                connection.execute("INSERT INTO remembered VALUES ('version', x'', ?, 0)", (self._version.encode(),))

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'remembered'").fetchone()
        if tables != (LAYOUT,):
            return False
        version = connection.execute("SELECT value FROM remembered WHERE room = 'version'").fetchone()
        return bool(version == (self._version.encode(),))

    def _mend(self, problem: sqlite3.Error) -> bool:
        """After `problem`, throw a damaged file away, so that the next build finds a good one; whether that was done."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        if (
            getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED
        ):  # somebody deleted it: a new one will do
            return True
        if self.folder is not None and _damaged(problem) and _discarded(self.folder / "memory.sqlite"):
            return True
        self._given_up = True
        return False


def _damaged(problem: Exception) -> bool:
    """Whether the file is at fault, and not the disk, its permissions, another build or a thread that did not open it."""
    elsewhere = sqlite3.OperationalError, sqlite3.ProgrammingError
    return isinstance(problem, sqlite3.DatabaseError) and not isinstance(problem, elsewhere)


def _discarded(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    except OSError:
        return False
    return True
