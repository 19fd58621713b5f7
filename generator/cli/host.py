"""`upside host`: the configuration of the machine that serves the site, filled in for this one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from generator.cli.place import Refusal, in_site

NAMES = ("nginx", "caddy", "cloudfront")

HOST = """\
Print ready-made configuration of a host for this site: headers, caching, types, the page for what is not there.

\b
  upside host nginx > /etc/nginx/conf.d/status.conf
  upside host caddy --folder /srv/status
  upside host cloudfront > cloudfront.yaml      S3 and CloudFront, for `aws cloudformation deploy`

The address comes from site.yaml. Nothing is written. Cloudflare Pages and Netlify need none of this: they read _headers and
_redirects, which every build makes. What each host can and cannot do: generator/render/hosts/README.md.
"""


@click.command(help=HOST, short_help="Print configuration for nginx, Caddy or CloudFront.")
@click.argument("name", metavar="HOST", type=click.Choice(NAMES))
@click.option(
    "--folder",
    metavar="DIR",
    default="/srv/status",
    show_default=True,
    help="Where `upside publish` keeps the releases on that machine; for nginx and Caddy.",
)
@in_site
def host(root: Path, name: str, folder: str) -> int:
    """Print the configuration of `name` for the site in `root`."""
    from generator.memory import Memory
    from generator.read import read
    from generator.render.hosts.ready import Served, Unfit, ready

    if not folder.startswith("/"):
        raise click.BadParameter(f'"{folder}" is not absolute; write one like /srv/{folder}', param_hint="--folder")
    site = read(root, Memory(None)).site
    parts = urlsplit(site.url)
    path = parts.path.rstrip("/") + "/"
    try:
        text = ready(name, Served(site.name, parts.hostname or "", path, folder.rstrip("/")))
    except Unfit as problem:
        raise Refusal(str(problem)) from None
    click.echo(text, nl=False)
    return 0
