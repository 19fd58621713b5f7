"""`upside status`: in the terminal, what the page would say. The text is that of `/status.txt`; a terminal gets it in colour."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site
from generator.cli.shown import counted, failing
from generator.cli.site import look

STATUS = """\
Print what the page would say now, without building it: the text of /status.txt.

\b
  upside status
  upside status --now 2026-11-21T02:00Z      while tonight's maintenance goes on

Exit status: 0 fine, 1 a file could not be read (the answer may then be worse than shown), 2 nothing could be read at all.
"""

COLOURS = {
    "operational": "green",
    **dict.fromkeys(("under_maintenance", "scheduled", "in_progress", "verifying"), "blue"),
    **dict.fromkeys(("degraded_performance", "incident", "minor_outage", "partial_outage", "late"), "yellow"),
    **dict.fromkeys(("investigating", "identified", "monitoring"), "yellow"),
    **dict.fromkeys(("major_outage", "unknown"), "red"),
}
"""By the word for a state. No other line has a colour, and only what is fine is green."""


@click.command(help=STATUS, short_help="Print what the page would say.")
@at_a_time()
@in_site
def status(root: Path, now: datetime | None) -> int:
    """Print the state of the page."""
    from generator.memory import Memory
    from generator.render.edition import Edition
    from generator.render.plain import lines
    from generator.render.theme import Theme

    seen = look(root, now or clock())
    for number, line in enumerate(lines(Edition(seen.board, Theme.of(root), Memory(None)))):
        bold = number == 0 or line.tone == "title"
        click.echo(click.style(line.text, fg=COLOURS.get(line.tone), bold=True if bold else None))
    if seen.problems:
        click.echo(f"\n{counted(seen.problems)}; see: upside check", err=True)
    return 1 if failing(seen.problems) else 0
