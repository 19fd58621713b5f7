from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.cli.host import NAMES
from generator.render.hosts.ready import HOSTS
from tests.cli.conftest import Upside
from tests.texts import SITE, lay


def test_every_host_that_has_a_text_has_a_name() -> None:
    assert set(HOSTS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_configuration_is_filled_in_for_this_site_and_nothing_is_written(
    upside: Upside, tmp_path: Path, name: str
) -> None:
    lay(tmp_path, {"site.yaml": SITE.replace("status.example.com\n", "example.com/status\n")})
    said = upside("host", name, "--folder", "/srv/page/")
    assert (said.status, said.err) == (0, "")
    assert "example.com" in said.out
    assert "/status/404.html" in said.out or name == "caddy"
    assert not re.search("@[A-Z]+@", said.out)
    assert ("/srv/page/current" in said.out) == (name != "cloudfront")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site.yaml"]


def test_what_cannot_be_written_into_it_is_said(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert "is not absolute; write one like /srv/status" in upside("host", "nginx", "--folder", "status").err
    said = upside("host", "caddy", "--folder", "/srv/my page")
    assert said.status == 2
    assert 'the folder "/srv/my page" would need quoting' in said.err
    assert upside("host", "apache").status == 2
