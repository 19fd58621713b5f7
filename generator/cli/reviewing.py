"""`upside postmortem ID --review`: each of the twelve points, met and where, or missing and what to write."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

import click

from generator.cli.place import Refusal
from generator.cli.shown import harmless
from generator.model import Incident

if TYPE_CHECKING:
    from generator.cli.saying import Saying
    from generator.decide.review import Judgement, Review

SIGNS = {"met": ("✔", "green"), "partly": ("~", "yellow"), "missing": ("✘", "red"), "waived": ("-", "blue")}
WIDEST = 100
"""Columns of what is printed."""


def print_review(saying: Saying, form: str) -> int:
    """Print the review of the postmortem that `saying` found, as `text` or `json`. It is advice: the exit status is 0 whatever it says."""
    from generator.decide.review import review
    from generator.read.passage import passage

    incident = saying.found.report
    if not isinstance(incident, Incident) or incident.postmortem is None:
        raise Refusal(f"{incident.id} has no postmortem to review. When it is over:\n  upside postmortem {incident.id}")
    told = incident.postmortem
    lines = passage(saying.path.read_bytes(), told.line) or enumerate(told.text.markdown.split("\n"), told.line + 1)
    found = review(lines, signed_by=told.by, channels=len(saying.seen.source.site.channels))
    if form == "json":
        click.echo(json.dumps(_as_json(incident, found), indent=2, ensure_ascii=False))
    else:
        _print(incident, found)
    return 0


def _print(incident: Incident, found: Review) -> None:
    from generator.decide.review import TITLES

    waived = dict(incident.waived)
    assert incident.postmortem is not None, "it was reviewed"
    click.echo(
        click.style(f"{incident.file}:{incident.postmortem.line}", bold=True) + f": {harmless(incident.title)}\n"
    )
    if not found.judgements:
        click.echo(
            "The points are judged in English, and this text is in another language. Read it against them yourself:\n"
        )
        for title in TITLES.values():
            click.echo(f"  ? {title}")
        return
    for judgement in found.judgements:
        _line(incident, judgement, waived.get(judgement.point))
    _remarks(incident, found)
    states = [
        "waived" if each.point in waived and each.state != "met" else str(each.state) for each in found.judgements
    ]
    counts = [f"{states.count(state)} {state}" for state in SIGNS if state in states]
    click.echo(
        f"\nOf the twelve points {', '.join(counts)}. Simple rules judged this, not a person: they advise, and fail nothing."
    )
    left = next((each for each in found.judgements if each.state != "met" and each.point not in waived), None)
    if left is not None:
        click.echo("Where a point does not fit this incident, say why in its front matter:")
        click.echo(f"  review: {{{left.point}: why it does not fit}}")


def _line(incident: Incident, judgement: Judgement, reason: str | None) -> None:
    from generator.decide.review import TITLES, WRITE

    state = "waived" if reason and judgement.state != "met" else str(judgement.state)
    sign, colour = SIGNS[state]
    where = f"{incident.file}:{judgement.line}: " if judgement.line else ""
    quote = f"“{judgement.quote}”" if judgement.line and judgement.quote else judgement.quote
    click.echo(f"{click.style(sign, fg=colour, bold=True)} {click.style(TITLES[judgement.point], bold=True)}: {state}")
    if state == "waived":
        click.echo(f"    {harmless(reason or '')}")
        return
    if quote or where:
        click.echo(f"    {where}{harmless(quote)}".rstrip(": "))
    if state != "met":
        advice = judgement.lacking or WRITE[judgement.point]
        click.echo(textwrap.fill(advice, WIDEST, initial_indent="    → ", subsequent_indent="      "))


def _remarks(incident: Incident, found: Review) -> None:
    if not found.remarks:
        return
    click.echo("\nWhat a person would say otherwise:")
    for remark in found.remarks:
        click.echo(f"  {incident.file}:{remark.line}:{remark.column}: “{harmless(remark.quote)}”")
        click.echo(textwrap.fill(remark.plainer, WIDEST, initial_indent="    → ", subsequent_indent="      "))


def _as_json(incident: Incident, found: Review) -> dict[str, Any]:
    from generator.decide.review import TITLES, WRITE

    waived = dict(incident.waived)
    points = [
        {
            "point": str(each.point),
            "title": TITLES[each.point],
            "state": str(each.state),
            "line": each.line or None,
            "quote": each.quote,
            "advice": "" if each.state == "met" else each.lacking or WRITE[each.point],
            "waived": waived.get(each.point),
        }
        for each in found.judgements
    ]
    remarks = [
        {"line": each.line, "column": each.column, "quote": each.quote, "plainer": each.plainer}
        for each in found.remarks
    ]
    return {"id": incident.id, "file": incident.file, "judged": bool(points), "points": points, "remarks": remarks}
