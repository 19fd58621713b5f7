"""`upside verify`: whether what was built is what readers see."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import click

from generator.cli.place import Refusal, in_site, shown

VERIFY = """\
Fetch the page back from where it stands, and compare it with what was built.

\b
  upside verify                                 at the url of site.yaml
  upside verify https://example.github.io/status
  upside verify --patience "5 minutes"          give a slow host more time

It looks again and again until the page is there, or until its patience ends. Nothing is announced before this succeeds.

Exit status: 0 the page is there, 2 nothing has been built, 3 something else is there, or nothing.
"""

UNITS = {"s": 1, "m": 60, "h": 3600}
LENGTH = re.compile(r"(\d{1,5})\s*(s|seconds?|m|min|minutes?|h|hours?)")


@click.command(help=VERIFY, short_help="Look whether the page is there.")
@click.argument("address", metavar="[URL]", required=False)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="What was built. Default: public in the site's folder.",
)
@click.option("--patience", default="3 minutes", show_default=True, metavar="TIME", help="How long to look again.")
@in_site
def verify(root: Path, address: str | None, folder: Path | None, patience: str) -> int:
    """Compare what stands at `address` with `folder`."""
    from generator.publish.live import Unverified
    from generator.publish.live import verify as look

    length = seconds(patience)
    folder = folder or root / "public"
    place = _address(address) if address is not None else _of_site(root)
    if not (folder / "api" / "heartbeat.json").exists():
        raise Refusal(f"{shown(folder)} holds no page that was built. Build it first:\n  upside build")
    try:
        look(folder, place, patience=length)
    except Unverified as problem:
        click.echo(f"Error: {problem}. Readers may see an older page, or none.", err=True)
        return 3
    click.echo(f"{place} shows what was built.")
    return 0


def _of_site(root: Path) -> str:
    from generator.read.site import read_site, site_bytes

    return read_site(site_bytes(root))[0].url


def _address(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme in ("http", "https") and parts.hostname and not parts.username and not any(map(str.isspace, said)):
        return said
    raise click.BadParameter(
        "this is not the address of a page; write one like https://status.example.com", param_hint="URL"
    )


def seconds(said: str) -> float:
    """The length of time that `--patience` says, in seconds. Raises `click.BadParameter`."""
    found = LENGTH.fullmatch(said.strip().casefold())
    if found is None:
        raise click.BadParameter(f'"{said}" is no length of time; write one like "90 seconds"', param_hint="--patience")
    return int(found[1]) * UNITS[found[2][0]]
