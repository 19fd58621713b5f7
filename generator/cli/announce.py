"""`upside announce`: the news of the page, sent to chats and mailboxes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site

ANNOUNCE = """\
Send what is new on the page to the outlets that site.yaml lists under "announce".

\b
  upside announce --dry-run          show what would be sent to whom; no network
  upside announce                    send it, once the page itself carries it
  upside announce --ledger branch:announced

What is new is everything that the feeds tell, less the ledger of what each outlet was told: each update reaches each outlet, once, as one
message for an incident. An outlet that is new, or whose ledger was lost, is told only what is younger than an hour.

Exit status: 0 all was said, 2 nothing usable, 3 the page does not carry it yet and nothing was sent, 4 an outlet could not be told or a
person must decide, 75 another announcer is at work.
"""


@click.command(help=ANNOUNCE, short_help="Send what is new to chats and mailboxes.")
@click.option(
    "--ledger",
    metavar="WHERE",
    default="",
    help="Where it is kept what was said: a file, or branch:NAME of this git repository. Default: .upside/announced.json.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent to whom, and send nothing. Asks no network.")
@click.option("--live", metavar="URL", default="", help="Where the page can be read, if not at its url in site.yaml.")
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Look into this folder with the built site instead of at the page itself.",
)
@click.option(
    "--wait",
    metavar="SECONDS",
    type=click.FloatRange(0, 3600),
    default=300.0,
    show_default=True,
    help="How long to wait for the page.",
)
@click.option(
    "--audience",
    type=click.Choice(("readers", "operators")),
    help="Tell only the outlets of this audience. Operators are reminded of what is late. Default: everybody.",
)
@click.option("--all", "all_of_it", is_flag=True, help="Send whatever is due, however much it is.")
@click.option("--mark-as-said", is_flag=True, help="Send nothing: write down that all there is has been said.")
@at_a_time()
@in_site
def announce(
    root: Path,
    ledger: str,
    dry_run: bool,
    live: str,
    folder: Path | None,
    wait: float,
    audience: str | None,
    all_of_it: bool,
    mark_as_said: bool,
    now: datetime | None,
) -> int:
    """Tell everybody what they have not been told."""
    from generator.cli.announcing import Announcer, Wanted

    if all_of_it and mark_as_said:
        raise click.UsageError("--all sends everything and --mark-as-said nothing: choose one")
    if live and folder:
        raise click.UsageError("--live and --folder both say where to look for the page: choose one")
    wanted = Wanted(ledger, dry_run, live.rstrip("/"), folder, wait, all_of_it, mark_as_said, audience or "")
    return Announcer(root, wanted, now or clock()).run()
