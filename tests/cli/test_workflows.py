from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli.origin import named
from generator.cli.workflows import workflow_texts
from generator.model import Component, Site
from generator.scaffold import program
from tests.cli.conftest import Upside
from tests.texts import SITE, lay
from tests.workflows.runner import loaded

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FORM = ".github/workflows/incident.yml"


def components(text: str) -> list[str]:
    """The choices of the form."""
    choices: list[str] = loaded(text)["on"]["workflow_dispatch"]["inputs"]["component"]["options"]
    return choices


def test_what_is_missing_is_written_and_the_lists_follow_site_yaml(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert upside("workflows").status == 0
    assert components((tmp_path / FORM).read_text()) == ["-", "api", "dashboard", "website"]
    clock = (tmp_path / ".github/workflows/clock.yml").read_text()
    assert 'HEARTBEAT: "https://status.example.com/api/heartbeat.json"' in clock
    assert upside("workflows", "--check").status == 0


def test_an_old_list_is_a_problem_with_its_place_and_is_renewed_alone(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    upside("workflows")
    form = tmp_path / FORM
    form.write_text(form.read_text().replace("What to do", "Was tun"))
    lay(tmp_path, {"site.yaml": SITE + "  - {id: mail, name: Mail}\n"})
    line = form.read_text().splitlines().index("          # <components>") + 1
    said = upside("workflows", "--check")
    assert (said.status, said.out.splitlines()[0]) == (
        1,
        f"{FORM}:{line}:1: warning: the list “components” is not what site.yaml says [workflow-list]",
    )
    said = upside("workflows")
    assert f"Renewed {FORM}" in said.out
    assert f"--overwrite replaces them:\n  {FORM}\n" in said.out
    assert components(form.read_text())[-1] == "mail"
    assert "Was tun" in form.read_text()
    assert upside("workflows", "--overwrite").status == 0
    assert "Was tun" not in form.read_text()


def test_where_upside_comes_from_is_never_a_bare_name_and_never_forgotten(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    address = f"git+https://github.com/example/upside@{COMMIT}"
    assert upside("workflows", "--from", address).status == 0
    known = tmp_path / ".github/upside/program.txt"
    assert known.read_text().splitlines()[-1] == address
    assert upside("workflows", "--overwrite").status == 0
    assert known.read_text().splitlines()[-1].startswith("git+https://")
    for wrong in (
        "upside",
        "upside==1.0",
        "git+https://github.com/example/upside",
        "git+https://github.com/e/upside@main",
    ):
        said = upside("workflows", "--from", wrong)
        assert (said.status, "is not a git address with a commit" in said.err) == (2, True)


def test_who_does_not_know_where_it_comes_from_says_so(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {".github/upside/program.txt": program(None)})
    said = upside("workflows")
    assert "upside workflows --from git+https://github.com/OWNER/upside@COMMIT" in said.out
    assert not [line for line in program(None).splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://github.com/example/upside.git", "git+https://github.com/example/upside.git"),
        ("https://user:secret@git.example:8443/upside/", "git+https://git.example:8443/upside"),
        ("git@github.com:example/upside.git", "git+https://github.com/example/upside.git"),
        ("ssh://git@codeberg.org/example/upside", "git+https://codeberg.org/example/upside"),
        ("/srv/git/upside.git", None),
        ("file:///srv/git/upside.git", None),
        ("http://github.com/example/upside", None),
        ("", None),
    ],
)
def test_an_address_is_one_that_others_can_use_and_holds_no_password(address: str, public: str | None) -> None:
    assert named(address, COMMIT) == (public and f"{public}@{COMMIT}")
    assert named(address, "main") is None


def test_no_name_becomes_an_expression_of_githubs() -> None:
    site = Site("x", "https://example.com/${{ secrets.X }}", components=(Component("on", "On"), Component("no", "No")))
    texts = workflow_texts(site, None)
    assert components(texts[FORM]) == ["-", "on", "no"]
    assert "secrets.X" in texts[".github/workflows/clock.yml"]
    assert "${{ secrets.X" not in texts[".github/workflows/clock.yml"]


def test_a_site_without_githubs_workflows(upside: Upside, tmp_path: Path) -> None:
    said = upside("init", "my-status", "--no-workflows")
    assert (said.status, "Upside comes from" in said.out) == (0, False)
    assert not (tmp_path / "my-status/.github").exists()
