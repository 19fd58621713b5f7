"""A second parser, Mozilla's ical.js, expands our calendars to the same times as the page, across both changes of the clocks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.render.calendars.reading import BERLIN, CANCELLED, UPGRADE, made, repeating, times_on_the_page

HERE = Path(__file__).parent
MODULE = "ical.js"

Reader = subprocess.Popen[str]


@pytest.fixture(scope="module")
def packages() -> Path:
    """The file beside which npm installed; skips where it did not, or where there is no Node."""
    if shutil.which("node") is None:
        pytest.skip("Node is not installed on this machine")
    for folder in (*map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep))), HERE / "node_modules"):
        if (folder / MODULE).is_dir():
            return folder.parent / "package.json"
    pytest.skip(f"npm's {MODULE} is not installed (npm install --prefix tests/render/calendars)")


@pytest.fixture(scope="module")
def reader(packages: Path) -> Iterator[Reader]:
    """ical.js, which reads one calendar after the other."""
    command = ["node", str(HERE / "read.mjs"), str(packages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def shown(reader: Reader, root: Path, last: str) -> list[dict[str, Any]]:
    """Every event that ical.js sees, what repeats up to the day `last`."""
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(json.dumps([str(root / "public/maintenance.ics"), last]) + "\n")
    reader.stdin.flush()
    found: list[dict[str, Any]] = json.loads(reader.stdout.readline())
    return found


def times(read: list[dict[str, Any]]) -> list[tuple[datetime, datetime, bool]]:
    return sorted(
        (datetime.fromisoformat(each["start"]), datetime.fromisoformat(each["end"]), each["status"] == "CANCELLED")
        for each in read
    )


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize(
    ("rule", "start", "end"),
    [
        ("FREQ=WEEKLY;BYDAY=SU", "04:00", "05:30"),
        ("FREQ=WEEKLY;BYDAY=SU", "02:30", "04:00"),
        ("FREQ=WEEKLY;BYDAY=SU", "01:30", "02:30"),
        ("FREQ=DAILY;INTERVAL=3", "00:15", "03:15"),
        ("FREQ=MONTHLY;BYDAY=2SU,-1SU", "03:00", "03:30"),
        ("FREQ=WEEKLY;BYDAY=SU,WE;COUNT=40", "22:00", "23:59"),
        ("FREQ=DAILY;BYDAY=SA,SU;BYMONTH=10,3", "01:00", "02:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "20:00", "2026-10-12 22:00"),
        ("FREQ=WEEKLY;BYDAY=SU;UNTIL=20270328", "12:00", "13:00"),
    ],
)
def test_page_and_calendar_agree_on_every_time(
    rule: str, start: str, end: str, zone: str, reader: Reader, tmp_path: Path
) -> None:
    site = BERLIN.replace("Europe/Berlin", zone)
    board = made(tmp_path, "2027-05-01 12:00", site, restart=repeating(rule, start, end))
    expected = times_on_the_page(board, "2027-04-30 00:00")
    assert len(expected) > 10
    found = times(shown(reader, tmp_path, "2027-05-02"))
    assert [each for each in found if f"{each[0]:%Y-%m-%d}" < "2027-04-30"] == expected


def test_page_and_calendar_agree_on_what_is_moved_and_called_off(reader: Reader, tmp_path: Path) -> None:
    words = (
        "\n## Cancelled — 2026-10-20 09:00\n"
        '\n## Scheduled — 2026-10-27 09:00 {scheduled_for="2026-11-02 20:00" scheduled_until=21:00}\n'
    )
    board = made(tmp_path, "2026-12-01 12:00", restart=repeating(start="02:30", end="04:00") + words)
    expected = times_on_the_page(board, "2026-12-01 00:00")
    assert [each for each in times(shown(reader, tmp_path, "2026-11-30")) if each[0] < expected[-1][1]] == expected
    assert [f"{start:%m-%d %H:%M}" for start, _, off in expected if off] == ["10-25 00:30"]
    assert datetime.fromisoformat("2026-11-02T19:00Z") in [start for start, _, _ in expected]


def test_it_follows_one_event_by_its_name(reader: Reader, tmp_path: Path) -> None:
    made(tmp_path, "2026-11-22 12:00", upgrade=UPGRADE)
    (before,) = shown(reader, tmp_path, "2027-01-01")
    made(tmp_path, "2026-11-22 12:00", upgrade=CANCELLED)
    (after,) = shown(reader, tmp_path, "2027-01-01")
    assert (before["uid"], before["sequence"], before["status"]) == (after["uid"], 1, "CONFIRMED")
    assert (after["sequence"], after["status"], after["start"]) == (3, "CANCELLED", "2026-12-03T19:00:00.000Z")
    assert after["summary"] == 'Database upgrade; "read-only", they say'
