"""What hosts that read `_headers` send with each file (Cloudflare Pages, Netlify): policy, how long to keep, who may read."""

from __future__ import annotations

from collections.abc import Iterable

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
PAGES = ("", "index.html", "404.html", "history/*", "incidents/*", "components/*", "maintenance/*", "subscribe/*")
FILES = ("sitemap.xml",)
FEEDS = {"feed.atom": ATOM, "feed.rss": RSS, "feed.json": JSON, "history.atom": ATOM, "history.rss": RSS}
"""Of the site and, under the same names, of each component."""
CALENDAR = "text/calendar"
"""RFC 5545, 8.1; Debian's nginx has no type for `.ics`."""
SHORT = "Cache-Control: public, max-age=30, stale-while-revalidate=300, stale-if-error=86400"
FOREVER = "Cache-Control: public, max-age=31536000, immutable"
HOURS = "Cache-Control: public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
ANYONE = ("Access-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy: cross-origin")
"""Scripts of other sites may read it, and pages that isolate themselves may show it (Fetch, 3.2 and 3.7)."""


def headers(edition: Edition) -> Iterable[File]:
    """`/_headers`. Rules that match one path add up, and hosts differ in what that does to one header: each is set once."""
    base = edition.base
    rules = (
        (f"{base}*", ALWAYS),
        *((base + page, (SHORT,)) for page in (*PAGES, *FILES)),
        *((base + feed, (SHORT, *ANYONE, _type(kind))) for feed, kind in {**FEEDS, "postmortems.atom": ATOM}.items()),
        *((f"{base}components/*/{feed}", (*ANYONE, _type(kind))) for feed, kind in FEEDS.items()),
        (f"{base}maintenance.ics", (SHORT, ANYONE, _type(CALENDAR))),
        (f"{base}components/*/maintenance.ics", (ANYONE, _type(CALENDAR))),
        (f"{base}assets/*", (FOREVER,)),
        (f"{base}api/*", (SHORT, *ANYONE)),
        (f"{base}badges/*", (SHORT, *ANYONE)),
        (f"{base}status.txt", (SHORT, *ANYONE, _type("text/plain"))),
        (f"{base}embed.js", (HOURS, *ANYONE)),
    )
    text = "\n".join("\n".join((path, *(f"  {line}" for line in lines))) for path, lines in rules) + "\n"
    yield edition.file("_headers", text, text.encode)


def _type(kind: str) -> str:
    return f"Content-Type: {kind}; charset=utf-8"
