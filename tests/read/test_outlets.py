"""The `announce` list of site.yaml: what is kept of it, and that no secret gets past it or into a message."""

from __future__ import annotations

import json

import pytest

from generator.model import Impact, Outlet, Site
from generator.problem import Problem
from generator.read.record import decoded_site, encoded_site
from generator.read.site import read_site
from tests.texts import SITE

SECRETS = (
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "mailtos://status:hunter2@mail.example.com",
    "mailtos://status:${PASSWORD}:hunter2@mail.example.com/?to=a@example.com&key=AbC0123456789def0",
    "jsons://user:pass@hooks.example.com",
    "jsons://hooks.example.com/550e8400-e29b-41d4-a716-446655440000",
    "slack://${BOT}@T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    "gotifys://push.example.com/short",
    "pover://user@token",
)


def read(*entries: str) -> tuple[Site, tuple[Problem, ...]]:
    lines = "".join(f"  - {entry.strip()}\n" for entry in entries)
    return read_site(f"{SITE}announce:\n{lines}".encode())


def test_an_outlet_says_what_it_hears_and_the_memory_keeps_it() -> None:
    site, problems = read(
        """name: Team chat
    url: ${TEAM_CHAT_URL}
    minimum_impact: major
    components: [api]
    about: [postmortems, incidents]""",
        "{name: Mail, url: 'mailtos://status:${MAIL_PASSWORD}@mail.example.com?to=all@example.com', audience: operators}",
        "{name: Hook, url: 'json://127.0.0.1:8080/hook'}",
    )
    assert problems == ()
    team = Outlet("Team chat", "${TEAM_CHAT_URL}", Impact.MAJOR, ("api",), ("incidents", "postmortems"))
    assert site.announce[0] == team
    assert [each.audience for each in site.announce] == ["readers", "operators", "readers"]
    assert decoded_site(encoded_site(site, ()))[0] == site


@pytest.mark.parametrize("address", SECRETS)
def test_a_secret_that_is_typed_out_is_refused_and_never_repeated(address: str) -> None:
    site, problems = read(f'{{name: Team, url: "{address}"}}')
    assert site.announce == ()
    assert [problem.hint for problem in problems] == ["url: ${ANNOUNCE_URL}"]
    assert "secret" in problems[0].message
    said = json.dumps([(problem.message, problem.hint) for problem in problems])
    for piece in ("TIiajkdnlazkcOXrIdevi7FQ", "JHMHI8q", "hunter2", "abcdefg_h", "550e8400", "user:pass", "AbC0"):
        assert piece not in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("$TEAM_CHAT_URL", "begins no ${NAME}"),
        ("${TEAM CHAT}", "begins no ${NAME}"),
        ("team chat", "no address may hold"),
        ("mailto:a@example.com", "no address of Apprise"),
        ("mailto://", "no address of Apprise"),
    ],
)
def test_what_is_no_address_is_said_to_be_none(address: str, said: str) -> None:
    site, problems = read(f"{{name: Team, url: '{address}'}}")
    assert site.announce == ()
    assert said in problems[0].message


def test_an_error_here_makes_no_component_doubtful() -> None:
    site, problems = read("{name: Team, url: 'slack://a/b/c'}", "{name: Other}", "nothing")
    assert len(problems) == 3
    assert not site.damaged
    assert len(site.components) == 3


def test_two_of_one_name_are_one_and_a_component_that_is_none_is_left_out() -> None:
    site, problems = read(
        "{name: Team, url: 'json://127.0.0.1', components: [apj, website]}", "{name: Team, url: 'json://127.0.0.2'}"
    )
    assert [problem.rule for problem in problems] == ["unknown-component", "doubled-outlet"]
    assert "did you mean “api”?" in problems[0].message
    assert [(each.url, each.components) for each in site.announce] == [("json://127.0.0.1", ("website",))]
