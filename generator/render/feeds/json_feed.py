"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from msgspec import json

from generator.render.feeds.document import Document, Item
from generator.render.times import machine

TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(document: Document) -> bytes:
    """`document` as a JSON Feed, its keys in the order of the specification."""
    feed: dict[str, object] = {
        "version": VERSION,
        "title": document.title,
        "home_page_url": document.page,
        "feed_url": document.url,
        "description": document.about,
        "authors": [{"name": document.author, "url": document.home}],
        "language": document.language,
    }
    if document.hub:
        feed["hubs"] = [{"type": "WebSub", "url": document.hub}]
    feed["items"] = [_item(each) for each in document.items]
    return json.format(json.encode(feed), indent=1) + b"\n"


def _item(item: Item) -> dict[str, object]:
    made: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "date_published": machine(item.published),
        "date_modified": machine(item.updated),
    }
    if item.author:
        made["authors"] = [{"name": item.author}]
    if item.categories:
        made["tags"] = [each.label for each in item.categories]
    return made
