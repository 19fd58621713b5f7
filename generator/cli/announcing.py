"""What `upside announce` does, step by step: look, decide, see that the page carries it, send, write down. Entered by that command alone."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import click

from generator import version
from generator.cli.shown import failing, harmless, show
from generator.cli.site import look
from generator.decide.announcing import BEFORE, MOST, NEWS, SAID, due, is_news
from generator.memory import Memory
from generator.model import Outlet
from generator.model.announced import Due, Ledger, Room, Telling
from generator.publish.announcing.branch_ledger import BranchLedger
from generator.publish.announcing.file_ledger import FileLedger
from generator.publish.announcing.ledger import Damaged, Unreachable, noted
from generator.publish.announcing.outlet import Closed, Opened, opened, unset
from generator.render.announcements.tellings import Tellings
from generator.render.edition import Edition
from generator.render.theme import Theme

FINE, UNVERIFIED, FAILED = 0, 3, 4
FILE = ".upside/announced.json"
BRANCH = "branch:"
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


class Announcer:
    """One run."""

    def __init__(self, root: Path, wanted: Wanted, now: datetime) -> None:
        self.root, self.wanted, self.now = root, wanted, now
        seen = look(root, now)
        self.problems = [each for each in seen.problems if each.place.file == "site.yaml"]
        self.board = seen.board
        self.site = self.board.site
        self.memory = Memory(root / ".upside", version.program())
        self.theme = Theme.of(root)
        self.tellings = Tellings(Edition(self.board, self.theme, self.memory), now - NEWS)
        self.news = frozenset(each.key for each in self.tellings.all if is_news(each, now))
        self.failed = self.unverified = False

    def run(self) -> int:
        """All of it; the exit status."""
        if failing(self.problems):
            show(each for each in self.problems if failing([each]))
            self._fail("site.yaml has errors, so an outlet may be missing here; see: upside check")
        if not self.site.announce:
            click.echo('Nobody to tell: site.yaml lists no "announce". incidents/README.md says how to write it.')
            return FAILED if self.failed else FINE
        try:
            if self.wanted.dry_run:
                self._dry_run()
            else:
                with self.ledger.held():
                    self._announce()
        except Unreachable as problem:
            self._fail(str(problem))
        self.memory.save()
        return FAILED if self.failed else UNVERIFIED if self.unverified else FINE

    @cached_property
    def ledger(self) -> FileLedger | BranchLedger:
        """Where it is kept what was said. Raises `Unreachable`."""
        where = self.wanted.ledger
        if where.startswith(BRANCH):
            return BranchLedger(self.root, where.removeprefix(BRANCH), now=self.now, fetch=not self.wanted.dry_run)
        return FileLedger(Path(where) if where else self.root / FILE)

    def _dry_run(self) -> None:
        """Show every message as it would be sent."""
        for outlet, due_now in self._dues(self._known(lay_aside=False)).items():
            self._mention(outlet, due_now)
            room = A_CHAT
            try:
                room = opened(outlet, self.site, os.environ).room if due_now.folds else room
            except Closed as problem:
                self._fail(f"{outlet.name}: {problem}. Shown as a chat would have it")
            for fold in due_now.folds:
                message = self.tellings.message(fold, room)
                click.echo(f"\nTo {harmless(outlet.name)}:")
                for line in (message.title, "", *message.body.rstrip("\n").split("\n")):
                    click.echo(f"  | {harmless(line)}".rstrip())
            if not due_now.folds:
                click.echo(f"{harmless(outlet.name)}: nothing to send.")

    def _announce(self) -> None:
        known = self._known(lay_aside=True)
        if self.wanted.mark_as_said:
            return self._mark_as_said(known)
        dues = self._dues(known)
        ready: dict[str, Opened] = {}
        for outlet, due_now in dues.items():
            self._mention(outlet, due_now)
            try:
                if missing := unset(outlet, os.environ):
                    raise Closed(f"{' and '.join(missing)} is not set in the environment, so nothing can be sent there")
                if due_now.folds:
                    ready[outlet.name] = opened(outlet, self.site, os.environ)
            except Closed as problem:
                self._fail(f"{outlet.name}: {problem}")
        self._note(dues)
        jobs = self._live({outlet.name: due_now.folds for outlet, due_now in dues.items() if outlet.name in ready})
        self._send(jobs, ready)
        if not any(due_now.folds or due_now.held for due_now in dues.values()) and not self.failed:
            click.echo("Nothing to announce: everybody has been told everything.")
        return None

    def _known(self, *, lay_aside: bool) -> Ledger | None:
        """What the ledger says; None where there is none. One that cannot be understood counts as lost."""
        try:
            return self.ledger.read()
        except Damaged as problem:
            kept = f"; it is kept as {self.ledger.lay_aside()}" if lay_aside else ""
            self._fail(f"the ledger {self.ledger.shown} cannot be understood ({problem}), so it counts as lost{kept}")
            return None

    def _dues(self, known: Ledger | None) -> dict[Outlet, Due]:
        said: Mapping[str, Mapping[str, str]] = known.outlets if known else {}
        return {
            outlet: due(self.tellings.all, outlet, said.get(outlet.name), now=self.now, all_of_it=self.wanted.all_of_it)
            for outlet in self.site.announce
        }

    def _mention(self, outlet: Outlet, due_now: Due) -> None:
        """Say what a person should know before anything is sent."""
        name = harmless(outlet.name)
        skipped = sum(why == BEFORE for _, why in due_now.noted)
        if due_now.new:
            verb = "counts" if skipped == 1 else "count"
            older = f" {skipped} older {'update' if skipped == 1 else 'updates'} {verb} as said." if skipped else ""
            click.echo(f"{name}: the ledger knows nothing of it, so only the last hour is told.{older}")
        if due_now.held:
            listed = "\n".join(f"  {fold[0].report}" for fold in due_now.held)
            self._fail(
                f"{name}: {len(due_now.held) + len(due_now.folds)} messages are due, and more than {MOST} would be a flood. These wait for "
                f"you:\n{listed}\nSend them all:\n  {self._command('--all')}\n"
                f"or never (whatever is due counts as said, for every outlet):\n  {self._command('--mark-as-said')}"
            )

    def _note(self, dues: Mapping[Outlet, Due]) -> None:
        """Write down what is never to be told, and that the outlets are known."""
        if any(due_now.noted or due_now.new for due_now in dues.values()):
            self.ledger.add(lambda ledger: self._with_notes(ledger, dues))

    def _with_notes(self, ledger: Ledger, dues: Mapping[Outlet, Due]) -> Ledger:
        for outlet, due_now in dues.items():
            ledger = noted(ledger, outlet.name, dict(due_now.noted), now=self.now, news=self.news)
        return ledger

    def _mark_as_said(self, known: Ledger | None) -> None:
        dues = self._dues(known)
        became = {
            outlet: dict(due_now.noted)
            | {each.key: BEFORE for fold in (*due_now.folds, *due_now.held) for each in fold}
            for outlet, due_now in dues.items()
        }

        def change(ledger: Ledger) -> Ledger:
            for outlet, keys in became.items():
                ledger = noted(ledger, outlet.name, keys, now=self.now, news=self.news)
            return ledger

        self.failed = False  # a person has decided
        self.ledger.add(change)
        for outlet, keys in became.items():
            count = sum(what == BEFORE for what in keys.values())
            click.echo(
                f"{harmless(outlet.name)}: {count} {'update counts' if count == 1 else 'updates count'} as said."
            )

    def _live(self, jobs: Mapping[str, Sequence[Fold]]) -> dict[str, list[Fold]]:
        """Of `jobs`, what a visitor of the page can read by now."""
        from generator.publish.announcing.live import from_address, from_folder, look_until

        keys = {each.key for folds in jobs.values() for fold in folds for each in fold if each.audience == "readers"}
        if not keys:
            return {name: list(folds) for name, folds in jobs.items()}
        base = self.wanted.live or self.site.url
        folder = self.wanted.folder
        get = from_folder(folder) if folder else from_address(base, f"{self.now:%Y%m%dT%H%M%S}")
        seen = look_until(get, keys, self._release(), self.wanted.wait)
        missing = {
            each.report for folds in jobs.values() for fold in folds for each in fold if each.key in keys - seen.keys
        }
        if missing:
            self.unverified = True
            listed = "\n".join(f"  {report}" for report in sorted(missing))
            self._say(
                f"{folder or base} does not carry these yet ({seen.reason}), so they were not announced:\n{listed}\n"
                f"Publish the site, and then:\n  {self._command()}"
            )
        return {name: [fold for fold in folds if fold[0].report not in missing] for name, folds in jobs.items()}

    def _release(self) -> str:
        """The digest that this release has if this very program built it."""
        import json

        from generator.render import render

        said = json.loads(render(self.board, self.theme, self.memory)[-1].make())
        return str(said["release"])

    def _send(self, jobs: Mapping[str, Sequence[Fold]], ready: Mapping[str, Opened]) -> None:
        from generator.publish.announcing.rounds import in_rounds

        failed = in_rounds(jobs, lambda name, fold: self._tell(ready[name], fold))
        for name, (reason, left) in failed.items():
            count = f"{len(left)} {'message' if len(left) == 1 else 'messages'}"
            self._fail(f"{name}: {count} could not be sent: {reason}. The next run tries again:\n  {self._command()}")

    def _tell(self, outlet: Opened, fold: Fold) -> str:
        """Send one message and write it down; the reason where it failed."""
        from generator.publish.announcing.mail import PARTLY

        known = self.ledger.read()
        said = known.outlets.get(outlet.name, {}) if known else {}
        left = tuple(each for each in fold if not said.get(each.key, "").startswith(SAID))
        if not left:  # another announcer was quicker
            return ""
        message = self.tellings.message(left, outlet.room)
        reason = outlet.send(message, self.now)
        if reason and not reason.startswith(PARTLY):
            return reason
        became = {each.key: SAID for each in left}
        self.ledger.add(lambda ledger: noted(ledger, outlet.name, became, now=self.now, news=self.news))
        title = message.title or message.body.split("\n", 1)[0]
        click.echo(f"{harmless(outlet.name)}: sent “{harmless(title)}”")
        if reason:
            self._fail(f"{outlet.name}: {reason}")
        return ""

    def _fail(self, sentence: str) -> None:
        self.failed = True
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        lines = [harmless(line) for line in sentence.split("\n")]
        end = "" if len(lines) > 1 or lines[0].endswith((".", "check")) else "."
        click.echo("Error: " + "\n".join(lines) + end, err=True)

    def _command(self, *options: str) -> str:
        """What to type, from here."""
        root = [] if self.root.resolve() == Path.cwd() else ["-C", str(self.root)]
        ledger = ["--ledger", self.wanted.ledger] if self.wanted.ledger else []
        return shlex.join(["upside", *root, "announce", *ledger, *options])
