"""Atom (RFC 4287), by feedgen, which is heavy to import: enter it when there is something to write."""

from __future__ import annotations

from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

from generator.render.feeds.document import Document, Item

TYPE = "application/atom+xml"


def atom(document: Document) -> bytes:
    """`document` as Atom. Every date comes from the content: feedgen would put the clock where none is given."""
    feed = FeedGenerator()
    feed.id(document.id)
    feed.title(document.title)
    feed.subtitle(document.about)
    feed.language(document.language)
    feed.updated(document.updated)
    feed.author({"name": document.author, "uri": document.home})
    feed.generator("Upside")
    feed.link(href=document.url, rel="self", type=TYPE)
    if document.hub:
        feed.link(href=document.hub, rel="hub")
    feed.link(href=document.page, rel="alternate", type="text/html", hreflang=document.language)
    for item in document.items:
        _add(feed, item)
    return bytes(feed.atom_str(pretty=True))


def _add(feed: FeedGenerator, item: Item) -> None:
    entry = feed.add_entry(order="append")
    entry.id(item.id)
    entry.title(item.title)
    entry.link(href=item.url, rel="alternate", type="text/html")
    entry.published(item.published)
    entry.updated(item.updated)
    entry.content(item.html, type="html")
    if item.author:
        entry.author({"name": item.author})
    for each in item.categories:
        entry.category(term=each.term, scheme=each.scheme, label=each.label)
