"""Texts to build sites from: what every test starts with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

SITE = """\
name: Example Cloud
url: https://status.example.com
timezone: UTC
authority: status.example.com,2026-01-01
components:
  - {id: api, name: API, group: Core}
  - {id: dashboard, name: Dashboard, group: Core}
  - {id: website, name: Website}
"""

INCIDENT = """\
---
title: Elevated error rates on the API
impact: major
components: [api, dashboard]
started: 2026-11-20 14:02 UTC
affected: 6,323 customers in eu-west
---

## Investigating — 2026-11-20 14:10 UTC

Requests to the API fail for some of you. We will be back by 14:40.

## Identified — 14:31 {next=15:30}

A deploy broke the connection pool. We are rolling it back.
"""


def lay(root: Path, texts: Mapping[str, str | bytes]) -> Path:
    """Write `texts` (path to content) below `root`, with `SITE` as site.yaml unless given; `root` again."""
    for path, text in {"site.yaml": SITE, **texts}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root
