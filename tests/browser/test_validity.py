"""Every page of every site is valid HTML, by the Nu checker: no errors and no warnings."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import ExitStack

import pytest

from tests.browser.conftest import Sites, node_module
from tests.browser.server import serving
from tests.browser.sites import SITES
from tests.texts import NOW


@pytest.mark.long
def test_every_page_is_valid(sites: Sites) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java on this machine (tests/browser/README.md)")
    checker = node_module("vnu-jar/build/dist/vnu.jar")
    with ExitStack() as hosts:
        # Over HTTP: the checker holds pages against their own security policy, and `'self'` means nothing on a disk.
        addresses = []
        for name in SITES:
            folder = sites(name)
            host = hosts.enter_context(serving(folder, NOW))
            addresses += [host.url + str(page.relative_to(folder)) for page in sorted(folder.rglob("*.html"))]
        command = [
            java,
            "-Dnu.validator.servlet.allow-forbidden-hosts=true",
            "-jar",
            str(checker),
            "--format",
            "json",
            *addresses,
        ]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    found = json.loads(run.stderr)["messages"]
    assert [f"{each.get('url')}:{each.get('lastLine')}: {each['message']}" for each in found] == []
    assert run.returncode == 0
    assert len(addresses) > 50
