"""`upside report`: the figures of `/report/` in the terminal, or as JSON for a script."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site
from generator.cli.shown import counted, failing
from generator.cli.site import look
from generator.model.report import PERIODS

REPORT = """\
Print how open the site was, in figures: what /report/ shows.

\b
  upside report                      all three periods
  upside report --period 90-days     only the last ninety days
  upside report --format json        for scripts; incidents/README.md has the keys

Each figure says of how many incidents it is. What is not known is never counted as kept, nor as 0.

Exit status: 0 fine, 1 a file could not be read (figures may then be better than the truth), 2 nothing could be read at all.
"""


@click.command(help=REPORT, short_help="Print how open the site was, in figures.")
@click.option(
    "--period", "periods", type=click.Choice(PERIODS), multiple=True, help="May be given again. Default: all three."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="Default: text.")
@at_a_time()
@in_site
def report(root: Path, periods: tuple[str, ...], form: str, now: datetime | None) -> int:
    """Print the figures."""
    seen = look(root, now or clock())
    names = periods or PERIODS
    if form == "json":
        from msgspec import json

        from generator.render.api.openness import report as document

        click.echo(json.format(json.encode(document(seen.board, names)), indent=2).decode())
    else:
        from generator.memory import Memory
        from generator.render.edition import Edition
        from generator.render.openness import lines
        from generator.render.theme import Theme

        for line in lines(Edition(seen.board, Theme.of(root), Memory(None)), names):
            doubt = line.tone == "unknown"
            click.echo(click.style(line.text, fg="red" if doubt else None, bold=line.tone == "title" or None))
    if seen.problems:
        click.echo(f"\n{counted(seen.problems)}; see: upside check", err=True)
    return 1 if failing(seen.problems) else 0
