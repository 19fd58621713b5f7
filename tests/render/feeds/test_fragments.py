"""A feed that is put together from what was written before is, byte for byte, the feed that is written anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.memory import Memory
from generator.render.feeds.atom import atom
from generator.render.feeds.document import Category, Document, Item, clean, line
from generator.render.feeds.fragments import ROOM, Tags, assembled
from generator.render.feeds.outputs import ENTRY, ITEM
from generator.render.feeds.rss import rss
from tests.examples import examples

AT = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
FORMATS = [(atom, ENTRY), (rss, ITEM)]

texts = st.text(max_size=30) | st.sampled_from(
    ["\n  <entry>\n", "  </entry>\n", "\n    <item>\n", "]]>", "<p>a &amp; b</p>"]
)
items = st.builds(
    Item,
    id=st.sampled_from(["tag:a", "tag:b", "tag:c", "tag:d"]),
    title=texts.map(line).filter(bool),
    url=st.just("https://status.example.com/incidents/a/"),
    published=st.just(AT),
    updated=st.integers(0, 5).map(lambda hours: AT + timedelta(hours=hours)),
    html=texts.map(clean),
    categories=st.lists(st.builds(Category, texts.map(line).filter(bool), st.just("tag:s"), st.just("A"))).map(tuple),
    author=texts.map(line),
)


def document(*held: Item, title: str = "Updates", hub: str = "") -> Document:
    """A feed of these entries."""
    return Document(
        id="tag:feed",
        title=title,
        about="What happens.",
        url="https://status.example.com/feed",
        page="https://status.example.com/",
        author="Example",
        home="https://example.com/",
        language="en",
        updated=max((each.updated for each in held), default=AT),
        items=held,
        hub=hub,
    )


def item(name: str) -> Item:
    return Item(f"tag:{name}", name, f"https://status.example.com/{name}", AT, AT, f"<p>{name}</p>")


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(items, max_size=5), min_size=1, max_size=3), st.sampled_from(FORMATS), st.booleans())
def test_it_is_the_feed_that_is_written_anew(
    turns: list[list[Item]], form: tuple[Callable[[Document], bytes], Tags], hub: bool
) -> None:
    write, tags = form
    memory = Memory(None)
    for held in turns:
        of = document(*held, hub="https://hub.example.com/" if hub else "")
        assert assembled(of, write, tags, memory) == write(of)


@pytest.mark.parametrize("form", FORMATS, ids=["atom", "rss"])
def test_only_what_is_new_is_written(form: tuple[Callable[[Document], bytes], Tags], tmp_path: Path) -> None:
    write, tags = form
    asked: list[int] = []

    def counting(of: Document) -> bytes:
        asked.append(len(of.items))
        return write(of)

    memory = Memory(tmp_path)
    make = partial(assembled, write=counting, tags=tags, memory=memory)
    many = [item(str(number)) for number in range(20)]
    make(document(*many))
    memory.save()
    make(document(item("new"), *many))
    changed = document(*many[:3], replace(many[3], html="other"), *many[4:], title="Another head")
    assert make(changed) == write(changed)
    assert asked == [20, 1, 1]


def test_a_memory_that_holds_something_else_is_not_believed(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    of = document(item("a"), item("b"))
    assembled(of, atom, ENTRY, memory)
    for key in memory.recall_all(ROOM):
        memory.remember(ROOM, key, b"\xc0")
    assert assembled(of, atom, ENTRY, memory) == atom(of)
