"""Where to report a vulnerability (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from generator.model import File
from generator.render.edition import Edition
from generator.render.times import machine


def security(edition: Edition) -> Iterable[File]:
    """`/.well-known/security.txt`, where site.yaml says whom to tell."""
    site = edition.board.site
    if not site.security:
        return
    path = ".well-known/security.txt"
    lines = (
        f"Contact: {site.security}",
        f"Expires: {machine(expires(edition.board.now))}",
        f"Preferred-Languages: {', '.join(dict.fromkeys((site.language, 'en')))}",
        f"Canonical: {edition.address(path)}",
    )
    text = "\n".join(lines) + "\n"
    yield edition.file(path, text, text.encode)


def expires(now: datetime) -> datetime:
    """Less than a year ahead, as the RFC recommends, and the same for half a year, so that builds do not differ by the day."""
    now = now.astimezone(UTC)
    year, month = (now.year + 1, 1) if now.month <= 6 else (now.year + 1, 7)
    return datetime(year, month, 1, tzinfo=UTC)
