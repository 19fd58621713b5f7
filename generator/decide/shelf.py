"""What is settled, remembered between builds: a record for each report, so that its words need not be followed again.

Settled is what is over and of which nothing is owed, to come, or wrong: neither the clock nor a later build can find anything else. A digest of all
that it was decided from is the key, so what is remembered is either that or unused. Promises that nothing is different for it but the time it
takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from generator.memory import Memory
from generator.model import Incident, Maintenance


class Record(Struct, frozen=True, array_like=True):
    """What became of a report, for good."""

    since: datetime
    """All of it had happened by then: true at this moment and at every later one."""


Report = TypeVar("Report", Incident, Maintenance)
Found = TypeVar("Found")
Kept = TypeVar("Kept", bound=Record)


class Shelf(Generic[Report, Found, Kept]):
    """The records of one kind of report, of a site as it is. Without a memory it knows none, and keeps none.

    `of` makes the record of what was found of a report at a moment, None where it is not settled; `recalling` is told how to follow a report where
    somebody asks for more, and says how to find the same by the record.
    """

    def __init__(
        self,
        room: str,
        kind: type[Kept],
        of: Callable[[Found, datetime], Kept | None],
        recalling: Callable[[Callable[[Report], Found]], Callable[[Report, Kept], Found]],
    ) -> None:
        self._room = room
        self._decode: Callable[[bytes], dict[str, Kept]] = Decoder(dict[str, kind]).decode  # type: ignore[valid-type]  # it is a type
        self._of = of
        self._recalling: Callable[[Callable[[Report], Found]], Callable[[Report, Kept], Found]] = recalling
        self._known: dict[str, Kept] = {}
        self._used: dict[str, Kept] = {}
        self._right: set[str] = set()
        self._stale: set[bytes] = set()
        """Keys of what was remembered of the site as it was, or cannot be understood."""

    def recall(self, site: str, memory: Memory) -> None:
        """Know what `memory` holds of reports that were read with the site of this digest."""
        for key, value in memory.recall_all(self._room).items():
            try:
                if key.startswith(site.encode()):
                    self._known.update(self._decode(value))
                    continue
            except ValueError:  # not ours: found out again
                pass
            self._stale.add(key)

    def unknown(self, reports: Iterable[Report], now: datetime) -> list[Report]:
        """Those of `reports` of which it does not know that they are settled at `now`, and that nothing is wrong with them."""
        known = self._known
        return [each for each in reports if (found := known.get(each.digest)) is None or now < found.since]

    def is_right(self, report: Report) -> None:
        """Hear that nothing is wrong with `report`: only then is it ever remembered."""
        self._right.add(report.digest)

    def follow(self, reports: Iterable[Report], follow: Callable[[Report], Found], now: datetime) -> list[Found]:
        """What `follow` finds of each of `reports` at `now`."""
        known_of, recalled, used = self._known.get, self._recalling(follow), self._used
        found = []
        for report in reports:
            digest = report.digest
            if (known := known_of(digest)) is not None and known.since <= now:
                used[digest] = known
                found.append(recalled(report, known))
                continue
            told = follow(report)
            if digest in self._right and (record := self._of(told, now)) is not None:
                used[digest] = record
            found.append(told)
        return found

    def keep(self, site: str, memory: Memory) -> None:
        """Remember what was used or learned, and nothing else; in parts, so that one report more is not all of them anew."""
        changed = {digest[:1] for digest in self._used.keys() ^ self._known.keys()}
        parts: dict[str, dict[str, Kept]] = defaultdict(dict)
        for digest, record in self._used.items() if changed else ():
            if digest[:1] in changed:
                parts[digest[:1]][digest] = record
        for part in changed:
            key = f"{site}{part}".encode()
            if part in parts:
                memory.remember(self._room, key, encode(parts[part]))
                self._stale.discard(key)
            else:
                self._stale.add(key)
        memory.forget(self._room, self._stale)
