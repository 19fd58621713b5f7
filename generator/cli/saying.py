"""Saying something about a report that exists: what is to be added, proof that it will be read so, and the writing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from msgspec import Struct

from generator import scaffold
from generator.cli import ask
from generator.cli.aftermath import aftermath
from generator.cli.clock import instant
from generator.cli.options import all_states, component_states, signature
from generator.cli.place import Refusal, shown
from generator.cli.rehearse import arrived, hear, new_errors
from generator.cli.shown import show
from generator.cli.site import Seen, look
from generator.cli.which import Found, every, which
from generator.model import Board, Course, Incident, Status

SKEW = timedelta(minutes=15)
"""By as much the clocks of two laptops may differ: a word after one from the future takes that one's time."""

MARK = (
    "# Write what is to be said above this line. What is below it is not kept; nothing above it, and nothing is said."
)


class Saying(Struct, frozen=True):
    """What is to be said, before it has been made a section."""

    root: Path
    found: Found
    seen: Seen
    board: Board
    typed: Mapping[str, Any]

    @classmethod
    def about(cls, root: Path, wanted: str | None, command: str, now: datetime, typed: Mapping[str, Any]) -> Saying:
        """Find the report that `wanted` means."""
        seen = look(root, now)
        board = seen.board
        candidates = every(seen.source, board)
        if command.startswith("postmortem"):
            candidates = [each for each in candidates if isinstance(each.report, Incident)]
        if command == "postmortem --review" and wanted is None:
            candidates = [each for each in candidates if _explained(each)]
            if not candidates:
                raise Refusal("no incident has a postmortem yet. When one is over:\n  upside postmortem")
            if len(candidates) == 1:
                return cls(root, candidates[0], seen, board, typed)
        elif command == "postmortem":
            ready = [each for each in candidates if not each.open and not _explained(each)]
            if wanted is None and len(ready) == 1:
                return cls(root, ready[0], seen, board, typed)
        return cls(root, which(wanted, candidates, command), seen, board, typed)

    @property
    def zone(self) -> ZoneInfo:
        """The site's."""
        return ZoneInfo(self.seen.source.site.timezone)

    @property
    def path(self) -> Path:
        """The report's file."""
        return self.root / self.found.report.file

    @property
    def is_over(self) -> bool:
        """Whether it has ended, so that ending it again makes no sense."""
        return self.found.state in (Status.RESOLVED, Status.POSTMORTEM, Status.COMPLETED, Status.CANCELLED)

    @property
    def at(self) -> datetime:
        """When it is said: the time typed, else now, yet not before the word before it if clocks differ a little."""
        if self.typed.get("at"):
            return self.time(self.typed["at"], ahead=False)
        now = self.seen.now.replace(second=0, microsecond=0)
        last = max((update.at for update in self.found.report.updates), default=now)
        return last if now < last <= now + SKEW else now

    def time(self, words: str, *, ahead: bool, since: datetime | None = None) -> datetime:
        """What `words` name, to the minute, counted from `since` or now."""
        return instant(words, since or self.seen.now, self.zone, ahead=ahead).replace(second=0, microsecond=0)


class Moved(Struct, frozen=True):
    """Where the window of a maintenance is moved to; None where it stays."""

    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None


UNMOVED = Moved()


def say(saying: Saying, status: Status | None, window: Moved = UNMOVED) -> int:
    """Add an update with `status` (as it was, if None), from which on `window` is the plan, and return the exit status."""
    typed = saying.typed
    states = component_states(typed["components"], saying.seen.source.site.components)
    next_word = saying.time(typed["next_word"], ahead=True) if typed.get("next_word") else None
    words = _words(saying, status, bool(states or next_word or window.scheduled_until))
    heading = scaffold.Heading(
        status or Status.UPDATE,
        saying.at,
        all_states(states),
        next_word,
        signature(typed.get("by")),
        window.scheduled_for,
        window.scheduled_until,
    )
    return _add(saying, heading, words, scaffold.section(heading, words, saying.zone))


def explain(saying: Saying) -> int:
    """Add a postmortem, as far as it can be filled in, and return the exit status."""
    incident = saying.found.report
    course = next((each for each in saying.board.courses if each.id == incident.id), None)
    if not isinstance(incident, Incident) or course is None or course.open or course.resolved_at is None:
        raise Refusal(
            f"{incident.id} is still open; a postmortem would end it. When it is over:\n  upside resolve {incident.id}"
        )
    if incident.postmortem:
        raise Refusal(f"{shown(saying.path)}:{incident.postmortem.line}: there is a postmortem already; edit it there")
    by = signature(saying.typed.get("by"))
    heading = scaffold.Heading(Status.POSTMORTEM, saying.at, by=by)
    text = scaffold.postmortem(_facts(incident, course, course.resolved_at), saying.at, by, saying.zone)
    return _add(saying, heading, "", text)


def _words(saying: Saying, status: Status | None, otherwise_enough: bool) -> str:
    """The words: typed, written in an editor, or asked for. Where nothing at all is said, refuse."""
    given = saying.typed["message"]
    if saying.typed["edit"]:
        written = click.edit(f"{given or ''}\n\n{MARK}\n", extension=".md", require_save=False) or ""
        words = written.partition(MARK)[0].strip()
        if not words:
            raise Refusal("nothing was written above the line, so nothing was said")
        return words
    if given is None and ask.on_terminal():
        given = ask.ask_words("Words")
    if given is None or not given.strip():
        if status is None and not otherwise_enough:
            if ask.on_terminal():
                raise Refusal("nothing was said, so nothing was written")
            ask.need({"--message": "What you know by now"}, ["update", saying.found.report.id])
        return ""
    return str(given)


def _add(saying: Saying, heading: scaffold.Heading, words: str, section: str) -> int:
    """Prove that the section will be read as it is meant, append it, and say what comes next."""
    from generator.publish.report import Changed, append

    report, path = saying.found.report, saying.path
    seen = path.read_bytes()
    added = scaffold.appended(seen, section)
    _prove(saying, heading, words, section, seen, added)
    try:
        append(path, added, seen=seen)
    except Changed:
        raise Refusal(f"{shown(path)} was changed by somebody else just now; look at it, and run this again") from None
    line = len((seen + added).decode("utf-8", "replace").splitlines()) - len(section.splitlines()) + 1
    click.echo(f"{shown(path)}:{line}: added {section.partition(chr(10))[0]}")
    if saying.typed["edit"] and heading.status is Status.POSTMORTEM:
        click.edit(filename=str(path))
    said = "Update" if heading.status is Status.UPDATE else heading.status.replace("_", " ").capitalize()
    return aftermath(saying.root, path, f"{said}: {report.title or report.id}", saying.seen.now)


def _prove(saying: Saying, heading: scaffold.Heading, words: str, section: str, seen: bytes, added: bytes) -> None:
    """Refuse, before anything is written, a section that would be read otherwise than it is meant, and show it so that it is not lost."""
    file = saying.found.report.file
    before, after = hear(saying.root, file, seen), hear(saying.root, file, seen + added)
    errors = new_errors(before, after)
    if not errors and arrived(before, after, heading, words):
        return
    show(errors)
    opened = scaffold.left_open(seen)
    why = "it could not be read" if errors else "it would not be read as you meant it"
    if opened:
        why = f"{file}:{opened.line}:1: {opened.what} begins there and never ends, so what comes after it is part of it"
    how = f" Add a line with {opened.close} where it ends, and run this again." if opened else ""
    raise Refusal(f"nothing was written: {why}.{how} It was to be\n\n{section}")


def _facts(incident: Incident, course: Course, ended: datetime) -> scaffold.Facts:
    return scaffold.Facts(
        incident.started,
        ended,
        tuple(transition.component.name for transition in course.affected),
        incident.affected,
        tuple(
            (step.update.at, step.status.replace("_", " ").capitalize(), step.update.text.markdown)
            for step in reversed(course.steps)
        ),
    )


def _explained(found: Found) -> bool:
    return isinstance(found.report, Incident) and found.report.postmortem is not None
