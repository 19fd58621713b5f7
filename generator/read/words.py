"""What was said in reports that were read before: fetched when somebody looks into one, since a build knows thousands and asks a few.

The words of a report lie in the memory, under the digest of all that it was read from. Where they do not, since somebody deleted or damaged the
memory or another build forgot them meanwhile, its file is opened again: as long as it has this digest, they are what they were. If it has
another one, nobody knows any more what was said, and a page must not be made of half of the one state and half of the other. Promises the
right words or `Unusable`, and that nothing is asked before somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from generator.memory import Memory
from generator.model import Later, Site, Update
from generator.problem import Place, Problem, Unusable
from generator.read import record
from generator.read.discovery import Found, bytes_of, digest_of

ROOM = "words"


class Words:
    """The words of the reports in `root`, as they were read with `site`."""

    def __init__(self, root: Path, site: Site, memory: Memory) -> None:
        self._root = root
        self._site = site
        self._memory = memory

    def later(self, digest: str, file: str) -> Later[Update]:
        """The updates of the report with this digest, which was read from `file`."""
        return Later(partial(self._updates, digest, file))

    def remembered(self, digest: str) -> record.Said | None:
        """What the memory holds of the report with this digest."""
        said = self._memory.recall(ROOM, bytes.fromhex(digest))
        try:
            return None if said is None else record.decoded_words(said)
        except ValueError:
            return None

    def remember(self, digest: str, said: bytes) -> Later[Update]:
        """Keep the words (`record.encoded_words`) of a report that was just read. They stay at hand, in the very bytes that are remembered."""
        self._memory.remember(ROOM, bytes.fromhex(digest), said)
        return record.later(said)

    def forget(self, digests: Iterable[str]) -> None:
        """Drop the words of reports that are gone."""
        self._memory.forget(ROOM, map(bytes.fromhex, digests))

    def _updates(self, digest: str, file: str) -> tuple[Update, ...]:
        said = self.remembered(digest)
        return self._read_again(digest, file) if said is None else said[1]

    def _read_again(self, digest: str, file: str) -> tuple[Update, ...]:
        from generator.read.again import front_of
        from generator.read.components import Terms
        from generator.read.reports import read_report

        try:
            found = Found(file, bytes_of(str(self._root / file)))
        except OSError:
            raise _changed(file) from None
        if digest_of(self._site.digest, found) != digest:
            raise _changed(file)
        report, _ = read_report(file, found.data, Terms.of(self._site))
        updates = tuple(report.updates)
        self.remember(digest, record.encoded_words(front_of(file, found.data, self._site.digest), updates))
        return updates


def _changed(file: str) -> Unusable:
    message = "this file was changed while it was being read: run the command again"
    return Unusable([Problem(Place(file), message, rule="changed-meanwhile")])
