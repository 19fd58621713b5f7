"""The packaged templates are compiled once for all sites of a user, where nobody else may write, and a site's own for the site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

BUILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import jinja2
from generator import cores
from generator.cli.build import build_into
cores.cores = lambda: 1
compiled = []
compile_it = jinja2.Environment._compile
jinja2.Environment._compile = lambda self, source, name: compiled.append(name) or compile_it(self, source, name)
build_into(Path(sys.argv[1]), Path(sys.argv[1]) / "public", datetime(2026, 11, 19, 6, tzinfo=UTC))
print(*sorted(compiled))
"""
"""Builds a site, and prints the names of the templates that had to be compiled."""

OWN = '{% extends "default/404.html" %}{% block content %}<p>Ours</p>{% endblock %}'

posix = pytest.mark.skipif(os.name != "posix", reason="says where programs keep things on POSIX")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a template of its own."""
    return another(tmp_path / "site")


def another(root: Path) -> Path:
    (root / "incidents").mkdir(parents=True)
    (root / "theme/templates").mkdir(parents=True)
    (root / "theme/templates/404.html").write_text(OWN)
    (root / "site.yaml").write_text(
        "name: Example\nurl: https://status.example.com\ncomponents:\n  - {id: api, name: API}\n"
    )
    return root


def built(root: Path, cache: Path, more: Mapping[str, str] | None = None) -> list[str]:
    """The templates that were compiled in order to build `root`."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), **(more or {})}
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(root)], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1].split()


@posix
def test_packaged_templates_are_compiled_once_and_own_ones_for_each_site(site: Path, tmp_path: Path) -> None:
    first = built(site, tmp_path / "cache")
    assert {"default/templates/layout.html", "default/templates/404.html", "theme/templates/404.html"} <= set(first)
    assert built(site, tmp_path / "cache") == []
    assert built(another(tmp_path / "another"), tmp_path / "cache") == ["theme/templates/404.html"]


@posix
def test_another_user_is_not_believed(site: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    first = built(site, cache)
    assert not list(cache.iterdir())
    assert built(another(tmp_path / "another"), cache) == first
    assert built(site, cache) == []  # remembered with the site


@posix
def test_nothing_is_kept_where_python_keeps_no_bytecode(site: Path, tmp_path: Path) -> None:
    assert built(site, tmp_path / "cache", {"PYTHONDONTWRITEBYTECODE": "1"})
    assert not (tmp_path / "cache").exists()


@posix
def test_what_is_damaged_is_compiled_again(site: Path, tmp_path: Path) -> None:
    first = built(site, tmp_path / "cache")
    kept = tmp_path / "cache/upside/memory.sqlite"
    content = bytearray(kept.read_bytes())
    for place in range(4096, len(content), 97):
        content[place] ^= 0xFF
    kept.write_bytes(content)
    assert built(another(tmp_path / "another"), tmp_path / "cache") == first
