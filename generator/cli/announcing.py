"""What `upside announce` does, step by step: look, decide, see that the page carries it, send, write down. Entered by that command alone."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from generator import version
from generator.cli.shown import failing, show
from generator.cli.site import look
from generator.cli.spoken import Spoken
from generator.decide.announcing import BEFORE, NEWS, SAID, due, is_news
from generator.decide.owed import owed
from generator.memory import Memory
from generator.model import Outlet
from generator.model.announced import Due, Ledger, Message, Room, Telling
from generator.publish.announcing.branch_ledger import BranchLedger
from generator.publish.announcing.file_ledger import FileLedger
from generator.publish.announcing.ledger import Damaged, Unreachable, noted
from generator.publish.announcing.mail import PARTLY
from generator.publish.announcing.outlet import Closed, Opened, opened, unset
from generator.publish.announcing.rounds import WAITS, in_rounds
from generator.render.announcements.reminders import OPERATORS, Reminders
from generator.render.announcements.tellings import Tellings
from generator.render.edition import Edition
from generator.render.theme import Theme

FILE = ".upside/announced.json"
BRANCH = "branch:"
PATIENCE = 60.0
"""Seconds to wait for another announcer of this machine."""
A_CHAT = Room(2_000, 250, together=True)
"""What stands in for an outlet whose secret is not here, in a dry run."""

Fold = tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    ledger: str = ""
    dry_run: bool = False
    live: str = ""
    folder: Path | None = None
    wait: float = 0.0
    all_of_it: bool = False
    mark_as_said: bool = False
    audience: str = ""
    """Whose outlets; empty for everybody's."""


class Announcer:
    """One run. A new kind of message is a new maker of tellings, with keys of its own and the audience that it speaks to."""

    def __init__(self, root: Path, wanted: Wanted, now: datetime) -> None:
        """Reads the site. Raises `Unusable`."""
        seen = look(root, now)
        self.root, self.wanted, self.now = root, wanted, now
        self.problems = [each for each in seen.problems if each.place.file == "site.yaml" and failing([each])]
        self.board = seen.board
        self.memory = Memory(root / ".upside", version.program())
        self.theme = Theme.of(root)
        edition = Edition(self.board, self.theme, self.memory)
        tellings, reminders = Tellings(edition, now - NEWS), Reminders(edition, owed(self.board))
        self.makers: dict[str, Tellings | Reminders] = {"readers": tellings, OPERATORS: reminders}
        self.tellings = (*tellings.all, *reminders.all)
        self.news = frozenset(each.key for each in self.tellings if is_news(each, now))
        self.spoken = Spoken(root, wanted.ledger)
        self.outlets = [each for each in self.board.site.announce if wanted.audience in ("", each.audience)]

    def run(self) -> int:
        """All of it; the exit status. Raises `publish.Busy`."""
        if self.problems:
            show(self.problems)
            self.spoken.fail("site.yaml has errors, so an outlet may be missing here; see: upside check")
        if not self.board.site.announce:
            self.spoken.tell('Nobody to tell: site.yaml lists no "announce"; incidents/README.md says how to write it.')
            return self.spoken.status
        if not self.outlets:
            self.spoken.tell(
                f'Nobody to tell: no outlet under "announce" in site.yaml has audience: {self.wanted.audience}.'
            )
            return self.spoken.status
        try:
            if self.wanted.dry_run:
                self._rehearse()
            else:
                with self.ledger.held(PATIENCE):
                    self._announce()
        except Unreachable as problem:
            self.spoken.fail(str(problem))
        self.memory.save()
        return self.spoken.status

    def told_of(self, report: str) -> list[str]:
        """The outlets that would be told of the report with the id `report`, had nobody been told of anything. Speaks to nobody, writes nothing."""
        dues = self._dues(None)
        return [
            outlet.name
            for outlet, is_due in dues.items()
            if any(each.report == report for fold in (*is_due.folds, *is_due.held) for each in fold)
        ]

    @cached_property
    def ledger(self) -> FileLedger | BranchLedger:
        """Where it is kept what was said. Raises `Unreachable`."""
        where = self.wanted.ledger
        if where.startswith(BRANCH):
            return BranchLedger(self.root, where.removeprefix(BRANCH), now=self.now, fetch=not self.wanted.dry_run)
        return FileLedger(Path(where) if where else self.root / FILE)

    def _rehearse(self) -> None:
        """Show every message as it would be sent. Speaks to nobody and writes nothing."""
        for outlet, is_due in self._dues(self._known(lay_aside=False)).items():
            self.spoken.mention(outlet, is_due)
            room = A_CHAT
            try:
                room = opened(outlet, self.board.site, os.environ).room if is_due.folds else room
            except Closed as problem:
                self.spoken.fail(f"{outlet.name}: {problem}. Shown as a chat would have it")
            for fold in is_due.folds:
                self.spoken.show(outlet, self._message(fold, room))
            if not is_due.folds:
                self.spoken.tell(f"{outlet.name}: nothing to send.")

    def _announce(self) -> None:
        dues = self._dues(self._known(lay_aside=True))
        if self.wanted.mark_as_said:
            self._settle(dues)
            return
        for outlet, is_due in dues.items():
            self.spoken.mention(outlet, is_due)
        if any(is_due.noted or is_due.new for is_due in dues.values()):
            self._note({outlet: dict(is_due.noted) for outlet, is_due in dues.items()})
        ready = {outlet.name: self._opened(outlet, is_due) for outlet, is_due in dues.items()}
        open_now = {name: each for name, each in ready.items() if each}
        jobs = self._live({outlet.name: is_due.folds for outlet, is_due in dues.items() if outlet.name in open_now})
        failed = in_rounds(jobs, lambda name, fold: self._tell(open_now[name], fold), WAITS)
        for name, (reason, left) in failed.items():
            self.spoken.unsent(name, reason, len(left))
        if not any(is_due.folds or is_due.held for is_due in dues.values()) and not self.spoken.status:
            self.spoken.tell("Nothing to announce: everybody has been told everything.")

    def _known(self, *, lay_aside: bool) -> Ledger | None:
        """What the ledger says; None where there is none. One that cannot be understood counts as lost."""
        try:
            return self.ledger.read()
        except Damaged as problem:
            kept = f"; it is kept as {self.ledger.lay_aside()}" if lay_aside else ""
            self.spoken.fail(
                f"{self.ledger.shown} cannot be understood ({problem}), so the ledger counts as lost{kept}"
            )
            return None

    def _dues(self, known: Ledger | None) -> dict[Outlet, Due]:
        said: Mapping[str, Mapping[str, str]] = known.outlets if known else {}
        told, now, all_of_it = self.tellings, self.now, self.wanted.all_of_it
        return {
            outlet: due(told, outlet, said.get(outlet.name), now=now, all_of_it=all_of_it) for outlet in self.outlets
        }

    def _note(self, became: Mapping[Outlet, Mapping[str, str]]) -> None:
        """Write down what became of keys, and that the outlets are known."""

        def change(ledger: Ledger) -> Ledger:
            for outlet, keys in became.items():
                ledger = noted(ledger, outlet.name, keys, now=self.now, news=self.news)
            return ledger

        self.ledger.add(change)

    def _settle(self, dues: Mapping[Outlet, Due]) -> None:
        """Whatever is due counts as said."""
        self.spoken.forgive()
        became = {
            outlet: dict(is_due.noted) | {each.key: BEFORE for fold in (*is_due.folds, *is_due.held) for each in fold}
            for outlet, is_due in dues.items()
        }
        self._note(became)
        for outlet, keys in became.items():
            self.spoken.settled(outlet.name, sum(what == BEFORE for what in keys.values()))

    def _opened(self, outlet: Outlet, is_due: Due) -> Opened | None:
        """The outlet, where there is something to send and a way to; a secret that is missing is told even where nothing is due."""
        try:
            if is_due.folds or unset(outlet, os.environ):
                return opened(outlet, self.board.site, os.environ)
        except Closed as problem:
            self.spoken.fail(f"{outlet.name}: {problem}")
        return None

    def _message(self, fold: Fold, room: Room) -> Message:
        return self.makers[fold[0].audience].message(fold, room)

    def _live(self, jobs: Mapping[str, Sequence[Fold]]) -> dict[str, list[Fold]]:
        """Of `jobs`, what a visitor of the page can read by now."""
        from generator.publish.announcing.live import from_address, from_folder, look_until

        wanted = [each for folds in jobs.values() for fold in folds for each in fold if each.audience == "readers"]
        keys = {each.key for each in wanted}
        if not keys:
            return {name: list(folds) for name, folds in jobs.items()}
        folder, base = self.wanted.folder, self.wanted.live or self.board.site.url
        get = from_folder(folder) if folder else from_address(base, f"{self.now:%Y%m%dT%H%M%S}")
        seen = look_until(get, keys, self._release(), self.wanted.wait)
        missing = {each.report for each in wanted if each.key not in seen.keys}
        if missing:
            self.spoken.not_live(folder or base, seen.reason, missing)
        return {name: [fold for fold in folds if fold[0].report not in missing] for name, folds in jobs.items()}

    def _release(self) -> str:
        """The digest that a release of what is true now has, if this very program builds it."""
        import json

        from generator.render import render

        return str(json.loads(render(self.board, self.theme, self.memory)[-1].make())["release"])

    def _tell(self, outlet: Opened, fold: Fold) -> str:
        """Send one message and write it down at once; the reason where it failed."""
        known = self.ledger.read()
        said = known.outlets.get(outlet.name, {}) if known else {}
        left = tuple(each for each in fold if not said.get(each.key, "").startswith(SAID))
        if not left:  # another announcer was quicker
            return ""
        message = self._message(left, outlet.room)
        reason = outlet.send(message, self.now)
        if reason and not reason.startswith(PARTLY):
            return reason
        became = {each.key: SAID for each in left}
        self.ledger.add(lambda ledger: noted(ledger, outlet.name, became, now=self.now, news=self.news))
        self.spoken.sent(outlet.name, message, reason)
        return ""
