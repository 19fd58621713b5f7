"""The same reports as a site of Upside, of Pelican and of Hugo: what a person would write for each of them, no more.

Each site gets a home page, a page for each report with all its updates and its postmortem, a page for each month and one for each
component, and feeds of the newest fifty for the whole site and for each component. What the others can do besides (paging, pages of
authors) is switched off; what Upside does besides (badges, calendars, the JSON of its APIs) is not.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks.archive import COMPONENTS, GROUPS, Report

HUGO_THEME = Path(__file__).parent / "hugo"

PELICAN_SETTINGS = """\
SITENAME = "Example Cloud"
SITEURL = ""
TIMEZONE = "UTC"
THEME = "simple"
PATH = "content"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
RELATIVE_URLS = True
FEED_DOMAIN = "https://status.example.com"
FEED_ALL_ATOM, FEED_ALL_RSS = "feed.atom", "feed.rss"
TAG_FEED_ATOM, TAG_FEED_RSS = "components/{slug}/feed.atom", "components/{slug}/feed.rss"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = ["archives"]
ARCHIVES_SAVE_AS = "index.html"
ARTICLE_SAVE_AS = "incidents/{slug}/index.html"
MONTH_ARCHIVE_SAVE_AS = "history/{date:%Y}-{date:%m}/index.html"
TAG_SAVE_AS = "components/{slug}/index.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
"""

PELICAN_CACHE = """\
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "md5"
CONTENT_CACHING_LAYER = "generator"
"""

HUGO_SETTINGS = """\
title = "Example Cloud"
baseURL = "https://status.example.com/"
disableKinds = ["404"]
[taxonomies]
component = "components"
[services.rss]
limit = 50
[outputs]
section = ["HTML"]
"""


def upside(root: Path, reports: Iterable[Report]) -> None:
    """site.yaml, and a file for each report in a folder for each year."""
    size = -(-len(COMPONENTS) // len(GROUPS))
    lines = [
        "name: Example Cloud",
        "url: https://status.example.com",
        "timezone: UTC",
        "authority: status.example.com,2006-01-01",
        "components:",
        *(
            f"  - {{id: {each}, name: {name}, group: {GROUPS[number // size]}}}"
            for number, (each, name) in enumerate(COMPONENTS.items())
        ),
    ]
    _write(root / "site.yaml", "\n".join(lines) + "\n")
    for report in reports:
        _write(root / "incidents" / f"{report.started:%Y}" / f"{report.stem}.md", upside_text(report))


def upside_text(report: Report) -> str:
    """The incident file of one report."""
    when = (
        [f"scheduled_for: {report.started:%Y-%m-%d %H:%M} UTC", f"scheduled_until: {report.until:%Y-%m-%d %H:%M} UTC"]
        if report.until
        else [f"impact: {report.impact}", f"started: {report.started:%Y-%m-%d %H:%M} UTC"]
    )
    lines = [f"title: {report.title}", *when, f"components: [{', '.join(report.components)}]"]
    return "\n".join(["---", *lines, f"affected: {report.affected}", "---", "", report.body()])


def pelican(root: Path, reports: Iterable[Report]) -> None:
    """One article a report, its components as tags. `cached.py` holds the same settings with Pelican's cache switched on."""
    _write(root / "pelicanconf.py", PELICAN_SETTINGS)
    _write(root / "cached.py", PELICAN_SETTINGS + PELICAN_CACHE)
    for report in reports:
        lines = [
            f"Title: {report.title}",
            f"Date: {report.started:%Y-%m-%d %H:%M}",
            f"Tags: {', '.join(report.components)}",
            f"Slug: {report.stem}",
            f"Impact: {report.impact}",
            f"Affected: {report.affected}",
            "Summary: " + report.affected,
        ]
        path = root / "content" / f"{report.started:%Y}" / f"{report.stem}.md"
        _write(path, "\n".join([*lines, "", report.body()]))


def hugo(root: Path, reports: Iterable[Report]) -> None:
    """One page a report, in a section for each month; the theme lies beside this module."""
    _write(root / "config.toml", HUGO_SETTINGS)
    shutil.copytree(HUGO_THEME / "layouts", root / "layouts", dirs_exist_ok=True)
    for report in reports:
        fields = {
            "title": report.title,
            "date": f"{report.started:%Y-%m-%dT%H:%M:%SZ}",
            "components": report.components,
            "impact": report.impact,
            "affected": report.affected,
            "url": f"/incidents/{report.stem}/",
        }
        text = f"{json.dumps(fields, indent=1)}\n\n{report.body()}"
        _write(root / "content" / "history" / f"{report.started:%Y-%m}" / f"{report.stem}.md", text)
        _write(
            root / "content" / "history" / f"{report.started:%Y-%m}" / "_index.md",
            f'{{"title": "{report.started:%B %Y}"}}\n',
        )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


LAYOUTS: dict[str, Callable[[Path, Iterable[Report]], None]] = {"upside": upside, "pelican": pelican, "hugo": hugo}
