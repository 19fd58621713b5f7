"""`upside init`: a new site that builds."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import Refusal, shown
from generator.cli.schema import KINDS, schema_text
from generator.cli.workflows import PROGRAM, mention_origin, workflow_texts
from generator.problem import did_you_mean

if TYPE_CHECKING:
    from generator.scaffold import NewSite

INIT = """\
Lay out a new site in DIR: site.yaml, one example incident, the JSON Schemas that editors read, .gitignore, and the workflows
with which GitHub Actions checks and publishes the site.

\b
  upside init my-status
  upside init . --name "Example Cloud" --url https://status.example.com --timezone Europe/Berlin

Nothing that is there is ever overwritten. In a terminal it asks for what is not given.
"""

NAME, URL, ZONE = "Example Cloud", "https://status.example.com", "UTC"


@click.command(help=INIT, short_help="Lay out a new site.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="What the page is about, e.g. the product's name.")
@click.option("--url", help="Where the page will stand, e.g. https://status.example.com.")
@click.option("--timezone", help="The zone that times are meant and shown in, e.g. Europe/Berlin. Default: UTC.")
@click.option("--no-workflows", is_flag=True, help="Leave out .github: the site is not published by GitHub Actions.")
@at_a_time(hidden=True)
def init(
    folder: Path, name: str | None, url: str | None, timezone: str | None, no_workflows: bool, now: datetime | None
) -> int:
    """Lay out a site in `folder`."""
    from generator.scaffold import NewSite

    if (folder / "site.yaml").exists():
        raise Refusal(f"{shown(folder / 'site.yaml')} is there already, so this is a site; nothing was written")
    if sys.stdin.isatty() and not (name and url):
        name = name or click.prompt("Name of the page", default=NAME)
        url = url or click.prompt("Its address", default=URL)
        timezone = timezone or click.prompt("Time zone", default=ZONE)
    site = NewSite(
        name or NAME, _address(url or URL), *_zone(timezone or ZONE), (now or clock()).replace(second=0, microsecond=0)
    )
    texts = _texts(folder, site)
    if not no_workflows:
        texts |= _workflows(texts["site.yaml"])
    kept = _lay_out(folder, texts)
    if ".gitignore" in kept:
        click.echo("Add to .gitignore:\n  /public/\n  /.upside/")
    if not no_workflows:
        mention_origin(texts[PROGRAM])
    where = "" if folder.resolve() == Path.cwd() else f" -C {shown(folder)}"
    click.echo(f"\nNext:\n  edit {shown(folder / 'site.yaml')}\n  upside{where} build\n  upside{where} serve")
    return 0


def _texts(folder: Path, site: NewSite) -> dict[str, str]:
    """Every file of the new site; no example where there are incidents already."""
    from generator.scaffold import new_site

    texts = new_site(site)
    if any((folder / "incidents").rglob("*.md")):
        texts = {path: text for path, text in texts.items() if not path.startswith("incidents/")}
    return texts | {f".schema/{kind}.json": schema_text(kind) for kind in KINDS}


def _workflows(site: str) -> dict[str, str]:
    """The files of .github for a site whose site.yaml holds `site`."""
    from generator.read.site import read_site

    return workflow_texts(read_site(site.encode())[0], None)


def _lay_out(folder: Path, texts: dict[str, str]) -> list[str]:
    """Write what is not there yet and say so; what was kept. site.yaml comes last: with it, the folder is a site."""
    from generator.publish.report import create_exactly

    kept = []
    for path in sorted(texts, key=lambda path: (path == "site.yaml", path)):
        if create_exactly(folder / path, texts[path].encode()):
            click.echo(f"Wrote {shown(folder / path)}")
        else:
            kept.append(path)
            click.echo(f"Kept  {shown(folder / path)}, which was there before")
    return kept


def _address(url: str) -> str:
    said = url.strip()
    try:
        parts = urlsplit(said)
        if parts.scheme == "https" and parts.hostname and not any(character.isspace() for character in said):
            return said
    except ValueError:
        pass
    bare = said.removeprefix("http://").strip("/") or "status.example.com"
    raise click.BadParameter(f'"{url}" is not an https address; write one like https://{bare}', param_hint="--url")


def _zone(name: str) -> tuple[str, ZoneInfo]:
    try:
        if os.sep not in name[:1]:
            return name, ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        pass
    near = did_you_mean(name, sorted(available_timezones()))
    raise click.BadParameter(
        f'"{name}" is not an IANA time zone' + (f'; did you mean "{near}"?' if near else "; one is Europe/Berlin"),
        param_hint="--timezone",
    )
