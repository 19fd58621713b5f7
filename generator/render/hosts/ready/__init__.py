"""Ready-made configuration for hosts that read no `_headers`: nginx, Caddy, and S3 behind CloudFront.

The texts lie beside this module, with marks such as `@HOST@` where a site's own facts belong. What is sent with each file is filled in from
the table that `_headers` is made from, so the hosts cannot disagree. Pure but for reading those texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.render.hosts.ready import caddy, cloudfront, nginx
from generator.render.hosts.ready.filling import filled, text

HOSTS: Mapping[str, tuple[str, Callable[[str, str], Mapping[str, str]]]] = {
    "nginx": ("nginx.conf", nginx.marks),
    "caddy": ("Caddyfile", caddy.marks),
    "cloudfront": ("cloudfront.yaml", cloudfront.marks),
}
"""By name: the text, and what fills its marks, from the site's path and the folder of the releases."""
SAFE_PATH, SAFE_FOLDER = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*"), re.compile(r"(?:[A-Za-z]:)?[A-Za-z0-9._/@+-]+")
"""What every one of the three formats takes without quotes."""


class Unfit(ValueError):
    """A value that would need quoting in one of the formats; its text says which, and what would do."""


@dataclass(frozen=True, slots=True)
class Served:
    """A site as its host sees it."""

    name: str
    host: str
    """The name alone, e.g. `status.example.com`."""
    path: str
    """`/`, or `/status/`."""
    folder: str
    """Where `upside publish` keeps the releases, absolute, for hosts that serve one."""


def ready(host: str, served: Served) -> str:
    """The configuration of `host`, one of `HOSTS`, for a site. Raises `Unfit`."""
    if not SAFE_PATH.fullmatch(served.path):
        raise Unfit(
            f'the path "{served.path}" in the address of the site would need quoting; ASCII letters and digits do not'
        )
    if not SAFE_FOLDER.fullmatch(served.folder):
        raise Unfit(f'the folder "{served.folder}" would need quoting; a name without spaces and signs does not')
    name, fill = HOSTS[host]
    words = {
        "NAME": " ".join(served.name.split()),
        "HOST": served.host,
        "PATH": served.path,
        "FOLDER": served.folder,
        "PREFIX": served.path.rstrip("/"),
        **fill(served.path, served.folder),
    }
    return filled(text(name), words)
