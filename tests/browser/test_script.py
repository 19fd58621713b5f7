"""The script refines and never embellishes: the reader's zone, what the clock changes, and when a page is old."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.build import build
from tests.browser import clock
from tests.browser.chromium import Browser, Page
from tests.browser.conftest import Sites
from tests.browser.server import Host, serving
from tests.texts import INCIDENT, NOW, SITE, lay

pytestmark = pytest.mark.browser

MINUTE = 60_000
HEARTBEAT = "api/heartbeat.json"


@contextmanager
def opened(
    browser: Browser, folder: Path, *, at: datetime = NOW, zone: str = "UTC", theirs: datetime | None = None
) -> Iterator[tuple[Page, Host]]:
    """The first page over HTTP: `at` by the reader's clock, `theirs` by the server's."""
    with serving(folder, theirs or at) as host, browser.page(zone=zone, first=clock.at(at)) as page:
        page.go(host.url)
        yield page, host


def advance(page: Page, host: Host, minutes: float) -> None:
    """Let time go by for the reader and the server alike, minute by minute."""
    while minutes > 0:
        step = min(1, minutes)
        host.now += timedelta(minutes=step)
        page.run(f"advance({step * MINUTE})")
        minutes -= step


def asked(host: Host) -> int:
    """How often the heartbeat was asked for."""
    return sum(path.endswith(HEARTBEAT) for path in host.asked)


def beat(folder: Path) -> dict[str, str]:
    """What the heartbeat says."""
    found: dict[str, str] = json.loads((folder / HEARTBEAT).read_text())
    return found


@contextmanager
def said(folder: Path, **changed: str) -> Iterator[None]:
    """A heartbeat that says something else."""
    file = folder / HEARTBEAT
    before = file.read_bytes()
    file.write_text(json.dumps(beat(folder) | changed))
    try:
        yield
    finally:
        file.write_bytes(before)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


# ---------------------------------------------------------------- times


def test_times_are_the_readers_own_and_the_sites_stay_at_hand(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("one major incident"), zone="Asia/Tokyo") as (page, _):
        time = "document.querySelector('time[datetime=\"2026-11-20T14:31:00Z\"]')"
        assert "23:31" in page.run(f"{time}.textContent")
        assert "14:31 UTC" in page.run(f"{time}.title")


def test_a_time_past_midnight_takes_the_readers_day(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("all green"), zone="Pacific/Kiritimati") as (page, _):
        assert "21" in page.run("document.querySelector('time[datetime=\"2026-11-20T16:00:00Z\"]').textContent")


def test_the_reader_may_have_the_sites_zone_back(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("one major incident"), zone="Asia/Tokyo") as (page, _):
        here = page.text("main")
        assert "Asia/Tokyo" in page.text(".zone")
        page.run("document.querySelector('.zone button').click()")
        assert "14:31 UTC" in page.text("main")
        page.run("document.querySelector('.zone button').click()")
        assert page.text("main") == here


def test_where_the_zones_agree_no_word_is_touched(browser: Browser, sites: Sites) -> None:
    address = (sites("one major incident") / "index.html").as_uri()
    with browser.page(script=False) as page:
        page.go(address)
        written = page.text(".updates")
    with browser.page(zone="Africa/Abidjan", first=clock.at(NOW)) as page:
        page.go(address)
        assert page.text(".updates") == written
        assert page.run("document.querySelector('.zone button')") is None


def test_days_without_an_hour_stay_the_sites_days(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("all green"), zone="Pacific/Kiritimati") as (page, _):
        first = page.run("document.querySelector('.recent time').textContent")
        assert "20" in first


# ---------------------------------------------------------------- the clock


def test_a_promise_turns_late_at_its_minute_and_not_before(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("one major incident")) as (page, host):
        assert "late" not in page.text(".next")
        assert "in 30 minutes" in page.text(".next")
        advance(page, host, 29)
        assert "late" not in page.text(".next")
        assert page.text(".next .hint").strip() in ("(in 1 minute)", "(in 2 minutes)")
        advance(page, host, 2)
        assert "late" in page.text(".next")
        assert "15:30" in page.text(".next")
        assert "in " not in page.text(".next .hint")
        assert page.run("document.querySelector('.next').dataset.status") == "late"


@pytest.mark.parametrize("path", ["incidents/2026-11-20-api/", "components/api/", "history/2026-11/"])
def test_wherever_the_promise_stands_it_turns_late_without_a_rebuild(browser: Browser, sites: Sites, path: str) -> None:
    with opened(browser, sites("one major incident")) as (page, host):
        page.go(host.url + path)
        assert page.run("document.querySelector('.next').dataset.status") == "due"
        advance(page, host, 31)
        assert page.run("document.querySelector('.next').dataset.status") == "late"
        assert "late" in page.text(".next")


def test_a_postmortem_turns_late_without_a_rebuild(browser: Browser, tmp_path: Path) -> None:
    promised = f"{SITE}promises: {{postmortem: 45 minutes}}\n"
    root = lay(tmp_path, {"site.yaml": promised, "incidents/2026-11-20-api.md": f"{INCIDENT}\n## Resolved — 14:35\n"})
    build(root, root / "public", now=NOW)
    with opened(browser, root / "public") as (page, host):
        page.go(host.url + "incidents/2026-11-20-api/")
        assert "A postmortem is promised by" in page.text(".next")
        advance(page, host, 19)
        assert "A postmortem is promised by" in page.text(".next")
        advance(page, host, 2)
        assert "The postmortem was due" in page.text(".next")
        assert "15:20" in page.text(".next")


def test_a_late_promise_is_said_in_the_readers_zone(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("one major incident"), zone="Europe/Athens") as (page, host):
        advance(page, host, 31)
        assert "late" in page.text(".next")
        assert "17:30" in page.text(".next")


def test_a_window_begins_by_the_clock_and_ends_in_doubt_not_in_success(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("all green")) as (page, host):
        assert "Scheduled" in page.text(".maintenance .facts")
        advance(page, host, 61)
        assert "In progress" in page.text(".maintenance .facts")
        assert page.run("document.querySelector('.maintenance').dataset.status") == "in_progress"
        advance(page, host, 120)
        assert "Verifying" in page.text(".maintenance .facts")
        assert "Completed" not in page.text(".maintenance")


def test_a_page_opened_after_the_window_says_the_last_thing_that_is_true(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("all green"), at=NOW + timedelta(hours=4)) as (page, _):
        page.wait("document.querySelector('.maintenance').dataset.status === 'verifying'")


# ---------------------------------------------------------------- old pages


def test_a_fresh_page_costs_no_request_and_says_nothing_of_its_age(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("all green")) as (page, host):
        assert asked(host) == 0
        assert page.text(".stale") == ""
        assert not page.run("'stale' in document.documentElement.dataset")


def test_a_site_that_nobody_rebuilt_is_called_old_and_loses_its_green(browser: Browser, sites: Sites) -> None:
    folder = sites("all green")
    due = moment(beat(folder)["next_change"])
    with opened(browser, folder) as (page, _):
        green = page.run("getComputedStyle(document.querySelector('.banner h1'), '::before').backgroundColor")
    with opened(browser, folder, at=due + timedelta(hours=3, minutes=1)) as (page, _):
        page.wait("!document.querySelector('.stale').hidden")
        assert f"{due:%H:%M}" in page.text(".stale")
        assert page.run("getComputedStyle(document.querySelector('.banner h1'), '::before').backgroundColor") != green
        assert page.run("document.querySelector('.stale').getBoundingClientRect().top") < 200


def test_a_schedule_that_is_a_little_late_is_forgiven(browser: Browser, sites: Sites) -> None:
    folder = sites("all green")
    with opened(browser, folder, at=moment(beat(folder)["next_change"]) + timedelta(hours=2)) as (page, host):
        page.wait("document.querySelector('.maintenance').dataset.status !== 'scheduled'")
        assert asked(host) == 1, "the server was asked before anything was claimed"
        assert page.text(".stale") == ""


def test_a_wrong_clock_of_the_readers_makes_nothing_old_or_late(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("one major incident"), at=NOW + timedelta(days=400), theirs=NOW) as (page, host):
        page.run("advance(1000)")
        page.wait("document.querySelector('.next .hint')")
        assert asked(host) == 1
        assert page.text(".stale") == ""
        assert "late" not in page.text(".next")


def test_a_missing_heartbeat_claims_no_freshness(browser: Browser, sites: Sites) -> None:
    folder = sites("all green")
    hidden = folder / "api/away.json"
    (folder / HEARTBEAT).rename(hidden)
    try:
        with opened(browser, folder, at=moment(json.loads(hidden.read_text())["next_change"]) + timedelta(hours=4)) as (
            page,
            _,
        ):
            page.wait("!document.querySelector('.stale').hidden")
    finally:
        hidden.rename(folder / HEARTBEAT)


def test_a_page_that_is_not_renewed_in_place_offers_to_be_loaded_again(browser: Browser, sites: Sites) -> None:
    folder = sites("one major incident")
    with serving(folder, NOW) as host, browser.page(first=clock.at(NOW)) as page:
        page.go(f"{host.url}components/api/")
        advance(page, host, 3)
        assert asked(host) == 1
        with said(folder, release="another"):
            advance(page, host, 8)
        assert page.run("document.querySelector('.stale a').textContent")
        assert "stale" in page.run("Object.keys(document.documentElement.dataset)")
        advance(page, host, 8)
        assert page.text(".stale"), "what was said of the page's age is not taken back"


def test_the_heartbeat_is_asked_seldom_and_never_by_a_hidden_tab(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites("all green")) as (page, host):
        advance(page, host, 0.9)
        assert asked(host) == 0
        advance(page, host, 50)
        seen = asked(host)
        assert 50 / 2 <= seen <= 50
        page.run("hide(true)")
        advance(page, host, 120)
        assert asked(host) == seen
        page.run("hide(false)")
        page.wait(
            f"performance.getEntriesByType('resource').filter((each) => each.name.endsWith('{HEARTBEAT}')).length > {seen}"
        )
        advance(page, host, 1)
        assert asked(host) == seen + 1


def test_from_disk_nothing_is_asked_and_an_old_copy_says_so(browser: Browser, sites: Sites) -> None:
    folder = sites("all green")
    later = moment(beat(folder)["next_change"]) + timedelta(hours=4)
    with browser.page(first=clock.at(later)) as page:
        page.go((folder / "index.html").as_uri())
        page.wait("!document.querySelector('.stale').hidden")
        assert all(address.startswith(("file:", "data:")) for address in page.requests)
        assert page.complaints == []
