"""The reader's own clock, as a test sets it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


def at(now: datetime) -> str:
    """JavaScript that stops the page's clock at `now`; the page's `advance(milliseconds)` moves it, `hide(true)` hides the tab."""
    return Path(__file__).with_name("clock.js").read_text().replace("START", str(int(now.timestamp() * 1000)))
