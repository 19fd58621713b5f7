"""`upside check`: what is wrong, and what to write instead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site
from generator.cli.shown import FORMATS, chosen, counted, failing, show
from generator.cli.site import Seen, look
from generator.problem import Problem, Unusable, in_order

CHECK = """\
Show every problem of every file at once, and the line to write instead.

\b
  upside check
  upside check --strict              warnings fail too
  upside check --format json         for scripts

Of postmortems younger than 90 days it says which of the twelve points are left: advice, which never fails anything.

In GitHub Actions problems become annotations on the lines they are about.

Exit status: 0 no errors, 1 errors (or warnings, with --strict), 2 nothing could be built at all.
"""


@click.command(help=CHECK, short_help="Show every problem of every file at once.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: text; github in GitHub Actions.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@at_a_time()
@in_site
def check(root: Path, form: str | None, strict: bool, now: datetime | None) -> int:
    """Show what is wrong in `root`."""
    form = chosen(form)
    try:
        seen = look(root, now or clock())
    except Unusable as unusable:
        show(unusable.problems, form=form, root=root, err=False)
        return 2
    problems = in_order((*seen.problems, *advice(seen)))
    show(problems, form=form, root=root, err=False)
    if form != "json":
        found = counted(problems)
        click.echo(f"{found[0].upper()}{found[1:]}.", err=bool(problems))
    return 1 if failing(problems, strict=strict) else 0


def advice(seen: Seen) -> tuple[Problem, ...]:
    """What could be better in young postmortems; imports what it needs only where there is one."""
    if all(incident.postmortem is None for incident in seen.source.incidents):
        return ()
    from generator.decide.review import advice as given

    return given(seen.source, now=seen.now)
