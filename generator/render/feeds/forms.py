"""Feeds put together from forms that feedgen has filled in once: a word changes a dozen feeds, and its entry is all that is new in them.

feedgen is told names for what a feed says, such as `%(title)s`, and what it writes of them is a form: one for the head of a feed, one for an entry
and one for a category; with and without what may be missing. Forms are remembered, so that a build after one change imports neither feedgen nor
lxml, which takes longer than writing all its feeds. Promises the very bytes that feedgen would write of the whole; property tests hold it to that,
and whatever is unusual in any way is left to feedgen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace

from generator.memory import Memory
from generator.render.feeds.document import Category, Document, Item, clean
from generator.render.times import MONTHS, WEEKDAYS

ROOM = "forms"
HEAD = Document(
    id="%(id)s",
    title="%(title)s",
    about="%(about)s",
    url="%(url)s",
    page="%(page)s",
    author="%(author)s",
    home="%(home)s",
    language="%(language)s",
    updated=datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC),
    items=(),
    hub="%(hub)s",
)
"""A feed of names; the moment stands for any other."""
ENTRY = Item(
    id="%(id)s",
    title="%(title)s",
    url="%(url)s",
    published=datetime(2002, 3, 4, 5, 6, 7, tzinfo=UTC),
    updated=HEAD.updated,
    html="%(html)s",
    categories=(Category("%(term)s", "%(scheme)s", "%(label)s"),),
    author="%(author)s",
)
"""Likewise an entry."""


class Format(Struct, frozen=True):
    """How feedgen writes a feed."""

    name: str
    write: Callable[[Document], bytes]
    end: str
    """What stands behind the last entry."""
    date: Callable[[datetime], str]


class Form(Struct, frozen=True):
    """What feedgen wrote of names."""

    text: str
    quoted: tuple[str, ...]
    """The names that stand in attributes."""

    def filled(self, says: Mapping[str, str], **ready: str) -> str:
        """With what is said in the places of its names, escaped as lxml does it, and what is `ready` as it is."""
        told = {name: _escaped(said) for name, said in says.items()}
        for name in self.quoted:
            told[name] = told[name].replace('"', "&quot;")
        return self.text % (told | ready)


class Forms:
    """Writes feeds of one format."""

    def __init__(self, of: Format, memory: Memory) -> None:
        self._format = of
        self._memory = memory
        self._known: dict[str, Form] = {}
        self._categories: dict[Category, str] = {}
        self._entries: dict[Item, bytes] = {}
        """Components share their incidents."""

    def feed(self, document: Document) -> bytes:
        """What feedgen makes of `document`."""
        of, marked = self._format, HEAD if document.hub else replace(HEAD, hub="")
        says = {name: getattr(document, name) for name in _NAMES} | {"updated": of.date(document.updated)}
        if document.hub:
            says["hub"] = document.hub
        if not _is_usual(says):
            return of.write(document)
        form = self._form(f"head {bool(document.hub)}", lambda: self._without_end(marked))
        return b"".join((form.filled(says).encode(), *map(self._entry, document.items), of.end.encode()))

    def _entry(self, item: Item) -> bytes:
        if item not in self._entries:
            self._entries[item] = self._filled(item).encode()
        return self._entries[item]

    def _filled(self, item: Item) -> str:
        of, marked = self._format, ENTRY if item.author else replace(ENTRY, author="")
        says = {"id": item.id, "title": item.title, "url": item.url}
        says |= {"published": of.date(item.published), "updated": of.date(item.updated)}
        if item.author:
            says["author"] = item.author
        categories = [self._category(each) for each in item.categories]
        if not (item.html and all(categories) and _is_usual(says)):
            return self._written(item)
        form = self._form(f"entry {bool(item.author)}", lambda: self._with_categories(marked))
        return form.filled(says | {"html": item.html}, categories="".join(categories))

    def _category(self, of: Category) -> str:
        """A category as it stands in an entry: a few stand in all of them. Empty where that is left to feedgen."""
        if of not in self._categories:
            says = {"term": of.term, "scheme": of.scheme, "label": of.label}
            form = self._form("category", lambda: _category_in(self._written(ENTRY)))
            self._categories[of] = form.filled(says) if _is_usual(says) else ""
        return self._categories[of]

    def _form(self, name: str, write: Callable[[], str]) -> Form:
        """The form of that name, which `write` has feedgen write where it is not remembered."""
        if name not in self._known:
            key = f"{self._format.name} {name}".encode()
            try:
                form = Decoder(Form).decode(self._memory.recall(ROOM, key) or b"")
            except ValueError:  # nothing is remembered, or not by us
                text = write()
                for date, at in (("published", ENTRY.published), ("updated", ENTRY.updated)):
                    text = text.replace(self._format.date(at), f"%({date})s")
                form = Form(text, tuple(re.findall(r'="%\((\w+)\)s"', text)))
                self._memory.remember(ROOM, key, encode(form))
            self._known[name] = form
        return self._known[name]

    def _with_categories(self, marked: Item) -> str:
        """An entry with a place for all its categories."""
        written = self._written(marked)
        return written.replace(_category_in(written), "%(categories)s")

    def _written(self, item: Item) -> str:
        """An entry by feedgen, which writes it the same whatever stands beside it."""
        return self._without_end(replace(HEAD, items=(item,))).removeprefix(self._without_end(HEAD))

    def _without_end(self, document: Document) -> str:
        return self._format.write(document).decode().removesuffix(self._format.end)


_NAMES = ("id", "title", "about", "url", "page", "author", "home", "language")


def _category_in(entry: str) -> str:
    return next(line for line in entry.splitlines(keepends=True) if "%(label)s" in line)


def _is_usual(says: Mapping[str, str]) -> bool:
    """Whether all of it is one clean line, and nothing is empty, which feedgen may leave out."""
    return all(
        said and (said.isprintable() or (clean(said) == said and len(said.splitlines()) == 1)) for said in says.values()
    )


@lru_cache(maxsize=512)  # in both formats
def _escaped(text: str) -> str:
    """As lxml writes it between two tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _by_mail(at: datetime) -> str:
    """As in a mail (RFC 5322, 3.3), which RSS asks for, in UTC: by the tables of English, since `strftime` speaks the machine's language."""
    clock = f"{at.hour:02}:{at.minute:02}:{at.second:02} +0000"
    return f"{WEEKDAYS[at.weekday()][:3]}, {at.day:02} {MONTHS[at.month - 1][:3]} {at.year} {clock}"


def _atom(document: Document) -> bytes:
    from generator.render.feeds.atom import atom

    return atom(document)


def _rss(document: Document) -> bytes:
    from generator.render.feeds.rss import rss

    return rss(document)


ATOM = Format("atom", _atom, "</feed>\n", datetime.isoformat)
RSS = Format("rss", _rss, "  </channel>\n</rss>\n", _by_mail)
"""feedgen is imported only when it is asked for something."""
