"""How to hear of us without looking: what to paste where, for people who have never heard the word feed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.model import Component, File
from generator.render.calendars.outputs import calendar_path
from generator.render.edition import Content, Edition, Sheet
from generator.render.feeds.outputs import everything, of_component
from generator.render.view.reports import component_path


class Addresses(Struct, frozen=True):
    """What can be pasted: absolute addresses, since they are used elsewhere."""

    updates: str
    calendar: str


class Followed(Struct, frozen=True):
    """One component, and where it can be followed."""

    name: str
    href: str
    feed: str
    feed_href: str
    calendar: str


def subscribe(edition: Edition) -> Iterable[File]:
    """`/subscribe/index.html`."""
    yield edition.page("subscribe/index.html", "subscribe.html", None, _write)


def _write(sheet: Sheet) -> Content:
    words, site = sheet.words, sheet.edition.board.site
    address = sheet.edition.address
    addresses = Addresses(address(f"{everything()[0].path}.atom"), address(calendar_path(None)))
    return Content(
        title=words.say("site", "title", page=words.get("subscribe", "title"), site=site.name),
        description=words.say("subscribe", "description", site=site.name),
        variables={
            "addresses": addresses,
            "command": f"/feed subscribe {addresses.updates}",
            "components": tuple(_followed(sheet, each) for each in site.components),
        },
    )


def _followed(sheet: Sheet, component: Component) -> Followed:
    address, page = sheet.edition.address, component_path(component)
    feed = f"{of_component(component)[0].path}.atom"
    return Followed(
        name=component.name,
        href=sheet.href(page),
        feed=address(feed),
        feed_href=sheet.href(feed),
        calendar=address(calendar_path(component)),
    )
