from __future__ import annotations

import sys

import pytest

from generator.decide.preparedness import domains
from generator.decide.preparedness.domains import Shared, host_of, provider, reserved, shared

YES, NO = "yes", "no"


def said(found: Shared) -> str:
    """`yes`, `no`, or `?` where nobody knows."""
    return (YES if found.domain else NO) if found.known else "?"


PAIRS = [
    ("status.example.com", "example.com", YES, YES),
    ("status.example.com", "www.example.com", YES, YES),
    ("STATUS.example.com.", "Example.com", YES, YES),
    ("examplestatus.com", "example.com", NO, NO),
    ("example.org", "example.com", NO, NO),
    ("status.example.com", "app.example.com", YES, "?"),
    ("one.co.uk", "two.co.uk", NO, "?"),
    ("status.one.co.uk", "www.one.co.uk", YES, YES),
    ("mine.github.io", "yours.github.io", NO, "?"),
    ("status.bücher.de", "xn--bcher-kva.de", YES, YES),
    ("192.0.2.1", "192.0.2.1", YES, YES),
    ("192.0.2.1", "198.51.100.2", NO, NO),
    ("1.2.3.4", "2.2.3.4", NO, NO),
    ("localhost", "example.com", NO, NO),
    ("notexample.com", "example.com", NO, NO),
]


@pytest.mark.parametrize(("one", "other", "with_list", "_without"), PAIRS)
def test_the_public_suffix_list_says_where_a_registration_ends(
    one: str, other: str, with_list: str, _without: str
) -> None:
    assert (said(shared(one, other)), said(shared(other, one))) == (with_list, with_list)


@pytest.mark.parametrize(("one", "other", "with_list", "without"), PAIRS)
def test_without_the_list_only_what_is_certain_is_said(
    monkeypatch: pytest.MonkeyPatch, one: str, other: str, with_list: str, without: str
) -> None:
    monkeypatch.setitem(sys.modules, "publicsuffixlist", None)
    domains._suffixes.cache_clear()
    try:
        assert (said(shared(one, other)), said(shared(other, one))) == (without, without)
        assert without in (with_list, "?")
    finally:
        domains._suffixes.cache_clear()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("status.example.com", True),
        ("example.org", True),
        ("pierhead.example", True),
        ("a.test", True),
        ("localhost", True),
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("::1", True),
        ("8.8.8.8", False),
        ("status.myexample.com", False),
        ("example.com.evil.org", False),
        ("test.de", False),
    ],
)
def test_names_that_nobody_can_reach(host: str, expected: bool) -> None:
    assert reserved(host) is expected


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://help.example.com:8443/x", "help.example.com"),
        ("mailto:help@example.com?subject=Status", "example.com"),
        ("mailto:Help%20<help@example.com>", "example.com"),
        ("tel:+15550100", ""),
        ("mailto:nobody", ""),
    ],
)
def test_the_host_that_an_address_leans_on(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("server", "who"),
    [
        ("ns-1536.awsdns-00.co.uk", "awsdns"),
        ("ns-9.awsdns-57.com", "awsdns"),
        ("ada.ns.cloudflare.com", "cloudflare"),
        ("ns1-03.azure-dns.info", "azure-dns"),
        ("dns1.p01.nsone.net", "nsone"),
        ("123.com", "123.com"),
    ],
)
def test_who_runs_a_name_server(server: str, who: str) -> None:
    assert provider(server) == who
