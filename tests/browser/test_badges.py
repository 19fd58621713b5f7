"""Badges as a browser draws them: as pictures under a strict policy, every letter inside its field, named to a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.render.badges.drawing import badge
from tests.browser.chromium import Browser
from tests.browser.conftest import Sites, node_module
from tests.browser.server import serving
from tests.texts import NOW

pytestmark = pytest.mark.browser

LABELS = [
    "API",
    "WWWWWWWW",
    "iiiiiiii",
    "Zahlungen & <Konto>",
    "決済システムの状態",
    "واجهة برمجة API",
    "Zoé\u0301",
    "x" * 200,
]


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label[:6])
def test_every_letter_stays_inside_its_field(browser: Browser, tmp_path: Path, label: str) -> None:
    file = tmp_path / "badge.svg"
    file.write_bytes(badge(label, "Degraded performance", "degraded_performance", "en"))
    with browser.page() as page:
        page.go(file.as_uri())
        fields, texts = (
            page.run(
                f"[...document.querySelectorAll('{name}')].map((each) => each.getBBox()).map(({{x, width}}) => [x, x + width])"
            )
            for name in ("path", "text")
        )
        for (left, right), (start, end) in zip(fields, texts, strict=True):
            assert left + 5 <= start, (label, "reaches over the left edge")
            assert end <= right - 5, (label, "reaches over the right edge")
        stretch = page.run(
            "[...document.querySelectorAll('text')].map((each) => { const told = each.textLength.baseVal.value;"
            " each.removeAttribute('textLength'); return told / each.getComputedTextLength() })"
        )
        assert all(0.75 < each < 1.34 for each in stretch), (label, stretch, "letters would look pressed or pulled")
        assert page.complaints == []


def test_another_site_may_show_them_under_its_policy(browser: Browser, sites: Sites, tmp_path: Path) -> None:
    with serving(sites("one major incident"), NOW) as there, serving(tmp_path, NOW) as here:
        paths = ["status", "uptime", "status/api", "uptime/api"]
        pictures = "".join(f'<img src="{there.url}badges/{path}.svg" alt="{path}">' for path in paths)
        policy = f"default-src 'none'; img-src data: {there.url}"
        (tmp_path / "index.html").write_text(
            f'<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">{pictures}'
        )
        with browser.page() as page:
            page.go(here.url)
            sizes = page.run("[...document.images].map((each) => [each.naturalWidth, each.naturalHeight])")
            assert all(width > 60 and height == 20 for width, height in sizes), sizes
            assert page.complaints == []


def test_they_pass_the_accessibility_checker(browser: Browser, tmp_path: Path) -> None:
    axe = node_module("axe-core/axe.min.js").read_text()
    drawn = badge("API", "Operational", "operational", "en").decode()
    (tmp_path / "index.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Badges</title><main><h1>Badges</h1>{drawn}</main>'
    )
    with browser.page() as page:
        page.go((tmp_path / "index.html").as_uri())
        page.run(axe + ";0")
        assert page.run("axe.run().then((all) => all.violations.map((each) => each.id))") == []
        tree = page.send("Accessibility.getFullAXTree")["nodes"]
        assert ("image", "API: Operational") in {
            (node.get("role", {}).get("value"), node.get("name", {}).get("value")) for node in tree
        }
