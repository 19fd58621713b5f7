"""Options that several commands share, and the kinds of words they take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from generator.model import Change, Component, ComponentStatus, Status
from generator.problem import did_you_mean

Command = TypeVar("Command", bound=Callable[..., Any])

OF_INCIDENT = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED, Status.UPDATE)
OF_MAINTENANCE = (
    Status.SCHEDULED,
    Status.IN_PROGRESS,
    Status.VERIFYING,
    Status.COMPLETED,
    Status.CANCELLED,
    Status.UPDATE,
)


def status_option(help_text: str) -> Callable[[Command], Command]:
    """The option `--status`: a status in any of the words that a heading may use, such as `in progress` or `watching`."""

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        words = [status.replace("_", " ") for status in dict.fromkeys((*OF_INCIDENT, *OF_MAINTENANCE))]
        return [word for word in words if word.startswith(incomplete.casefold())]

    def convert(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Status | None:
        return None if value is None else _status(value)

    return click.option("--status", metavar="STATUS", callback=convert, shell_complete=complete, help=help_text)


def say_options(command: Command) -> Command:
    """The options of every command that writes words: `--message`, `--component`, `--by`, `--at`, `--edit`."""
    for option in (
        click.option("--edit", is_flag=True, help="Open your editor ($VISUAL or $EDITOR)."),
        click.option("--at", metavar="TIME", help="When this was so; default: now. E.g. 14:31, or 10 minutes ago."),
        click.option("--by", metavar="NAME", help="Who signs it."),
        click.option(
            "--component",
            "components",
            metavar="ID[=STATUS]",
            multiple=True,
            help="A component that is touched, and its state. May be given again.",
        ),
        click.option(
            "-m", "--message", metavar="TEXT", help="The words, in Markdown; - reads them from the standard input."
        ),
    ):
        command = option(command)
    return command


def words_of(message: str | None) -> str | None:
    """What `--message` says; `-` is the standard input, as UTF-8."""
    if message != "-":
        return message
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise click.BadParameter(
            f"byte {problem.start + 1} of the standard input is not UTF-8", param_hint="--message"
        ) from None


def signature(name: str | None) -> str:
    """Who signs, as it can stand in the braces of a heading. Raises `click.BadParameter`."""
    said = " ".join((name or "").split())
    if culprit := next((each for each in '"{}“”' if each in said), None):
        raise click.BadParameter(f"a name that signs cannot hold {culprit}", param_hint="--by")
    return said


def component_states(said: Iterable[str], known: Iterable[Component] | None) -> list[Change | str]:
    """Each `ID` as it is, each `ID=STATUS` as a change. `known` None: whatever is said is taken. Raises `click.BadParameter`."""
    found: list[Change | str] = []
    for each in (part for one in said for part in one.split(",") if part.strip()):
        name, equals, state = (word.strip() for word in each.partition("="))
        identifier = _component(name, known)
        found.append(Change(identifier, _state(state)) if equals else identifier)
    return found


def all_states(states: Iterable[Change | str]) -> list[Change]:
    """`states`, of which each must say its state. Raises `click.BadParameter`."""
    changes = []
    for each in states:
        if not isinstance(each, Change):
            raise click.BadParameter(
                f'which state is "{each}" in now? Write {each}=operational, or one of '
                + ", ".join(list(ComponentStatus)[1:]),
                param_hint="--component",
            )
        changes.append(each)
    return changes


def _component(name: str, known: Iterable[Component] | None) -> str:
    if known is None:
        return name
    known = list(known)
    for component in known:
        if name.casefold() in (component.id.casefold(), component.name.casefold()):
            return component.id
    ids = [component.id for component in known]
    near = did_you_mean(name, ids)
    raise click.BadParameter(
        f'no component is called "{name}"'
        + (f'; did you mean "{near}"?' if near else ";")
        + (f" site.yaml lists {', '.join(ids)}" if ids else " site.yaml lists none"),
        param_hint="--component",
    )


def _state(said: str) -> ComponentStatus:
    from generator.read.vocabulary import COMPONENT_WORDS, near_word, word

    if (state := COMPONENT_WORDS.get(word(said))) is not None:
        return state
    near = near_word(said, list(ComponentStatus))
    raise click.BadParameter(
        f'"{said}" is not a state of a component; '
        + (f'did you mean "{near}"?' if near else f"it is one of {', '.join(ComponentStatus)}"),
        param_hint="--component",
    )


def _status(said: str) -> Status:
    from generator.read.vocabulary import STATUS_WORDS, word

    plain = word(said).replace("_", " ")
    if plain in STATUS_WORDS:
        return STATUS_WORDS[plain]
    near = did_you_mean(plain, STATUS_WORDS)
    known = ", ".join(status.replace("_", " ") for status in Status)
    raise click.BadParameter(
        f'"{said}" is no status; ' + (f'did you mean "{near}"?' if near else f"it is one of {known}")
    )
