"""A site to ask about, built once and served, and programs that ask."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.build import build
from tests.render.api.host import hosting
from tests.texts import INCIDENT, NOW, lay

TOOLS = Path(__file__).parents[3] / ".tools" / "statuspage-clients"
"""Where `clients.txt` says to install."""

RESOLVED = """\
---
title: Slow logins
impact: minor
components: {dashboard: degraded_performance}
---

## Investigating — 2026-11-18 09:00 UTC

Logins are slow.

## Resolved — 10:00

All is well.

## Postmortem — 2026-11-19 10:00 UTC {by="Operations"}

A cache was too small.
"""

UNDER_WAY = """\
---
title: Database upgrade
scheduled_for: 2026-11-20 14:30 UTC
scheduled_until: 2026-11-20 16:00 UTC
components: [website]
---

## Scheduled — 2026-11-18 12:00 UTC

We will upgrade it.
"""

TO_COME = UNDER_WAY.replace("Database upgrade", "New routers").replace("2026-11-20", "2026-11-28")

REPORTS = {
    "incidents/2026-11-20-api.md": INCIDENT,
    "incidents/2026-11-18-logins.md": RESOLVED,
    "incidents/2026-11-20-database.md": UNDER_WAY,
    "incidents/2026-11-28-routers.md": TO_COME,
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site: an open incident, a resolved one with a postmortem, a maintenance under way and one to come."""
    root = lay(tmp_path_factory.mktemp("asked"), REPORTS)
    build(root, root / "public", now=NOW)
    return root / "public"


@pytest.fixture(scope="session")
def url(folder: Path) -> Iterator[str]:
    """Where that site is served, without a slash at its end."""
    with hosting(folder) as address:
        yield address


def program(package: str, script: str, *arguments: str, folder: Path, environment: dict[str, str] | None = None) -> str:
    """What a Python script prints that uses one of `clients.txt`; skips where that is not installed."""
    if not list(TOOLS.glob(f"{package}-*.dist-info")):
        pytest.skip(f"{package} is not installed (tests/render/api/clients.txt says how)")
    bare = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env={**bare, "PYTHONPATH": str(TOOLS), "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
