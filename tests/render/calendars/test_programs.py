"""Real programs across a site's life: vdirsyncer fetches our calendar over HTTP, khal shows what it holds in the site's zone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.render.calendars.reading import CANCELLED, MOVED, UPGRADE, events, made, repeating, times_on_the_page
from tests.render.feeds.host import serving

NOW = "2026-11-23 12:00"
BERLIN = ZoneInfo("Europe/Berlin")
KHAL = """\
[calendars]
[[maintenance]]
path = {home}/calendars
[sqlite]
path = {home}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
"""
VDIRSYNCER = """\
[general]
status_path = "{home}/status/"
[pair maintenance]
a = "site"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage site]
type = "http"
url = "{address}/maintenance.ics"
[storage here]
type = "filesystem"
path = "{home}/calendars/"
fileext = ".ics"
"""
SHOWN = "{start-long} {end-long} {status} {title}"


@dataclass(frozen=True)
class Person:
    """Somebody with a calendar program and a home folder."""

    home: Path

    def run(self, *command: str) -> str:
        """What a program says."""
        around = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "NO_PROXY": "*",
        }
        done = subprocess.run(
            command,
            env=around,
            cwd=self.home,
            input="y\n" * 5,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
        return done.stdout

    def fetch(self) -> None:
        self.run("vdirsyncer", "-c", str(self.home / "vdirsyncer.conf"), "sync")

    def sees(self, since: str, days: int) -> list[str]:
        """What khal shows, in the zone of its owner; once, however many days it lasts."""
        khal = ("khal", "-c", str(self.home / "khal.conf"), "list", "--notstarted", "--day-format", "")
        shown = self.run(*khal, "--format", SHOWN, since, f"{days}d")
        return list(dict.fromkeys(" ".join(line.split()) for line in shown.splitlines() if line.strip()))


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody who follows the site below `tmp_path`, and has fetched its calendar before anything was planned."""
    for program in ("khal", "vdirsyncer"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed on this machine (apt-get install khal vdirsyncer)")
    home = tmp_path / "home"
    (home / "calendars").mkdir(parents=True)
    (home / "khal.conf").write_text(KHAL.format(home=home))
    made(tmp_path, NOW)
    with serving(tmp_path / "public") as address:
        (home / "vdirsyncer.conf").write_text(VDIRSYNCER.format(home=home, address=address))
        person = Person(home)
        person.run("vdirsyncer", "-c", str(home / "vdirsyncer.conf"), "discover")
        person.fetch()
        assert person.sees("2026-11-01", 90) == []
        yield person


def test_an_event_appears_moves_and_is_called_off(person: Person, tmp_path: Path) -> None:
    seen = []
    for text in (UPGRADE, MOVED, MOVED, CANCELLED):
        made(tmp_path, NOW, upgrade=text)
        person.fetch()
        seen.append(person.sees("2026-11-25", 30))
    title = 'Database upgrade; "read-only", they say'
    assert seen == [
        [f"2026-12-01 22:00 2026-12-02 00:00 CONFIRMED {title}"],
        [f"2026-12-03 20:00 2026-12-03 21:30 CONFIRMED {title}"],
        [f"2026-12-03 20:00 2026-12-03 21:30 CONFIRMED {title}"],
        [f"2026-12-03 20:00 2026-12-03 21:30 CANCELLED {title}"],
    ]
    assert len(list((person.home / "calendars").iterdir())) == 1


def test_khal_follows_an_event_by_its_name(person: Person, tmp_path: Path) -> None:
    """Without vdirsyncer in between, which names what it fetches anew: imported again, it is the same event."""
    names = set()
    for text in (UPGRADE, MOVED, CANCELLED):
        made(tmp_path, NOW, upgrade=text)
        names.add(str(events(tmp_path)[0]["uid"]))
        person.run(
            "khal", "-c", str(person.home / "khal.conf"), "import", "--batch", str(tmp_path / "public/maintenance.ics")
        )
        assert len(person.sees("2026-11-25", 30)) == 1
    assert len(names) == len(list((person.home / "calendars").iterdir())) == 1
    assert "CANCELLED" in person.sees("2026-11-25", 30)[0]


@pytest.mark.parametrize(("start", "end"), [("04:00", "05:30"), ("02:30", "04:00"), ("23:30", "2026-10-12 03:00")])
def test_what_repeats_is_at_the_hours_that_the_page_says(start: str, end: str, person: Person, tmp_path: Path) -> None:
    board = made(tmp_path, "2027-05-01 12:00", restart=repeating(start=start, end=end))
    person.fetch()
    expected = [
        f"{since.astimezone(BERLIN):%Y-%m-%d %H:%M} {until.astimezone(BERLIN):%Y-%m-%d %H:%M} CONFIRMED Restart"
        for since, until, _ in times_on_the_page(board, "2027-04-30 00:00")
    ]
    assert len(expected) == 29
    assert person.sees("2026-10-01", 211) == expected


def test_one_time_is_called_off_another_moved_and_all_others_stay(person: Person, tmp_path: Path) -> None:
    words = (
        "\n## Cancelled — 2026-11-24 09:00\n"
        '\n## Scheduled — 2026-11-30 09:00 {scheduled_for="2026-12-07 20:00" scheduled_until=21:00}\n'
    )
    made(tmp_path, "2026-12-01 12:00", restart=repeating() + words)
    person.fetch()
    assert person.sees("2026-11-20", 30) == [
        "2026-11-22 04:00 2026-11-22 05:30 CONFIRMED Restart",
        "2026-11-29 04:00 2026-11-29 05:30 CANCELLED Restart",
        "2026-12-07 20:00 2026-12-07 21:00 CONFIRMED Restart",
        "2026-12-13 04:00 2026-12-13 05:30 CONFIRMED Restart",
    ]


def test_what_is_fetched_again_unchanged_changes_nothing(person: Person, tmp_path: Path) -> None:
    def kept() -> dict[str, tuple[bytes, int]]:
        files = (person.home / "calendars").iterdir()
        return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}

    made(tmp_path, NOW, upgrade=UPGRADE, restart=repeating())
    person.fetch()
    before = kept()
    assert len(before) == 2
    made(tmp_path, "2026-11-24 18:00", upgrade=UPGRADE, restart=repeating())
    person.fetch()
    assert kept() == before
