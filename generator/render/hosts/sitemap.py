"""The list of pages for search engines (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from itertools import islice

from generator.model import File
from generator.render.edition import Edition
from generator.render.view.reports import component_path, report_path

MOST = 50_000
"""Addresses that the protocol allows in one file. The oldest reports are left out first; the history leads to them."""


def sitemap(edition: Edition) -> Iterable[File]:
    """`/sitemap.xml`."""
    paths = list(islice(_paths(edition), MOST))

    def make() -> bytes:
        addresses = (html.escape(edition.address(path)) for path in paths)
        entries = "".join(f"<url><loc>{each}</loc></url>\n" for each in addresses)
        schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{schema}">\n{entries}</urlset>\n'.encode()

    yield edition.file("sitemap.xml", paths, make)


def _paths(edition: Edition) -> Iterator[str]:
    board = edition.board
    yield from (
        "index.html",
        "history/index.html",
        "maintenance/index.html",
        "postmortems/index.html",
        "report/index.html",
        "subscribe/index.html",
    )
    yield from (component_path(each.component) for each in board.components if each.component)
    yield from (f"history/{each.year:04d}-{each.month:02d}/index.html" for each in board.months)
    for group in (board.courses, board.windows, board.notices):
        yield from (report_path(each.id) for each in group)
