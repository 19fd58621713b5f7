"""`upside new`: something is wrong, or will be worked on, or is to be said. Asks what is missing and writes one new file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.options import say_options, status_option, words_of
from generator.cli.place import Refusal, in_site, shown
from generator.cli.shown import failing, show
from generator.model import Impact

if TYPE_CHECKING:
    from generator.cli.drafting import Drafting

NEW = """\
Write a new incident, maintenance or notice.

In a terminal it asks for what is not given. It never overwrites a file.

\b
  upside new
  upside new --title "Elevated error rates" --impact major --component api \\
      -m "Requests fail for some of you. We are looking into it." --next "30 minutes"
  upside new --maintenance --title "Database upgrade" --component api \\
      --scheduled-for "2026-12-01 22:00" --scheduled-until "2 hours" -m "The API is read-only."
  upside new --notice --title "New address" -m "We move on Monday." --until "2026-12-08 00:00"

Times are 15:00, "30 minutes", "tomorrow 9:00", "2026-11-20 15:00", in the site's zone or with one behind them.

Exit status: 0 written, 1 written but the file has errors, 2 nothing was written.
"""


@click.command(help=NEW, short_help="Write a new incident, maintenance or notice.")
@click.option("--maintenance", is_flag=True, help="Planned work.")
@click.option("--notice", is_flag=True, help="An announcement that touches no status.")
@click.option("-t", "--title", help="What is wrong, as those who feel it would say it.")
@click.option(
    "--impact", type=click.Choice([str(impact) for impact in Impact], case_sensitive=False), help="How bad it is."
)
@status_option("Default: investigating; scheduled for a maintenance.")
@click.option("--started", metavar="TIME", help="When people began to feel it. Default: the time of the first words.")
@click.option("--detected", metavar="TIME", help="When you noticed it.")
@click.option("--affected", metavar="TEXT", help="Who is affected, and how many.")
@click.option("--next", "next_word", metavar="TIME", help="When you will say more, e.g. 15:00 or 30 minutes.")
@click.option("--scheduled-for", metavar="TIME", help="When a maintenance begins.")
@click.option("--scheduled-until", metavar="TIME", help="When it ends, or how long it takes.")
@click.option("--repeats", metavar="RULE", help="How it repeats (RFC 5545), e.g. FREQ=WEEKLY;BYDAY=SU.")
@click.option("--until", metavar="TIME", help="Until when a notice stands on the home page. Default: a week.")
@say_options
@at_a_time(hidden=True)
@in_site
def new(root: Path, maintenance: bool, notice: bool, now: datetime | None, edit: bool, **typed: Any) -> int:
    """Write a new report in `root`."""
    from generator.cli.aftermath import aftermath
    from generator.cli.drafting import Drafting, Kind, drafted

    if maintenance and notice:
        raise click.UsageError("a report is a maintenance or a notice, not both")
    kind = Kind.MAINTENANCE if maintenance else Kind.NOTICE if notice else Kind.INCIDENT
    moment = now or clock()
    typed["message"] = words_of(typed["message"])
    drafting = Drafting.of(root, kind, moment, {name: value for name, value in typed.items() if value})
    draft = drafted(drafting)
    content = draft.text.encode()
    _rehearse(root, drafting, draft.name, content, draft.words)
    path = _create(root, draft.name, content)
    click.echo(f"Wrote {shown(path)}")
    if edit:
        click.edit(filename=str(path))
    return aftermath(root, path, draft.title, moment)


def _rehearse(root: Path, drafting: Drafting, name: str, content: bytes, words: str) -> None:
    """Refuse, before anything is written, what would not be read as it was meant."""
    from generator.cli.rehearse import first_words, hear, same_words

    if drafting.site is None:
        return
    heard = hear(root, f"incidents/{name}.md", content)
    if failing(heard.problems) or heard.report is None:
        show(heard.problems)
        raise Refusal(f"nothing was written, for it could not be read:\n\n{content.decode()}")
    if not same_words(first_words(heard.report), words):
        raise Refusal(
            f"nothing was written, for the words would be read otherwise than you meant:\n\n{content.decode()}"
        )


def _create(root: Path, name: str, content: bytes) -> Path:
    from generator.publish.report import create

    return create(root / "incidents", name, content)
