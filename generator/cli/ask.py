"""Asking a person on a terminal for what is missing; elsewhere, saying what to type."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence

import click

from generator.cli.place import Refusal
from generator.model import Component, Impact

IMPACTS = {
    Impact.MINOR: "something is slower or partly broken",
    Impact.MAJOR: "an important part does not work for many",
    Impact.CRITICAL: "nothing works, or data is at risk",
    Impact.NONE: "nobody notices",
}


def on_terminal() -> bool:
    """Whether a person sits there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def need(missing: Mapping[str, str], typed: Sequence[str], wise: Mapping[str, str] | None = None) -> None:
    """Refuse where there is nobody to ask: `missing` (option to an example) is to be added to the command `typed`.

    What is `wise` to say, but not needed, is added to the example too.
    """
    if not missing:
        return
    example = [word for option, value in {**(wise or {}), **missing}.items() for word in (option, value)]
    raise Refusal(
        f"still needed: {', '.join(missing)}. This is no terminal to ask on; the whole command is, for example\n\n"
        f"  {shlex.join(['upside', *typed, *example])}"
    )


def ask(question: str, default: str | None = None, check: Callable[[str], object] | None = None) -> str:
    """What a person answers, in their words; asked again for as long as `check` (which raises `click.BadParameter`) refuses it."""

    def checked(words: str) -> str:
        if check:
            check(words)
        return words

    answer: str = click.prompt(question, default=default, value_proc=checked, err=True, show_default=bool(default))
    return answer


def ask_words(question: str) -> str:
    """Lines up to an empty one."""
    click.echo(f"{question} (an empty line ends them):", err=True)
    lines: list[str] = []
    while line := click.prompt("", default="", show_default=False, prompt_suffix="> ", err=True):
        lines.append(line)
    return "\n".join(lines)


def ask_impact() -> str:
    """How bad it is, as a word of `Impact`."""
    for impact, meaning in IMPACTS.items():
        click.echo(f"  {impact:9} {meaning}", err=True)
    choice = click.Choice([str(impact) for impact in IMPACTS], case_sensitive=False)
    answer: str = click.prompt("Impact", type=choice, default=str(Impact.MAJOR), err=True)
    return answer


def ask_components(known: Sequence[Component], check: Callable[[str], object]) -> tuple[str, ...]:
    """Which components are touched, in the words of `--component`."""
    if not known:
        return ()
    for component in known:
        click.echo(f"  {component.id:16} {component.name}", err=True)
    return (ask("Components, with commas between; empty for none", "", check),)
