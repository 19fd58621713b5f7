"""`upside announce` as a person and a workflow have it: what it says, what it sends, and with which status it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from generator.publish.announcing.file_ledger import FileLedger
from tests.cli.conftest import Said, Upside
from tests.publish.announcing.servers import Hooks, hooks, host, mailbox
from tests.texts import INCIDENT, NOW, SITE, lay

FILE = "incidents/2026-11-20-api.md"
LEDGER = Path(".upside/announced.json")
RESOLVED = INCIDENT + "\n## Resolved — 15:20\n\nThe pool is whole again.\n"
LATER = (NOW + timedelta(minutes=30)).isoformat()
TITLE = "Example Cloud – Identified: Elevated error rates on the API"


class World:
    """A site in the current folder, the outlets it tells, and the host that shows what was built."""

    def __init__(self, upside: Upside, root: Path, webhooks: Hooks, address: str) -> None:
        self.upside, self.root, self.hooks, self.address = upside, root, webhooks, address
        self.write(INCIDENT)

    def write(self, incident: str, *outlets: str) -> None:
        """One incident, and where to announce it."""
        listed = outlets or (f"{{name: Team, url: '{self.hooks.address('team')}'}}",)
        announce = "announce:\n" + "".join(f"  - {each}\n" for each in listed)
        site = SITE.replace("https://status.example.com", self.address) + announce
        lay(self.root, {"site.yaml": site, FILE: incident})

    def announce(self, *words: str, now: str = NOW.isoformat(), build: bool = True) -> Said:
        if build:
            assert self.upside("build", now=now).status in (0, 1)
        return self.upside("announce", "--wait", "0", *words, now=now)


@pytest.fixture
def world(upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr("generator.cli.announcing.WAITS", (0, 0))
    with hooks() as webhooks, host(tmp_path / "public") as address:
        yield World(upside, tmp_path, webhooks, address)


def test_what_is_new_is_said_once_and_then_what_is_newer(world: World) -> None:
    first, again = world.announce(), world.announce()
    assert (first.status, first.err) == (0, "")
    assert first.out.endswith(f"Team: sent “{TITLE}”\n")
    assert again == Said(0, "Nothing to announce: everybody has been told everything.\n", "")
    world.write(RESOLVED)
    assert world.announce(now=LATER).out == f"Team: sent “{TITLE.replace('Identified', 'Resolved')}”\n"
    assert world.hooks.titles("team") == [TITLE, TITLE.replace("Identified", "Resolved")]
    assert "Before that" not in world.hooks.posted[1][1]["message"]


def test_nothing_is_announced_before_the_page_carries_it(world: World) -> None:
    said = world.announce(build=False)
    assert said.status == 3
    assert said.err == (
        f"Error: {world.address} does not carry these yet (/api/heartbeat.json answers 404), so they were not announced:\n"
        "  2026-11-20-api\nPublish the site, and then:\n  upside announce\n"
    )
    assert world.announce().status == 0
    world.write(RESOLVED)
    stale = world.announce(now=LATER, build=False)
    assert (stale.status, "it answers, but with an older release" in stale.err) == (3, True)
    assert world.hooks.titles("team") == [TITLE]


def test_a_folder_or_another_address_may_stand_in_for_the_page(world: World, tmp_path: Path) -> None:
    assert world.upside("build", "-o", str(tmp_path / "elsewhere")).status == 0
    assert world.announce("--folder", "elsewhere", build=False).status == 0
    LEDGER.unlink()
    with host(tmp_path / "elsewhere") as address:
        assert world.announce("--live", address + "/", build=False).status == 0
    assert len(world.hooks.posted) == 2


def test_a_dry_run_shows_all_of_it_and_asks_nobody(world: World) -> None:
    said = world.announce("--dry-run", build=False)
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Team: the ledger knows nothing of it, so only the last hour is told.\n\nTo Team:\n"
        f"  | {TITLE}\n  |\n"
        "  | A deploy broke the connection pool. We are rolling it back.\n  |\n"
        "  | Major impact · 6,323 customers in eu-west\n  |\n"
        "  | Next update by November 20, 2026, 15:30 UTC.\n  |\n"
        "  | Before that: Investigating – November 20, 2026, 14:10 UTC\n  |\n"
        "  | Requests to the API fail for some of you. We will be back by 14:40.\n  |\n"
        f"  | {world.address}/incidents/2026-11-20-api/\n"
    )
    assert world.hooks.posted == []
    assert not LEDGER.exists()


def test_what_a_dry_run_shows_is_what_is_sent(world: World) -> None:
    shown = world.announce("--dry-run").out
    world.announce()
    message = world.hooks.posted[0][1]["message"]
    assert "\n".join(f"  | {line}".rstrip() for line in message.split("\n")) in shown


def test_a_secret_that_is_not_set_is_named_and_holds_nobody_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    team = f"{{name: Team, url: '{world.hooks.address('team')}'}}"
    world.write(INCIDENT, "{name: Chat, url: '${CHAT_URL}'}", team)
    monkeypatch.delenv("CHAT_URL", raising=False)
    said = world.announce()
    assert said.status == 4
    assert said.err.startswith("Error: Chat: CHAT_URL is not set in the environment")
    assert world.hooks.titles("team") == [TITLE]
    assert world.announce().status == 4  # and it goes on saying so
    assert world.announce("--dry-run").status == 4
    monkeypatch.setenv("CHAT_URL", world.hooks.address("hunter2-chat"))
    done = world.announce()
    assert (done.status, world.hooks.titles("hunter2-chat")) == (0, [TITLE])
    assert "hunter2" not in done.out + done.err + LEDGER.read_text()


def test_a_dead_outlet_is_tried_again_and_the_others_are_told(world: World) -> None:
    both = [f"{{name: {name}, url: '{world.hooks.address(name)}'}}" for name in ("Dead", "Well")]
    world.write(INCIDENT, *both)
    world.hooks.answers["/Dead"] = [503, 503, 503, 0]
    said = world.announce()
    assert (said.status, world.hooks.titles("Well")) == (4, [TITLE])
    assert said.err.startswith("Error: Dead: 1 message could not be sent: ")
    assert "error=503" in said.err
    assert said.err.endswith("The next run tries again:\n  upside announce\n")
    assert world.announce().status == 0
    assert (world.hooks.titles("Dead"), world.hooks.titles("Well")) == ([TITLE], [TITLE])


def many(world: World, count: int, minutes: int) -> None:
    """So many incidents, reported so long ago, and nothing else."""
    (world.root / FILE).unlink()
    at = NOW - timedelta(minutes=minutes)
    for index in range(count):
        text = f"---\ntitle: Number {index}\nimpact: minor\n---\n\n## Investigating — {at:%Y-%m-%d %H:%M} UTC\n\nWe look.\n"
        lay(
            world.root, {"site.yaml": (world.root / "site.yaml").read_text(), f"incidents/2026-11-20-n{index}.md": text}
        )


def test_a_first_run_on_an_old_site_is_no_flood(world: World) -> None:
    many(world, 12, minutes=300)
    said = world.announce()
    assert (said.status, world.hooks.posted) == (0, [])
    assert "12 older updates count as said." in said.out
    assert world.announce().out == "Nothing to announce: everybody has been told everything.\n"


def test_a_lost_ledger_is_no_flood_and_loses_nothing_fresh(world: World) -> None:
    assert world.announce().status == 0
    LEDGER.unlink()
    world.write(RESOLVED)
    assert world.announce(now=LATER).status == 0
    assert world.hooks.titles("team") == [TITLE, TITLE.replace("Identified", "Resolved")]


def test_more_than_five_at_once_wait_until_a_person_sends_them(world: World) -> None:
    many(world, 6, minutes=10)
    said = world.announce()
    assert (said.status, world.hooks.posted) == (4, [])
    assert said.err.startswith(
        "Error: Team: 6 messages are due, and more than 5 would be a flood. These wait for you:\n"
    )
    assert "  2026-11-20-n5\nSend them all:\n  upside announce --all\n" in said.err
    assert said.err.endswith("  upside announce --mark-as-said\n")
    assert world.announce().status == 4
    assert world.announce("--all").status == 0
    assert len(world.hooks.posted) == 6


def test_or_until_a_person_lets_them_go(world: World) -> None:
    many(world, 6, minutes=10)
    assert world.announce().status == 4
    assert world.announce("--mark-as-said") == Said(0, "Team: 6 updates count as said.\n", "")
    assert world.announce().status == 0
    assert world.hooks.posted == []


def test_with_a_ledger_the_fresh_ones_are_told_though_a_flood_waits(world: World) -> None:
    assert world.announce(now="2026-11-19T00:00:00Z").status == 0
    many(world, 9, minutes=300)
    lay(world.root, {"site.yaml": (world.root / "site.yaml").read_text(), FILE: INCIDENT})
    said = world.announce()
    assert (said.status, world.hooks.titles("team")) == (4, [TITLE])
    assert "10 messages are due" in said.err


def test_a_damaged_ledger_counts_as_lost_and_is_kept(world: World) -> None:
    LEDGER.parent.mkdir()
    LEDGER.write_text("{torn")
    said = world.announce()
    assert said.status == 4
    assert "cannot be understood (it is no JSON), so the ledger counts as lost; it is kept as " in said.err
    assert LEDGER.with_name("announced.json.damaged").read_text() == "{torn"
    assert world.hooks.titles("team") == [TITLE]
    assert world.announce().status == 0


def test_a_ledger_that_cannot_be_read_stops_everything(world: World) -> None:
    LEDGER.mkdir(parents=True)
    said = world.announce()
    assert (said.status, world.hooks.posted) == (4, [])
    assert "cannot be read" in said.err
    assert "--ledger" in said.err


def test_another_announcer_at_work_is_status_75(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.announcing.PATIENCE", 0.01)
    with FileLedger(world.root / LEDGER).held():
        said = world.announce()
    assert (said.status, world.hooks.posted) == (75, [])
    assert "another upside announce" in said.err


def test_a_mail_server_gets_the_incident_as_one_thread(world: World) -> None:
    with mailbox() as mails:
        mail = f"{{name: Mail, url: 'mailto://127.0.0.1:{mails.port}/?from=s@example.com&to=all@example.net'}}"
        world.write(INCIDENT.partition("\n## Identified")[0], mail)
        assert world.announce(now="2026-11-20T14:12:00Z").status == 0
        world.write(INCIDENT, mail)
        assert world.announce().status == 0
        world.write(RESOLVED, mail)
        assert world.announce(now=LATER).status == 0
    first, second, third = mails.mails
    assert [mail["Subject"] for mail in mails.mails] == [
        "[Example Cloud] Elevated error rates on the API",
        *["Re: [Example Cloud] Elevated error rates on the API"] * 2,
    ]
    assert second["In-Reply-To"] == third["In-Reply-To"] == first["Message-ID"]
    assert first["References"] in second["References"]
    assert third.get_content().startswith("Resolved – November 20, 2026, 15:20 UTC")


def test_a_title_cannot_call_anybody(world: World) -> None:
    evil = INCIDENT.replace("Elevated error rates", "'@everyone <!channel> [x](https://evil.example)'", 1).replace(
        "on the API\n", "\n", 1
    )
    world.write(evil)
    assert world.announce().status == 0
    sent = world.hooks.posted[0][1]
    assert "@everyone" not in sent["title"]
    assert "<!channel>" not in sent["title"]


def test_without_outlets_there_is_nobody_to_tell(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("announce")
    assert (said.status, said.out.startswith("Nobody to tell")) == (0, True)


def test_an_outlet_that_holds_a_secret_is_told_of_and_the_others_are_sent(world: World) -> None:
    team = f"{{name: Team, url: '{world.hooks.address('team')}'}}"
    world.write(INCIDENT, "{name: Chat, url: 'slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/'}", team)
    said = world.announce()
    assert (said.status, world.hooks.titles("team")) == (4, [TITLE])
    assert "TIiajkd" not in said.out + said.err
    assert "site.yaml has errors" in said.err


def test_without_the_library_it_says_what_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.delitem(sys.modules, "generator.publish.announcing.chat", raising=False)
    said = world.announce()
    assert said.status == 4
    assert "pip install 'apprise" in said.err


def test_options_that_contradict_each_other_are_refused(world: World) -> None:
    assert world.announce("--all", "--mark-as-said").status == 2
    assert world.announce("--live", "https://a.example", "--folder", "public").status == 2


def test_operators_are_reminded_once_of_each_lateness_and_readers_are_not(world: World) -> None:
    team = f"{{name: Team, url: '{world.hooks.address('team')}'}}"
    world.write(INCIDENT, team, f"{{name: Duty, url: '{world.hooks.address('duty')}', audience: operators}}")
    assert world.announce().status == 0
    assert world.hooks.titles("duty") == []
    late = (NOW + timedelta(minutes=31)).isoformat()
    for _ in range(2):
        assert world.announce(now=late, build=False).status == 0  # the page need not carry a reminder
    assert world.hooks.titles("duty") == ["Example Cloud – late: Elevated error rates on the API"]
    assert world.hooks.titles("team") == [TITLE]


def test_only_the_outlets_of_one_audience_are_told_where_that_is_asked_for(world: World) -> None:
    team = f"{{name: Team, url: '{world.hooks.address('team')}'}}"
    world.write(INCIDENT, team)
    said = world.announce("--audience", "operators")
    assert said == Said(0, 'Nobody to tell: no outlet under "announce" in site.yaml has audience: operators.\n', "")
    world.write(INCIDENT, team, f"{{name: Duty, url: '{world.hooks.address('duty')}', audience: operators}}")
    late = (NOW + timedelta(minutes=31)).isoformat()
    assert world.announce("--audience", "operators", now=late, build=False).status == 0, "the page need not be there"
    assert (len(world.hooks.titles("duty")), world.hooks.titles("team")) == (1, [])
    assert world.announce("--audience", "readers").status == 0
    assert (len(world.hooks.titles("duty")), world.hooks.titles("team")) == (1, [TITLE])
