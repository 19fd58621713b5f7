"""The texts of a drill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.build import build
from generator.cli.shown import failing
from generator.read.retold import retold
from generator.read.site import read_site
from generator.scaffold.drill import LAYOUT, disguise, first_word, later_words, layout
from tests.texts import INCIDENT, NOW, SITE, lay

NOINDEX = '<meta name="robots" content="noindex, nofollow">'


@pytest.mark.parametrize(
    "own",
    [
        None,
        '{% extends "default/layout.html" %}\n{% block footer %}ours{% endblock %}',
        '{% extends "default/layout.html" %}\n{% block head %}<meta name="ours" content="x">{% endblock %}',
        "<!doctype html><head><title>{{ page.title }}</title>{% block head %}{% endblock %}</head>"
        "{{ site.name }}{% block content %}{% endblock %}",
    ],
)
def test_no_page_of_the_copy_is_indexed_or_can_be_taken_for_the_real_one(tmp_path: Path, own: str | None) -> None:
    files: dict[str, str | bytes] = {
        "site.yaml": retold((SITE + "hub: https://hub.example.com\n").encode(), disguise("Example Cloud", hub=True)),
        "incidents/2026-11-20-api.md": INCIDENT,
        **layout(own.encode() if own else None),
    }
    built = build(lay(tmp_path / "site", files), tmp_path / "public", now=NOW)
    assert not failing(built.problems)
    pages = list((tmp_path / "public").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        text = page.read_text()
        assert NOINDEX in text, page
        assert "DRILL, nothing is wrong: Example Cloud" in text, page
        assert not own or "ours" not in own or "ours" in text
    for path in (tmp_path / "public").rglob("*"):
        assert path.is_dir() or not re.search(rb"(?:status|hub)\.example\.com", path.read_bytes()), path
    for feed in (tmp_path / "public").glob("feed.*"):
        assert "DRILL, nothing is wrong" in feed.read_text()


def test_a_name_however_long_is_still_one(tmp_path: Path) -> None:
    site = read_site(retold(SITE.encode(), disguise("X" * 200, hub=False)))
    assert site[0].name.startswith("DRILL, nothing is wrong: XXX")
    assert site[1] == ()
    assert site[0].hub == ""
    assert LAYOUT in layout(None)
    assert tmp_path.exists()


def test_words_stand_on_a_page_as_they_are_and_no_option_names_a_component_where_there_is_none() -> None:
    words = (first_word("api"), *later_words("2026-11-23-drill"))
    assert all(re.fullmatch(r"[A-Za-z ]+\.(?: [A-Za-z ]+\.)*", word.message) for word in words)
    assert [word.typed[0] for word in words] == ["new", "update", "resolve"]
    assert "--component" in first_word("api").typed
    assert "--component" not in first_word("").typed
