"""Findings of the doctor as a person or a script reads them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from datetime import datetime

import click

from generator.cli.shown import harmless
from generator.decide.preparedness import GROUPS, Check
from generator.model import Site
from generator.model.preparedness import Finding, State

SIGNS = {
    State.WRONG: ("✘", "red"),
    State.ADVICE: ("~", "yellow"),
    State.NOT_CHECKED: ("?", "blue"),
    State.FINE: ("✔", "green"),
}
"""A sign never stands alone: the word is beside it."""
WORDS = {State.NOT_CHECKED: "not checked"}
WIDEST = 79
"""Columns of what is printed."""


def print_text(site: Site, found: Sequence[Finding]) -> None:
    """For a person: by group, and at the end how many of each."""
    by_name = {each.check: each for each in found}
    click.echo(f"{click.style(harmless(site.name), bold=True)}  {harmless(site.url)}")
    for heading, checks in GROUPS:
        click.echo(f"\n{click.style(heading, bold=True)}")
        for check in checks:
            _print(check, by_name[check.name])
    click.echo(f"\n{counted(found)}")


def counted(found: Sequence[Finding]) -> str:
    """How many there are of each state, in a sentence or two."""
    states = [each.state for each in found]
    count = {state: states.count(state) for state in State}
    advice = "1 piece of advice" if count[State.ADVICE] == 1 else f"{count[State.ADVICE]} pieces of advice"
    said = f"{count[State.WRONG]} wrong, {advice}, {count[State.FINE]} fine"
    if unknown := count[State.NOT_CHECKED]:
        many = (
            "1 check was not made, and nobody knows how it"
            if unknown == 1
            else f"{unknown} checks were not made, and nobody knows how they"
        )
        return f"{said}.\n{many} would come out."
    return f"{said}; everything was checked."


def print_json(site: Site, found: Sequence[Finding], *, live: bool, now: datetime) -> None:
    """For a script: keys that stay."""
    states = [each.state for each in found]
    by_name = {each.check: each for each in found}
    said = {
        "name": site.name,
        "url": site.url,
        "now": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "live": live,
        **{str(state): states.count(state) for state in State},
        "findings": [_as_json(heading, check, by_name[check.name]) for heading, checks in GROUPS for check in checks],
    }
    click.echo(json.dumps(said, indent=2, ensure_ascii=False))


def _as_json(heading: str, check: Check, finding: Finding) -> dict[str, object]:
    return {
        "check": check.name,
        "group": heading,
        "title": check.title,
        "state": str(finding.state),
        "found": finding.found,
        "reason": check.reason,
        "remedy": finding.remedy,
        "line": finding.line,
        "live": check.live is not None,
    }


def _print(check: Check, finding: Finding) -> None:
    sign, colour = SIGNS[finding.state]
    word = WORDS.get(finding.state, str(finding.state))
    head = f"{click.style(sign, fg=colour, bold=True)} {click.style(check.title, bold=True)}: {click.style(word, fg=colour)}"
    found = harmless(finding.found)
    if not finding.remedy and not finding.line:
        room = WIDEST - len(f"  {sign} {check.title}: {word}. ")
        if len(found) <= room:
            click.echo(f"  {head}. {_sentence(found)}")
            return
    click.echo(f"  {head}")
    _fill(_sentence(found), "      ", "      ")
    if finding.state is not State.FINE and finding.state is not State.NOT_CHECKED:
        _fill(check.reason, "      Why: ", "           ")
    if finding.remedy:
        _fill(_sentence(harmless(finding.remedy)), "      Do:  ", "           ")
    for line in finding.line.splitlines():
        click.echo(f"         | {harmless(line)}")


def _fill(text: str, first: str, rest: str) -> None:
    """`text` in lines of at most `WIDEST` columns; what is longer without a blank, such as an address, stays whole."""
    lines = textwrap.fill(
        text, WIDEST, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    click.echo(lines)


def _sentence(clause: str) -> str:
    """`clause` with a capital where it begins with a word, and a full stop; names and addresses stay as they are."""
    first = clause.partition(" ")[0]
    begun = clause[:1].upper() + clause[1:] if first.isalpha() and first.islower() else clause
    return begun if begun.endswith((".", "?", "!")) else f"{begun}."
