"""The pinned libraries: all that pyproject.toml asks for, each by hash, from no address, for every platform and Python."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.packaging.renew import OWN, REPOSITORY, SCAFFOLD

NAMES = ("tools.txt", "libraries.txt", "extras.txt")
ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+?)(?: ; (?P<marker>.+?))?(?P<hashes>(?: \\\n {4}--hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)


@cache
def pinned(name: str) -> dict[str, tuple[Version, int]]:
    """Version and number of hashes of everything in a list, by canonical name."""
    text = (SCAFFOLD / name).read_text(encoding="utf-8")
    found: dict[str, tuple[Version, int]] = {
        canonicalize_name(each["name"]): (Version(each["version"]), each["hashes"].count("--hash"))
        for each in ENTRY.finditer(text)
    }
    assert len(found) == len(re.findall(r"^[^#\s]", text, re.MULTILINE)), "every line is understood"
    return found


def wanted(*groups: str) -> list[Requirement]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for group in groups for line in project["optional-dependencies"][group])]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_pinned_by_hash_and_nothing_by_an_address(name: str) -> None:
    assert all(hashes for _, hashes in pinned(name).values())
    assert pinned(name)
    text = (SCAFFOLD / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE), "no option of pip's, so no index either"
    assert "upside" not in pinned(name), "a name that anybody may take"


def test_what_the_project_asks_for_is_there_and_new_enough() -> None:
    everything = pinned("libraries.txt") | pinned("extras.txt")
    for requirement in wanted("announce", "stores"):
        version, _ = everything[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is {version}: python -m tests.packaging.renew"
    for requirement in wanted():
        assert canonicalize_name(requirement.name) in pinned("libraries.txt")
    assert not set(pinned("libraries.txt")) & set(pinned("extras.txt"))
    assert {"hatchling", "setuptools"} <= set(pinned("tools.txt"))


def test_what_is_compiled_is_there_for_every_platform_and_python() -> None:
    """lxml alone has some 100 wheels: a list for one platform would have a handful."""
    for name in ("lxml", "markupsafe", "pydantic-core", "pyyaml", "nh3", "msgspec"):
        assert pinned("libraries.txt")[name][1] > 20, name


@pytest.mark.parametrize("name", [*NAMES, "action.yml", "secrets.sh"])
def test_this_repository_installs_as_every_site_does(name: str) -> None:
    assert (OWN / name).read_bytes() == (SCAFFOLD / name).read_bytes()
    assert Path(OWN / "program.txt").read_text(encoding="utf-8").splitlines()[-1] == "."
