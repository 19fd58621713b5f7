"""The read side of Stashboard's REST API, version 1, as files.

Each file lies at the API's path with `.json` behind it; `_redirects` leads there from the path itself on hosts that can (`rewrites`).
Addresses inside name the files, so that whoever follows them needs no such host. What a file cannot do: `?start=`, `?end=` and
`?callback=` change nothing.

Source: github.com/twilio/stashboard, its REST API documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.model import File, Standing
from generator.render.api.document import Facts, document
from generator.render.api.events import Event, events, service_path
from generator.render.api.levels import LEVELS, STATES, image, status
from generator.render.api.page import Page
from generator.render.edition import Edition
from generator.render.view.standings import state

FOLDER = "api/v1/"


def stashboard(edition: Edition) -> Iterable[File]:
    """`/api/v1/…json`."""
    page = edition.shared(Page)
    lists = _lists(page)
    services = [_Service(page, each, lists) for each in edition.board.components]
    services.sort(key=lambda each: (each.standing.name.casefold(), each.standing.name))
    yield _file(edition, "services", [each.facts for each in services], partial(_told, "services", services))
    for service in services:
        yield from service.files()
    told = {name: _list(edition, name, lists[name]) for name in lists}
    yield _file(edition, "service-lists", lists, lambda: {"lists": list(told.values())})
    for name, each in told.items():
        yield _file(edition, f"service-lists/{lists[name]}", name, partial(dict, each))
    yield from _fixed(edition)


def rewrites() -> Iterator[tuple[str, str]]:
    """From and to, relative to the site: from the API's own paths to the files. Fixed ones first, since hosts read them first.

    A name behind a colon stands for any one segment. On Cloudflare Pages a rule holds even where there is a file, so the files' own
    addresses are led to themselves before a rule that would match them too; Netlify serves the file first and never asks.
    """
    for name in ("services", "service-lists", "statuses", "status-images", "levels"):
        yield FOLDER + name, f"{FOLDER}{name}.json"
    one = ("services/:service", "services/:service/events/:sid", "service-lists/:list", "statuses/:status")
    for path in one:
        yield f"{FOLDER}{path}.json", f"{FOLDER}{path}.json"
    for path in (*one, "services/:service/events"):
        yield FOLDER + path, f"{FOLDER}{path}.json"


class _Service:
    """A component, its events and its files."""

    def __init__(self, page: Page, standing: Standing, lists: dict[str, str]) -> None:
        self.standing = standing
        self._edition = page.edition
        self._events: list[Event] = events(page, standing)
        self._lists = lists

    @property
    def facts(self) -> object:
        """Everything that its file is made from."""
        return state(self.standing), [each.facts for each in self._events[:1]]

    def files(self) -> Iterator[File]:
        """Its own file, its list of events, and each of them."""
        edition, path, told = self._edition, service_path(self.standing).removeprefix(FOLDER), self._events
        yield _file(edition, path, self.facts, self.tell)
        yield _file(edition, f"{path}/events", [each.facts for each in told], partial(_told, "events", told))
        for event in told:
            yield _file(edition, event.path.removeprefix(FOLDER), event.facts, event.tell)
        if told:
            yield _file(edition, f"{path}/events/current", told[0].facts, told[0].tell)

    def tell(self) -> Facts:
        """The Service as the API has it."""
        edition, component = self._edition, self.standing.component
        assert component is not None, "a service is a component, not a group"
        group = component.group
        return {
            "name": component.name,
            "id": component.id,
            "description": component.description,
            "url": edition.address(f"{service_path(self.standing)}.json"),
            "current-event": self._events[0].tell() if self._events else None,
            "list": _list(edition, group, self._lists[group]) if group else None,
        }


def _fixed(edition: Edition) -> Iterator[File]:
    """What no report changes."""
    yield _file(edition, "statuses", (), lambda: {"statuses": [status(edition, each) for each in STATES]})
    for each in STATES:
        yield _file(edition, f"statuses/{each.id}", (), partial(status, edition, each))
    yield _file(edition, "status-images", (), lambda: {"images": _images(edition)})
    yield _file(edition, "levels", (), lambda: {"levels": LEVELS})


def _images(edition: Edition) -> list[Facts]:
    return [
        {"url": edition.address(image(edition, each)), "icon_set": "upside", "name": str(each.ours)} for each in STATES
    ]


def _lists(page: Page) -> dict[str, str]:
    """The id of each group of components, by its name: its words in lower case, or where nothing is left of them, a short id."""
    found: dict[str, str] = {}
    for standing in page.edition.board.standings:
        if standing.component is None:
            slug = re.sub(r"[^a-z0-9]+", "-", standing.name.casefold()).strip("-")[:60]
            taken = not slug or slug in found.values()
            found[standing.name] = page.identity.short("group", standing.name) if taken else slug
    return found


def _list(edition: Edition, name: str, slug: str) -> Facts:
    return {"name": name, "id": slug, "description": "", "url": edition.address(f"{FOLDER}service-lists/{slug}.json")}


def _told(name: str, many: Iterable[_Service | Event]) -> Facts:
    return {name: [each.tell() for each in many]}


def _file(edition: Edition, path: str, facts: object, tell: Callable[[], Facts]) -> File:
    return edition.file(f"{FOLDER}{path}.json", facts, lambda: document(tell()))
