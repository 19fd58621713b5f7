"""Real readers across a site's life: newsboat and rss2email announce each piece of news once, and nothing else at all."""

from __future__ import annotations

import email
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from configparser import ConfigParser
from contextlib import closing
from email.policy import default
from pathlib import Path

import pytest

from generator.build import build
from tests.render.feeds.host import serving
from tests.render.feeds.story import BEGIN, LIFE, State
from tests.texts import lay

FEEDS = ("feed.atom", "feed.rss", "components/api/feed.atom", "components/api/feed.rss")
Announced = dict[str, list[str]]
"""Titles by feed."""


def program(name: str) -> str:
    """Where a program lies; skips where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed on this machine (apt-get install newsboat rss2email)")
    return found


def run(home: Path, *command: str) -> str:
    """What a program says, in a home of its own."""
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "dumb", "NO_PROXY": "*"}
    done = subprocess.run(command, env=surroundings, cwd=home, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done.stdout


class Newsboat:
    """A reader in a terminal. What is unread after a reload is what it announces; then it is read.

    Each feed has a cache of its own here, since newsboat keeps an id that several feeds share only once.
    """

    def __init__(self, home: Path, address: str) -> None:
        self._home, self._program = home, program("newsboat")
        (home / "config").write_text("reload-threads 1\n")
        for number, path in enumerate(FEEDS):
            (home / f"{number}.urls").write_text(f"{address}/{path}\n")

    def announces(self) -> Announced:
        return {path: self._announces(number) for number, path in enumerate(FEEDS)}

    def _announces(self, number: int) -> list[str]:
        urls, cache = self._home / f"{number}.urls", self._home / f"{number}.db"
        files = ("-u", str(urls), "-c", str(cache), "-C", str(self._home / "config"))
        counted = run(self._home, self._program, *files, "-x", "reload", "print-unread")
        with closing(sqlite3.connect(cache)) as items:
            rows = items.execute("SELECT title FROM rss_item WHERE unread = 1 AND deleted = 0").fetchall()
            items.execute("UPDATE rss_item SET unread = 0")
            items.commit()
        assert counted.split()[0] == str(len(rows)), f"newsboat says {counted}"
        return [title for (title,) in rows]


class Rss2email:
    """A program that mails every new entry, here into a folder of mail. What it mails in a run is what it announces."""

    def __init__(self, home: Path, address: str) -> None:
        self._home, self._program, self._address = home, program("r2e"), address
        self._files = ("-c", str(home / "rss2email.cfg"), "-d", str(home / "rss2email.json"))
        for each in ("cur", "new", "tmp"):
            (home / "Mail" / "inbox" / each).mkdir(parents=True)
        run(home, self._program, *self._files, "new", "us@example.com")
        config = ConfigParser(interpolation=None)
        config.read(home / "rss2email.cfg")
        sink = {"email-protocol": "maildir", "maildir-path": f"{home}/Mail", "maildir-mailbox": "inbox"}
        config["DEFAULT"].update(sink)
        with (home / "rss2email.cfg").open("w") as file:
            config.write(file)
        for number, path in enumerate(FEEDS):
            run(home, self._program, *self._files, "add", f"feed{number}", f"{address}/{path}")

    def announces(self) -> Announced:
        run(self._home, self._program, *self._files, "run")
        found: Announced = {path: [] for path in FEEDS}
        for mail in (self._home / "Mail" / "inbox" / "new").iterdir():
            message = email.message_from_bytes(mail.read_bytes(), policy=default)
            found[str(message["X-RSS-Feed"]).removeprefix(f"{self._address}/")].append(str(message["Subject"]))
            mail.unlink()
        return found


Reader = Callable[[Path, str], Newsboat | Rss2email]


@pytest.mark.parametrize("reader", [Newsboat, Rss2email])
def test_a_reader_announces_each_piece_of_news_once_and_nothing_else(reader: Reader, tmp_path: Path) -> None:
    root, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    state = BEGIN
    publish(root, state)
    with serving(root / "public") as address:
        following = reader(home, address)
        first = following.announces()
        for path in FEEDS:
            assert sorted(first[path]) == [
                "Identified: Elevated error rates on the API",
                "Investigating: Elevated error rates on the API",
                "Scheduled for November 22, 2026, 02:00 UTC: Database upgrade",
            ], path
        assert not any(following.announces().values()), "nothing new, nothing announced"
        for step in LIFE:
            state = step.change(state)
            publish(root, state)
            announced = following.announces()
            assert {path: len(titles) for path, titles in announced.items()} == dict.fromkeys(FEEDS, step.new), (
                f"{step.name}: {announced}"
            )


@pytest.mark.parametrize("reader", [Newsboat, Rss2email])
def test_a_reader_of_an_empty_site_announces_nothing_and_then_the_first_word(reader: Reader, tmp_path: Path) -> None:
    root, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    empty = State({"site.yaml": BEGIN.texts["site.yaml"]}, BEGIN.now)
    publish(root, empty)
    with serving(root / "public") as address:
        following = reader(home, address)
        assert not any(following.announces().values())
        publish(root, BEGIN)
        assert {len(titles) for titles in following.announces().values()} == {3}


def publish(root: Path, state: State) -> None:
    """Build what lies in the folder now, and nothing that lay there before."""
    shutil.rmtree(root / "incidents", ignore_errors=True)
    lay(root, state.texts)
    build(root, root / "public", now=state.now)
