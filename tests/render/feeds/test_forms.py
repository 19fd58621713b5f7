"""A feed that is put together from forms is, byte for byte, the feed that feedgen writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.memory import Memory
from generator.render.feeds.document import Category, Document, Item, clean, line
from generator.render.feeds.forms import ATOM, ROOM, RSS, Format, Forms
from tests.examples import examples

AT = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)

texts = st.text(max_size=30) | st.sampled_from(
    [
        "%(title)s 100% %%",
        "  </entry>\n",
        "]]>",
        "<p>a &amp; b</p>",
        "a\r\n\tb",
        "\"a' & <b>",
        "\xad\u200d\xa0",
        "2002-03-04T05:06:07+00:00",
    ]
)
lines = texts.map(line)
times = st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000)
items = st.builds(
    Item,
    id=lines.filter(bool),
    title=lines.filter(bool),
    url=lines.filter(bool),
    published=times,
    updated=times,
    html=texts.map(clean),
    categories=st.lists(st.builds(Category, lines.filter(bool), lines, lines.filter(bool)), max_size=3).map(tuple),
    author=lines,
)
documents = st.builds(
    Document,
    id=lines.filter(bool),
    title=lines.filter(bool),
    about=lines.filter(bool),
    url=lines.filter(bool),
    page=lines.filter(bool),
    author=lines.filter(bool),
    home=lines.filter(bool),
    language=st.sampled_from(["en", "pt-BR"]),
    updated=times,
    items=st.lists(items, max_size=4).map(tuple),
    hub=lines,
)
formats = pytest.mark.parametrize("of", [ATOM, RSS], ids=["atom", "rss"])


def item(name: str) -> Item:
    return Item(f"tag:{name}", name, f"https://status.example.com/{name}", AT, AT, f"<p>{name}</p>\n<p>More.</p>")


def document(*held: Item, title: str = "Updates") -> Document:
    """A feed of these entries."""
    address = "https://status.example.com/"
    return Document("tag:feed", title, "What happens.", f"{address}feed", address, "Us", address, "en", AT, held)


@formats
@settings(max_examples=examples(100), deadline=None)
@given(documents)
@example(document())
def test_it_is_the_feed_that_feedgen_writes(of: Format, told: Document) -> None:
    memory = Memory(None)
    assert Forms(of, memory).feed(told) == of.write(told)
    assert Forms(of, memory).feed(told) == of.write(told), "from forms that are remembered"


@formats
def test_feedgen_is_asked_once_for_each_shape(of: Format, tmp_path: Path) -> None:
    asked: list[Document] = []

    def counting(told: Document) -> bytes:
        asked.append(told)
        return of.write(told)

    memory, counted = Memory(tmp_path), replace(of, write=counting)
    told = document(item("a"), replace(item("b"), author="B"))
    assert Forms(counted, memory).feed(told) == of.write(told)
    assert {len(each.items) for each in asked} == {0, 1}
    memory.save()
    asked.clear()
    other = document(item("c"), replace(item("d"), author="D & 'D'", updated=AT.replace(year=2027)), title="“Other”")
    assert Forms(counted, Memory(tmp_path)).feed(other) == of.write(other)
    assert not asked


@formats
def test_a_memory_that_holds_something_else_is_not_believed(of: Format, tmp_path: Path) -> None:
    memory, told = Memory(tmp_path), document(item("a"), item("b"))
    Forms(of, memory).feed(told)
    for key in memory.recall_all(ROOM):
        memory.remember(ROOM, key, b"\xc0")
    assert Forms(of, memory).feed(told) == of.write(told)
