"""What hosts that read `_headers` send with each file (Cloudflare Pages, Netlify): policy, how long to keep, who may read."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.render.edition import POLICY, Edition

ALWAYS = (
    f"Content-Security-Policy: {POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Strict-Transport-Security: max-age=31536000",
)
SHORT = "Cache-Control: public, max-age=30, stale-while-revalidate=300, stale-if-error=86400"
FOREVER = "Cache-Control: public, max-age=31536000, immutable"
ANYONE = "Access-Control-Allow-Origin: *"


def headers(edition: Edition) -> Iterable[File]:
    """`/_headers`. A rule's later match adds to an earlier one, so a path that keeps its own time takes the general one away."""
    base = edition.base
    rules = (
        (f"{base}*", (*ALWAYS, SHORT)),
        (f"{base}assets/*", ("! Cache-Control", FOREVER)),
        (f"{base}api/*", (ANYONE,)),
    )
    text = "\n".join("\n".join((path, *(f"  {line}" for line in lines))) for path, lines in rules) + "\n"
    yield edition.file("_headers", text, text.encode)
