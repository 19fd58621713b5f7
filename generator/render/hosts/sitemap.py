"""The list of pages for search engines (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import partial

from generator.model import File
from generator.render.edition import Edition
from generator.render.view.reports import component_path, report_path

MOST = 50_000
"""Addresses that the protocol allows in one file. The oldest reports are left out first; the history leads to them."""
PAGES = (
    "index.html",
    "history/index.html",
    "maintenance/index.html",
    "postmortems/index.html",
    "report/index.html",
    "subscribe/index.html",
)
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(edition: Edition) -> Iterable[File]:
    """`/sitemap.xml`. Promised by the names of reports, of which there may be ten thousand: paths are made of them with the bytes."""
    board = edition.board
    paths = [
        *PAGES,
        *(component_path(each.component) for each in board.components if each.component),
        *(f"history/{each.year:04d}-{each.month:02d}/index.html" for each in board.months),
    ][:MOST]
    names = (
        [each.incident.id for each in board.courses]
        + [each.id for each in board.windows]
        + [each.id for each in board.notices]
    )
    names = names[: MOST - len(paths)]
    yield edition.file("sitemap.xml", (paths, "\n".join(names)), partial(_made, edition, paths, names))


def _made(edition: Edition, paths: Iterable[str], names: Iterable[str]) -> bytes:
    addresses = (html.escape(edition.address(path)) for path in (*paths, *map(report_path, names)))
    entries = "".join(f"<url><loc>{each}</loc></url>\n" for each in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SCHEMA}">\n{entries}</urlset>\n'.encode()
