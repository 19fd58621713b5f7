"""Pages hold together: nothing wider than the window, everything there without script, nothing on paper but the page."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.browser.chromium import Browser
from tests.browser.conftest import Sites
from tests.browser.server import serving
from tests.browser.sites import SITES
from tests.texts import NOW

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_wider_than_the_window(browser: Browser, sites: Sites, name: str) -> None:
    patterns = ["**/*.html"] if name == "one major incident" else ["index.html", "incidents/2026-11-20-*/index.html"]
    files = [file.relative_to(sites(name)) for pattern in patterns for file in sorted(sites(name).glob(pattern))]
    with serving(sites(name), NOW) as host, browser.page() as page:
        for file in files:
            page.go(f"{host.url}{file}")
            for width in (320, 768, 1600):
                page.resize(width)
                assert page.run("document.documentElement.scrollWidth") <= width, (file, width)
            page.resize(320)
            assert page.run("document.querySelector('main').getBoundingClientRect().width") == 320, file


def test_without_script_every_word_is_there(browser: Browser, sites: Sites) -> None:
    address = (sites("one major incident") / "index.html").as_uri()
    shown = []
    for script in (True, False):
        with browser.page(script=script) as page:
            page.go(address)
            if not script:
                assert not page.run("'stale' in document.documentElement.dataset")
            shown.append(set(page.text("body").split()))
    assert shown[1] >= {"Elevated", "Identified", "operational", "Operational", "14:31"} & shown[0]
    assert len(shown[1]) > 60


def test_the_banner_is_the_first_thing_and_stands_out_when_something_is_wrong(browser: Browser, sites: Sites) -> None:
    colours = {}
    for name in ("all green", "one major incident", "five at once", "unreadable report", "maintenance"):
        with browser.page(width=320, height=640) as page:
            page.go((sites(name) / "index.html").as_uri())
            top, height = page.run(
                "(({top, height}) => [top, height])(document.querySelector('.banner h1').getBoundingClientRect())"
            )
            assert top + height < 640, name
            colours[name] = page.run("getComputedStyle(document.querySelector('.banner')).backgroundColor")
    assert colours.pop("all green") == "rgba(0, 0, 0, 0)"
    assert len(set(colours.values())) == len(colours)
    assert "rgba(0, 0, 0, 0)" not in colours.values()


def test_a_day_with_trouble_is_reached_and_read_by_keyboard(browser: Browser, sites: Sites) -> None:
    with browser.page() as page:
        page.go((sites("one major incident") / "index.html").as_uri())
        page.scheme(prefers_reduced_motion="reduce")
        focused = "document.activeElement.closest('.days') && getComputedStyle(document.activeElement.firstElementChild).opacity"
        for _ in range(80):
            for kind in ("keyDown", "keyUp"):
                page.send("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
            if page.run(focused) is not None and page.run("document.activeElement.matches('.days a')"):
                break
        assert page.run(focused) == "1"
        assert "artial outage" in page.run("document.activeElement.textContent")
        assert page.run("document.activeElement.closest('[aria-label]').getAttribute('aria-label')")


def test_a_bar_rises_with_what_happened(browser: Browser, sites: Sites) -> None:
    with browser.page() as page:
        page.go((sites("five at once") / "index.html").as_uri())
        height = "document.querySelector('.days [data-status={}]').getBoundingClientRect().height"
        assert page.run(height.format("major_outage")) > page.run(height.format("degraded_performance"))
        assert page.run(height.format("degraded_performance")) > page.run(height.format("operational"))


def test_paper_keeps_the_state_and_leaves_the_navigation(browser: Browser, sites: Sites) -> None:
    with browser.page() as page:
        page.go((sites("one major incident") / "index.html").as_uri())
        page.scheme(media="print")
        assert page.text(".banner h1") == "Minor Service Outage"
        assert page.text("nav") == ""
        assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_forced_colours_keep_marks_and_bars(browser: Browser, sites: Sites) -> None:
    with browser.page() as page:
        page.go((sites("one major incident") / "index.html").as_uri())
        page.scheme(forced_colors="active")
        seen = "getComputedStyle(document.querySelector('{}')).backgroundColor"
        paper = page.run(seen.format("body"))
        assert page.run(seen.format(".days [data-status=partial_outage]")) != paper
        assert page.run(seen.format(".days i")) != paper


def test_a_text_browser_reads_the_first_page_from_the_top(sites: Sites) -> None:
    lynx = shutil.which("lynx")
    if lynx is None:
        pytest.skip("no lynx on this machine (tests/browser/README.md)")
    page = sites("one major incident") / "index.html"
    run = subprocess.run(
        [lynx, "-dump", "-nolist", "-width=100", "-assume_charset=utf-8", "-display_charset=utf-8", str(page)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=30,
    )
    words = " ".join(run.stdout.split())
    order = (
        "Example Cloud",
        "Minor Service Outage",
        "Open incidents",
        "Elevated error rates on the API",
        "Identified",
        "We are rolling it back",
        "Requests to the API fail",
        "Coming maintenance",
        "New database machines",
        "Components",
        "Core",
        "API",
        "Partial outage",
        "Today",
        "Slow search",
    )
    places = [words.find(each) for each in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    first = words.find("Minor Service Outage")
    assert first < 400, "the state comes before anything long"
    assert "{}" not in words
