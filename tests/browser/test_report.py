"""The report in a real browser, with all its tables open: nothing too wide, nothing that axe can see, letters as large as those beside them."""

from __future__ import annotations

import pytest

from tests.browser.chromium import Browser
from tests.browser.conftest import Sites, node_module
from tests.browser.server import serving
from tests.browser.test_accessibility import look, violations
from tests.texts import NOW

pytestmark = pytest.mark.browser

OPEN = "document.querySelectorAll('details').forEach((each) => { each.open = true; }); 0"
WIDEST = "Math.max(...[...document.querySelectorAll('main *')].map((each) => each.getBoundingClientRect().right))"


@pytest.mark.parametrize("name", ["five at once", "one long word", "unreadable report", "nothing listed"])
def test_with_every_table_open_it_fits_and_is_clean(browser: Browser, sites: Sites, name: str) -> None:
    axe = node_module("axe-core/axe.min.js").read_text()
    with serving(sites(name), NOW) as host, browser.page() as page:
        page.go(host.url + "report/")
        page.run(OPEN)
        for width, dark in ((320, True), (1280, False)):
            look(page, width=width, dark=dark)
            assert page.run("document.documentElement.scrollWidth") <= width
            assert page.run(WIDEST) <= width
            assert violations(page, axe) == [], (width, dark)
        assert page.complaints == []


def test_letters_in_pictures_are_as_large_in_a_narrow_window_as_in_a_wide_one(browser: Browser, sites: Sites) -> None:
    with browser.page() as page:
        page.go((sites("five at once") / "report/index.html").as_uri())
        heights = []
        for width in (320, 1280):
            page.resize(width)
            heights.append(page.run("document.querySelector('.picture text').getBoundingClientRect().height"))
        assert heights[0] == heights[1] > 12
