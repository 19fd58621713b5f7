"""Boards to render, from facts that are spelled out, and pages to ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element, TreeBuilder

from msgspec.structs import replace

from generator.decide import decide
from generator.memory import Memory
from generator.model import (
    Board,
    Change,
    Channel,
    Component,
    ComponentStatus,
    File,
    Impact,
    Incident,
    Maintenance,
    Notice,
    Postmortem,
    Site,
    Source,
    Status,
    Text,
    Update,
)
from generator.read.record import outline_of
from generator.render import Theme, render

Report = TypeVar("Report", Incident, Maintenance, Notice)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
THEME = Theme.of(ROOT)

SITE = Site(
    name="Example Cloud",
    url="https://status.example.com",
    home="https://example.com",
    authority="status.example.com,2026-01-01",
    components=(
        Component("api", "API", "Core", "Reads & writes"),
        Component("dashboard", "Dashboard", "Core"),
        Component("website", "Website"),
    ),
    channels=(Channel("Support", "mailto:help@example.com"),),
    digest="site",
)


def ago(hours: float) -> datetime:
    """So many hours before `NOW`; negative for what is to come."""
    return NOW - timedelta(hours=hours)


def update(status: str, hours_ago: float, text: str = "Some words.", **more: object) -> Update:
    """A word to the public."""
    return replace(Update(Status(status), ago(hours_ago), Text(text)), **more)


def changes(**statuses: str) -> tuple[Change, ...]:
    """`api="major_outage"` and the like."""
    return tuple(Change(component, ComponentStatus(status)) for component, status in statuses.items())


def incident(name: str = "2026-11-20-api", hours_ago: float = 1, impact: str = "major", **more: object) -> Incident:
    """An incident that is open unless its updates say otherwise."""
    plain = Incident(
        id=name,
        title="Elevated error rates on the API",
        impact=Impact(impact),
        started=ago(hours_ago),
        components=changes(api="partial_outage"),
        affected="6,323 customers in eu-west",
        updates=(update("investigating", hours_ago - 0.1), update("identified", hours_ago - 0.5, "A deploy did it.")),
    )
    return stamped(replace(plain, **more))


def resolved(name: str = "2026-11-18-old", hours_ago: float = 50, **more: object) -> Incident:
    """An incident that lasted two hours."""
    said = (update("investigating", hours_ago - 0.2), update("resolved", hours_ago - 2, "It is over."))
    return incident(name, hours_ago, **{"updates": said, "title": "Slow logins", **more})  # type: ignore[arg-type]


def maintenance(name: str = "2026-11-21-database", starts_in: float = 20, **more: object) -> Maintenance:
    """A window of one hour."""
    plain = Maintenance(
        id=name,
        title="Database upgrade",
        scheduled_for=ago(-starts_in),
        scheduled_until=ago(-starts_in - 1),
        components=changes(website="under_maintenance"),
        updates=(update("scheduled", 30, "We will upgrade it."),),
    )
    return stamped(replace(plain, **more))


def notice(name: str = "2026-11-19-prices", **more: object) -> Notice:
    """An announcement."""
    plain = Notice(name, "New prices", ago(30), text=Text("From *January* on."))
    return stamped(replace(plain, **more))


def explained(text: str = "### What happened\n\nA deploy.", hours_ago: float = 40) -> Postmortem:
    """A postmortem."""
    return Postmortem(ago(hours_ago), Text(text), "Operations")


def stamped(report: Report) -> Report:
    """The report with a digest of all that it says, and an outline."""
    if not isinstance(report, Notice):
        with suppress(UnicodeEncodeError):  # half a character, which no file can hold: then nobody takes an outline
            report = replace(report, outline=outline_of(report))
    return replace(report, digest=repr(replace(report, digest="")))


def board(*reports: Incident | Maintenance | Notice, site: Site = SITE, now: datetime = NOW) -> Board:
    """What is true of these reports at `now`."""
    return decide(
        Source(
            site,
            tuple(each for each in reports if isinstance(each, Incident)),
            tuple(each for each in reports if isinstance(each, Maintenance)),
            tuple(each for each in reports if isinstance(each, Notice)),
        ),
        now=now,
    )


def rendered(of: Board, theme: Theme = THEME) -> dict[str, File]:
    """Every promised file by its path."""
    files = render(of, theme, Memory(None))
    found = {file.path: file for file in files}
    assert len(found) == len(files), "a path is promised twice"
    return found


def digests(of: Board) -> dict[str, str]:
    """Digests by path."""
    return {path: file.digest for path, file in rendered(of).items()}


def page(of: Board, path: str = "index.html", theme: Theme = THEME) -> Element:
    """One page, parsed."""
    return parsed(rendered(of, theme)[path].make())


def with_own(files: Mapping[str, str]) -> Theme:
    """The packaged theme, with a site's own files over it."""
    return Theme.made_of({path: text.encode() for path, text in files.items()}, THEME.packaged)


# ---------------------------------------------------------------- reading pages

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    """A strict reader: every element must be closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice: {names}"
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes {self.open}"
        self.open.pop()
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)


def parsed(content: bytes | str) -> Element:
    """The root element of a page."""
    reader = _Reader()
    reader.feed(content.decode() if isinstance(content, bytes) else content)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    root = reader.builder.close()
    assert isinstance(root, Element)
    return root


def fragment(html: str) -> Element:
    """A piece of HTML, in a `<div>`."""
    return parsed(f"<div>{html}</div>")


def words(element: Element | None) -> str:
    """What a reader reads of it, with single spaces."""
    assert element is not None, "there is no such element"
    return " ".join("".join(element.itertext()).split())


def all_words(elements: Iterable[Element]) -> list[str]:
    """What a reader reads of each."""
    return [words(each) for each in elements]
