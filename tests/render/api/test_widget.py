"""The vendor's own widget on a page of another origin, in Chromium: what it shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.browser.conftest import node_module
from tests.render.api.host import hosting

SHOWN = "document.querySelector('statuspage-widget').shadowRoot?.querySelector('.status-indicator')"


def page(source: str, appearance: str) -> bytes:
    """A foreign page with the widget on it."""
    widget = f'<statuspage-widget src="{source}" appearance="{appearance}" title="Example"></statuspage-widget>'
    return f'<!doctype html><title>Elsewhere</title>{widget}<script src="/widget.js"></script>'.encode()


@pytest.mark.browser
def test_the_vendors_widget_shows_the_page_from_another_origin(url: str, tmp_path: Path) -> None:
    script = node_module("@statuspage/status-widget/dist/index.js").read_bytes()
    browser = chromium.find()
    if browser is None:
        pytest.skip("no Chromium on this machine (tests/browser/README.md)")
    extra = {"/widget.js": script, "/basic.html": page(url, "basic"), "/badge.html": page(url, "badge")}
    with hosting(tmp_path, extra) as elsewhere, chromium.running(browser) as running, running.page() as tab:
        for appearance in ("basic", "badge"):
            tab.go(f"{elsewhere}/{appearance}.html")
            tab.wait(SHOWN)
            found = json.loads(
                tab.run(
                    "JSON.stringify((root => [root.querySelector('.status-indicator').className,"
                    " root.querySelector('.status-container').innerText.replace(/\\s+/g, ' ').trim(),"
                    " root.querySelector('a').href])(document.querySelector('statuspage-widget').shadowRoot))"
                )
            )
            words = "Minor Service Outage" if appearance == "basic" else "Example minor service outage"
            assert found == ["status-indicator minor", words, f"{url}/"]
        assert f"{url}/api/v2/summary.json" in tab.requests
        assert not [each for each in tab.complaints if "CORS" in each or "Access-Control" in each]


@pytest.mark.browser
def test_without_the_header_it_stays_empty(folder: Path, tmp_path: Path) -> None:
    script = node_module("@statuspage/status-widget/dist/index.js").read_bytes()
    browser = chromium.find()
    if browser is None:
        pytest.skip("no Chromium on this machine (tests/browser/README.md)")
    summary = {"/api/v2/summary.json": (folder / "api/v2/summary.json").read_bytes()}
    (tmp_path / "bare").mkdir()
    with hosting(tmp_path / "bare", summary) as url:
        extra = {"/widget.js": script, "/basic.html": page(url, "basic")}
        with hosting(tmp_path, extra) as elsewhere, chromium.running(browser) as running, running.page() as tab:
            tab.go(f"{elsewhere}/basic.html")
            tab.wait("performance.getEntriesByName('" + url + "/api/v2/summary.json').length")
            assert tab.run(f"!({SHOWN})")
            assert any("Access-Control-Allow-Origin" in each for each in tab.complaints)
