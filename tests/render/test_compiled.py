"""Templates are compiled once for as long as they stay as they are, not once a build."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.build import build
from tests.texts import INCIDENT, NOW, lay

FILE = "incidents/2026-11-20-api.md"
WITHOUT_COMPILING = """
import sys
from datetime import datetime
from pathlib import Path

import jinja2

def refuse(*given, **named):
    raise RuntimeError("a template is compiled")

jinja2.Environment.compile = refuse

from generator.build import build

root = Path(sys.argv[1])
print(build(root, root / "public", now=datetime.fromisoformat(sys.argv[2])).changes.written)
"""


def changed_without_compiling(root: Path) -> subprocess.CompletedProcess[str]:
    lay(root, {FILE: INCIDENT.replace("A deploy", "The last deploy")})
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_COMPILING, str(root), NOW.isoformat()], capture_output=True, text=True
    )


def test_another_process_fills_in_what_this_one_has_compiled(tmp_path: Path) -> None:
    build(lay(tmp_path, {FILE: INCIDENT}), tmp_path / "public", now=NOW)
    told = changed_without_compiling(tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert int(told.stdout) > 0


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    build(lay(tmp_path, {FILE: INCIDENT}), tmp_path / "public", now=NOW)
    lay(tmp_path, {"theme/templates/incident.html": '{% extends "default/incident.html" %}'})
    told = changed_without_compiling(tmp_path)
    assert told.returncode != 0
    assert "a template is compiled" in told.stderr
