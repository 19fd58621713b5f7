"""Files for hosts, robots and monitors."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from tests.render.boards import NOW, SITE, THEME, board, digests, incident, rendered, resolved

UNDER_A_PATH = replace(SITE, url="https://example.com/status", security="mailto:security@example.com")


def text(path: str, **more: object) -> str:
    return rendered(board(**more))[path].make().decode()  # type: ignore[arg-type]


def test_every_promised_path_is_one_that_a_page_of_documentation_lists() -> None:
    fixed = {
        path
        for path in rendered(board(site=UNDER_A_PATH))
        if not path.startswith(("assets/", "components/", "history/2", "api/v", "badges/"))
    }
    assert fixed == {
        *("index.html", "404.html", "history/index.html", "maintenance/index.html", "subscribe/index.html"),
        *("postmortems/index.html", "report/index.html"),
        *("feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss", "postmortems.atom", "maintenance.ics"),
        *("_headers", "_redirects", ".nojekyll", "robots.txt", "sitemap.xml", ".well-known/security.txt"),
        *("api/heartbeat.json", "api/banner.json", "embed.js", "status.txt"),
    }


def headers(**more: object) -> list[tuple[str, list[str]]]:
    """The rules of `_headers`: a path, and its lines."""
    rules: list[tuple[str, list[str]]] = []
    for line in text("_headers", **more).splitlines():
        if line.startswith("  "):
            rules[-1][1].append(line.strip())
        else:
            rules.append((line, []))
    return rules


def test_headers_hold_the_policy_and_keep_hashed_assets_for_ever() -> None:
    rules = dict(headers(site=UNDER_A_PATH))
    always = "\n".join(rules["/status/*"])
    for expected in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Strict-Transport-Security: max-age=",
    ):
        assert expected in always
    assert rules["/status/assets/*"] == ["Cache-Control: public, max-age=31536000, immutable"]
    assert "charset=utf-8" in rules["/status/status.txt"][-1]


@pytest.mark.parametrize("path", ["api/heartbeat.json", "badges/status.svg", "status.txt", "embed.js", "feed.atom"])
def test_what_is_for_other_sites_may_be_read_from_them(path: str) -> None:
    found = [line for rule, lines in headers() if fnmatch("/" + path, rule) for line in lines]
    assert "Access-Control-Allow-Origin: *" in found
    assert "Cross-Origin-Resource-Policy: cross-origin" in found
    assert sum(line.startswith("Cache-Control: public, max-age=") for line in found) == 1


def test_no_header_is_set_twice_for_any_file_and_every_page_is_fresh_within_half_a_minute() -> None:
    rules = headers()
    short = "Cache-Control: public, max-age=30, stale-while-revalidate=300, stale-if-error=86400"
    for path in ["", *(each for each in rendered(board(incident())) if "history/2" not in each)]:
        found = [line for rule, lines in rules if fnmatch("/" + path, rule) for line in lines]
        names = [line.partition(":")[0] for line in found]
        assert len(set(names)) == len(names), path
        assert all(re.fullmatch(r"[A-Za-z-]+: [^()]+", line) for line in found), path
        assert "Cache-Control" in names or path in (".nojekyll", "_headers", "_redirects"), path
        if path.endswith((".html", ".json")) or not path:
            assert short in found, path


def test_assets_are_named_by_their_bytes() -> None:
    files = rendered(board())
    for name, content in THEME.below("assets/").items():
        stem, _, suffix = name.rpartition(".")
        path = f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        assert files[path].make() == content


def test_robots_are_told_where_the_list_of_pages_is() -> None:
    assert text("robots.txt", site=UNDER_A_PATH).splitlines()[-1] == "Sitemap: https://example.com/status/sitemap.xml"


def test_the_list_of_pages_has_every_page_once() -> None:
    built = board(incident(), resolved("2026-11-18 ü&"), site=UNDER_A_PATH)
    tree = ElementTree.fromstring(rendered(built)["sitemap.xml"].make())
    listed = [each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    pages = {path for path in rendered(built) if path.endswith("index.html")}
    assert len(listed) == len(pages) == len(set(listed))
    assert "https://example.com/status/" in listed
    assert "https://example.com/status/incidents/2026-11-18%20%C3%BC%26/" in listed


def test_nothing_tells_where_to_report_a_hole_unless_the_site_does() -> None:
    assert ".well-known/security.txt" not in rendered(board())
    lines = dict(line.split(": ", 1) for line in text(".well-known/security.txt", site=UNDER_A_PATH).splitlines())
    assert lines["Contact"] == "mailto:security@example.com"
    assert lines["Canonical"] == "https://example.com/status/.well-known/security.txt"
    assert lines["Preferred-Languages"] == "en"


@pytest.mark.parametrize("month", range(1, 13))
def test_that_expires_within_a_year_and_is_not_moved_by_every_build(month: int) -> None:
    now = datetime(2026, month, 20, 15, tzinfo=UTC)
    lines = dict(
        line.split(": ", 1) for line in text(".well-known/security.txt", site=UNDER_A_PATH, now=now).splitlines()
    )
    ahead = datetime.fromisoformat(lines["Expires"]) - now
    assert timedelta(days=150) < ahead < timedelta(days=366)
    later = board(site=UNDER_A_PATH, now=now + timedelta(days=1))
    assert (
        digests(later)[".well-known/security.txt"]
        == digests(board(site=UNDER_A_PATH, now=now))[".well-known/security.txt"]
    )


def test_the_heartbeat_says_when_it_was_built_and_when_to_build_again() -> None:
    built = board(incident())
    says = json.loads(rendered(built)["api/heartbeat.json"].make())
    assert list(says) == ["built_at", "next_change", "changed", "release"]
    assert says["built_at"] == "2026-11-20T15:00:00Z"
    assert says["changed"] == "2026-11-20T14:30:00Z"
    assert says["next_change"] == built.next_change.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert json.loads(rendered(board())["api/heartbeat.json"].make())["changed"] is None


def test_the_release_is_the_same_while_nothing_else_changes() -> None:
    def release(*reports: object, now: datetime = NOW) -> str:
        return str(json.loads(rendered(board(*reports, now=now))["api/heartbeat.json"].make())["release"])  # type: ignore[arg-type]

    assert release(resolved()) == release(resolved(), now=NOW + timedelta(minutes=1))
    assert release(resolved()) != release(resolved(title="Other"))


def redirects(**more: object) -> list[tuple[str, str, str]]:
    """From, to and status."""
    rules = [line.split() for line in text("_redirects", **more).splitlines()]
    return [(old, new, status) for old, new, status in rules]


def test_old_addresses_lead_to_what_stands_there_now() -> None:
    moved = [rule for rule in redirects(site=UNDER_A_PATH) if rule[2] == "302"]
    assert moved
    for old, new, _ in moved:
        assert old.startswith("/status/")
        assert new.removeprefix("/status/") + "index.html" in rendered(board())
