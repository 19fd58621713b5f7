"""site.yaml: what can be kept is kept, and where nothing can, nothing is built."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.model import Component, Impact, Promises, Site
from generator.problem import Level, Problem, Unusable
from generator.read import read
from generator.read.site import read_site
from tests.texts import SITE, lay

FULL = """\
name: Example Cloud
url: https://example.com/status/
timezone: Europe/Berlin
language: de
description: All of it
home: https://example.com
authority: example.com,2026-01-01
security: mailto:security@example.com
components:
  - {id: api, name: API, group: Core, description: Reads, since: 2026-01-01}
  - id: web
channels:
  - {name: Support, url: mailto:help@example.com}
promises: {first_update: 15 minutes, updates_every: 2 hours, postmortem: 5 days}
"""


def said(text: str) -> tuple[Site, list[tuple[str, int, int, str]]]:
    site, problems = read_site(text.encode())
    return site, [(each.rule, each.place.line, each.place.column, each.hint) for each in problems]


def changed(old: str, new: str, text: str = FULL) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_everything_that_a_site_can_say_is_read() -> None:
    site, problems = said(FULL)
    assert problems == []
    assert site.url == "https://example.com/status"
    assert site.components == (Component("api", "API", "Core", "Reads", date(2026, 1, 1)), Component("web", "web"))
    harmless = Promises(timedelta(minutes=15), timedelta(hours=2), None)
    assert site.promises == Promises(
        timedelta(minutes=15), timedelta(hours=2), timedelta(days=5), by_impact=((Impact.NONE, harmless),)
    )
    assert (site.timezone, site.language, site.security) == ("Europe/Berlin", "de", "mailto:security@example.com")
    assert not site.damaged


@pytest.mark.parametrize(
    ("old", "new", "expected", "damaged"),
    [
        ("timezone:", "timezon:", ("unknown-key", 3, 1, "timezone: Europe/Berlin"), False),
        ("https://example.com/status/", "http://example.com", ("url", 2, 6, "url: https://example.com"), False),
        ("https://example.com/status/", "javascript:x", ("url", 2, 6, "url: https://status.example.com"), False),
        ("name: Example Cloud\n", "", ("missing-name", 1, 1, "name: Example Cloud"), False),
        ("url: https://example.com/status/\n", "", ("missing-url", 1, 1, "url: https://status.example.com"), False),
        ("15 minutes", "soon", ("first-update", 14, 26, "first_update: 15 minutes"), False),
        (
            "first_update",
            "first_word",
            ("unknown-key", 14, 12, "first_update: 15 minutes, updates_every: 2 hours, postmortem: 5 days}"),
            False,
        ),
        ("mailto:help@example.com", "help@example.com", ("url", 13, 26, "url: mailto:help@example.com"), False),
        ("mailto:security@example.com", "javascript:x", ("security", 8, 11, "security: https://javascript:x"), False),
        ("language: de", "language: '../en'", ("language", 4, 11, "language: en"), False),
        ("example.com,2026-01-01", "hello", ("authority", 7, 12, "authority: status.example.com,2026-01-01"), False),
        ("id: api", "id: API", ("id", 10, 10, "id: api"), True),
        ("id: api", "id: next", ("id", 10, 10, "id: api"), True),
        ("id: web", "id: api", ("doubled-component", 11, 5, "id: api-2"), True),
        ("- id: web", "- web", ("value", 11, 5, "- {id: web, name: web}"), True),
        ("- id: web", "- name: web", ("missing-key", 11, 5, "id: …"), True),
        ("- id: web", "- {id: web, components: [{id: x}]}", ("unknown-key", 11, 15, ""), True),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_kept(
    old: str, new: str, expected: tuple[str, int, int, str], damaged: bool
) -> None:
    site, problems = said(changed(old, new))
    assert [problem[:3] for problem in problems] == [expected[:3]]
    assert expected[3] in problems[0][3]
    assert site.damaged == damaged
    assert {component.id for component in site.components} & {"api", "web"}


def test_an_entry_that_lacks_everything_takes_no_other_with_it() -> None:
    channels = "channels: [Phone, {nmae: b, link: c}, {}, {name: Support, url: 'tel:1'}]\n"
    site, problems = said(SITE + channels)
    assert [channel.name for channel in site.channels] == ["Support"]
    assert sorted(problems) == [
        ("missing-key", 9, 19, "name: …"),
        ("missing-key", 9, 19, "url: …"),
        ("missing-key", 9, 39, "name: …"),
        ("missing-key", 9, 39, "url: …"),
        ("unknown-key", 9, 20, "name: b, link: c}, {}, {name: Support, url: 'tel:1'}]"),
        ("unknown-key", 9, 29, ""),
        ("value", 9, 12, "- {id: Phone, name: Phone}"),
    ]


def test_a_site_without_an_authority_is_told_the_line_to_write() -> None:
    _, problems = read_site(changed("authority: example.com,2026-01-01\n", "").encode())
    assert [(each.level, each.hint) for each in problems] == [(Level.WARNING, "authority: example.com,2026-01-01")]


def test_a_site_without_components_may_miss_some() -> None:
    site, problems = said(SITE.partition("components")[0])
    assert site.damaged
    assert [each[0] for each in problems] == ["missing-components"]


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1/x", "https://bücher.example", "https://a.example:8443/b"]
)
def test_an_address_may_be_this_machine_or_have_a_path(url: str) -> None:
    assert said(changed("https://example.com/status/", url))[0].url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- a\n",
        "words\n",
        "name: [",
        "name: A: b\n",
        FULL.partition("components")[0] + "components: api\n",
        FULL.partition("components")[0] + "components:\n",
        FULL.partition("components")[0] + "components: [{id: '!'}]\n",
        f"<<<<<<< HEAD\n{SITE}=======\n{SITE}>>>>>>> theirs\n",
    ],
)
def test_where_nothing_can_be_understood_nothing_is_built(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_site(text.encode())
    assert caught.value.problems
    assert {each.place.file for each in caught.value.problems} == {"site.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ("Europe/Berlin", "Europe/Berln", (3, 11), "timezone: Europe/Berlin"),
        ("Europe/Berlin", "../../etc/passwd", (3, 11), "timezone: UTC"),
        ("since: 2026-01-01", "since: 2026-02-30", (10, 66), "since: 2026-01-01"),
    ],
)
def test_what_every_other_time_depends_on_must_be_readable(
    old: str, new: str, place: tuple[int, int], hint: str
) -> None:
    with pytest.raises(Unusable) as caught:
        read_site(changed(old, new).encode())
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.place.column, problem.hint) == (*place, hint)


def test_without_site_yaml_there_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read(tmp_path, Memory(None))
    assert [each.hint for each in caught.value.problems] == ["upside init"]
    (tmp_path / "site.yml").write_text(SITE)
    with pytest.raises(Unusable) as again:
        read(tmp_path, Memory(None))
    assert [each.hint for each in again.value.problems] == ["mv site.yml site.yaml"]


@pytest.mark.parametrize("content", [b"#" * 300_000, None], ids=["too large", "a folder"])
def test_what_cannot_be_read_as_site_yaml_is_told(content: bytes | None, tmp_path: Path) -> None:
    if content is None:
        (tmp_path / "site.yaml").mkdir()
    else:
        lay(tmp_path, {"site.yaml": content})
    with pytest.raises(Unusable) as caught:
        read(tmp_path, Memory(None))
    problem: Problem = caught.value.problems[0]
    assert problem.level is Level.ERROR


def test_a_hub_is_an_address_that_programs_can_send_to() -> None:
    site, problems = said(FULL + "hub: https://hub.example.com/\n")
    assert (site.hub, problems) == ("https://hub.example.com/", [])
    site, problems = said(FULL + "hub: mailto:hub@example.com\n")
    assert site.hub == ""
    assert problems == [("hub", 15, 6, "hub: https://hub.example.com/")]


def test_a_hub_is_remembered(tmp_path: Path) -> None:
    root = lay(tmp_path, {"site.yaml": SITE + "hub: https://hub.example.com/\n"})
    memory = Memory(tmp_path / ".upside")
    cold = read(root, memory)
    memory.save()
    warm = read(root, Memory(tmp_path / ".upside"))
    assert warm.site == cold.site
    assert warm.site.hub == "https://hub.example.com/"
