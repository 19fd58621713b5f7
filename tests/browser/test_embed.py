"""The banner on somebody else's page: of another origin, under the strictest policy that lets it in at all."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser import clock
from tests.browser.chromium import Browser, Page
from tests.browser.conftest import Sites, node_module
from tests.browser.server import Host, serving
from tests.texts import NOW

pytestmark = pytest.mark.browser

MINUTE = 60_000
BANNER = "api/banner.json"
BOX = "[...document.body.children].map((each) => each.shadowRoot).find(Boolean).querySelector('[role=status]')"
ROWS = f"[...{BOX}.children].map((each) => each.innerText)"


@contextmanager
def embedded(
    browser: Browser, status: Path, folder: Path, *, failing: bool = False, first: str = "", **page: Any
) -> Iterator[tuple[Page, Host]]:
    """A main site's page with the one line in it; and the status site's server, under a path."""
    with serving(status, NOW, "/a/status/") as there, serving(folder, NOW) as here:
        there.headers["Access-Control-Allow-Origin"] = "*"
        origin = there.url.removesuffix("/a/status/")
        policy = f"default-src 'none'; script-src {origin}; connect-src {origin}; img-src data:"
        (folder / "index.html").write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f'<link rel="icon" href="data:,"><script src="{there.url}embed.js" async></script>'
            f"<h1>Shop</h1><p><a href='/'>Buy</a></p>"
        )
        with browser.page(first=clock.at(NOW) + first, **page) as tab:
            if failing:  # the script is in the browser's cache, and the server has gone since
                tab.send("Network.setBlockedURLs", urls=[f"*{BANNER}"])
            tab.go(here.url)
            tab.wait(f"performance.getEntriesByType('resource').some((each) => each.name.endsWith('{BANNER}'))")
            tab.run("advance(100)")
            yield tab, there


def rows(page: Page) -> list[str]:
    """What the banner says, row by row."""
    found: list[str] = page.run(ROWS)
    return found


def asked(host: Host) -> int:
    return sum(path.endswith(BANNER) for path in host.asked)


def test_nothing_stands_there_while_all_is_well(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with embedded(browser, sites("all green"), tmp_path) as (page, _):
        assert rows(page) == []
        assert page.run("document.body.innerText") == "Shop\n\nBuy"
        assert page.run(f"{BOX}.getBoundingClientRect().height") == 0
        assert page.complaints == []


def test_an_incident_stands_there_with_its_words_under_a_strict_policy(
    browser: Browser, sites: Sites, tmp_path: Path
) -> None:
    with embedded(browser, sites("one major incident"), tmp_path) as (page, host):
        (row,) = rows(page)
        assert row.startswith("Elevated error rates on the API\nIdentified · Major impact\n")
        assert page.run(f"{BOX}.querySelector('a').href") == f"{host.url}incidents/2026-11-20-api/"
        assert page.run(f"getComputedStyle({BOX}.children[0]).backgroundColor") == "rgb(176, 68, 11)"
        assert page.run(f"getComputedStyle({BOX}.children[0]).display") == "flex", "the style is in force"
        assert page.run(f"{BOX}.getAttribute('aria-label')") == "Status of Example Cloud"
        assert page.complaints == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_it_fits_the_window_and_pushes_nothing_away(
    browser: Browser, sites: Sites, tmp_path: Path, width: int, dark: bool
) -> None:
    with embedded(browser, sites("five at once"), tmp_path, width=width, height=300, dark=dark) as (page, _):
        assert len(rows(page)) == 5
        assert page.run("document.documentElement.scrollWidth") <= width
        assert page.run("document.querySelector('h1').getBoundingClientRect().top") < 30
        assert page.run(f"(({{top, bottom}}) => top >= 0 && bottom <= 300)({BOX}.getBoundingClientRect())")


def test_text_is_text(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    copied(sites("one major incident"), folder)
    say(folder, title="<img src=x onerror=alert(1)>", says="<b>bold</b>")
    with embedded(browser, folder, tmp_path) as (page, _):
        assert rows(page)[0].startswith("<img src=x onerror=alert(1)>\n<b>bold</b>\n")
        assert page.run(f"{BOX}.querySelector('img, b')") is None


def test_it_is_dismissed_by_keyboard_for_good_until_the_incident_gets_worse(
    browser: Browser, sites: Sites, tmp_path: Path
) -> None:
    folder = tmp_path / "status"
    copied(sites("five at once"), folder)
    with embedded(browser, folder, tmp_path) as (page, host):
        before = rows(page)
        page.run("document.querySelector('a').focus()")
        press(page, "Tab")
        press(page, "Tab")
        assert page.run(f"{BOX}.getRootNode().activeElement.ariaLabel").startswith("Dismiss: ")
        press(page, "Enter")
        assert rows(page) == before[1:]
        assert page.run(f"{BOX}.getRootNode().activeElement.ariaLabel").startswith("Dismiss: "), "the next one"
        for left in range(3, -1, -1):
            press(page, "Escape")
            assert len(rows(page)) == left
        assert page.run("document.activeElement.textContent") == "Buy", "the focus is back where it came from"
        page.go(page.run("location.href"))
        page.wait("performance.getEntriesByType('resource').length > 1")
        page.run("advance(100)")
        assert rows(page) == []
        say(folder, key="2026-11-20-one catastrophic")
        advance(page, host, 2)
        assert len(rows(page)) == 1


def test_where_nothing_may_be_remembered_it_is_dismissed_all_the_same(
    browser: Browser, sites: Sites, tmp_path: Path
) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }});"
    with embedded(browser, sites("one major incident"), tmp_path, first=refuse) as (page, host):
        page.run(f"{BOX}.querySelector('button').click()")
        assert rows(page) == []
        advance(page, host, 3)
        assert rows(page) == []


def test_maintenance_begins_and_ends_in_doubt_by_the_clock(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with embedded(browser, sites("all green"), tmp_path) as (page, host):
        advance(page, host, 58)
        assert rows(page) == []
        advance(page, host, 4)
        assert rows(page)[0].startswith(
            "New database machines\nIn progress · Planned from November 20, 2026, 16:00 UTC"
        )
        advance(page, host, 122)
        assert "\nVerifying · " in rows(page)[0]


def test_unreachable_is_unknown_and_never_fine(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with embedded(browser, sites("all green"), tmp_path, failing=True) as (page, _):
        (row,) = rows(page)
        assert row.startswith("Status of Example Cloud: unknown\nWe could not reach the status page")
        page.send("Network.setBlockedURLs", urls=[])
        page.run(f"advance({5 * MINUTE})")
        page.wait(f"{BOX}.children.length === 0")


def test_what_was_known_stays_when_nobody_answers_and_one_missed_answer_is_no_news(
    browser: Browser, sites: Sites, tmp_path: Path
) -> None:
    with embedded(browser, sites("one major incident"), tmp_path) as (page, host):
        host.failing = True
        advance(page, host, 1.6)
        assert len(rows(page)) == 1
        advance(page, host, 4)
        assert [row.splitlines()[0] for row in rows(page)] == [
            "Elevated error rates on the API",
            "Status of Example Cloud: unknown",
        ]


def test_an_answer_that_is_none_is_no_answer(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    copied(sites("all green"), folder)
    (folder / BANNER).write_text('{"error": "gateway"}')
    with embedded(browser, folder, tmp_path) as (page, _):
        assert "unknown" in rows(page)[0]


def test_it_asks_politely(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with embedded(browser, sites("all green"), tmp_path) as (page, host):
        assert asked(host) == 1
        advance(page, host, 0.95)
        assert asked(host) == 1
        advance(page, host, 30)
        seen = asked(host)
        assert 30 / 1.5 - 1 <= seen <= 31
        assert host.answers.count(304) == seen - 1, "only what has changed is sent again"
        page.run("hide(true)")
        advance(page, host, 60)
        assert asked(host) == seen
        page.run("hide(false)")
        advance(page, host, 0.1)
        assert asked(host) == seen + 1
        page.run("hide(true); hide(false); hide(true); hide(false)")
        advance(page, host, 0.5)
        assert asked(host) == seen + 1, "switching tabs asks no more often"


def test_in_vain_it_asks_less_and_less_often(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with embedded(browser, sites("empty"), tmp_path) as (page, host):
        host.failing = True
        advance(page, host, 8)
        seen = asked(host)
        assert seen <= 5
        advance(page, host, 120)
        assert asked(host) - seen <= 7
        host.failing = False
        advance(page, host, 35)
        assert rows(page) == []


def test_the_line_may_stand_there_twice(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with embedded(browser, sites("one major incident"), tmp_path) as (page, host):
        page.run(
            f"new Promise((done) => {{ const one = document.createElement('script'); one.src = '{host.url}embed.js';"
            " one.onload = done; document.head.append(one) })"
        )
        assert page.run("[...document.body.children].filter((each) => each.shadowRoot).length") == 1


def test_it_passes_the_accessibility_checker(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    axe = node_module("axe-core/axe.min.js").read_text()
    with embedded(browser, sites("five at once"), tmp_path) as (page, _):
        page.run("release(); 0")
        page.run(axe + ";0")
        found = page.run("axe.run(document.body, {rules: {region: {enabled: false}}}).then((all) => all.violations)")
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("name", ["all green", "right to left"])
def test_it_is_small(sites: Sites, name: str) -> None:
    assert len(gzip.compress((sites(name) / "embed.js").read_bytes(), 9)) < 2000


# ---------------------------------------------------------------- how


def advance(page: Page, host: Host, minutes: float) -> None:
    """Let time go by, a tenth of a minute at a time."""
    host.now += timedelta(minutes=minutes)
    page.run(f"advance({minutes * MINUTE})")


def press(page: Page, key: str) -> None:
    """One key of the keyboard, pressed by the browser itself."""
    text = {"text": "\r"} if key == "Enter" else {}
    code = {"Tab": 9, "Enter": 13, "Escape": 27}[key]
    for kind in ("keyDown", "keyUp"):
        page.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)


def copied(folder: Path, target: Path) -> None:
    """What the banner needs of a site."""
    (target / "api").mkdir(parents=True)
    for name in ("embed.js", BANNER):
        (target / name).write_bytes((folder / name).read_bytes())


def say(folder: Path, **changed: str) -> None:
    """Let the first item say something else."""
    file = folder / BANNER
    told = json.loads(file.read_text())
    told["items"][0] |= changed
    later = file.stat().st_mtime + 2  # hosts tell versions apart by the second
    file.write_text(json.dumps(told))
    os.utime(file, (later, later))
