"""Old addresses that readers still have, for hosts that read `_redirects` (Cloudflare Pages, Netlify)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.render.edition import Edition

MOVED = (
    ("index.htm", ""),
    ("incidents/", "history/"),
    ("uptime", ""),
)
"""From and to, relative to the site: what the field's other pages answer at, and where ours stands."""


def redirects(edition: Edition) -> Iterable[File]:
    """`/_redirects`."""
    text = "".join(f"{edition.base}{old} {edition.base}{new} 302\n" for old, new in MOVED)
    yield edition.file("_redirects", text, text.encode)
