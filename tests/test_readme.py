"""Every command of README.md does what it says there, in a clone, in a virtual environment of its own.

The network is not asked: what the program depends on is taken from the environment that the tests run in, and the suite is collected
there, not run once more inside itself. `.ci/run` installs everything for real.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.clone import REPOSITORY, clone

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)

pytestmark = [
    pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash"),
    pytest.mark.skipif(find_spec("pip") is None, reason="needs pip"),
    pytest.mark.skipif(find_spec("hatchling") is None, reason="needs hatchling, which pip install '.[test]' brings"),
]


@dataclass(frozen=True)
class Newcomer:
    """Somebody with a clone and a shell."""

    clone: Path
    environment: dict[str, str]

    def types(self, commands: str, **more: str) -> str:
        """Run `commands` in the clone, stop at the first that fails, and return what was shown."""
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", commands],
            cwd=self.clone,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    """A clone, and an environment in which nothing of it is installed yet."""
    folder = tmp_path_factory.mktemp("newcomer")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv/bin/python"
    paths = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    here, there = sysconfig.get_path("purelib"), Path(sysconfig.get_path("purelib", "venv", vars=paths))
    (there / "borrowed.pth").write_text(f"{here}\n")
    for name, command in {
        "pip": [sys.executable, "-m", "pip", "--python", str(python)],
        "pytest": [str(python), "-m", "pytest"],
    }.items():
        (folder / "venv/bin" / name).write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        (folder / "venv/bin" / name).chmod(0o755)
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = {
        **kept,
        "PATH": f"{folder / 'venv/bin'}:{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "false",  # the variable says the opposite of its name: pip.pypa.io, "Environment Variables"
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return Newcomer(clone(folder / "clone"), environment)


@pytest.mark.long
def test_a_newcomer_builds_this_repositorys_own_site(newcomer: Newcomer) -> None:
    assert BLOCKS[0] == "pip install . && upside build\n"
    shown = newcomer.types(BLOCKS[0])
    assert "Successfully installed upside" in shown
    assert shown.splitlines()[-1].startswith("public: ")
    assert "no problems" in shown
    page = (newcomer.clone / "public/index.html").read_text(encoding="utf-8")
    assert "<main" in page
    assert list((newcomer.clone / "public/assets").glob("*.css")), "the wheel carries the theme"


@pytest.mark.long
def test_a_newcomer_can_run_the_tests(newcomer: Newcomer) -> None:
    assert BLOCKS[1] == "pip install '.[test]' && pytest\n"
    shown = newcomer.types(BLOCKS[1], PYTEST_ADDOPTS="--collect-only -q -p no:cacheprovider --assert=plain")
    assert "tests/test_readme.py" in shown
    assert re.search(r"^\d{3,} tests collected", shown, re.MULTILINE), shown


@pytest.mark.long
def test_an_operators_night(newcomer: Newcomer) -> None:
    assert len(BLOCKS) == 3
    if shutil.which("upside", path=newcomer.environment["PATH"].partition(":")[0]) is None:
        newcomer.types("pip install .")
    shown = newcomer.types(BLOCKS[2])
    commands = set(re.findall(r"^upside (\w+)", BLOCKS[2], re.MULTILINE))
    assert commands == {"init", "new", "update", "resolve", "postmortem", "check", "status", "due", "build"}
    assert "advice: the postmortem meets" in shown, "its questions are not answered yet"
    assert not re.search(r": (?:error|warning): ", shown)
    assert "All Systems Operational" in shown
    (night,) = (newcomer.clone / "my-status/incidents").glob("*/*-elevated-error-rates-on-the-api.md")
    assert re.findall(r"^## (\w+)", night.read_text(encoding="utf-8"), re.MULTILINE) == [
        "Investigating",
        "Identified",
        "Monitoring",
        "Resolved",
        "Postmortem",
    ]
    assert (newcomer.clone / f"my-status/public/incidents/{night.stem}/index.html").exists()


@pytest.mark.parametrize(
    "file",
    ["README.md", "incidents/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", ".github/RELEASING.md"],
)
def test_what_a_page_links_to_is_there(file: str) -> None:
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", text):
        assert (REPOSITORY / file).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("file", ["README.md", "incidents/README.md"])
def test_the_incident_files_shown_are_right(file: str, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from generator.decide import check
    from generator.memory import Memory
    from generator.read import read
    from tests.texts import lay

    shown = re.findall(
        r"^```markdown\n(.*?)^```$", (REPOSITORY / file).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert shown
    lay(tmp_path, {f"incidents/2026-11-2{number}-shown.md": text for number, text in enumerate(shown)})
    source = read(tmp_path, Memory(None))
    assert (source.problems, check(source, now=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))) == ((), ())
    assert len(source.incidents) + len(source.maintenances) + len(source.notices) == len(shown)
