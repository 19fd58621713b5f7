"""`/api/heartbeat.json` as it is read back. `render.hosts.heartbeat` writes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from generator.model.preparedness import Cause, Heartbeat, Unknown

PATH = "api/heartbeat.json"
"""Below the site's address."""


def beat(content: bytes) -> Heartbeat | Unknown:
    """What `content` says; times in UTC."""
    try:
        told = json.loads(content)
        built_at, next_change = (_moment(told[name]) for name in ("built_at", "next_change"))
        return Heartbeat(built_at, next_change, str(told.get("release", "")))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
        return Unknown(Cause.GARBLED, f"/{PATH} is not what a site of Upside holds there")


def _moment(said: str) -> datetime:
    read = datetime.fromisoformat(said)
    if read.tzinfo is None:
        raise ValueError("without a zone")
    return read.astimezone(UTC)
