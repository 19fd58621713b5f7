"""The page for addresses that do not exist. Hosts show it at any depth, so its links begin at the host's root."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.render.edition import Content, Edition, Sheet


def not_found(edition: Edition) -> Iterable[File]:
    """`/404.html`."""
    yield edition.page("404.html", "404.html", None, _write, root=edition.base)


def _write(sheet: Sheet) -> Content:
    words, site = sheet.words, sheet.edition.board.site
    return Content(
        title=words.say("site", "title", page=words.get("not_found", "title"), site=site.name),
        description=words.say("not_found", "description", site=site.name),
        variables={},
    )
