from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, lay


@pytest.mark.skipif(os.name == "nt", reason="signals end otherwise there")
def test_a_preview_is_served_until_control_c(tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-api.md": INCIDENT})
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "-C", str(tmp_path), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    address = None
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            address = found[0]
            break
    assert address, "it says where"
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=60)[0]
    assert "Elevated error rates" in page
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert not (tmp_path / "public").exists()


def test_a_place_where_nothing_can_listen_is_a_sentence(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = upside("serve", "--host", "203.0.113.1", "--port", "0")
    assert said.status == 2
    assert said.err.startswith("Error: cannot listen on 203.0.113.1")
    assert "Traceback" not in said.err


def test_ports_end_somewhere(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert upside("serve", "--port", "65536").status == 2


def test_a_host_that_is_no_host_is_a_sentence(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(socket.gaierror(-2, "unknown")))
        said = upside("serve", "--host", "no such host")
    assert said.status == 2
    assert "Traceback" not in said.err
