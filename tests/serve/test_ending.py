"""Ctrl-C, and pages that go away."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serve.client import HANGS, running
from tests.texts import INCIDENT, lay

HOUSE = Path(__file__).parents[2]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_it_without_a_fuss(tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-api-errors.md": INCIDENT})
    program = "from generator.cli import run; run()"
    command = [sys.executable, "-c", program, "-C", str(tmp_path), "serve", "--port", "0"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout
        heard = ""
        while not re.search(r"http://127\.0\.0\.1:\d+/", heard):
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            heard += line
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=HANGS)
    assert process.returncode == 0
    assert errors == ""


def test_a_page_that_is_closed_is_no_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay(tmp_path, {})
    with running(tmp_path) as preview:
        with preview.page():
            pass
        with preview.page() as page:
            (tmp_path / "site.yaml").touch()
            page.hear()
    assert capfd.readouterr().err == ""


def test_the_end_of_the_preview_ends_the_streams(tmp_path: Path) -> None:
    lay(tmp_path, {})
    with running(tmp_path) as preview:
        entered = preview.page()
        page = entered.__enter__()
    with pytest.raises(EOFError):
        page.hear_until(lambda _: False)
    entered.__exit__(None, None, None)
