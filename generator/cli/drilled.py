"""What came of a drill, for a person and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click
from msgspec import Struct

from generator.cli.night import Night, Spoken, as_typed
from generator.cli.shown import counted, failing, harmless
from generator.cli.stage import Stage
from generator.problem import Problem
from generator.publish.targets import Report, Result
from generator.publish.targets.origin import machine

READY = "Ready: every step went well at every target, and what the drill put there is gone."
APART = "The drill: a night rehearsed in a copy of the site. Visitors see nothing of it, and nobody is told."


class Outcome(Struct, frozen=True):
    """All that a drill found out."""

    at: datetime
    night: Night
    stages: tuple[Stage, ...]
    """One for each target, in the order of the command."""
    reports: tuple[Report, ...]
    """How it ended at each, in the same order."""
    problems: tuple[Problem, ...]
    """Of the real site."""
    publish: str
    """The command of the night that publishes."""
    told: tuple[str, ...] = ()
    """The outlets that would have been told."""
    notes: tuple[str, ...] = ()
    """Of this machine."""

    @property
    def ready(self) -> bool:
        """Whether each step was done, verified and taken back at each target, and nothing on this machine would stop a person."""
        done = [report for report in self.reports if report.result is Result.DONE]
        left = [stage for stage in self.stages if stage.place or stage.stuck]
        return bool(self.stages) and len(done) == len(self.stages) and not left and not self.night.hindrances

    @property
    def status(self) -> int:
        """The exit status."""
        results = {report.result for report in self.reports}
        for result, code in ((Result.FAILED, 3), (Result.REFUSED, 2), (Result.BUSY, 75)):
            if result in results:
                return code
        return 0 if self.ready and not failing(self.problems) else 1


def to_page(night: Night, stage: Stage) -> float:
    """Seconds from the first keystroke to the page verified at a target, as often as it got so far; typing not counted."""
    return night.words[0].seconds + stage.publishing[0]


# ------------------------------------------------------------ for a person


def show(outcome: Outcome) -> None:
    """Say all of it: what went well on the standard output, what did not on the other."""
    for line in (APART, "", *_machine(outcome), "", *_targets(outcome), "", *_summed_up(outcome)):
        click.echo(harmless(line))
    for sentence in complaints(outcome):
        click.echo(sentence, err=True)
    if outcome.ready:
        errors = f" The site itself has {counted(outcome.problems)}; see: upside check" * failing(outcome.problems)
        click.echo(f"{READY}{errors}")
    else:
        click.echo("Not ready, for the reasons above.", err=True)


def complaints(outcome: Outcome) -> Iterator[str]:
    """What went wrong, each with what to do."""
    for sentence in outcome.night.hindrances:
        yield f"On this machine: {_ended(sentence)}"
    for stage, report in zip(outcome.stages, outcome.reports, strict=True):
        if report.result is not Result.DONE:
            yield f"{stage.target.shown}: {report.result}: {_ended(report.words)}"
        yield from stage.left_behind()


def _machine(outcome: Outcome) -> Iterator[str]:
    """What a person would type, and what each took here."""
    night = outcome.night
    yield "seconds  what you would type"
    for said in night.words:
        yield f"{said.writing:7.2f}  {as_typed(said.word.typed)}"
        for index, line in enumerate(_git(said)):
            took = f"{said.committing:7.2f}" if index == 1 and said.committing is not None else " " * 7
            yield f"{took}  {line}"
        yield f"{said.building:7.2f}  {outcome.publish}  # to build it; what each target takes stands below"


def _git(said: Spoken) -> list[str]:
    import shlex

    if said.committing is None:
        return []
    return [
        f"git add -- {shlex.quote(said.file)}",
        f"git commit -m {shlex.quote(said.word.commit)}",
        "git push  # not rehearsed: others would see it",
    ]


def _targets(outcome: Outcome) -> Iterator[str]:
    """What building does not count: the time at each target."""
    names = [stage.target.shown for stage in outcome.stages]
    wide = max(len("seconds at each target, once it is built"), *map(len, names))
    heads = ("whole page", *(said.word.called.lower() for said in outcome.night.words), "checked", "removed")
    yield "  ".join((f"{'seconds at each target, once it is built':{wide}}", *heads))
    for name, stage in zip(names, outcome.stages, strict=True):
        publishing = [*stage.publishing, *[None] * (len(outcome.night.words) - len(stage.publishing))]
        cells = (stage.first, *publishing, sum(stage.checking) or None, stage.removing or None)
        yield "  ".join((f"{name:{wide}}", *(_cell(each, len(head)) for each, head in zip(cells, heads, strict=True))))


def _cell(seconds: float | None, width: int) -> str:
    return f"{seconds:{width}.2f}" if seconds else f"{'–':>{width}}"


def _summed_up(outcome: Outcome) -> Iterator[str]:
    night = outcome.night
    reached = [stage for stage in outcome.stages if stage.checking]
    if reached:
        yield "From the first keystroke to the page verified, without your typing:"
        yield from (f"  {to_page(night, stage):.1f} s  {stage.target.shown}" for stage in reached)
    yield (
        f"Before that, {night.copying:.1f} s went into the copy and {night.building:.1f} s into building all of it, which a night need not do."
    )
    yield f"Would have announced to: {', '.join(outcome.told) or 'nobody'}. Nothing was sent."
    yield from (f"Note: {_ended(note)}" for note in (*outcome.notes, *night.notes))
    yield from (f"Note: {_ended(note)}" for stage in outcome.stages for note in stage.notes)


def _ended(words: str) -> str:
    """`words` with a full stop, unless they end in a line to type."""
    return words if words.endswith(".") or "\n" in words else f"{words}."


# ------------------------------------------------------------ for a program


def as_json(outcome: Outcome) -> str:
    """All of it; times in seconds."""
    night = outcome.night
    said = {
        "ready": outcome.ready,
        "at": machine(outcome.at),
        "copying": _seconds(night.copying),
        "building": _seconds(night.building),
        "words": [_word(each, outcome.publish) for each in night.words],
        "targets": [
            _target(night, stage, report) for stage, report in zip(outcome.stages, outcome.reports, strict=True)
        ],
        "hindrances": list(night.hindrances),
        "would_have_told": list(outcome.told),
        "notes": [*outcome.notes, *night.notes],
        "problems": counted(outcome.problems),
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def _word(said: Spoken, publish: str) -> dict[str, Any]:
    return {
        "word": said.word.called,
        "typed": [as_typed(said.word.typed), *_git(said)[:2], publish],
        "writing": _seconds(said.writing),
        "committing": said.committing if said.committing is None else _seconds(said.committing),
        "building": _seconds(said.building),
    }


def _target(night: Night, stage: Stage, report: Report) -> dict[str, Any]:
    return {
        "target": stage.target.shown,
        "result": str(report.result),
        "words": report.words,
        "asking": _seconds(stage.asking),
        "whole_page": _seconds(stage.first),
        "publishing": list(map(_seconds, stage.publishing)),
        "checking": list(map(_seconds, stage.checking)),
        "removing": _seconds(stage.removing),
        "keystroke_to_page": _seconds(to_page(night, stage)) if stage.checking else None,
        "left_at": stage.place,
        "remove_by_hand": stage.by_hand if stage.place else "",
        "notes": stage.notes,
    }


def _seconds(seconds: float) -> float:
    return round(seconds, 3)
