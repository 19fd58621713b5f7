from __future__ import annotations

import pytest

from generator.model.preparedness import Link
from generator.publish.looking import markup

HERE = "https://example.com/shop/"


def links(text: str) -> list[str]:
    """What a reader can follow."""
    return [each.address for each in markup(text, HERE).links if each.visible]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<a href="https://status.example.com">Status</a>', ["https://status.example.com"]),
        ("<A HREF=//status.example.com/>Status", ["https://status.example.com/"]),
        ("<a href='../status'>", ["https://example.com/status"]),
        ('<base href="https://other.example/"><a href="status">', ["https://other.example/status"]),
        ("<a href=' /status?a=1&amp;b=2 '>", ["https://example.com/status?a=1&b=2"]),
        ('<map><area href="/a"></map>', ["https://example.com/a"]),
        ('<a href="/first" href="/second">', ["https://example.com/first"]),
        ('<!-- <a href="/a"> --><a>no address</a><a href="">', []),
        ('<a href="mailto:a@b.c"><a href="javascript:alert()"><a href="http://[bad">', []),
        ("<script>document.write('<a href=/a>')</script>", []),
    ],
)
def test_links_are_read_as_a_browser_reads_them(text: str, expected: list[str]) -> None:
    assert links(text) == expected


def test_what_a_page_loads_is_told_from_what_it_links_to() -> None:
    text = '<link rel="stylesheet" href="a.css"><link rel=canonical href="https://x.example/"><script src=b.js></script><img src=c.png>'
    found = markup(text, HERE)
    assert found.links == tuple(Link(f"{HERE}{name}", visible=False) for name in ("a.css", "b.js", "c.png"))
    assert found.scripts == 1


@pytest.mark.parametrize(
    "text", ["<![if", "<!DOCTYPE [<!x", "<a href=/a><![oops [", "&#xffffffff;", "\x00<a", "<" * 10_000]
)
def test_nothing_that_a_page_holds_stops_the_reading(text: str) -> None:
    assert links(f"<a href=/first>{text}")[0] == "https://example.com/first"
