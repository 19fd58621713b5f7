"""What `pip install` brings: the sdist, the wheel that is built from it, both looked into, installed and used."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator import __version__
from tests.clone import REPOSITORY, clone

pytest.importorskip("hatchling", reason="needs hatchling, which pip install '.[test]' brings")

EPOCH = "1795186800"
COMMAND = "import sys; from generator.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Built:
    """What `python -m build` made of a clone."""

    clone: Path
    wheel: Path
    sdist: Path

    @property
    def names(self) -> list[str]:
        """What the wheel holds."""
        return zipfile.ZipFile(self.wheel).namelist()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist of a clone, and the wheel made of it."""
    folder = tmp_path_factory.mktemp("built")
    source = clone(folder / "clone")
    if find_spec("build"):
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
        run(*command, cwd=folder)
    else:  # without the tool, what it does: the wheel is made of the unpacked sdist
        backend(source, "sdist", folder)
        shutil.unpack_archive(next(folder.glob("*.tar.gz")), folder / "unpacked", filter="data")
        backend(next((folder / "unpacked").iterdir()), "wheel", folder)
    return Built(source, next(folder.glob("*.whl")), next(folder.glob("*.tar.gz")))


def backend(source: Path, kind: str, target: Path) -> None:
    """Call the backend that pyproject.toml names, without a tool."""
    run(sys.executable, "-c", f"from hatchling.build import build_{kind}; build_{kind}({str(target)!r})", cwd=source)


def run(*words: str, cwd: Path, **more: str) -> str:
    """Run a program with the epoch of a release; what it said."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}
    done = subprocess.run(
        words, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_it_is_called_upside_and_holds_the_package_and_the_theme(built: Built) -> None:
    assert built.wheel.name == f"upside-{__version__}-py3-none-any.whl"
    for name in ("generator/build.py", "generator/cli/__init__.py", "generator/read/__init__.py"):
        assert name in built.names
    assert {name.split("/")[0] for name in built.names} == {"generator", f"upside-{__version__}.dist-info"}


def test_it_holds_every_file_of_the_package_and_of_the_theme(built: Built) -> None:
    wanted = {
        path.relative_to(built.clone).as_posix()
        for folder in ("generator", "theme")
        for path in (built.clone / folder).rglob("*")
        if path.is_file()
    }
    installed = {name if name.startswith("generator/") else f"generator/{name}" for name in wanted}
    assert installed <= set(built.names)
    assert "generator/scaffold/github/workflows/publish.yml" in built.names


def test_it_brings_the_command_and_says_what_it_needs(built: Built) -> None:
    information, wheel = f"upside-{__version__}.dist-info", zipfile.ZipFile(built.wheel)
    assert "upside = generator.cli:run" in wheel.read(f"{information}/entry_points.txt").decode()
    metadata = Parser().parsestr(wheel.read(f"{information}/METADATA").decode())
    assert (metadata["Name"], metadata["Requires-Python"]) == ("upside", ">=3.11")
    needed = {requirement.split(";")[0].split(">")[0] for requirement in metadata.get_all("Requires-Dist", [])}
    assert {"markdown", "jinja2", "pyyaml", "feedgen", "watchdog", "pydantic", "click", "nh3", "babel"} <= needed
    assert f"{information}/licenses/LICENSE" in wheel.namelist()


def test_the_sdist_holds_all_that_git_knows_but_where_it_was_made(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    left_out = {".gitignore"}
    wanted = {path.relative_to(built.clone).as_posix() for path in built.clone.rglob("*") if path.is_file()}
    assert wanted - names <= left_out
    assert names - wanted <= {"PKG-INFO", ".gitignore"}


def test_the_same_commit_gives_the_same_bytes_anywhere(built: Built, tmp_path: Path) -> None:
    """Built again: straight from the clone and not by the sdist, elsewhere, later."""
    source = shutil.copytree(built.clone, tmp_path / "elsewhere", copy_function=shutil.copy)
    backend(source, "wheel", tmp_path)
    backend(source, "sdist", tmp_path)
    for kind, first in (("*.whl", built.wheel), ("*.tar.gz", built.sdist)):
        (again,) = tmp_path.glob(kind)
        assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(first.read_bytes()).digest(), kind


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_it_installs_offline_beside_its_dependencies_and_builds_a_site(built: Built, tmp_path: Path, kind: str) -> None:
    if find_spec("pip") is None:
        pytest.skip("needs pip")
    target = tmp_path / "installed"
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--target", str(target))
    run(sys.executable, "-m", "pip", "install", *offline, str(getattr(built, kind)), cwd=tmp_path)
    said = run(
        sys.executable,
        "-c",
        f"import sys; sys.argv[1:] = ['init', 'site']; {COMMAND}",
        cwd=tmp_path,
        PYTHONPATH=str(target),
    )
    assert "Wrote site/.github/workflows/publish.yml" in said
    words = f"import sys; sys.argv[1:] = ['-C', 'site', 'build']; {COMMAND}"
    run(sys.executable, "-c", words, cwd=tmp_path, PYTHONPATH=str(target), SOURCE_DATE_EPOCH="")
    assert list((tmp_path / "site/public/assets").glob("*.css")), "it carries the theme"


def test_the_index_would_show_its_page_right(built: Built) -> None:
    pytest.importorskip("twine", reason="needs twine, which pip install '.[dev]' brings")
    said = run(
        sys.executable,
        "-m",
        "twine",
        "--no-color",
        "check",
        "--strict",
        str(built.wheel),
        str(built.sdist),
        cwd=REPOSITORY,
    )
    assert said.count("PASSED") == 2


def test_what_is_inside_is_listed_as_releasing_says(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx_py", reason="needs cyclonedx-bom, which pip install '.[dev]' brings")
    documented = (REPOSITORY / ".github/RELEASING.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in documented.partition("   cat generator/")[2].splitlines()[:2]]
    command = f"cat generator/{' '.join(lines)}".replace("dist/", f"{tmp_path}/")
    command = command.replace("cyclonedx-py ", f"{sys.executable} -m cyclonedx_py ")
    command = command.replace("requirements --py", "requirements --no-validate --py")  # which takes four seconds
    run("bash", "-e", "-o", "pipefail", "-c", command, cwd=REPOSITORY)
    listed = json.loads((tmp_path / "upside.cdx.json").read_text())
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "upside")
    pinned = [
        line.partition("==")[0]
        for name in ("libraries", "extras")
        for line in (REPOSITORY / f"generator/scaffold/github/upside/{name}.txt").read_text().splitlines()
        if line[:1].isalnum()
    ]
    assert sorted(component["name"] for component in listed["components"]) == sorted(pinned)
    assert all(component["version"] and component["purl"] for component in listed["components"])
