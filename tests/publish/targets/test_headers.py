"""What a file is served with."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import build
from generator.publish.targets.headers import rules
from tests.texts import NOW, SITE, lay

SAID = """\
/status/*
  Content-Security-Policy: default-src 'none'
/status/
  Cache-Control: max-age=30
/status/index.html
  Cache-Control: max-age=30
/status/components/*/feed.atom
  content-type: application/atom+xml; charset=utf-8
/status/assets/*
  Cache-Control: max-age=31536000, immutable
"""


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("index.html", "text/html; charset=utf-8", "max-age=30"),
        ("assets/a/b.css", "text/css; charset=utf-8", "max-age=31536000, immutable"),
        ("components/api/feed.atom", "application/atom+xml; charset=utf-8", "no-cache"),
        ("xassets/b.js", "text/javascript; charset=utf-8", "no-cache"),
        ("api/v2/status.json", "application/json", "no-cache"),
        ("maintenance.ics", "text/calendar; charset=utf-8", "no-cache"),
        ("_headers", "text/plain; charset=utf-8", "no-cache"),
        (".nojekyll", "text/plain; charset=utf-8", "no-cache"),
        ("a.b/what.unheard-of", "application/octet-stream", "no-cache"),
    ],
)
def test_a_type_and_for_how_long_it_may_be_kept(path: str, kind: str, cache: str) -> None:
    assert rules(SAID).of(path) == {"Content-Type": kind, "Cache-Control": cache}


def test_without_any_rule_nothing_is_kept_unasked() -> None:
    assert rules("").of("index.html") == {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}


@pytest.mark.parametrize("url", ["https://status.example.com", "https://example.com/status"])
def test_every_page_of_a_built_site_has_its_rule(tmp_path: Path, url: str) -> None:
    lay(tmp_path, {"site.yaml": SITE.replace("https://status.example.com", url)})
    build(tmp_path, tmp_path / "public", now=NOW)
    said = rules((tmp_path / "public" / "_headers").read_text())
    for page in (tmp_path / "public").rglob("*.html"):
        assert "max-age=30" in said.of(page.relative_to(tmp_path / "public").as_posix())["Cache-Control"], page
    style = next((tmp_path / "public" / "assets").iterdir())
    assert "immutable" in said.of(f"assets/{style.name}")["Cache-Control"]
