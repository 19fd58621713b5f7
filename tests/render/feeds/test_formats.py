"""Valid Atom, RSS and JSON Feed whatever is told, from the first build of a site with nothing on it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from msgspec.structs import replace

from generator.model import Board, Component, Text
from tests.examples import examples
from tests.render.boards import SITE, board, explained, incident, notice, rendered, resolved, update
from tests.render.feeds.reading import ATOM, BUSY, ids, made, promised
from tests.render.feeds.reading import feeds as feeds_of

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
HUB = "https://hub.example.com/"
BOARDS = {
    "empty": board(),
    "nothing at all": board(site=replace(SITE, components=(), authority="")),
    "busy": board(*BUSY),
    "german": board(*BUSY, site=replace(SITE, language="de", timezone="Europe/Berlin")),
    "under a path, with a hub": board(*BUSY, site=replace(SITE, url="https://example.com/status", hub=HUB)),
    "strange": board(
        incident(
            "2026-11-20 ü%41 & co", title="<b>A & B</b> ]]> \u202eturned", affected="\x00\x1b[31m\ufffe\uffff\ud800"
        ),
        site=replace(SITE, name="Ä & <Söhne>", components=(*SITE.components, Component("käse", "Käse & Brot"))),
    ),
}
every_board = pytest.mark.parametrize("of", BOARDS.values(), ids=BOARDS)
feeds = cache(feeds_of)


def atom_feeds(of: Board) -> dict[str, bytes]:
    return {path: content for path, content in feeds(of).items() if path.endswith(".atom")}


def parsed(content: bytes) -> list[Any]:
    entries: list[Any] = feedparser.parse(content).entries
    return entries


@every_board
def test_all_feeds_are_there(of: Board) -> None:
    both = ("feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss")
    ours = {
        *both,
        "postmortems.atom",
        *(f"components/{each.id}/{feed}" for each in of.site.components for feed in both),
    }
    assert set(feeds(of)) == ours


@every_board
def test_atom_keeps_to_the_grammar(of: Board) -> None:
    for path, content in atom_feeds(of).items():
        assert GRAMMAR.validate(etree.fromstring(content)), (path, GRAMMAR.error_log)


def test_the_grammar_is_one_that_can_say_no() -> None:
    good = made(board(incident()), "feed.atom").decode()
    for wrong in (
        re.sub("<updated>.*?</updated>", "", good, count=1),
        re.sub("<id>.*?</id>", "<id>no address</id>", good, count=1),
        good.replace('type="html"', 'type="CDATA"', 1),
        good.replace("+00:00</updated>", "</updated>", 1),
        good.replace("<entry>", "<entry><title>again</title>", 1),
        good.replace("<generator>", "<generator/><generator>"),
    ):
        assert wrong != good
        assert not GRAMMAR.validate(etree.fromstring(wrong.encode()))


@every_board
def test_atom_says_who_wrote_it_where_it_lies_and_in_which_language(of: Board) -> None:
    for path, content in atom_feeds(of).items():
        feed = etree.fromstring(content)
        links = {each.get("rel"): each.get("href") for each in feed.iterfind(f"{ATOM}link")}
        assert links["self"].startswith(of.site.url + "/")
        assert links["self"].endswith(".atom")
        assert links["alternate"].startswith(of.site.url + "/")
        assert links.get("hub") == (of.site.hub or None)
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == of.site.name
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == of.site.language
        assert feed.findtext(f"{ATOM}id").startswith("tag:"), path


@every_board
def test_no_two_entries_and_no_two_feeds_have_the_same_id(of: Board) -> None:
    own = [etree.fromstring(content).findtext(f"{ATOM}id") for content in atom_feeds(of).values()]
    assert len(set(own)) == len(own)
    for path, content in feeds(of).items():
        assert len(set(ids(content))) == len(ids(content)), path


@every_board
def test_the_three_formats_hold_the_same_entries(of: Board) -> None:
    found = feeds(of)
    for folder in ("", *(f"components/{each.id}/" for each in of.site.components)):
        assert ids(found[f"{folder}feed.atom"]) == ids(found[f"{folder}feed.rss"]) == ids(found[f"{folder}feed.json"])
        assert ids(found[f"{folder}history.atom"]) == ids(found[f"{folder}history.rss"])


@every_board
def test_feedparser_reads_every_feed_without_a_complaint(of: Board) -> None:
    for path, content in feeds(of).items():
        if path.endswith(".json"):
            continue
        read = feedparser.parse(content)
        assert not read.bozo, (path, read.get("bozo_exception"))
        assert read.version == ("atom10" if path.endswith(".atom") else "rss20")
        assert [entry.id for entry in read.entries] == ids(content)
        for entry in read.entries:
            assert entry.link.startswith(of.site.url + "/incidents/")
            assert entry.title
            assert entry.published_parsed


@every_board
def test_every_json_feed_keeps_to_its_specification(of: Board) -> None:
    for path, content in feeds(of).items():
        if not path.endswith(".json"):
            continue
        feed = json.loads(content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["language"] == of.site.language
        assert feed["feed_url"].endswith(path.rpartition("/")[2])
        assert feed.get("hubs", []) == ([{"type": "WebSub", "url": of.site.hub}] if of.site.hub else [])
        assert all(author["name"] and author["url"].startswith("https://") for author in feed["authors"])
        for item in feed["items"]:
            assert set(item) <= {
                "id",
                "url",
                "title",
                "content_html",
                "date_published",
                "date_modified",
                "tags",
                "authors",
            }
            assert all(isinstance(item[key], str) and item[key] for key in ("id", "url", "title", "content_html"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["date_published"])
            assert item["date_modified"] >= item["date_published"]
            assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))


@every_board
def test_entries_come_newest_first(of: Board) -> None:
    for path, content in feeds(of).items():
        if path.endswith(".json"):
            when = [item["date_published"] for item in json.loads(content)["items"]]
        else:
            when = [
                tuple(entry.updated_parsed if path.endswith("m") else entry.published_parsed)
                for entry in parsed(content)
            ]
        assert when == sorted(when, reverse=True), path


@every_board
def test_every_link_is_whole(of: Board) -> None:
    for path, content in feeds(of).items():
        for address in re.findall(r"(?:href=|src=|url>)[\\]?(?:&quot;|\")?([^&\"\\<\s>]+)", content.decode()):
            assert address.startswith(("https://", "http", "mailto:")), (path, address)


def test_a_relative_link_in_a_text_is_completed() -> None:
    told = board(incident(updates=(update("investigating", 0.9, "See [the list](history/) and [us](/help)."),)))
    for path in ("feed.atom", "history.rss", "feed.json"):
        content = made(told, path).decode()
        assert "https://status.example.com/history/" in content
        assert "https://status.example.com/help" in content


def test_the_html_is_that_of_the_page() -> None:
    text = "It was *slow*: `a < b`.\n\n- one\n- two\n\n<script>alert(1)</script> <project-id>"
    told = board(incident(updates=(update("investigating", 0.9, text),)))
    (item,) = json.loads(made(told, "feed.json"))["items"]
    on_page = rendered(told)["incidents/2026-11-20-api/index.html"].make().decode()
    for piece in ("<em>slow</em>", "<code>a &lt; b</code>", "<li>one</li>", "&lt;script&gt;", "&lt;project-id&gt;"):
        assert piece in item["content_html"]
        assert piece in on_page


@settings(deadline=None, max_examples=examples(25))
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=30))
def test_whatever_is_typed_the_feeds_are_well_formed_and_hold_nothing_that_no_feed_may_hold(
    title: str, text: str, name: str
) -> None:
    site = replace(SITE, name=name or "A", components=(Component("api", name or "A"),))
    told = board(
        incident(title=title, affected=text, updates=(update("investigating", 0.9, text, by=name),)),
        resolved(title=title, postmortem=replace(explained(text), by=title)),
        notice(title=title, text=Text(text)),
        site=site,
    )
    for path, file in promised(told).items():
        if path not in ("feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss"):
            continue
        content = file.make()
        decoded = content.decode()
        if path.endswith(".json"):
            decoded = "".join(every_string(json.loads(decoded)))
        else:
            tree = etree.fromstring(content)
            decoded = "".join(tree.itertext())
            assert not path.endswith(".atom") or GRAMMAR.validate(tree), GRAMMAR.error_log
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", decoded), path


def every_string(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.items() for one in each for text in every_string(one)]
    if isinstance(value, list):
        return [text for each in value for text in every_string(each)]
    return [value] if isinstance(value, str) else []
