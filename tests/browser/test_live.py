"""An open page follows the site: new words come into it while the reader's place stays, and it says when they cannot come."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from generator.build import build
from tests.browser import clock
from tests.browser.chromium import Browser, Page
from tests.browser.server import Host, serving
from tests.browser.sites import QUIET
from tests.texts import INCIDENT, NOW, lay

pytestmark = pytest.mark.browser

MINUTE = 60_000
FILE = "incidents/2026-11-20-api.md"
LATER = NOW + timedelta(minutes=3)
RESOLVED = INCIDENT + "\n## Resolved — 15:02\n\nIt is over.\n"
LOOKS = {"theme/assets/status.css": "body { color: red }"}


class Site:
    """A site that is built again under an open page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.texts: dict[str, str] = {**QUIET, FILE: INCIDENT}
        self.said = 0
        self.say({}, NOW)

    @property
    def folder(self) -> Path:
        return self.root / "public"

    def say(self, texts: dict[str, str], now: datetime = LATER) -> None:
        """Build with `texts` changed."""
        self.texts |= texts
        lay(self.root, self.texts)
        build(self.root, self.folder, now=now)
        page = self.folder / "index.html"
        later = page.stat().st_mtime + 2 * self.said  # hosts tell versions apart by the second
        os.utime(page, (later, later))
        self.said += 1


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@contextmanager
def opened(browser: Browser, site: Site, *, zone: str = "UTC", height: int = 900) -> Iterator[tuple[Page, Host]]:
    """The first page, a while after it was opened."""
    with serving(site.folder, NOW) as host, browser.page(zone=zone, height=height, first=clock.at(NOW)) as page:
        page.go(host.url)
        page.run("globalThis.same = 1")
        advance(page, host, 2)
        yield page, host


def advance(page: Page, host: Host, minutes: float) -> None:
    """Let time go by for the reader and the server alike, half a minute at a time."""
    while minutes > 0:
        host.now += timedelta(minutes=0.5)
        page.run(f"advance({MINUTE / 2})")
        minutes -= 0.5


def asked(host: Host, path: str = "heartbeat.json") -> int:
    return sum(each.endswith(path) for each in host.asked)


def loaded_once(page: Page) -> bool:
    return page.run("globalThis.same === 1") is True


def test_new_words_come_within_two_minutes_without_a_reload(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        assert page.text(".banner h1") == "Minor Service Outage"
        site.say({FILE: RESOLVED})
        advance(page, host, 2)
        assert page.text(".banner h1") == "All Systems Operational"
        assert "It is over." not in page.text("main"), "what is over stands in the history"
        assert "Resolved" in page.text(".recent")
        assert page.run("document.title").startswith("All Systems Operational")
        assert loaded_once(page)
        assert page.complaints == []


def test_what_comes_is_what_a_reload_would_show(browser: Browser, site: Site) -> None:
    second = INCIDENT.replace("Elevated error rates on the API", "Slow search").replace("[api, dashboard]", "[website]")
    changes: list[dict[str, str]] = [
        {FILE: INCIDENT + "\n## Monitoring — 15:01 {api=operational next=16:00}\n\nIt works again.\n"},
        {"incidents/2026-11-20-search.md": second},
        {FILE: RESOLVED},
        {"site.yaml": "", "incidents/2026-11-20-search.md": second.replace("impact: major", "impact: critical")},
    ]
    with opened(browser, site, zone="Asia/Tokyo") as (page, host):
        for number, change in enumerate(changes):
            texts = {name: text for name, text in change.items() if text}
            site.say(texts, LATER + timedelta(minutes=number))
            advance(page, host, 2)
            shown = page.run(BARE)
            with browser.page(zone="Asia/Tokyo", first=clock.at(host.now)) as fresh:
                fresh.go(host.url)
                assert shown == fresh.run(BARE), number
        assert loaded_once(page)


BARE = 'document.querySelector(\'main\').cloneNode(true).outerHTML.replace(/ hidden=""| data-(written|turned)="[^"]*"|<p class="news".*?<\\/p>|<span class="hint">[^<]*<\\/span>|\\s+/g, \' \').replace(/> +</g, \'><\').replace(/ +/g, \' \')'


def test_the_reader_keeps_the_place_the_focus_and_what_was_opened(browser: Browser, site: Site) -> None:
    own = '{% extends "default/index.html" %}{% block ahead %}<section class="more"><details><summary>More</summary><p>Text</p></details></section>{{ super() }}{% endblock %}'
    site.say({"theme/templates/index.html": own}, NOW)
    with opened(browser, site, height=500) as (page, host):
        page.run("document.querySelector('details').open = true; 0")
        page.run("getSelection().selectAllChildren(document.querySelector('details p')); 0")
        page.run("[...document.querySelectorAll('.recent a')].at(-1).focus()")
        page.run(
            "scrollTo({top: document.querySelector('#recent').getBoundingClientRect().top + scrollY - 40, behavior: 'instant'}); 0"
        )
        top = page.run("document.querySelector('#recent').getBoundingClientRect().top")
        site.say(
            {"incidents/2026-11-20-new.md": INCIDENT.replace("Elevated error rates on the API", "Everything burns")}
        )
        advance(page, host, 2)
        assert "Everything burns" in page.run("document.querySelector('main').textContent")
        assert abs(page.run("document.querySelector('#recent').getBoundingClientRect().top") - top) <= 1
        assert page.run("document.activeElement.matches('.recent a')")
        assert page.run("document.querySelector('details').open")
        assert page.run("getSelection().toString()") == "Text"
        assert loaded_once(page)


def test_a_focus_on_what_is_made_anew_comes_back(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        page.run("[...document.querySelectorAll('.days a')].at(-1).focus()")
        href = page.run("document.activeElement.getAttribute('href')")
        site.say({FILE: INCIDENT.replace("impact: major", "impact: critical")})
        advance(page, host, 2)
        assert page.text(".banner h1") == "Partial System Outage"
        assert page.run("document.activeElement.getAttribute('href')") == href


def test_it_announces_what_changed_and_nothing_else(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        assert page.run("document.querySelector('.news').textContent") == ""
        site.say({FILE: INCIDENT + "\n## Monitoring — 15:01\n\nWe are watching.\n"})
        advance(page, host, 2)
        news = page.run("document.querySelector('.news').textContent")
        assert news == "This page has been updated. Elevated error rates on the API: Monitoring"
        assert page.run("document.querySelector('.news').getAttribute('role')") == "status"
        site.say({FILE: RESOLVED}, LATER + timedelta(minutes=2))
        advance(page, host, 2)
        assert "All Systems Operational" in page.run("document.querySelector('.news').textContent")


def test_times_that_come_are_the_readers_own(browser: Browser, site: Site) -> None:
    with opened(browser, site, zone="Asia/Tokyo") as (page, host):
        site.say({FILE: INCIDENT + "\n## Monitoring — 15:01 {next=16:30}\n\nWe are watching.\n"})
        advance(page, host, 2)
        assert "01:30" in page.text(".next")
        assert "(in " in page.text(".next .hint")


def test_a_change_before_the_first_question_is_not_missed(browser: Browser, site: Site) -> None:
    with serving(site.folder, NOW) as host, browser.page(first=clock.at(NOW)) as page:
        page.go(host.url)
        site.say({FILE: RESOLVED})
        advance(page, host, 2)
        assert page.text(".banner h1") == "All Systems Operational"


def test_a_host_whose_page_is_older_than_its_heartbeat_is_asked_again(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        before = (site.folder / "index.html").read_bytes()
        site.say({FILE: RESOLVED})
        after = (site.folder / "index.html").read_bytes()
        (site.folder / "index.html").write_bytes(before)
        advance(page, host, 2)
        assert page.text(".banner h1") == "Minor Service Outage"
        (site.folder / "index.html").write_bytes(after)
        later = (site.folder / "index.html").stat().st_mtime + 2  # hosts tell versions apart by the second
        os.utime(site.folder / "index.html", (later, later))
        advance(page, host, 6)
        assert page.text(".banner h1") == "All Systems Operational"
        assert page.text(".stale") == ""


def test_it_says_since_when_it_could_not_be_refreshed_and_takes_it_back(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        host.failing = True
        advance(page, host, 1.5)
        assert page.text(".stale") == "", "once is no news"
        advance(page, host, 5)
        said = page.text(".stale")
        assert re.search(r"could not be refreshed since .*15:0[12] UTC", said), said
        assert "stale" in page.run("Object.keys(document.documentElement.dataset)")
        assert page.text(".banner h1") == "Minor Service Outage"
        seen = asked(host)
        advance(page, host, 60)
        assert asked(host) - seen <= 6, "in vain it asks less and less often"
        host.failing = False
        page.run("hide(true); hide(false)")
        page.wait("!('stale' in document.documentElement.dataset)")
        assert page.text(".stale") == ""


def test_it_asks_about_once_a_minute_and_at_once_when_it_is_seen_again(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        seen = asked(host)
        advance(page, host, 20)
        assert 10 <= asked(host) - seen <= 20
        page.run("hide(true)")
        seen = asked(host)
        advance(page, host, 30)
        assert asked(host) == seen
        page.run("hide(false)")
        page.run("advance(10)")
        page.wait(
            f"performance.getEntriesByType('resource').filter((each) => each.name.endsWith('heartbeat.json')).length > {seen}"
        )
        assert asked(host, "/") == 1, "the page itself is asked for only when something changed"


def test_a_new_look_is_loaded_where_the_reader_rests_at_the_top_and_offered_elsewhere(
    browser: Browser, site: Site
) -> None:
    with opened(browser, site, height=500) as (page, host):
        page.run("document.querySelector('.recent a').focus()")
        site.say({FILE: RESOLVED, **LOOKS})
        advance(page, host, 2)
        assert loaded_once(page)
        assert page.text(".stale a") == "This site has changed since you opened this page. Load it again."
    site.say({FILE: INCIDENT, **LOOKS}, LATER)
    with opened(browser, site) as (page, host):
        before = page.loaded
        site.say({"theme/assets/status.css": "body { color: green }"}, LATER + timedelta(minutes=1))
        page.run("advance(120000); 0")
        while page.loaded == before:
            browser.listen()
        assert page.run("getComputedStyle(document.body).color") == "rgb(0, 128, 0)"


def test_from_disk_nothing_is_asked(browser: Browser, site: Site) -> None:
    with browser.page(first=clock.at(NOW)) as page:
        page.go((site.folder / "index.html").as_uri())
        page.run(f"advance({10 * MINUTE})")
        assert not [each for each in page.requests if each.endswith(".json")]
        assert page.text(".stale") == ""


def test_a_site_that_is_gone_is_not_taken_for_an_answer(browser: Browser, site: Site) -> None:
    with opened(browser, site) as (page, host):
        shutil.copy(site.folder / "404.html", site.folder / "api/heartbeat.json")
        advance(page, host, 6)
        assert "could not be refreshed" in page.text(".stale")
