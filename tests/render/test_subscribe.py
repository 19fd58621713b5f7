"""The page that says how to hear of us, and the feeds that every page names in its head."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from msgspec.structs import replace

from tests.render.boards import SITE, all_words, board, incident, page, rendered, words

SUBSCRIBE = "subscribe/index.html"
UNDER_A_PATH = replace(SITE, url="https://example.com/status")


def alternates(path: str) -> list[tuple[str, str]]:
    links = [link for link in page(board(incident()), path).iter("link") if link.get("rel") == "alternate"]
    assert all(link.get("type") == "application/atom+xml" for link in links)
    return [(link.get("title", ""), link.get("href", "")) for link in links]


def copied(of: Element) -> list[str]:
    return all_words(of.iter("pre"))


def test_it_gives_the_very_line_to_paste() -> None:
    made = page(board(site=UNDER_A_PATH), SUBSCRIBE)
    assert copied(made) == [
        "/feed subscribe https://example.com/status/feed.atom",
        "https://example.com/status/feed.atom",
        "https://example.com/status/feed.atom",
        "https://example.com/status/maintenance.ics",
    ]


def test_whatever_it_gives_is_there() -> None:
    files = rendered(board(site=UNDER_A_PATH))
    addresses = {each.rpartition(" ")[2] for each in copied(page(board(site=UNDER_A_PATH), SUBSCRIBE))}
    addresses |= {word for word in all_words(page(board(site=UNDER_A_PATH), SUBSCRIBE).iter("code")) if " " not in word}
    assert len(addresses) == 2 + 2 * len(SITE.components)
    for each in addresses:
        assert each.removeprefix("https://example.com/status/") in files, each


def test_it_names_every_component_with_its_own_feed_and_calendar() -> None:
    told = words(page(board(), SUBSCRIBE))
    for component in SITE.components:
        assert f"https://status.example.com/components/{component.id}/feed.atom" in told
        assert f"https://status.example.com/components/{component.id}/maintenance.ics" in told


def test_it_says_which_feed_is_for_whom() -> None:
    told = words(page(board(), SUBSCRIBE).find(".//main"))
    assert "You then see every update once" in told
    assert "do not rely on it to hear that something is over" in told


def test_without_components_it_does_not_speak_of_them() -> None:
    headings = all_words(page(board(site=replace(SITE, components=())), SUBSCRIBE).iter("h2"))
    assert "Only what you use" not in headings
    assert "Other feeds" in headings


def test_a_german_reader_is_told_in_german() -> None:
    made = page(board(site=replace(SITE, language="de")), SUBSCRIBE)
    assert words(made.find(".//h1")) == "Abonnieren"
    assert "Kopieren Sie diese Zeile" in words(made)


def test_it_is_in_the_navigation_and_in_the_list_of_pages() -> None:
    (link,) = [each for each in page(board()).iter("a") if each.get("href") == SUBSCRIBE]
    assert words(link) == "Subscribe"
    assert b"https://status.example.com/subscribe/" in rendered(board())["sitemap.xml"].make()


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("index.html", "feed.atom"),
        ("maintenance/index.html", "../feed.atom"),
        ("incidents/2026-11-20-api/index.html", "../../feed.atom"),
        ("history/2026-11/index.html", "../../feed.atom"),
        (SUBSCRIBE, "../feed.atom"),
        ("404.html", "/feed.atom"),
    ],
)
def test_every_page_names_the_feed_of_all_updates(path: str, feed: str) -> None:
    assert ("Example Cloud – every status update", feed) in alternates(path)


def test_the_home_page_and_the_history_name_the_feed_of_incidents_too() -> None:
    assert ("Example Cloud Status - Incident History", "history.atom") in alternates("index.html")
    assert ("Example Cloud Status - Incident History", "../history.atom") in alternates("history/index.html")


def test_the_page_of_a_component_names_its_own_feed_first() -> None:
    assert alternates("components/api/index.html")[0] == (
        "Example Cloud: API – every status update",
        "../../components/api/feed.atom",
    )


def test_hosts_are_told_the_type_of_every_feed() -> None:
    lines = rendered(board())["_headers"].make().decode().split("\n")
    for path, kind in {
        "/feed.atom": "application/atom+xml",
        "/history.rss": "application/rss+xml",
        "/feed.json": "application/feed+json",
        "/postmortems.atom": "application/atom+xml",
        "/components/*/feed.rss": "application/rss+xml",
    }.items():
        start = lines.index(path)
        assert f"  Content-Type: {kind}; charset=utf-8" in lines[start : start + 6], path
