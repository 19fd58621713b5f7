"""Sites with maintenance, read and decided on as in a build, and their calendars as icalendar reads them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from icalendar import Calendar, Event

from generator.decide import decide
from generator.memory import Memory
from generator.model import Board
from generator.read import read
from generator.render.calendars.outputs import calendars
from generator.render.edition import Edition
from tests.render.boards import THEME
from tests.texts import lay

BERLIN = """\
name: Example Cloud
url: https://status.example.com
timezone: Europe/Berlin
authority: status.example.com,2026-01-01
components:
  - {id: api, name: API}
  - {id: website, name: Website}
"""

UPGRADE = """\
---
title: Database upgrade; "read-only", they say
components: [api]
scheduled_for: 2026-12-01 22:00
scheduled_until: 2026-12-02 00:00
---

## Scheduled — 2026-11-20 09:00

The API will be read-only, for up to two hours: reads go on as ever, and whatever you write is kept until it can be written.
"""
MOVED = UPGRADE + '\n## Scheduled — 2026-11-21 09:00 {scheduled_for="2026-12-03 20:00" scheduled_until=21:30}\n'
CANCELLED = MOVED + "\n## Cancelled — 2026-11-22 09:00\n\nIt is not needed.\n"

SUNDAYS = """\
---
title: Restart
components: [website]
scheduled_for: 2026-10-11 {start}
scheduled_until: {end}
repeats: {rule}
---

## Scheduled — 2026-09-20 09:00

Every Sunday.
"""


def repeating(rule: str = "FREQ=WEEKLY;BYDAY=SU", start: str = "04:00", end: str = "05:30") -> str:
    """Since Sunday, 2026-10-11; `end` is a time of that day unless it says another."""
    return SUNDAYS.format(rule=rule, start=start, end=end if "-" in end else f"2026-10-11 {end}")


def made(root: Path, now: str, site: str = BERLIN, **files: str) -> Board:
    """What is true at `now`, in UTC, of a site of these `files` (stem to text), whose calendars now lie below `root`/public."""
    shutil.rmtree(root / "incidents", ignore_errors=True)
    lay(root, {"site.yaml": site, **{f"incidents/2026-11-20-{stem}.md": text for stem, text in files.items()}})
    source = read(root, Memory(None))
    board = decide(source, now=utc(now))
    for file in calendars(Edition(board, THEME, Memory(None))):
        lay(root / "public", {file.path: file.make()})
    return board


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(root: Path, path: str = "maintenance.ics") -> Calendar:
    found = Calendar.from_ical((root / "public" / path).read_bytes())
    assert isinstance(found, Calendar)
    return found


def events(root: Path, path: str = "maintenance.ics") -> list[Event]:
    return [each for each in calendar(root, path).walk("VEVENT") if isinstance(each, Event)]


def times_on_the_page(board: Board, before: str) -> list[tuple[datetime, datetime, bool]]:
    """Start and end of every time that the page knows of and that begins before a moment, in UTC; whether it was called off."""
    (window,) = board.windows
    return [
        (each.scheduled_for, each.scheduled_until, each.status == "cancelled")
        for each in reversed(window.occurrences)
        if each.scheduled_for < utc(before)
    ]
