"""No page has a violation that axe can see: wide and narrow, light and dark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser import clock
from tests.browser.chromium import Browser, Page
from tests.browser.conftest import Sites, node_module
from tests.browser.server import serving
from tests.browser.sites import SITES
from tests.texts import NOW

pytestmark = pytest.mark.browser

LOOKS = [(1280, False), (1280, True), (320, False), (320, True)]
OPPOSITES = [(1280, False), (320, True)]
"""Wide and narrow, light and dark, each once."""


@pytest.fixture(scope="session")
def axe() -> str:
    return node_module("axe-core/axe.min.js").read_text()


KINDS = {
    "home": "",
    "incident": "incidents/*/",
    "incident that is over": "incidents/2026-11-12*/",
    "component": "components/*/",
    "history": "history/",
    "month": "history/*/",
    "maintenance": "maintenance/",
    "report": "report/",
}


def path_of(kind: str, folder: Path) -> str:
    """The address of a page of this kind below the site's; one where there is none for any other word."""
    if kind not in KINDS:
        return "no/such/page"
    return f"{sorted(folder.glob(KINDS[kind]))[-1].relative_to(folder)}/" if KINDS[kind] else ""


def look(page: Page, *, width: int, dark: bool) -> None:
    page.resize(width)
    page.scheme(dark=dark)


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds, and what it could not decide about contrast; its own network use is off."""
    page.run(f"if (!globalThis.axe) {{ {axe} }}; 0")
    found = page.run(
        "axe.run({ preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((found) => ({"
        " passed: found.passes.map((each) => each.id),"
        " wrong: found.violations.flatMap((each) => each.nodes.map((node) => [each.id, node.html, node.failureSummary]))"
        "}))"
    )
    assert "color-contrast" in found["passed"] or found["wrong"]
    return [json.dumps(each) for each in found["wrong"]]


@pytest.mark.parametrize("kind", [*KINDS, "not found"])
def test_every_kind_of_page_is_clean_in_opposite_looks(browser: Browser, sites: Sites, axe: str, kind: str) -> None:
    folder = sites("one major incident")
    path = path_of(kind, folder)
    with serving(folder, NOW) as host, browser.page(first=clock.at(NOW)) as page:
        page.go(host.url + path)
        page.run("release(); 0")
        for width, dark in LOOKS if kind == "home" else OPPOSITES:
            look(page, width=width, dark=dark)
            assert violations(page, axe) == [], (path, width, dark)


@pytest.mark.parametrize("name", SITES)
def test_the_first_page_is_clean_whatever_happens(browser: Browser, sites: Sites, axe: str, name: str) -> None:
    with browser.page() as page:
        page.go((sites(name) / "index.html").as_uri())
        for width, dark in OPPOSITES:
            look(page, width=width, dark=dark)
            assert violations(page, axe) == [], (width, dark)


def test_a_page_that_is_old_and_late_is_clean_too(browser: Browser, sites: Sites, axe: str) -> None:
    with browser.page() as page:
        page.go((sites("one major incident") / "index.html").as_uri())
        assert page.run("'stale' in document.documentElement.dataset"), "the page must be old by today's clock"
        for width, dark in LOOKS:
            look(page, width=width, dark=dark)
            assert violations(page, axe) == []
