"""The same pages at a root, under a path and from disk: complete, quiet, small, and from nowhere else."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from generator.build import build
from tests.browser import clock
from tests.browser.chromium import Browser, Page
from tests.browser.conftest import Sites
from tests.browser.server import serving
from tests.browser.sites import SITES
from tests.texts import NOW, SITE, lay

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SIZE = 14 * 1024
"""Bytes that the first page may cost with its style and script: what a connection carries before it first waits (RFC 6928)."""
STYLED = "getComputedStyle(document.body).fontFamily.includes('system-ui')"


def walk(page: Page, start: str) -> list[str]:
    """Every page that links lead to from `start`, each opened and found whole."""
    base, seen, waiting = start.rpartition("/")[0] + "/", [], [start]
    while waiting:
        address = waiting.pop()
        seen.append(address)
        page.go(address)
        assert page.run(STYLED), address
        links: list[str] = page.run(
            "[...document.querySelectorAll('a[href]')].map((link) => link.href.replace(/#.*/, ''))"
        )
        pages = [link for link in dict.fromkeys(links) if link.endswith((".html", "/"))]  # no feeds, no calendars
        waiting += [link for link in pages if link.startswith(base) and link not in (*seen, *waiting)]
    return seen


def test_every_page_works_from_disk(browser: Browser, sites: Sites) -> None:
    with browser.page(first=clock.at(NOW)) as page:
        seen = walk(page, (sites("one major incident") / "index.html").as_uri())
        assert len(seen) > 9
        assert page.complaints == []


@pytest.mark.parametrize("prefix", ["/", "/a/status/"])
def test_every_page_works_at_a_root_and_under_a_path(browser: Browser, sites: Sites, prefix: str) -> None:
    folder = sites("one major incident")
    with serving(folder, NOW, prefix) as host, browser.page(first=clock.at(NOW)) as page:
        assert len(walk(page, host.url)) > 9
        assert page.complaints == []
        assert all(address.startswith((host.url, "data:")) for address in page.requests), "nothing from elsewhere"


def test_a_page_that_is_not_there_is_whole_at_any_depth(browser: Browser, tmp_path: Path) -> None:
    root = lay(
        tmp_path, {"site.yaml": SITE.replace("status.example.com\n", "example.com/a/status\n"), **SITES["all green"]}
    )
    build(root, root / "public", now=NOW)
    with serving(root / "public", NOW, "/a/status/") as host, browser.page() as page:
        page.go(host.url + "no/such/page")
        assert page.run(STYLED)
        page.follow("document.querySelector('header .name').click()")
        assert page.run("document.querySelector('.banner') !== null")


def test_the_policy_refuses_what_is_not_the_sites_own(browser: Browser, sites: Sites) -> None:
    with serving(sites("all green"), NOW) as host, browser.page() as page:
        page.go(host.url)
        page.run(
            "document.body.append(Object.assign(document.createElement('img'), {src: 'http://localhost:9/x.png'}))"
        )
        page.run(
            "document.head.append(Object.assign(document.createElement('script'), {textContent: 'globalThis.ran = 1'}))"
        )
        page.run("document.body.setAttribute('style', 'color: red')")
        assert page.run("globalThis.ran") is None
        assert sum("Content Security Policy" in complaint for complaint in page.complaints) == 3


def test_the_example_sites_first_page_is_small_and_takes_three_requests(browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "incidents", tmp_path / "incidents")
    shutil.copy(ROOT / "site.yaml", tmp_path)
    folder = tmp_path / "public"
    build(tmp_path, folder, now=NOW)
    with serving(folder, NOW) as host, browser.page(first=clock.at(NOW)) as page:
        page.go(host.url)
        page.run("advance(1000)")
        assert len(host.asked) == 3, host.asked
        files = ["index.html" if path == "/" else path.lstrip("/") for path in host.asked]
    assert sorted(re.sub(r"\..*\.", ".", file) for file in files) == [
        "assets/status.css",
        "assets/status.js",
        "index.html",
    ]
    sizes = {file: len(gzip.compress((folder / file).read_bytes(), 9)) for file in files}
    assert sum(sizes.values()) < SIZE, sizes
