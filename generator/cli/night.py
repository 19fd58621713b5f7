"""The part of a drill that happens on this machine: three words are said in a copy of the site, committed for a trial, and built.

The commands are the real ones, run with the very words that a person would type; only the site they work on is a copy.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TypeVar

import click
from msgspec import Struct

from generator.cli.clock import clock
from generator.cli.place import Refusal
from generator.model import Site
from generator.publish.targets import Release
from generator.publish.trial_commit import Prospect, TrialCommit
from generator.scaffold import drill as texts
from generator.scaffold.drill import Word

Done = TypeVar("Done")
UNSAID = "git could not make the commit, and did not say why. See:\n  git status"


class Spoken(Struct, frozen=True):
    """One word of the night: what it took on this machine, in seconds, and what came of it."""

    word: Word
    file: str
    """The report's file, below the site's folder."""
    writing: float
    committing: float | None
    """None where nothing was committed."""
    building: float
    release: Release

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.writing + (self.committing or 0.0) + self.building


class Night(Struct, frozen=True):
    """What was rehearsed on this machine."""

    before: Release
    """The page before anything happened."""
    copying: float
    building: float
    """The first build, of everything. In seconds, as all here."""
    words: tuple[Spoken, ...]
    report: str
    """The id of the incident."""
    head: str = ""
    """The repository's last commit; empty where there is none."""
    commits: tuple[str, ...] = ()
    """Hashes of those that were made for a trial, on top of it."""
    hindrances: tuple[str, ...] = ()
    """What would stop the operator on this machine, each with what to do."""
    notes: tuple[str, ...] = ()
    """What would not stop anybody, and is good to know."""


class Rehearsal:
    """One, in the folder `folder`, which holds a copy of the site below `site`."""

    def __init__(self, root: Path, folder: Path, site: Site, prospect: Prospect | None) -> None:
        """`prospect` is what git says of `root`; None where it lies in no repository."""
        self._copy, self._folder, self._site = folder / "site", folder, site
        self._prospect = prospect
        self._commits = TrialCommit(root, folder / "git") if prospect and not prospect.hindrances else None
        self._head = self._commits.head if self._commits else ""
        self._made: list[str] = []
        self._hindrances = [*_unwritable(root), *(prospect.hindrances if prospect else ())]

    def run(self, copying: float) -> Night:
        """Say all three words. Raises `Unusable`, and `Refusal` where a command would not do it."""
        building, before = _timed(lambda: self._built("before"))
        known = self._files()
        first = texts.first_word(self._site.components[0].id if self._site.components else "")
        writing, _ = _timed(lambda: self._type(first))
        (file,) = self._files() - known
        words = [self._said(first, file, writing)]
        for word in texts.later_words(Path(file).stem):
            writing, _ = _timed(lambda: self._type(word))  # noqa: B023 -- called at once
            words.append(self._said(word, file, writing))
        notes = self._prospect.notes if self._prospect else ()
        return Night(
            before,
            copying,
            building,
            tuple(words),
            Path(file).stem,
            self._head,
            tuple(self._made),
            tuple(dict.fromkeys(self._hindrances)),
            notes,
        )

    def _said(self, word: Word, file: str, writing: float) -> Spoken:
        """What follows once a word is written: the commit, and the page that shows it."""
        committing = self._commit(word, file)
        building, release = _timed(lambda: self._built(word.called))
        page = release.read(f"incidents/{Path(file).stem}/index.html").decode(errors="replace")
        if word.message not in page:
            self._hindrances.append(
                "the page of an incident does not show what was said in it. Does theme/templates/incident.html leave it out?"
            )
        return Spoken(word, file, writing, committing, building, release)

    def _type(self, word: Word) -> None:
        """Run a command of the operator's in the copy. Raises `Refusal` with what it said where it did not do it."""
        from generator.cli.program import program

        heard = io.StringIO()
        try:
            with redirect_stdout(heard), redirect_stderr(heard):
                status = program.main(["-C", str(self._copy), *word.typed], prog_name="upside", standalone_mode=False)
        except click.ClickException as problem:
            status = problem.format_message()
        if status:
            raise Refusal(
                f"the drill went no further, for `upside {word.typed[0]}` did not do its work:\n\n{status if isinstance(status, str) else heard.getvalue()}"
            )

    def _commit(self, word: Word, file: str) -> float | None:
        if self._commits is None:
            return None
        commits, content = self._commits, (self._copy / file).read_bytes()
        seconds, done = _timed(lambda: commits.commit(file, content, word.commit))
        if not done:
            self._hindrances.append(UNSAID)
            return None
        self._made.append(commits.head)
        return seconds

    def _built(self, called: str) -> Release:
        """The page as it is now, kept."""
        from generator.build import build
        from generator.publish.rehearsal import kept
        from generator.publish.targets import finished

        build(self._copy, self._copy / "public", now=clock())
        return finished(kept(self._copy / "public", self._folder / "releases" / called))

    def _files(self) -> set[str]:
        return {path.relative_to(self._copy).as_posix() for path in (self._copy / "incidents").rglob("*.md")}


def _unwritable(root: Path) -> list[str]:
    """Why no report could be written in the real site."""
    import os

    folder = root / "incidents" if (root / "incidents").exists() else root
    return (
        [] if os.access(folder, os.W_OK | os.X_OK) else [f"you may not write in {folder}, so no incident could begin"]
    )


def outlets(root: Path, report: str) -> tuple[list[str], list[str]]:
    """Who would have been told of `report`, and what of this machine would have kept somebody from being told. Asks no network."""
    import os

    from generator.cli.announcing import Announcer, Wanted
    from generator.publish.announcing.outlet import unset

    announcer = Announcer(root, Wanted(dry_run=True), clock())
    lacking = [
        f"{outlet.name} could not be told from this machine: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
        for outlet in announcer.board.site.announce
        if (missing := unset(outlet, os.environ))
    ]
    return announcer.told_of(report), lacking


def _timed(work: Callable[[], Done]) -> tuple[float, Done]:
    """How many seconds `work` took, and what came of it."""
    began = time.monotonic()
    done = work()
    return time.monotonic() - began, done


def as_typed(words: Sequence[str]) -> str:
    """A command as a person types it."""
    import shlex

    return shlex.join(["upside", *words])
