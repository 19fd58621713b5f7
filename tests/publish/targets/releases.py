"""Small releases, as builds leave them, and the terms they are shipped on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.publish.targets import Origin, Release, Terms, finished
from tests.publish.sites import publish

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

HEADERS = b"""\
/*
  X-Content-Type-Options: nosniff
/
  Cache-Control: public, max-age=30
/index.html
  Cache-Control: public, max-age=30
/incidents/*
  Cache-Control: public, max-age=30
/feed.atom
  Content-Type: application/atom+xml; charset=utf-8
/assets/*
  Cache-Control: public, max-age=31536000, immutable
"""
OLD: dict[str, bytes] = {
    "_headers": HEADERS,
    "index.html": b"<h1>old</h1>",
    "404.html": b"<h1>nothing here</h1>",
    "assets/style.0123.css": b"body{}",
    "incidents/one/index.html": b"<h1>one</h1>",
    "incidents/two/index.html": b"<h1>two</h1>",
    "api/v2/status.json": b'{"old": true}',
    "feed.atom": b"<feed>old</feed>",
    "robots.txt": b"",
}
NEW: dict[str, bytes] = OLD | {
    "index.html": b"<h1>new</h1>",
    "assets/style.4567.css": b"body{color:red}",
    "incidents/one/index.html": b"<h1>one, new</h1>",
    "incidents/three/index.html": b"<h1>three</h1>",
    "api/v2/status.json": b'{"new": true}',
    "feed.atom": b"<feed>new</feed>",
}
del NEW["incidents/two/index.html"], NEW["assets/style.0123.css"]

FIRST, SECOND, THIRD = (digit * 40 for digit in "123")
"""Three commits, each the parent of the next."""


def contains(one: str, other: str) -> bool | None:
    """What a history of these three knows."""
    return one >= other if {one, other} <= {FIRST, SECOND, THIRD} else None


def origin(commit: str = "", built_at: datetime = NOW, *, dirty: bool = False) -> Origin:
    """Of a commit that was made a minute before it was built."""
    return Origin(built_at, NOW, commit, built_at - MINUTE if commit else None, dirty, "program")


def made(folder: Path, site: Mapping[str, bytes], where: Origin | None = None) -> Release:
    """`site` with a heartbeat, built into `folder`."""
    where = where or origin()
    said = {"built_at": where.built_at.isoformat(), "changed": where.changed and where.changed.isoformat()}
    publish({**site, "api/heartbeat.json": json.dumps(said).encode()}, folder)
    return finished(folder, where)


def bytes_of(release: Release) -> dict[str, bytes]:
    """What visitors are to see of it."""
    return {path: release.read(path) for path in release.files}


def terms(now: datetime = NOW, *, overwrite_newer: bool = False) -> Terms:
    """For a release that is shipped at `now` by somebody whose clone knows all three commits."""
    return Terms(now, contains, overwrite_newer)
