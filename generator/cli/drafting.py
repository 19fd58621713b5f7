"""From what a person typed, and what they are asked for, to the text of a new report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from msgspec import Struct

from generator import scaffold
from generator.cli import ask
from generator.cli.clock import instant
from generator.cli.options import OF_INCIDENT, OF_MAINTENANCE, component_states, signature
from generator.cli.shown import show
from generator.cli.site import look
from generator.model import Change, Impact, Site, Status
from generator.problem import Unusable


class Kind(StrEnum):
    """What a new file is."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    NOTICE = "notice"


NEEDED = {
    Kind.INCIDENT: {
        "title": "What is wrong",
        "impact": "major",
        "message": "What you know so far",
    },
    Kind.MAINTENANCE: {
        "title": "What will be done",
        "scheduled_for": "2026-12-01 22:00",
        "scheduled_until": "2 hours",
        "message": "What people will notice",
    },
    Kind.NOTICE: {"title": "What is new", "message": "What people should know"},
}
"""What cannot be left out, with an example for each."""

OF_ALL = {"title", "message", "at"}
TAKEN = {
    Kind.INCIDENT: OF_ALL | {"impact", "status", "started", "detected", "affected", "next_word", "components", "by"},
    Kind.MAINTENANCE: OF_ALL
    | {"scheduled_for", "scheduled_until", "repeats", "status", "affected", "next_word", "components", "by"},
    Kind.NOTICE: OF_ALL | {"until"},
}
"""What each kind can say."""


class Drafting(Struct, frozen=True):
    """What is known before anybody is asked."""

    kind: Kind
    typed: Mapping[str, Any]
    """Options as they were given, without those that were not."""
    now: datetime
    site: Site | None
    """None where site.yaml cannot be read; an incident can be written all the same."""
    schema: bool
    """Whether the site keeps its JSON Schemas for editors."""

    @classmethod
    def of(cls, root: Path, kind: Kind, now: datetime, typed: Mapping[str, Any]) -> Drafting:
        """Begin, in the site that lies in `root`."""
        site = None
        try:
            site = look(root, now).source.site
        except Unusable as unusable:
            show(unusable.problems)
            click.echo(
                "site.yaml cannot be read: times are in UTC, and components are taken as you write them.", err=True
            )
        return cls(kind, typed, now, site, (root / ".schema" / "incident.json").exists())

    @property
    def zone(self) -> ZoneInfo:
        """The site's."""
        return ZoneInfo(self.site.timezone if self.site else "UTC")

    def components(self, *said: str) -> list[Change | str]:
        """The components that `said` names, each with its state where one was said."""
        return component_states(said, self.site.components if self.site else None)

    def time(self, words: str, *, ahead: bool, since: datetime | None = None) -> datetime:
        """What `words` name, to the minute, counted from `since` or now."""
        return instant(words, since or self.now, self.zone, ahead=ahead).replace(second=0, microsecond=0)


class Drafted(Struct, frozen=True):
    """A report that is ready to be written."""

    name: str
    """Of its file, below incidents/, without the suffix."""
    title: str
    words: str
    text: str


def drafted(drafting: Drafting) -> Drafted:
    """Ask for what is missing, or refuse where nobody can be asked, and make the text."""
    _fits(drafting)
    answers = _complete(drafting)
    return {Kind.INCIDENT: _incident, Kind.MAINTENANCE: _maintenance, Kind.NOTICE: _notice}[drafting.kind](
        drafting, answers
    )


def _fits(drafting: Drafting) -> None:
    """Refuse an option that this kind of report cannot say, rather than leave it out without a word."""
    for name in drafting.typed:
        if name not in TAKEN[drafting.kind]:
            kinds = [kind for kind in Kind if name in TAKEN[kind]]
            other = f"; it belongs to {' or '.join(_option(kind) for kind in kinds)}"
            kind = "an incident" if drafting.kind is Kind.INCIDENT else f"a {drafting.kind}"
            raise click.UsageError(f"{_option(name)} cannot be said of {kind}{other}")


def _option(name: str) -> str:
    if name == Kind.INCIDENT:
        return "an incident"
    return {"components": "--component", "next_word": "--next"}.get(name, f"--{name.replace('_', '-')}")


def _complete(drafting: Drafting) -> dict[str, Any]:
    """What was typed, and what was asked for, by the names of the options; in the person's words."""
    answers = dict(drafting.typed)
    missing = {
        name: example for name, example in NEEDED[drafting.kind].items() if not str(answers.get(name, "")).strip()
    }
    if missing and not ask.on_terminal():
        options = {_option(name): example for name, example in missing.items()}
        ask.need(options, _as_typed(drafting), _wise(drafting))
    ahead = partial(drafting.time, ahead=True)
    questions: dict[str, Callable[[], Any]] = {
        "title": lambda: ask.ask("Title", check=_title),
        "impact": ask.ask_impact,
        "scheduled_for": lambda: ask.ask("Begins", check=ahead),
        "scheduled_until": lambda: ask.ask("Ends, or how long it takes", "1 hour", ahead),
        "message": lambda: ask.ask_words("First words" if drafting.kind is Kind.INCIDENT else "Words"),
    }
    for name in missing:
        if name == "message" and drafting.kind is not Kind.NOTICE and "components" not in answers and drafting.site:
            answers["components"] = ask.ask_components(drafting.site.components, drafting.components)
        answers[name] = questions[name]()
    return answers


def _wise(drafting: Drafting) -> dict[str, str]:
    """The component that an example names, where none was typed."""
    if (
        drafting.kind is Kind.NOTICE
        or "components" in drafting.typed
        or not (drafting.site and drafting.site.components)
    ):
        return {}
    return {"--component": drafting.site.components[0].id}


def _as_typed(drafting: Drafting) -> list[str]:
    """The command as far as it was given."""
    words = ["new"] if drafting.kind is Kind.INCIDENT else ["new", f"--{drafting.kind}"]
    for name, value in drafting.typed.items():
        for each in value if isinstance(value, tuple) else (value,):
            words += [_option(name), str(each)]
    return words


def _incident(drafting: Drafting, answers: Mapping[str, Any]) -> Drafted:
    at = _at(drafting, answers)
    started, detected = (
        drafting.time(answers[name], ahead=False) if name in answers else None for name in ("started", "detected")
    )
    first = scaffold.Heading(
        _status(answers, OF_INCIDENT, Status.INVESTIGATING),
        max(at, started) if started else at,
        next=drafting.time(answers["next_word"], ahead=True, since=at) if "next_word" in answers else None,
        by=signature(answers.get("by")),
    )
    draft = _draft(drafting, answers)
    text = scaffold.incident(draft, Impact(answers["impact"].lower()), started, first, drafting.zone, detected=detected)
    return _drafted(drafting, draft, started or at, text)


def _maintenance(drafting: Drafting, answers: Mapping[str, Any]) -> Drafted:
    start = drafting.time(answers["scheduled_for"], ahead=True)
    end = drafting.time(answers["scheduled_until"], ahead=True, since=start)
    if end <= start:
        raise click.BadParameter(
            f'"{answers["scheduled_until"]}" is not after the beginning, {scaffold.moment(start, drafting.zone)}',
            param_hint="--scheduled-until",
        )
    at = _at(drafting, answers)
    next_word = drafting.time(answers["next_word"], ahead=True, since=at) if "next_word" in answers else None
    status = _status(answers, OF_MAINTENANCE, Status.SCHEDULED)
    first = scaffold.Heading(status, at, next=next_word, by=signature(answers.get("by")))
    draft = _draft(drafting, answers)
    return _drafted(
        drafting,
        draft,
        start,
        scaffold.maintenance(draft, start, end, first, drafting.zone, repeats=answers.get("repeats", "")),
    )


def _notice(drafting: Drafting, answers: Mapping[str, Any]) -> Drafted:
    at = _at(drafting, answers)
    until = drafting.time(answers["until"], ahead=True) if "until" in answers else None
    draft = _draft(drafting, answers)
    return _drafted(drafting, draft, at, scaffold.notice(draft, at, until, drafting.zone))


def _draft(drafting: Drafting, answers: Mapping[str, Any]) -> scaffold.Draft:
    states = drafting.components(*answers.get("components", ()))
    affected = scaffold.one_line(answers.get("affected", ""))
    schema = "../../.schema/incident.json" if drafting.schema else ""
    return scaffold.Draft(_title(answers["title"]), answers["message"], states, affected, schema)


def _drafted(drafting: Drafting, draft: scaffold.Draft, day: datetime, text: str) -> Drafted:
    name = scaffold.file_name(draft.title, day.astimezone(drafting.zone).date(), drafting.kind)
    return Drafted(name, draft.title, draft.words, text)


def _title(words: str) -> str:
    title = scaffold.one_line(words)
    if title:
        return title
    raise click.BadParameter("a title cannot be empty", param_hint="--title")


def _at(drafting: Drafting, answers: Mapping[str, Any]) -> datetime:
    return drafting.time(answers.get("at", "now"), ahead=False)


def _status(answers: Mapping[str, Any], allowed: Sequence[Status], otherwise: Status) -> Status:
    status = answers.get("status", otherwise)
    if status in allowed:
        return Status(status)
    raise click.BadParameter(f'"{status}" is not a status of this kind of report', param_hint="--status")
