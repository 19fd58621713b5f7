"""An outlet sends to real servers, through the library, and tells of failures without its secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from generator.model import Outlet, Site
from generator.model.announced import Message, Room
from generator.publish.announcing.chat import service_of
from generator.publish.announcing.outlet import Closed, Opened, opened, redacted
from generator.render.announcements.fitting import fitted
from tests.publish.announcing.servers import Hooks, hooks
from tests.texts import NOW

SITE = Site("Example Cloud", "https://status.example.com", authority="status.example.com,2026-01-01")
MESSAGE = Message("Example Cloud – Down", "It is down.\n\nhttps://s.example/", "https://s.example/", "tag:a/1", "tag:a")


@pytest.fixture
def servers() -> Iterator[Hooks]:
    with hooks() as held:
        yield held


def open_one(address: str, **environment: str) -> Opened:
    return opened(Outlet("Team", address), SITE, environment)


def plugin(name: str) -> Any:
    """What the library sends to a service with, so that its address can be one of loopback."""
    from apprise.manager_plugins import NotificationManager

    assert service_of("json://127.0.0.1", SITE) is not None
    return NotificationManager()[name]  # type: ignore[no-untyped-call]


def test_a_webhook_is_sent_title_and_body(servers: Hooks) -> None:
    assert open_one(servers.address("x")).send(MESSAGE, NOW) == ""
    (path, said) = servers.posted[0]
    assert (path, said["title"], said["message"]) == ("/x", MESSAGE.title, MESSAGE.body)


def test_secrets_come_from_the_environment(servers: Hooks) -> None:
    outlet = open_one("json://127.0.0.1:${PORT}/${TOKEN}", PORT=str(servers.port), TOKEN=" secret-path ")
    assert outlet.send(MESSAGE, NOW) == ""
    assert servers.posted[0][0] == "/secret-path"


@pytest.mark.parametrize("environment", [{}, {"TOKEN": " "}])
def test_a_variable_that_is_not_set_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(Closed, match=r"^PORT and TOKEN are not set in the environment") as raised:
        open_one("json://127.0.0.1:${PORT}/${TOKEN}", **environment)
    assert "set it to" in str(raised.value)


def test_what_is_no_address_is_told_by_its_name_and_not_by_its_value() -> None:
    with pytest.raises(Closed) as raised:
        open_one("${CHAT_URL}", CHAT_URL="slack://hunter2-hunter2")
    assert "CHAT_URL" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_two_addresses_in_one_variable_are_refused(servers: Hooks) -> None:
    both = f"{servers.address('a')},{servers.address('b')}"
    with pytest.raises(Closed, match="no address"):
        open_one("${CHAT_URL}", CHAT_URL=both)


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_refusal_is_told_with_its_status_and_without_the_secret(servers: Hooks, status: int) -> None:
    servers.answers["/hunter2-token"] = [status]
    outlet = open_one(
        "json://user:${PASSWORD}@127.0.0.1:${PORT}/hunter2-token", PORT=str(servers.port), PASSWORD="hunter2"
    )
    reason = outlet.send(MESSAGE, NOW)
    assert f"error={status}" in reason
    assert "hunter2" not in reason


def test_a_connection_that_is_cut_or_refused_is_a_reason_and_no_traceback(servers: Hooks) -> None:
    servers.answers["/x"] = [0]
    assert "onnection" in open_one(servers.address("x")).send(MESSAGE, NOW)
    assert "onnection" in open_one("json://127.0.0.1:9/x").send(MESSAGE, NOW)


def test_nothing_of_the_library_reaches_the_terminal(servers: Hooks, capfd: pytest.CaptureFixture[str]) -> None:
    servers.answers["/x"] = [500]
    open_one(servers.address("x")).send(MESSAGE, NOW)
    assert capfd.readouterr() == ("", "")


def test_slack_gets_text_that_it_shows_and_does_not_obey(servers: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin("slack"), "webhook_url", f"http://127.0.0.1:{servers.port}/services")
    outlet = open_one("${SLACK}", SLACK="slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/")
    assert (outlet.room.title, outlet.room.mail) == (250, False)
    assert outlet.send(MESSAGE, NOW) == ""
    path, said = servers.posted[0]
    assert path == "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    (attachment,) = said["attachments"]
    assert (said["mrkdwn"], attachment["title"], attachment["text"]) == (False, MESSAGE.title, MESSAGE.body)
    assert attachment["footer"] == "Example Cloud"
    assert "github" not in json.dumps(said)


def test_slack_obeys_nothing_that_was_made_lifeless(servers: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin("slack"), "webhook_url", f"http://127.0.0.1:{servers.port}/services")
    evil = "<!channel> !here | see > <@U1> &lt;!everyone&gt; <https://evil.example|good> @channel"
    for form in ("text", "markdown"):
        address = f"slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?format={form}"
        outlet = open_one("${SLACK}", SLACK=address)
        title, body = fitted(evil, evil, "https://s.example/", outlet.room)
        assert outlet.send(Message(title, body, "https://s.example/", "k", "t"), NOW) == ""
    for _, said in servers.posted:
        attachment = said["attachments"][0]
        for text in (attachment["title"], attachment["text"].replace("<https://s.example/>", "")):
            assert "<" not in text
            assert "@channel" not in text


def test_discord_gets_no_word_that_calls_everybody(servers: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin("discord"), "notify_url", f"http://127.0.0.1:{servers.port}/discord")
    outlet = open_one("${DISCORD}", DISCORD="discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js")
    assert outlet.room == Room(2000, 250, together=True)
    title, body = fitted("@everyone", "A sentence for @here. " * 300, "https://s.example/", outlet.room)
    assert outlet.send(Message(title, body, "https://s.example/", "k", "t"), NOW) == ""
    content = servers.posted[0][1]["content"]
    assert len(servers.posted) == 1
    assert len(content) <= 2000
    assert content.endswith("https://s.example/")
    assert "@everyone" not in content
    assert "@here" not in content


def test_a_secret_is_taken_out_of_any_sentence() -> None:
    assert redacted("could not POST to\nhttps://x/hunter2?a=b", ["hunter2"]) == "could not POST to https://x/***?a=b"
