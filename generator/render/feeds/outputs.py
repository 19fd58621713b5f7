"""The promises of all feeds: the same ones for a site on which nothing ever happened as for one with ten thousand incidents.

A feed is made anew when an entry that it holds changes, and by nothing else: not by an older one, not by the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, cached_property, partial
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from generator.model import Component, File
from generator.render.edition import Edition, Link, Sheet
from generator.render.feeds.document import Document, Item, in_json, in_xml, line, within_bounds
from generator.render.feeds.entries import Entry, Report, beginning, entries
from generator.render.feeds.forms import ATOM, RSS, Forms
from generator.render.feeds.remembered import Remembered
from generator.render.feeds.selection import Selection, Share
from generator.render.feeds.statuspage import History
from generator.render.feeds.wording import Wording
from generator.render.identity import Identity
from generator.render.markup import Html, element, plain
from generator.render.view.reports import component_path


class Feed(Struct, frozen=True):
    """What a feed is called and where it lies, before anything stands in it."""

    path: str
    """Without the suffix."""
    name: str
    """Its title and description are the words `feed.<name>` and `feed.<name>_about`."""
    page: str
    """The path of the page that tells the same."""
    formats: tuple[str, ...]
    component: Component | None = None


def everything() -> tuple[Feed, Feed, Feed]:
    """The feeds of the whole site: updates, incidents, postmortems."""
    return (
        Feed("feed", "updates", "index.html", ("atom", "rss", "json")),
        Feed("history", "incidents", "history/index.html", ("atom", "rss")),
        Feed("postmortems", "postmortems", "postmortems/index.html", ("atom",)),
    )


def of_component(component: Component) -> tuple[Feed, Feed]:
    """The feeds of one component: updates and incidents."""
    page = component_path(component)
    folder = page.removesuffix("index.html")
    return (
        Feed(f"{folder}feed", "component_updates", page, ("atom", "rss", "json"), component),
        Feed(f"{folder}history", "component_incidents", page, ("atom", "rss"), component),
    )


def advertised(sheet: Sheet, of: Feed) -> Link:
    """The link by which a page names a feed in its head, for programs that are given the page's address."""
    return Link(title(sheet.edition, of), sheet.href(f"{of.path}.atom"))


def title(edition: Edition, of: Feed) -> Html:
    """What a feed is called."""
    name = of.component.name if of.component else ""
    return edition.words.say("feed", of.name, site=edition.board.site.name, name=name)


def feeds(edition: Edition) -> Iterable[File]:
    """`/feed.*`, `/history.*`, `/postmortems.atom`, and `feed.*` and `history.*` of each component."""
    selection, written = Selection(edition.board), _Items(edition)
    updates, incidents, postmortems = everything()
    yield from _updates(written, updates, selection.shares())
    yield from _incidents(written, incidents, selection.reports())
    yield from _updates(written, postmortems, selection.postmortems())
    for component in edition.board.site.components:
        updates, incidents = of_component(component)
        yield from _updates(written, updates, selection.shares(component))
        yield from _incidents(written, incidents, selection.reports(component))


class _Items:
    """Items, each written once an edition: it stands in every format of a feed, and in the feeds of several components."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._remembered = Remembered(edition)
        self._entries: dict[str, list[Entry]] = {}
        self.as_atom = Forms(ATOM, edition.memory)
        self.as_rss = Forms(RSS, edition.memory)

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.edition)

    @cached_property
    def _history(self) -> History:
        return History(self.edition, self._wording)

    def updates(self, feed: str, shares: Sequence[Share]) -> list[Item]:
        """The items of a feed of updates, newest first."""
        told = self._remembered.items(feed, "updates", shares, self._of_updates)
        return sorted(chain.from_iterable(told), key=attrgetter("published"), reverse=True)  # of one moment by report

    def incidents(self, feed: str, shares: Sequence[Share]) -> list[Item]:
        """The items of a feed of incidents, newest first."""
        return [*chain.from_iterable(self._remembered.items(feed, "incidents", shares, self._of_incident))]

    def _of_updates(self, share: Share) -> tuple[Item, ...]:
        return tuple(map(self._wording.item, share.of(self._told(share.report))))

    def _of_incident(self, share: Share) -> tuple[Item, ...]:
        return (self._history.item(share.report, self._told(share.report)),)

    def _told(self, of: Report) -> list[Entry]:
        if of.id not in self._entries:
            self._entries[of.id] = entries(of, self.edition.board)
        return self._entries[of.id]


def _updates(written: _Items, of: Feed, shares: Sequence[Share]) -> Iterator[File]:
    return _files(written, of, [each.facts for each in shares], cache(partial(written.updates, of.path, shares)))


def _incidents(written: _Items, of: Feed, shares: Sequence[Share]) -> Iterator[File]:
    return _files(written, of, [each.facts for each in shares], cache(partial(written.incidents, of.path, shares)))


def _files(written: _Items, of: Feed, facts: object, items: Callable[[], Iterable[Item]]) -> Iterator[File]:
    otherwise = beginning(written.edition.board)
    shown = written.edition.digest((facts, otherwise))  # once for all formats
    for suffix in of.formats:
        make = partial(_made, written, of, suffix, items, otherwise)
        yield written.edition.file(f"{of.path}.{suffix}", shown, make)


def _made(written: _Items, of: Feed, suffix: str, items: Callable[[], Iterable[Item]], otherwise: datetime) -> bytes:
    document = _document(written.edition, of, suffix, tuple(items()), otherwise)
    return within_bounds(document, _writer(suffix, written), in_json if suffix == "json" else in_xml)


def _document(edition: Edition, of: Feed, suffix: str, items: tuple[Item, ...], otherwise: datetime) -> Document:
    site, words = edition.board.site, edition.words
    name = of.component.name if of.component else ""
    return Document(
        id=Identity.of(site).tag(*of.path.split("/")),
        title=line(plain(title(edition, of))),
        about=line(plain(words.say("feed", f"{of.name}_about", site=site.name, name=name))),
        url=edition.address(f"{of.path}.{suffix}"),
        page=edition.address(of.page),
        author=line(site.name) or words.get("site", "status"),
        home=site.home or edition.address("index.html"),
        language=words.language,
        updated=max((each.updated for each in items), default=otherwise),
        items=items,
        instead=element("p", element("a", words.get("feed", "left_out"), href="{url}")),
        hub=site.hub,
    )


def _writer(suffix: str, written: _Items) -> Callable[[Document], bytes]:
    """What writes the format `suffix`."""
    if suffix == "json":
        from generator.render.feeds.json_feed import json_feed

        return json_feed
    return written.as_rss.feed if suffix == "rss" else written.as_atom.feed
