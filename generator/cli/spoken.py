"""What `upside announce` says to whoever runs it: what is sent, what is not and why, and what to type then. Keeps the exit status."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

import click

from generator.cli.shown import harmless
from generator.decide.announcing import BEFORE, MOST
from generator.model import Outlet
from generator.model.announced import Due, Message

FINE, UNVERIFIED, FAILED = 0, 3, 4


class Spoken:
    """One run's words, and what they add up to."""

    def __init__(self, root: Path, ledger: str) -> None:
        """`ledger` as it was asked for, so that what is to be typed next names it too."""
        self._root, self._ledger = root, ledger
        self._failed = self._unverified = False

    @property
    def status(self) -> int:
        """The exit status."""
        return FAILED if self._failed else UNVERIFIED if self._unverified else FINE

    def fail(self, sentence: str) -> None:
        """Something was not announced, or a person has to decide."""
        self._failed = True
        _complain(sentence)

    def forgive(self) -> None:
        """A person has decided: what failed until now is settled."""
        self._failed = False

    def not_live(self, where: object, reason: str, reports: Iterable[str]) -> None:
        """The page does not carry some reports yet."""
        self._unverified = True
        listed = "\n".join(f"  {report}" for report in sorted(reports))
        _complain(
            f"{where} does not carry these yet ({reason}), so they were not announced:\n{listed}\n"
            f"Publish the site, and then:\n  {self.command()}"
        )

    def mention(self, outlet: Outlet, due: Due) -> None:
        """What a person should know of an outlet before anything is sent."""
        older = sum(why == BEFORE for _, why in due.noted)
        if due.new:
            rest = f" {_counted(older, 'older update')} {'counts' if older == 1 else 'count'} as said." if older else ""
            self.tell(f"{outlet.name}: the ledger knows nothing of it, so only the last hour is told.{rest}")
        if due.held:
            listed = "\n".join(f"  {fold[0].report}" for fold in due.held)
            self.fail(
                f"{outlet.name}: {len(due.held) + len(due.folds)} messages are due, and more than {MOST} would be a flood. These wait "
                f"for you:\n{listed}\nSend them all:\n  {self.command('--all')}\n"
                f"or none of them, ever (whatever is due counts as said, for every outlet):\n  {self.command('--mark-as-said')}"
            )

    def show(self, outlet: Outlet, message: Message) -> None:
        """A message, as it would be sent."""
        click.echo(f"\nTo {harmless(outlet.name)}:")
        title = (message.title, "") if message.title else ()
        for line in (*title, *message.body.rstrip("\n").split("\n")):
            click.echo(f"  | {harmless(line)}".rstrip())

    def sent(self, name: str, message: Message, problem: str) -> None:
        """A message was sent, perhaps not to everybody."""
        self.tell(f"{name}: sent “{message.title or message.body.partition(chr(10))[0]}”")
        if problem:
            self.fail(f"{name}: {problem}")

    def unsent(self, name: str, reason: str, count: int) -> None:
        """An outlet failed as often as it was tried."""
        self.fail(
            f"{name}: {_counted(count, 'message')} could not be sent: {reason}\nThe next run tries again:\n  {self.command()}"
        )

    def settled(self, name: str, count: int) -> None:
        """What was due counts as said."""
        self.tell(f"{name}: {_counted(count, 'update')} {'counts' if count == 1 else 'count'} as said.")

    def tell(self, sentence: str) -> None:
        """Good or plain news."""
        click.echo(harmless(sentence))

    def command(self, *options: str) -> str:
        """What to type, from here."""
        root = [] if self._root.resolve() == Path.cwd() else ["-C", str(self._root)]
        ledger = ["--ledger", self._ledger] if self._ledger else []
        return shlex.join(["upside", *root, "announce", *ledger, *options])


def _complain(sentence: str) -> None:
    lines = [harmless(line) for line in sentence.split("\n")]
    end = "" if len(lines) > 1 or lines[0].endswith((".", "!", "?")) else "."
    click.echo("Error: " + "\n".join(lines) + end, err=True)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
