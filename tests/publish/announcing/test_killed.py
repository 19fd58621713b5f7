"""Killed at any step, an announcer that is started again leaves nothing unsaid, and says again only what it was about to write down.

Real webhooks, a real mail server, a real host, real git. The usual run samples the steps; `UPSIDE_ALL_KILL_POINTS=1` takes every one.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main
from generator.publish.announcing.branch_ledger import BranchLedger
from generator.publish.announcing.file_ledger import FileLedger
from tests.publish.announcing.announcer import Announcers, Run, announcers
from tests.publish.announcing.servers import Hooks, Mailbox, hooks, host, mailbox
from tests.publish.announcing.test_branch_ledger import git
from tests.texts import INCIDENT, NOW, SITE, lay

SAMPLES = 4
SECOND = INCIDENT.replace("Elevated error rates on the API", "Slow website").replace("[api, dashboard]", "[website]")


@dataclass
class World:
    """A site, whoever it tells, and what they heard."""

    root: Path
    hooks: Hooks
    mailbox: Mailbox
    announcers: Announcers
    ledger: str = ""

    def announce(self, kill_at: int = 0) -> Run:
        words = ("announce", "-C", str(self.root), "--now", NOW.isoformat(), "--wait", "0")
        return self.announcers.run(*words, *(["--ledger", self.ledger] if self.ledger else []), kill_at=kill_at)

    def heard(self) -> Counter[tuple[str, str]]:
        """How often each outlet heard of each report."""
        posted = Counter(("Team", said["message"].rstrip("/").rpartition("/")[2]) for _, said in self.hooks.posted)
        mailed = Counter(
            ("Mail", mail.get_content().strip().rstrip("/").rpartition("/")[2]) for mail in self.mailbox.mails
        )
        return posted + mailed

    def said(self) -> set[tuple[str, str]]:
        """What the ledger says that was said."""
        ledger = (
            BranchLedger(self.root, "announced", now=NOW)
            if self.ledger
            else FileLedger(self.root / ".upside" / "announced.json")
        )
        known = ledger.read()
        outlets = known.outlets.items() if known else ()
        return {
            (name, key.split("/")[1]) for name, keys in outlets for key, was in keys.items() if was.startswith("said")
        }

    def forget(self) -> None:
        self.hooks.posted.clear()
        self.mailbox.mails.clear()
        shutil.rmtree(self.root / ".upside", ignore_errors=True)


EVERYTHING = {(outlet, report) for outlet in ("Team", "Mail") for report in ("2026-11-20-api", "2026-11-20-web")}


@pytest.fixture(scope="module")
def processes() -> Iterator[Announcers]:
    with announcers() as started:
        yield started


@pytest.fixture
def world(tmp_path: Path, processes: Announcers) -> Iterator[World]:
    root = tmp_path / "site"
    with hooks() as webhooks, mailbox() as mails, host(tmp_path / "site" / "public") as address:
        announce = (
            f"announce:\n  - {{name: Team, url: '{webhooks.address('x')}'}}\n"
            f"  - {{name: Mail, url: 'mailto://127.0.0.1:{mails.port}/?from=s@example.com&to=all@example.net'}}\n"
        )
        site = SITE.replace("https://status.example.com", address) + announce
        lay(root, {"site.yaml": site, "incidents/2026-11-20-api.md": INCIDENT, "incidents/2026-11-20-web.md": SECOND})
        assert main(["build", "-C", str(root), "--now", NOW.isoformat()]) == 0
        yield World(root, webhooks, mails, processes)


def points(steps: int) -> list[int]:
    if os.environ.get("UPSIDE_ALL_KILL_POINTS"):
        return list(range(1, steps + 1))
    return sorted({1 + round(index * (steps - 1) / (SAMPLES - 1)) for index in range(SAMPLES)})


def killed_and_started_again(world: World, kill_at: int) -> None:
    killed = world.announce(kill_at)
    assert killed.status == -9, (kill_at, killed)
    heard, said = world.heard(), world.said()
    assert said <= heard.keys(), kill_at  # nothing is written down that nobody heard
    in_doubt = heard.keys() - said
    assert len(in_doubt) <= 1, kill_at
    again = world.announce()
    assert again.status == 0, (kill_at, again)
    assert world.heard() == Counter(EVERYTHING) + Counter(in_doubt), kill_at
    assert world.said() == EVERYTHING, kill_at


def test_killed_at_any_step_nothing_is_unsaid_and_only_what_was_in_doubt_is_said_twice(world: World) -> None:
    whole = world.announce()
    assert (whole.status, world.heard()) == (0, Counter(EVERYTHING)), whole
    for kill_at in points(whole.steps):
        world.forget()
        killed_and_started_again(world, kill_at)


@pytest.mark.long
def test_with_the_ledger_on_a_branch_it_is_the_same(world: World, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    git(world.root, "init", "-q", "-b", "main", ".")
    git(world.root, "remote", "add", "origin", str(remote))
    world.ledger = "branch:announced"
    whole = world.announce()
    assert (whole.status, world.heard()) == (0, Counter(EVERYTHING)), whole
    for kill_at in points(whole.steps):
        world.forget()
        git(remote, "update-ref", "-d", "refs/heads/announced")
        killed_and_started_again(world, kill_at)


def test_killed_again_and_again_everything_is_said_in_the_end(world: World) -> None:
    steps = world.announce().steps
    world.forget()
    for kill_at in range(1, steps, max(1, steps // 6)):
        world.announce(kill_at)
    assert world.announce().status == 0
    assert world.heard().keys() == EVERYTHING
