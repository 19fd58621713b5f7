"""What a page in HTML links to and what it loads, read as far as it can be. Never raises because of the page."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from generator.model.preparedness import Link, Markup

LARGEST = 1_000_000
"""Characters that are looked at."""
MOST = 20_000
"""Links that are kept."""
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "embed": "src",
}
"""Elements that load what they name, and in which attribute."""
LOADING = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"})
"""Values of `rel` with which an element `link` loads what it names."""


def markup(text: str, address: str) -> Markup:
    """What the page `text`, which came from `address`, points to."""
    reader = _Reader(address)
    try:
        reader.feed(text[:LARGEST])
        reader.close()
    except (AssertionError, ValueError):  # html.parser gives up on some declarations; what came before counts
        pass
    return Markup(tuple(reader.found), reader.scripts)


class _Reader(HTMLParser):
    """Collects links as they come."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = address
        self.found: list[Link] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = {name: value or "" for name, value in reversed(attrs)}  # of two with one name the first counts
        if tag == "base" and given.get("href"):
            self.base = self._absolute(given["href"]) or self.base
        elif tag in ("a", "area"):
            self._keep(given.get("href", ""), visible=True)
        elif tag == "link" and LOADING & set(given.get("rel", "").lower().split()):
            self._keep(given.get("href", ""), visible=False)
        elif tag in LOADED:
            self.scripts += tag == "script"
            self._keep(given.get(LOADED[tag], ""), visible=False)

    def _keep(self, written: str, *, visible: bool) -> None:
        if written and len(self.found) < MOST and (address := self._absolute(written)):
            self.found.append(Link(address, visible))

    def _absolute(self, written: str) -> str:
        """`written` from here, where it is an address of the web; empty otherwise."""
        try:
            address = urljoin(self.base, written.strip())
            parts = urlsplit(address)
            return address if parts.scheme in ("http", "https") and parts.hostname else ""
        except ValueError:
            return ""
