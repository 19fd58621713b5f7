"""What `pip install` brings: built by the backend that pyproject.toml names, and looked into."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from generator import __version__
from tests.clone import clone

pytest.importorskip("hatchling", reason="needs hatchling, which pip install '.[test]' brings")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of a clone."""
    folder = tmp_path_factory.mktemp("wheel")
    source = clone(folder / "clone")
    hook = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", hook], cwd=source, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_it_is_called_upside_and_holds_the_package_and_the_theme(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert Path(wheel.filename or "").name == f"upside-{__version__}-py3-none-any.whl"
    for name in ("generator/build.py", "generator/cli/__init__.py", "generator/read/__init__.py"):
        assert name in names
    assert {name.split("/")[0] for name in names} == {"generator", f"upside-{__version__}.dist-info"}


def test_it_holds_every_file_of_the_package_and_of_the_theme(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    source = clone(tmp_path / "clone")
    shutil.rmtree(source / "tests")
    wanted = {
        path.relative_to(source).as_posix()
        for folder in ("generator", "theme")
        for path in (source / folder).rglob("*")
        if path.is_file()
    }
    installed = {name if name.startswith("generator/") else f"generator/{name}" for name in wanted}
    assert installed <= set(wheel.namelist())


def test_it_brings_the_command_and_says_what_it_needs(wheel: zipfile.ZipFile) -> None:
    information = f"upside-{__version__}.dist-info"
    assert "upside = generator.cli:run" in wheel.read(f"{information}/entry_points.txt").decode()
    metadata = Parser().parsestr(wheel.read(f"{information}/METADATA").decode())
    assert (metadata["Name"], metadata["Requires-Python"]) == ("upside", ">=3.11")
    needed = {requirement.split(";")[0].split(">")[0] for requirement in metadata.get_all("Requires-Dist", [])}
    assert {"markdown", "jinja2", "pyyaml", "feedgen", "watchdog", "pydantic", "click", "nh3", "babel"} <= needed
    assert f"{information}/licenses/LICENSE" in wheel.namelist()
