"""The part of a drill that happens at one target: look at the real one, publish to a place beside it, look at that, remove it.

Each in a thread of its own; whatever goes wrong is raised in words, and the place is removed all the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click

from generator import version
from generator.cli.clock import clock
from generator.cli.night import Night
from generator.cli.progress import watched
from generator.publish.changes import Refused
from generator.publish.targets import Failed, Older, Release, Report, Target, Terms, each
from generator.publish.targets.drills import ABANDONED, Drills, Left, new_name
from generator.publish.targets.history import History
from generator.publish.targets.order import Contains, judge
from generator.publish.targets.origin import Origin, spoken

HOURS = ABANDONED // timedelta(hours=1)


@dataclass
class Stage:
    """What became of one target. Written by one thread, read when that has ended."""

    target: Target
    asking: float = 0.0
    """Seconds, as all others, until it was known what is live there."""
    first: float = 0.0
    """Until the whole page stood in the place of the drill, where nothing was before."""
    publishing: list[float] = field(default_factory=list)
    """For each word: until what changed had travelled and had been fetched back."""
    checking: list[float] = field(default_factory=list)
    """For each word: until every file had been fetched once more and compared."""
    removing: float = 0.0
    place: str = ""
    """Where the drill's pages lie, from the moment that something may lie there; empty again when that is removed."""
    by_hand: str = ""
    """How a person removes it."""
    stuck: str = ""
    """Why it could not be removed."""
    notes: list[str] = field(default_factory=list)

    def rehearse(self, night: Night, live: Origin, contains: Contains, terms: Terms) -> None:
        """All of it. `live` is where a release of this night would come from. Raises `Failed`, `Refused`, `Busy`."""
        self._tell(terms, "asking")
        with _timing() as took:
            pointer = self.target.read()
        self.asking = took[0]
        if why := judge(live, pointer, contains):
            raise Older(f"in the night `upside publish` would be refused here, for {why}")
        if pointer.current:
            self._compare(live, pointer.current.origin, contains)
        drills, name = self.target.drills(), new_name()
        self._clear(drills, terms.now)
        self.place, self.by_hand = drills.shown(name), drills.by_hand(name)
        try:
            drills.begin(name, terms.now)
            self._perform(drills.target(name), night, terms)
        finally:
            self._tell(terms, "removing")
            with _timing() as took:
                self._remove(drills, name)
            self.removing = took[0]
        if self.stuck:
            raise Failed("all of it was published and verified, and then could not be removed")

    def _compare(self, ours: Origin, live: Origin, contains: Contains) -> None:
        """Notice a clone that is behind what is live: its next commit would be the later one, and would win. Raises `Older`."""
        if not ours.commit or not live.commit:
            return
        known = contains(ours.commit, live.commit)
        if known is False:
            raise Older(
                f"what is live was made from {live.said}, which your branch does not have: a commit of tonight would put the page back "
                "to before it. Fetch it first:\n  git pull"
            )
        if known is None:
            self.notes.append(
                f"what is live at {self.target.shown} was made from {live.said}, which this clone does not know: git pull"
            )

    def left_behind(self) -> Iterator[str]:
        """Where something of the drill may still lie, and how it goes; nothing where all of it is gone."""
        if self.place:
            how = f"could not be removed ({self.stuck})" if self.stuck else "may still be there"
            yield (
                f"{self.place} {how}. No page that visitors see leads there. A drill that is run {HOURS} hours from now "
                f"or later removes it; or by hand:\n  {self.by_hand}"
            )

    def _perform(self, scratch: Target, night: Night, terms: Terms) -> None:
        """Publish the page as it was, and then each word, and look at it."""
        with _timing() as took:
            self._ship(scratch, night.before, terms)
        self.first = took[0]
        for said in night.words:
            with _timing() as took:
                self._ship(scratch, said.release, terms)
            self.publishing.append(took[0])
            self._tell(terms, "checking")
            with _timing() as took:
                live = scratch.verify()
            if live.digest != said.release.digest:
                raise Failed(f"release {live.id} is live there, and not {said.release.id}, which was just published")
            self.checking.append(took[0])

    def _ship(self, scratch: Target, release: Release, terms: Terms) -> None:
        if terms.stop.is_set():
            raise Failed("stopped")
        scratch.ship(release, replace(terms, now=clock()))

    def _remove(self, drills: Drills, name: str) -> None:
        try:
            drills.remove(name)
        except (Failed, Refused) as problem:
            self.stuck = str(problem)
        else:
            self.place = ""

    def _clear(self, drills: Drills, now: datetime) -> None:
        """Remove what drills that were killed have left, and name what is left alone."""
        try:
            for left in drills.left():
                self.notes.append(self._cleared(drills, left, now))
        except Failed as problem:
            self.notes.append(f"what older drills may have left could not be looked for: {problem}")

    def _cleared(self, drills: Drills, left: Left, now: datetime) -> str:
        where, how = drills.shown(left.name), drills.by_hand(left.name)
        if left.began is None:
            return f"{where} is there and does not say that a drill made it, so it was left alone. If it is of no use:\n  {how}"
        since = f"a drill of {spoken(left.began)}"
        if timedelta(0) <= now - left.began < ABANDONED:
            return f"{where} belongs to {since} that is still under way or was killed; once it is {HOURS} hours old, the next drill removes it"
        if now < left.began:
            return f"{where} belongs to {since}, which is still to come by this clock, so it was left alone. If it is of no use:\n  {how}"
        try:
            drills.remove(left.name)
        except (Failed, Refused) as problem:
            return f"{where} was left by {since} and could not be removed ({problem}). By hand:\n  {how}"
        return f"{where} was left by {since} that was killed; it is removed now"

    @staticmethod
    def _tell(terms: Terms, what: str) -> None:
        terms.progress(what, 0, 1)


def at_targets(root: Path, targets: Sequence[Target], night: Night) -> tuple[list[Stage], list[Report]]:
    """Rehearse at all of `targets` at once; what became of each, in their order. Raises `click.Abort` where a person stopped it."""
    terms = Terms(clock())
    live, contains = _would_be(root, night)
    stages = {id(target): Stage(target) for target in targets}
    reports: dict[int, Report] = {}
    try:
        with watched(targets) as watch:

            def work(target: Target) -> None:
                told = replace(terms, progress=watch(target))
                stages[id(target)].rehearse(night, live, contains, told)

            for report in each(targets, work, terms.stop):
                reports[id(report.target)] = report
    except KeyboardInterrupt:
        _stopped(list(stages.values()))
        raise click.Abort from None
    return list(stages.values()), [reports[id(target)] for target in targets]


def _stopped(stages: Sequence[Stage]) -> None:
    """Say where something may still lie."""
    left = [sentence for stage in stages for sentence in stage.left_behind()]
    for sentence in left or ["What the drill had put at targets is removed."]:
        click.echo(sentence, err=True)


def _would_be(root: Path, night: Night) -> tuple[Origin, Contains]:
    """Where a release of this night would come from, and a history that knows of it."""
    at = night.words[0].release.origin.built_at
    if not night.commits:
        return Origin(at, at, program=version.program()), History(root).contains
    commit = night.commits[-1]
    known = partial(_contains, History(root), night)
    return Origin(at, at, commit, at, program=version.program()), known


def _contains(history: History, night: Night, one: str, other: str) -> bool | None:
    """What `history` says of two commits, had the trial ones been made upon its head."""
    if other in night.commits:
        return one in night.commits and night.commits.index(one) >= night.commits.index(other)
    return history.contains(night.head if one in night.commits else one, other)


@contextmanager
def _timing() -> Iterator[list[float]]:
    """The seconds that the context took, as the one item, once it has ended."""
    took = [0.0]
    began = time.monotonic()
    try:
        yield took
    finally:
        took[0] = time.monotonic() - began
