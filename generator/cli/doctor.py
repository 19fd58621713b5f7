"""`upside doctor`: whether the page would hold on the night on which it is needed."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site
from generator.cli.verify import seconds

if TYPE_CHECKING:
    from generator.publish.looking import Resolver

DOCTOR = """\
Look whether the page would hold on the night on which it is needed: what it shares with the product, whether people find it, whether you can
change it, and what it says.

\b
  upside doctor                      site.yaml and this folder; asks no network
  upside doctor --live               the world too: DNS, certificates, pages
  upside doctor --format json        for scripts
  upside doctor --live --resolver 9.9.9.9

Every finding says why it matters and what to do. What was not checked is never counted as fine. Nothing is changed anywhere.

--live asks the page, the main site and the targets under publish: as a reader would, and reads what the targets say of themselves with the
keys in the environment. Name servers need a library: pip install 'dnspython>=2.7'.

Exit status: 0 nothing is wrong, 1 something is, 2 wrong usage or nothing could be read, 3 nothing is known to be wrong, but with --live
a host could not be asked.
"""

RESOLVER = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<four>[0-9.]+)|(?P<bare>[0-9A-Fa-f:]+:[0-9A-Fa-f:]*))(?::(?P<port>\d{1,5}))?"
)


@click.command(help=DOCTOR, short_help="Look whether the page would hold.")
@click.option(
    "--live", is_flag=True, help="Ask the world too: DNS, certificates, the page, the main site, the targets."
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to say it."
)
@click.option(
    "--resolver",
    metavar="ADDRESS[:PORT]",
    help="The DNS server to ask, such as 9.9.9.9 or 127.0.0.1:5353. Default: this machine's.",
)
@click.option(
    "--patience", default="30 seconds", show_default=True, metavar="TIME", help="How long to ask, altogether."
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="What was built. Default: public in the site's folder.",
)
@at_a_time()
@in_site
def doctor(
    root: Path, live: bool, form: str, resolver: str | None, patience: str, folder: Path | None, now: datetime | None
) -> int:
    """Find out, judge, and say it."""
    from generator.cli.diagnosis import ground_of, world_of
    from generator.cli.findings import print_json, print_text
    from generator.cli.progress import on_terminal
    from generator.decide.preparedness import findings
    from generator.model.preparedness import Cause, Facts, State, Unknown

    asked, wait = _resolver(resolver, live), seconds(patience)
    now = now or clock()
    ground = ground_of(root, folder or root / "public", now)
    if live and on_terminal():
        click.echo(f"Asking the world, for at most {patience}.\n", err=True)
    world = world_of(root, ground.site, asked, wait) if live else Unknown(Cause.NOT_ASKED, "run with --live")
    found = findings(Facts(ground, world), now=now)
    if form == "json":
        print_json(ground.site, found, live=live, now=now)
    else:
        print_text(ground.site, found)
    if any(each.state is State.WRONG for each in found):
        return 1
    return 3 if any(each.unreached for each in found) else 0


def _resolver(said: str | None, live: bool) -> Resolver | None:
    """The DNS server that a person names. Raises `click.UsageError`."""
    if said is None:
        return None
    from generator.publish.looking import INSTALL, Resolver, installed, is_address

    match = RESOLVER.fullmatch(said.strip())
    address = (match["six"] or match["four"] or match["bare"]) if match else ""
    port = int(match["port"] or 53) if match else 0
    if not is_address(address) or not 0 < port < 65536:
        raise click.BadParameter(
            f'"{said}" is no address of a DNS server; write one like 9.9.9.9 or [::1]:5353', param_hint="--resolver"
        )
    if not live:
        raise click.UsageError("--resolver says whom to ask, and without --live nobody is asked: add --live")
    if not installed():
        raise click.UsageError(f"--resolver needs the library dnspython, which is not installed:\n  {INSTALL}")
    return Resolver(address, port)
