"""Other addresses that lead here, for hosts that read `_redirects` (Cloudflare Pages, Netlify): old ones, and those of an API without files.

Cloudflare Pages takes at most 2,000 fixed rules and then 100 with names in them (developers.cloudflare.com/pages/configuration/redirects);
these are a handful, whatever the site holds. Both hosts apply the first rule that matches.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.render.api.stashboard import rewrites
from generator.render.edition import Edition

MOVED = (
    ("index.htm", ""),
    ("incidents/", "history/"),
    ("uptime", ""),
)
"""From and to, relative to the site: what the field's other pages answer at, and where ours stands."""


def redirects(edition: Edition) -> Iterable[File]:
    """`/_redirects`: a reader is sent on (302), a program is served in place (200)."""
    rules = [*((old, new, 302) for old, new in MOVED), *((old, new, 200) for old, new in rewrites())]
    text = "".join(f"{edition.base}{old} {edition.base}{new} {status}\n" for old, new, status in rules)
    yield edition.file("_redirects", text, text.encode)
