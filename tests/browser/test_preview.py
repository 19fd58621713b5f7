"""The preview in a browser: what is saved is seen, and so is what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import Browser, Page
from tests.serve.client import running
from tests.texts import INCIDENT, lay

pytestmark = pytest.mark.browser

FILE = "incidents/2026-11-20-api-errors.md"
STRIP = "(document.body.lastElementChild.shadowRoot?.querySelector('aside')?.innerText ?? '')"


def wait_for_the_next(page: Page, loaded: int) -> None:
    while page.loaded == loaded:
        page.browser.listen()


def test_what_is_wrong_stands_on_the_page_until_it_is_mended(browser: Browser, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, browser.page() as page:
        page.go(preview.serving.address)
        loaded = page.loaded
        (tmp_path / FILE).write_text(INCIDENT.replace("impact: major", "impact: <b>majr</b>"))
        wait_for_the_next(page, loaded)
        page.wait(f"{STRIP}.includes('{FILE}:3:9')")
        assert "<b>majr</b>" in page.run(STRIP)
        loaded = page.loaded
        (tmp_path / FILE).write_text(INCIDENT.replace("Elevated", "Mended"))
        wait_for_the_next(page, loaded)
        page.wait("document.body.innerText.includes('Mended error rates')")
        assert page.run(STRIP) == ""
        assert page.complaints == []


def test_the_page_says_that_it_is_older_than_the_files_and_is_not_loaded_again(
    browser: Browser, tmp_path: Path
) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with running(tmp_path) as preview, browser.page() as page:
        page.go(preview.serving.address)
        loaded = page.loaded
        (tmp_path / "site.yaml").write_text("name: [")
        page.wait(f"{STRIP}.includes('older than the files')")
        assert "site.yaml:1" in page.run(STRIP)
        assert "Elevated error rates" in page.run("document.body.innerText")
        assert page.loaded == loaded


def test_the_page_says_that_the_preview_has_ended(browser: Browser, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    with browser.page() as page:
        with running(tmp_path) as preview:
            page.go(preview.serving.address)
        page.wait(f"{STRIP}.includes('has ended')")
