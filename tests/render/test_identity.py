"""Names that outlive every edit."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import Site, Status
from generator.render.identity import Identity, names

SITE = Site(name="Example", url="https://status.example.com/here", authority="status.example.com,2026-11-20")
AT = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)

TAG = re.compile(
    r"tag:(?:[\w.+-]+@)?[A-Za-z0-9.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*"
)
"""RFC 4151, 2.1."""


def test_a_tag_is_of_the_authority_and_the_parts() -> None:
    assert (
        Identity.of(SITE).tag("incidents", "2026-11-20-api", "resolved-2026-11-20T154000Z")
        == "tag:status.example.com,2026-11-20:incidents/2026-11-20-api/resolved-2026-11-20T154000Z"
    )


def test_a_new_domain_changes_no_name_where_there_is_an_authority() -> None:
    moved = replace(SITE, url="https://example.org", name="Other")
    assert Identity.of(moved) == Identity.of(SITE)


def test_without_an_authority_the_host_stands_in() -> None:
    assert Identity.of(replace(SITE, authority="")).authority == "status.example.com,2026-01-01"


@given(st.lists(st.text(), min_size=1))
def test_every_tag_keeps_the_grammar_and_stands_for_its_parts_alone(parts: list[str]) -> None:
    readable = [part.encode("utf-8", "replace").decode() for part in parts]
    made = Identity.of(SITE).tag(*readable)
    assert TAG.fullmatch(made)
    assert made.count("/") == len(parts) - 1


@given(st.text(), st.text())
def test_short_ids_look_like_the_vendors(kind: str, own: str) -> None:
    assert re.fullmatch(r"[a-z0-9]{12}", Identity.of(SITE).short(kind, own))


def test_short_ids_never_change_and_never_meet() -> None:
    identity = Identity.of(SITE)
    assert identity.short("page") == "gtwwlgyovda7"
    assert identity.short("incident", "2026-11-20-api") == "e3w5kt7d3kbw"
    made = {identity.short(kind, str(number)) for kind in ("incident", "component") for number in range(5000)}
    assert len(made) == 10_000
    assert identity.short("update", "a", "b") != identity.short("update", "ab")


@pytest.mark.parametrize(
    ("authority", "day"),
    [
        ("example.com,2026-11-20", date(2026, 11, 20)),
        ("example.com,2026-11", date(2026, 11, 1)),
        ("example.com,2026", date(2026, 1, 1)),
        ("example.com,2026-13", date(2026, 1, 1)),
    ],
)
def test_the_authority_says_since_when(authority: str, day: date) -> None:
    assert Identity(authority).founded == day


def test_a_word_is_named_by_its_status_and_its_time() -> None:
    assert names([(Status.RESOLVED, AT)]) == ["resolved-2026-11-20T154000Z"]


def test_a_later_word_moves_no_name() -> None:
    before = [(Status.UPDATE, AT), (Status.UPDATE, AT), (Status.INVESTIGATING, AT)]
    after = [(Status.UPDATE, AT), *before]
    assert names(before)[0].endswith("-2")
    assert names(after)[1:] == names(before)
    assert len(set(names(after))) == 4
