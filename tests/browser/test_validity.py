"""Every page of every site is valid HTML, by the Nu checker: no errors and no warnings."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.browser.conftest import Sites, node_module
from tests.browser.sites import SITES


def test_every_page_is_valid(sites: Sites) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java on this machine (tests/browser/README.md)")
    checker = node_module("vnu-jar/build/dist/vnu.jar")
    files = [str(file) for name in SITES for file in sorted(sites(name).rglob("*.html"))]
    assert len(files) > 50
    run = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", *files], capture_output=True, encoding="utf-8", timeout=300
    )
    found = json.loads(run.stderr)["messages"]
    assert [f"{each['url']}:{each.get('lastLine')}: {each['message']}" for each in found] == []
    assert run.returncode == 0
