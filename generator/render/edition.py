"""One edition of the site: the board, the theme, the words, and how a page or a file is promised.

A promise is cheap: a path and a digest of facts. Words, templates and Markdown are entered only when bytes are asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from generator import version
from generator.memory import Memory
from generator.model import Board, File
from generator.pattern import pattern
from generator.problem import did_you_mean
from generator.render.prose import Prose
from generator.render.theme import Theme
from generator.render.times import Times
from generator.render.words import Words

if TYPE_CHECKING:
    from generator.render.environment import Templates

Made = TypeVar("Made")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: its own origin and nothing else (`data:` is the icon, which costs no request). `frame-ancestors` works in a header only."""

_PLAIN = pattern(r"[\w.~/-]+", re.ASCII)
"""Paths that an address holds as they are."""

HEARTBEAT = "api/heartbeat.json"
FEED = "feed.atom"


class Content(Struct, frozen=True):
    """What a page says, ready for its template."""

    title: str
    description: str
    variables: Mapping[str, object]
    feeds: tuple[Link, ...] = ()
    """Feeds that tell what this page tells; every page names the one of all updates besides."""


class Link(Struct, frozen=True):
    """Where to go, and what to call it."""

    text: str
    href: str
    current: bool = False


class Page(Struct, frozen=True):
    """The variable `page`: what every page says of itself."""

    name: str
    """The template's name without its suffix."""
    root: str
    """From here to the first page's folder: ``, `../`, `../../`."""
    title: str
    description: str
    canonical: str
    language: str
    direction: str
    policy: str
    zone: str
    """In which zone the times are."""
    navigation: tuple[Link, ...]
    feeds: tuple[Link, ...]
    """Atom feeds to name in the head, the page's own first."""


class Sheet(Struct, frozen=True, dict=True):
    """One page while it is written: where it lies, and what it is written with."""

    edition: Edition
    path: str
    root: str

    @property
    def words(self) -> Words:
        return self.edition.words

    @property
    def times(self) -> Times:
        return self.edition.times

    @property
    def prose(self) -> Prose:
        return self.edition.prose

    def href(self, path: str) -> str:
        """The link from here to the file at `path` of the site, which works from disk too."""
        return self.root + (path if _PLAIN.fullmatch(path) else quote(path))

    def asset(self, name: str) -> str:
        """The link from here to the theme's asset `name`."""
        try:
            return self.root + self.edition.assets[name]
        except KeyError:
            near = did_you_mean(name, self.edition.assets)
            raise LookupError(
                f"there is no theme/assets/{name}" + (f"; did you mean “{near}”?" if near else "")
            ) from None


class Edition:
    """What every output is made from."""

    def __init__(self, board: Board, theme: Theme, memory: Memory) -> None:
        self.board = board
        self.theme = theme
        self.memory = memory
        self._shared: dict[object, object] = {}
        self._navigations: dict[tuple[str, str], tuple[Link, ...]] = {}
        shown = replace(board.site, announce=(), publish=())  # no page says where news and releases are sent
        self._common = hashlib.sha256(f"{version.program()} {theme.digest} {shown!r}".encode())

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The published paths of the theme's assets, by name."""
        return self.theme.assets()

    @cached_property
    def words(self) -> Words:
        return Words(self.theme, self.board.site.language, self.memory)

    @cached_property
    def times(self) -> Times:
        return Times(self.board.site.timezone, self.words)

    @cached_property
    def prose(self) -> Prose:
        marks = (self.words.get("report", "done"), self.words.get("report", "open"), self.words.get("report", "image"))
        return Prose(self.memory, self.board.site.url + "/", marks)

    @cached_property
    def templates(self) -> Templates:
        from generator.render.environment import Templates

        return Templates(self.theme, {"site": self.board.site, "words": self.words}, self.memory)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of the reports that touched any of the days that bars are shown for, by id."""
        named = {each for one in self.board.components for day in one.days for each in day.incidents}
        told = [each.incident for each in self.board.courses] + [each.maintenance for each in self.board.windows]
        return {each.id: each.title or self.words.get("report", "unreadable") for each in told if each.id in named}

    @property
    def base(self) -> str:
        """The site's path on its host: `/`, `/status/`."""
        return quote(urlsplit(self.board.site.url).path.rstrip("/"), safe="/%") + "/"

    def shared(self, make: Callable[[Edition], Made]) -> Made:
        """What `make` makes of this edition, made once: what several outputs ask it by."""
        if make not in self._shared:
            self._shared[make] = make(self)
        return cast(Made, self._shared[make])

    def file(self, path: str, facts: object, make: Callable[[], bytes], kind: str = "") -> File:
        """A promise of the bytes that `make` makes of `facts` (whose `repr` says all of them), the site and the program."""
        return File(path, self.digest((path, facts)), make, kind)

    def digest(self, facts: object) -> str:
        """Of `facts` (whose `repr` says all of them), the site, the theme and the program."""
        digest = self._common.copy()
        digest.update(repr(facts).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def page(
        self, path: str, template: str, facts: object, write: Callable[[Sheet], Content], *, root: str | None = None
    ) -> File:
        """A promise of the page at `path`. `root` leads from it to the first page; by default relative, by its depth."""
        made = partial(self.made, path, template, write, root=root)
        return self.file(path, (facts, self.around), made, template)

    def address(self, path: str) -> str:
        """The absolute address of a page, as people write it: without `index.html`."""
        return f"{self.board.site.url}/{quote(path.removesuffix('index.html'))}"

    @property
    def around(self) -> object:
        """What every page shows of the board beside its own facts: the first postmortem brings a link to all."""
        return bool(self.board.explained)

    def made(self, path: str, template: str, write: Callable[[Sheet], Content], *, root: str | None = None) -> bytes:
        """The bytes of the page at `path`: see `page`."""
        sheet = Sheet(self, path, "../" * path.count("/") if root is None else root)
        content = write(sheet)
        page = Page(
            name=template.removesuffix(".html"),
            root=sheet.root,
            title=content.title,
            description=content.description,
            canonical=self.address(sheet.path),
            language=self.words.language,
            direction=self.words.direction,
            policy=POLICY,
            zone=self._zone,
            navigation=self._navigation(sheet),
            feeds=(*content.feeds, Link(self._updates, sheet.href(FEED))),
        )
        common = {"page": page, "asset": sheet.asset, "href": sheet.href}
        return self.templates.render(template, {**common, **content.variables}).encode("utf-8", "replace")

    def _navigation(self, sheet: Sheet) -> tuple[Link, ...]:
        """The same for all pages in folders as deep, but for those that it leads to."""
        here = sheet.root, sheet.path if sheet.path in self._places else ""
        if here not in self._navigations:
            self._navigations[here] = tuple(
                Link(text, sheet.href(path), current=path == sheet.path) for path, text in self._places.items()
            )
        return self._navigations[here]

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """The path and the name of each page that all pages lead to."""
        names = {
            "status": "index.html",
            "history": "history/index.html",
            "maintenance": "maintenance/index.html",
            **({"postmortems": "postmortems/index.html"} if self.board.explained else {}),
            "subscribe": "subscribe/index.html",
        }
        return {path: self.words.get("site", name) for name, path in names.items()}

    @cached_property
    def _zone(self) -> str:
        return self.words.say("site", "zone", zone=self.board.site.timezone)

    @cached_property
    def _updates(self) -> str:
        return self.words.say("feed", "updates", site=self.board.site.name)
