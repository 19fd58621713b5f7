"""RSS 2.0 (rssboard.org), by feedgen, which is heavy to import: enter it when there is something to write."""

from __future__ import annotations

from typing import Any

from feedgen.ext.base import BaseExtension  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

from generator.render.feeds.document import Document, Item

TYPE = "application/rss+xml"
ATOM = "{http://www.w3.org/2005/Atom}link"


class _Hub(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """`<atom:link rel="hub">` (WebSub 4.1), which feedgen writes in Atom only."""

    address = ""

    def extend_rss(self, feed: Any) -> Any:
        """Called by feedgen when it has written the rest of the channel's head."""
        link = feed[0].makeelement(ATOM, {"href": self.address, "rel": "hub"})
        feed[0].append(link)
        return feed


def rss(document: Document) -> bytes:
    """`document` as RSS. An item's guid is its id, which is no address."""
    feed = FeedGenerator()
    feed.title(document.title)
    feed.description(document.about)
    feed.language(document.language)
    feed.lastBuildDate(document.updated)
    feed.generator("Upside")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.link(href=document.url, rel="self", type=TYPE)
    feed.link(href=document.page, rel="alternate")
    if document.hub:
        feed.register_extension("hub", _Hub, None, atom=False, rss=True)
        feed.hub.address = document.hub
    for item in document.items:
        _add(feed, item)
    return bytes(feed.rss_str(pretty=True))


def _add(feed: FeedGenerator, item: Item) -> None:
    entry = feed.add_entry(order="append")
    entry.title(item.title)
    entry.guid(item.id, permalink=False)
    entry.link(href=item.url, rel="alternate")
    entry.description(item.html)
    entry.published(item.updated)
    for each in item.categories:
        entry.category(term=each.term, scheme=each.scheme, label=each.label)
