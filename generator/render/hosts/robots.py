"""What robots may read: everything; and where the list of it is (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.render.edition import Edition


def robots(edition: Edition) -> Iterable[File]:
    """`/robots.txt`."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {edition.address('sitemap.xml')}\n"
    yield edition.file("robots.txt", text, text.encode)
