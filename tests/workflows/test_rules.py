"""What every workflow keeps to: zizmor and actionlint find nothing, everything is pinned, nothing has more rights than it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.model import ComponentStatus, Impact, Status
from tests.clone import REPOSITORY
from tests.workflows.runner import loaded

SCAFFOLD = REPOSITORY / "generator/scaffold/github"
PLACES = (REPOSITORY / ".github", SCAFFOLD)
WORKFLOWS = [path for place in PLACES for path in sorted((place / "workflows").glob("*.yml"))]
FILES = [*WORKFLOWS, *(place / "upside/action.yml" for place in PLACES)]
OURS = ("publish.yml", "check.yml", "incident.yml", "clock.yml")


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def program(name: str) -> str:
    """The path of a program that `pip install '.[dev]'` brings."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin")
    if found is None:
        pytest.skip(f"needs {name}, which pip install '.[dev]' brings")
    return found


def steps(read: dict[str, Any]) -> list[dict[str, Any]]:
    if "runs" in read:
        return list(read["runs"]["steps"])
    return [step for job in read["jobs"].values() for step in job.get("steps", [])]


def test_zizmor_finds_nothing_even_when_it_is_pedantic() -> None:
    done = subprocess.run(
        [program("zizmor"), "--offline", "--no-progress", "--pedantic", "--no-ignores", *map(str, FILES)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "No findings" in done.stdout + done.stderr) == (0, True), done.stdout


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    text = (SCAFFOLD / "workflows/incident.yml").read_text(encoding="utf-8")
    bad.write_text(text.replace("options=()", 'options=("${{ inputs.title }}")'))
    assert bad.read_text() != text
    done = subprocess.run([program("zizmor"), "--offline", "--no-progress", str(bad)], capture_output=True, check=False)
    assert b"template-injection" in done.stdout


@pytest.mark.parametrize("place", PLACES, ids=named)
def test_actionlint_finds_nothing(place: Path, tmp_path: Path) -> None:
    project = shutil.copytree(place, tmp_path / ".github")
    (tmp_path / ".git").mkdir()  # by which it tells a project
    files = sorted(map(str, (project / "workflows").glob("*.yml")))
    done = subprocess.run(
        [program("actionlint"), "-no-color", *files], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_action_is_pinned_to_one_commit_and_says_its_version(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    for name, comment in used:
        if not name.startswith("$/.github/"):
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name), name
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{name}{comment}"


def test_an_action_is_pinned_to_the_same_commit_everywhere() -> None:
    pins = {match for path in FILES for match in re.findall(r"uses: (actions/\S+)@(\S+) # (\S+)", path.read_text())}
    assert len(pins) == len({action for action, _, _ in pins})


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_nothing_is_allowed_but_what_a_job_needs_and_says_why(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read = loaded(text)
    assert read["permissions"] == {}
    for name, job in read["jobs"].items():
        assert isinstance(job["permissions"], dict), name
        assert "uses" in job or int(job["timeout-minutes"]) <= 90, name
    for right in re.findall(r"^ +(?:contents|pages|id-token): .*$", text, re.MULTILINE):
        assert re.search(r": (?:read|write) # \w", right), right
    assert "pull_request_target" not in text
    assert "write-all" not in text


@pytest.mark.parametrize("path", FILES, ids=named)
def test_what_somebody_typed_reaches_a_shell_by_its_environment_only(path: Path) -> None:
    for step in steps(loaded(path.read_text(encoding="utf-8"))):
        assert "${{" not in step.get("run", ""), step.get("name")


@pytest.mark.parametrize("place", PLACES, ids=named)
def test_a_check_is_given_no_secret_and_publishing_never_stops_half_way(place: Path) -> None:
    check, publish = (
        loaded((place / f"workflows/{name}.yml").read_text(encoding="utf-8")) for name in ("check", "publish")
    )
    assert "secrets" not in (place / "workflows/check.yml").read_text(encoding="utf-8").replace("no secrets", "")
    assert list(check["on"]) == ["pull_request"]
    assert check["concurrency"]["cancel-in-progress"] == "true"
    group = publish["jobs"]["publish"]["concurrency"]
    assert group == {"group": "upside-publish", "cancel-in-progress": "false"}
    (checkout,) = (step for step in publish["jobs"]["publish"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["ref"] == "main"


@pytest.mark.parametrize("place", PLACES, ids=named)
def test_the_choices_of_the_form_are_the_programs_own_words(place: Path) -> None:
    form = loaded((place / "workflows/incident.yml").read_text(encoding="utf-8"))["on"]["workflow_dispatch"]["inputs"]
    assert len(form) <= 10, "GitHub took no more than ten for years, and its app may still not"
    assert form["impact"]["options"] == [str(impact) for impact in Impact]
    assert sorted(form["state"]["options"]) == sorted(["-", *map(str, ComponentStatus)])
    assert form["status"]["options"] == ["-", Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING]


def test_this_repositorys_own_are_those_of_every_site() -> None:
    from generator.cli.workflows import workflow_texts
    from generator.read.site import read_site, site_bytes

    texts = workflow_texts(read_site(site_bytes(REPOSITORY))[0], None)
    for path in (*(f".github/workflows/{name}" for name in OURS), *(path for path in texts if "/upside/" in path)):
        if not path.endswith("program.txt"):
            assert (REPOSITORY / path).read_text(encoding="utf-8") == texts[path], (
                f"{path}: type upside workflows --overwrite"
            )


def test_the_generators_own_tests_run_on_every_python_it_promises() -> None:
    read = loaded((REPOSITORY / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    pythons = read["jobs"]["test"]["strategy"]["matrix"]["python"]
    needed = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8").partition('requires-python = ">=')[2]
    assert needed.startswith(pythons[0] + '"')
    assert pythons == sorted(pythons)
    (step,) = (step for step in read["jobs"]["test"]["steps"] if "run" in step)
    assert (REPOSITORY / step["run"]).stat().st_mode & 0o111, "it can be run"


FORMS = sorted((REPOSITORY / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_is_one_that_github_takes(path: Path) -> None:
    """docs.github.com, "Syntax for GitHub's form schema": an id once, a label for each field, one field that is no mere text."""
    form = loaded(path.read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "labels", "body"}
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert fields
    assert len({field["id"] for field in fields}) == len(fields)
    for field in form["body"]:
        assert field["type"] in ("markdown", "textarea", "input")
        assert set(field) <= {"type", "id", "attributes", "validations"}
        assert "value" in field["attributes"] if field["type"] == "markdown" else field["attributes"]["label"]


def test_dependabot_looks_after_the_actions_and_takes_nothing_on_its_first_days() -> None:
    for place in PLACES:
        read = loaded((place / "dependabot.yml").read_text(encoding="utf-8"))
        actions = next(each for each in read["updates"] if each["package-ecosystem"] == "github-actions")
        assert actions["directories"] == ["/", "/.github/upside"]
        assert all(int(each["cooldown"]["default-days"]) >= 7 for each in read["updates"])
