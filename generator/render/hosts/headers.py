"""What a host sends with each file: policy, how long to keep, who may read. The one table of it.

`_headers` says it to Cloudflare Pages and Netlify; the ready-made configuration of other hosts (`scaffold.hosts`) is filled from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import File
from generator.render.edition import POLICY, Edition

ATOM, RSS, JSON = "application/atom+xml", "application/rss+xml", "application/feed+json"
"""RFC 4287, 7; rssboard.org; jsonfeed.org."""

ALWAYS = (
    f"Content-Security-Policy: {POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Strict-Transport-Security: max-age=31536000",
)
PAGES = ("", "index.html", "404.html")
FOLDERS = ("history", "incidents", "components", "maintenance", "postmortems", "report", "subscribe", ".well-known")
FILES = ("sitemap.xml", "robots.txt")
FEEDS = {"feed.atom": ATOM, "feed.rss": RSS, "feed.json": JSON, "history.atom": ATOM, "history.rss": RSS}
"""Of the site and, under the same names, of each component."""
CALENDAR = "text/calendar"
"""RFC 5545, 8.1; Debian's nginx has no type for `.ics`."""
SHORT = "Cache-Control: public, max-age=30, stale-while-revalidate=300, stale-if-error=86400"
FOREVER = "Cache-Control: public, max-age=31536000, immutable"
HOURS = "Cache-Control: public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
ANYONE = ("Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: cross-origin")
"""Scripts of other sites may read it, and pages that isolate themselves may show it (Fetch, 3.2 and 3.7)."""


Rule = tuple[str, tuple[str, ...]]
"""A path relative to the site, in which `*` stands for anything, and the headers of what it matches, `Name: value`."""


def rules() -> Iterator[Rule]:
    """The table. Rules that match one path add up, and hosts differ in what that does to one header: each is set once."""
    yield "*", ALWAYS
    yield from ((path, (SHORT,)) for path in (*PAGES, *(f"{folder}/*" for folder in FOLDERS), *FILES))
    for feed, kind in {**FEEDS, "postmortems.atom": ATOM}.items():
        yield feed, (SHORT, *ANYONE, _type(kind))
    yield from ((f"components/*/{feed}", (*ANYONE, _type(kind))) for feed, kind in FEEDS.items())
    yield "maintenance.ics", (SHORT, *ANYONE, _type(CALENDAR))
    yield "components/*/maintenance.ics", (*ANYONE, _type(CALENDAR))
    yield "assets/*", (FOREVER,)
    yield "api/*", (SHORT, *ANYONE)
    yield "badges/*", (SHORT, *ANYONE)
    yield "status.txt", (SHORT, *ANYONE, _type("text/plain"))
    yield "embed.js", (HOURS, *ANYONE)


def headers(edition: Edition) -> Iterable[File]:
    """`/_headers`."""
    text = (
        "\n".join("\n".join((edition.base + path, *(f"  {line}" for line in lines))) for path, lines in rules()) + "\n"
    )
    yield edition.file("_headers", text, text.encode)


def _type(kind: str) -> str:
    return f"Content-Type: {kind}; charset=utf-8"
