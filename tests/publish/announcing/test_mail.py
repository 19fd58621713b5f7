"""Mails of one incident are one thread, and no text gets into their headers. A real mail server takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from msgspec.structs import replace

from generator.model import Outlet, Site
from generator.model.announced import Message
from generator.publish.announcing.mail import PARTLY
from generator.publish.announcing.outlet import Opened, opened
from tests.publish.announcing.servers import Mailbox, mailbox
from tests.texts import NOW

SITE = Site("Example Cloud", "https://status.example.org", authority="status.example.com,2026-01-01")
FIRST = Message("[Example Cloud] Down", "It is down.\n", "https://s.example/", "tag:a/1", "tag:a")
SECOND = Message("Re: [Example Cloud] Down", "It is up.\n", "https://s.example/", "tag:a/2", "tag:a", parent="tag:a/1")


@pytest.fixture
def server() -> Iterator[Mailbox]:
    with mailbox() as held:
        yield held


def open_one(server: Mailbox, query: str = "from=status@example.com&to=all@example.net") -> Opened:
    return opened(Outlet("Mail", f"mailto://127.0.0.1:{server.port}/?{query}"), SITE, {})


def test_a_mail_says_who_when_and_what(server: Mailbox) -> None:
    outlet = open_one(server)
    assert outlet.room.mail
    assert outlet.send(FIRST, NOW) == ""
    (mail,) = server.mails
    assert mail["From"] == "Example Cloud <status@example.com>"
    assert (mail["To"], mail["Subject"]) == ("all@example.net", FIRST.title)
    assert parsedate_to_datetime(mail["Date"]) == NOW
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert mail.get_content().replace("\r\n", "\n") == FIRST.body
    assert mail["Auto-Submitted"] == "auto-generated"
    assert server.envelopes == [("status@example.com", ["all@example.net"])]


def test_the_mails_of_an_incident_are_one_thread(server: Mailbox) -> None:
    outlet = open_one(server)
    assert [outlet.send(each, NOW) for each in (FIRST, SECOND)] == ["", ""]
    first, second = server.mails
    assert second["In-Reply-To"] == first["Message-ID"]
    assert first["Message-ID"] in second["References"]
    assert second["References"].split()[0] == first["References"]
    assert second["Message-ID"] != first["Message-ID"]
    assert first["In-Reply-To"] is None


def test_the_same_mail_has_the_same_name_whenever_and_wherever_it_is_sent_from(server: Mailbox) -> None:
    outlet = open_one(server)
    moved = opened(
        Outlet("Mail", f"mailto://127.0.0.1:{server.port}/?from=a@b.org&to=c@d.org"),
        replace(SITE, url="https://new.example"),
        {},
    )
    outlet.send(FIRST, NOW)
    moved.send(FIRST, NOW + timedelta(days=1))
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert str(server.mails[0]["Message-ID"]).endswith("@status.example.com>")


def test_no_title_and_no_name_reaches_another_header(server: Mailbox) -> None:
    evil = "Down\r\nBcc: victim@example.org\r\n\r\nbody\u2028X: y\x00\x85"
    outlet = opened(
        Outlet("Mail", f"mailto://127.0.0.1:{server.port}/?from=s@example.com&to=all@example.net"),
        replace(SITE, name="Example\r\nX-Evil: 1"),
        {},
    )
    assert outlet.send(replace(FIRST, title=evil), NOW) == ""
    (mail,) = server.mails
    assert set(mail.keys()) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "References", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo"),
    }
    assert server.envelopes[0][1] == ["all@example.net"]


def test_every_language_arrives_as_it_was_written(server: Mailbox) -> None:
    told = replace(
        FIRST, title="[Beispiel] Störung — 障害 😀", body="Größere Störung: 障害\n.\nFrom here\n" + "é" * 300 + "\n"
    )
    assert open_one(server).send(told, NOW) == ""
    (mail,) = server.mails
    assert mail["Subject"] == told.title
    assert mail.get_content().replace("\r\n", "\n") == told.body
    assert all(len(line) <= 78 for line in mail.as_bytes().split(b"\n"))


def test_several_people_do_not_see_each_other(server: Mailbox) -> None:
    query = "from=status@example.com&to=a@example.net,b@example.net&cc=c@example.net&bcc=d@example.net"
    assert open_one(server, query).send(FIRST, NOW) == ""
    assert sorted(server.envelopes[0][1]) == [f"{name}@example.net" for name in "abcd"]
    assert "example.net" not in server.mails[0].as_string().replace("X-RcptTo", "\n\n", 1).split("\n\n")[0]


def test_who_has_it_is_not_told_again_because_another_was_refused(server: Mailbox) -> None:
    server.refused.add("b@example.net")
    outlet = open_one(server, "from=status@example.com&to=a@example.net,b@example.net")
    assert outlet.send(FIRST, NOW) == f"{PARTLY}b@example.net: 550 no such user"
    assert len(server.mails) == 1


def test_a_server_that_takes_nobody_or_is_not_there_is_a_reason(server: Mailbox) -> None:
    server.refused.add("all@example.net")
    assert open_one(server).send(FIRST, NOW) == "all@example.net: 550 no such user"
    gone = opened(Outlet("Mail", "mailto://127.0.0.1:9/?from=s@example.com&to=a@example.net"), SITE, {})
    assert gone.send(FIRST, NOW).startswith("the mail server 127.0.0.1 cannot be used: ")


def test_a_password_is_never_told(server: Mailbox) -> None:
    outlet = opened(
        Outlet("Mail", f"mailto://status:${{PASSWORD}}@127.0.0.1:{server.port}/?from=s@example.com&to=a@example.net"),
        SITE,
        {"PASSWORD": "hunter2"},
    )
    reason = outlet.send(FIRST, NOW)
    assert reason
    assert "hunter2" not in reason


def test_an_address_may_add_a_way_to_leave_but_forge_nothing(server: Mailbox) -> None:
    query = "from=s@example.com&to=a@example.net&+List-Unsubscribe=<mailto:off@example.com>&+Message-ID=<forged@x>&+Bcc=x@y.org"
    assert open_one(server, query).send(FIRST, NOW) == ""
    (mail,) = server.mails
    assert mail["List-Unsubscribe"] == "<mailto:off@example.com>"
    assert "forged" not in mail["Message-ID"]
    assert server.envelopes[0][1] == ["a@example.net"]
