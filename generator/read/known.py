"""The reports that were read before, and what every build asks of every one of them.

That is remembered together, some forty reports in a record, so that one call is enough for these. The words of those with which nothing is
wrong are fetched when somebody wants them (`words`). A record is remembered under the beginning of its reports' digests, so that few are
written again when a few reports have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec.msgpack import Decoder, encode
from msgspec.structs import force_setattr, replace

from generator.memory import Memory
from generator.model import Incident, Maintenance, Site
from generator.problem import Problem
from generator.read.record import Part, Remembered, Report, remembered
from generator.read.words import Words

ROOM = "read"
SHARE = 2
"""Hexadecimal digits of a digest that a record is remembered under: 256 records."""


class Known:
    """The reports that were read with `site` from files in `root`, in any state of these files."""

    def __init__(self, root: Path, site: Site, memory: Memory) -> None:
        self.reports: dict[str, Report] = {}
        """By digest."""
        self.problems: dict[str, tuple[Problem, ...]] = {}
        """By digest, of those that have any."""
        self._memory = memory
        self._words = Words(root, site, memory)
        self._whole: dict[str, Remembered] = {}
        """Those whose words are remembered with them, by digest: notices, and that with which something is wrong."""
        decode = Decoder(Part).decode
        for key, record in memory.recall_all(ROOM).items():
            try:
                self._take_part(decode(record))
            except ValueError:  # not ours: its reports are read again
                memory.forget(ROOM, [key])
        self._new: set[str] = set()

    def _take_part(self, part: Part) -> None:
        for digest, whole in part.others.items():
            self._take_whole(digest, whole)
        sound: list[Incident | Maintenance] = [*part.incidents, *part.maintenances]
        for report in sound:
            # Nobody has seen it yet: until here it is as free as while it is made.
            force_setattr(report, "updates", self._words.later(report.digest, report.file))
            self.reports[report.digest] = report

    def _take_whole(self, digest: str, whole: Remembered) -> None:
        self.reports[digest], problems = whole.read(digest)
        self._whole[digest] = whole
        if problems:
            self.problems[digest] = problems

    def take(self, digest: str, record: bytes) -> None:
        """Hear of a report that was just read. What was said in it is at hand as long as this process lives."""
        read = remembered(record)
        self._new.add(digest)
        report = read.incident or read.maintenance
        if report is None or read.problems:
            self._take_whole(digest, read)
        else:
            # As free as in `_take_part`.
            force_setattr(report, "digest", digest)
            force_setattr(report, "updates", self._words.remember(digest, read.said))
            self.reports[digest] = report

    def by_front(self, digests: Iterable[str]) -> dict[str, Report]:
        """Those of these reports whose words are remembered apart, with them, by the digest of their front matter."""
        found: dict[str, Report] = {}
        for digest in digests:
            if digest not in self._whole and (said := self._words.remembered(digest)):
                front, updates = said
                found[front] = replace(self.reports[digest], updates=updates)
        found.pop("", None)
        return found

    def keep(self, used: set[str]) -> None:
        """Remember the reports with these digests, and no others."""
        gone = [digest for digest in self.reports if digest not in used]
        changed = {digest[:SHARE] for digest in (*gone, *self._new)}
        parts: dict[str, Part] = defaultdict(lambda: Part([], [], {}))
        for digest, report in self.reports.items() if changed else ():
            if digest in used and (share := digest[:SHARE]) in changed:
                if digest in self._whole:
                    parts[share].others[digest] = self._whole[digest]
                elif isinstance(report, Incident):
                    parts[share].incidents.append(replace(report, updates=()))
                elif isinstance(report, Maintenance):
                    parts[share].maintenances.append(replace(report, updates=()))
        for share in changed:
            if share in parts:
                self._memory.remember(ROOM, share.encode(), encode(parts[share]))
            else:
                self._memory.forget(ROOM, [share.encode()])
        self._words.forget(digest for digest in gone if digest not in self._whole)
