"""The form for phones: what is typed there becomes a report, exactly, and goes out; nothing of it is ever executed."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.model import ComponentStatus, Incident, Status
from generator.read import read
from generator.scaffold.section import settled
from tests.workflows.github import GitHub, git
from tests.workflows.runner import Run

NEW = {"what": "new", "title": "Slow answers", "component": "api", "message": "We are looking into it."}
SINK = """\
"double" 'single' “typographic”
$(touch PWNED) `touch PWNED` ${HOME} $HOME $((1+1))
${{ github.token }} ${{ secrets.UPSIDE_SECRETS }} #{PATH}
; touch PWNED; || touch PWNED && touch PWNED | tee PWNED > PWNED
EOF
::error::not an error
::add-mask::Example
::set-output name=status::0

--message=other --help -rf * ? [a-z] ~ !! %s %n \\n \\
Fähre 渡し船 🚢
"""
TEXTS = {
    "everything at once": SINK,
    "a leading dash": "--help\n\n- first\n- second",
    "only a dash": "-",
    "five thousand characters": "A long story. " * 358,
}


def incidents(github: GitHub) -> list[Incident]:
    """The incidents on main, but for the example of a new site."""
    with github.checked_out() as clone:
        assert not list(clone.rglob("PWNED"))
        return [each for each in read(clone, Memory(None)).incidents if "example" not in each.id]


def wrote(run: Run, github: GitHub) -> Incident:
    """The only incident on main, once `run` has gone well."""
    assert run.conclusion == "success", run.log
    (incident,) = incidents(github)
    return incident


def write(github: GitHub, form: dict[str, str]) -> Run:
    """Fill in the form, without publishing what it wrote: other tests see to that."""
    return github.run("incident", form, only="write")


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_arrives_exactly_and_nothing_of_it_is_executed(github: GitHub, name: str) -> None:
    words = TEXTS[name]
    run = write(github, {**NEW, "message": words})
    incident = wrote(run, github)
    assert incident.updates[0].text.markdown == settled(words)
    assert not list(github.folder.rglob("PWNED"))
    assert "ghs_" not in run.log + run.jobs["write"].summary


def test_a_title_is_one_line_whatever_was_typed(github: GitHub) -> None:
    title = "--help $(touch PWNED) `touch PWNED` \"x\" 'y' ${{ github.token }}\n::error::z # y: [a] {b}"
    incident = wrote(write(github, {**NEW, "title": title}), github)
    assert incident.title == " ".join(title.split())
    assert not list(github.folder.rglob("PWNED"))


def test_the_choices_become_the_report(github: GitHub) -> None:
    choices = {
        "impact": "critical",
        "state": "major_outage",
        "more": "website",
        "status": "identified",
        "next": "1 hour",
    }
    incident = wrote(write(github, {**NEW, **choices}), github)
    assert (incident.impact, incident.updates[0].status) == ("critical", Status.IDENTIFIED)
    assert {change.component: change.status for change in incident.components} == {
        "api": ComponentStatus.MAJOR_OUTAGE,
        "website": ComponentStatus.MAJOR_OUTAGE,
    }
    assert incident.updates[0].next is not None


def test_what_a_shell_would_run_does_not_arrive_by_the_other_fields_either(github: GitHub) -> None:
    for field, why in (
        ("more", "no component is called"),
        ("next", "not understood as a time"),
        ("report", "no report is called"),
    ):
        form = {"what": "update"} if field == "report" else NEW
        run = github.run("incident", {**form, field: "--$(touch PWNED)`touch PWNED`"})
        assert (run.conclusion, list(run.jobs)) == ("failure", ["write"]), run.log
        assert why in run.jobs["write"].summary
        assert not list(github.folder.rglob("PWNED"))
    assert incidents(github) == []


def test_what_cannot_be_written_is_explained_and_nothing_is_pushed(github: GitHub) -> None:
    before = git(github.remote, "rev-parse", "main")
    run = github.run("incident", {"what": "resolve"})
    assert run.conclusion == "failure"
    assert "nothing is open, so there is nothing to resolve" in run.jobs["write"].summary
    assert git(github.remote, "rev-parse", "main") == before
    assert github.deployed == []


def test_a_night_from_a_phone(github: GitHub) -> None:
    write(github, NEW)
    better = {"status": "monitoring", "component": "api", "state": "operational", "message": "Better."}
    write(github, {"what": "update", **better})
    incident = wrote(write(github, {"what": "resolve", "report": "slow", "message": "It is over."}), github)
    assert [update.status for update in incident.updates] == [Status.INVESTIGATING, Status.MONITORING, Status.RESOLVED]
    assert incident.updates[1].changes[0].status is ComponentStatus.OPERATIONAL
    author = git(github.remote, "log", "-1", "--format=%an <%ae> %s")
    assert author == "octocat <583231+octocat@users.noreply.github.com> incidents: resolve, from the form\n"


def test_a_push_that_came_in_between_is_read_and_the_word_said_again_behind_it(github: GitHub, tmp_path: Path) -> None:
    write(github, NEW)
    once = github.shims / "real-upside"
    github.instead(  # another phone is quicker, between the reading of main and the push
        "upside",
        f"""\
if mkdir {tmp_path}/raced 2>/dev/null; then
  git clone --quiet {github.remote} {tmp_path}/other && cd {tmp_path}/other
  {once} update --status identified --message "From the other phone." >/dev/null
  git -c user.name=B -c user.email=b@example.com commit --quiet --all --message other
  git push --quiet origin HEAD:main
  cd "$OLDPWD"
fi
exec {once} "$@"
""",
    )
    run = write(github, {"what": "update", "message": "From this phone."})
    incident = wrote(run, github)
    assert [update.text.markdown for update in incident.updates[1:]] == ["From the other phone.", "From this phone."]


def test_two_phones_at_once_are_both_heard(github: GitHub) -> None:
    write(github, NEW)
    with github.checked_out() as clone:
        form = clone / ".github/workflows/incident.yml"
        with ThreadPoolExecutor(2) as phones:
            runs = list(
                phones.map(
                    lambda words: github.runner.run(form, {"what": "update", "message": words}, only="write"),
                    ("One.", "Two."),
                )
            )
    assert [run.conclusion for run in runs] == ["success", "success"], "\n".join(run.log for run in runs)
    (incident,) = incidents(github)
    assert {update.text.markdown for update in incident.updates[1:]} == {"One.", "Two."}


def test_a_protected_branch_is_named(github: GitHub) -> None:
    hook = github.remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho protected >&2\nexit 1\n")
    hook.chmod(0o755)
    github.instead("sleep", "")
    run = github.run("incident", NEW)
    assert run.conclusion == "failure"
    assert "Is the branch protected?" in run.log
    assert github.deployed == []


def test_the_token_is_given_to_git_alone(github: GitHub) -> None:
    github.instead("upside", f'env > {github.folder}/environment; exec {github.shims}/real-upside "$@"')
    write(github, NEW)
    environment = (github.folder / "environment").read_text()
    assert "TITLE=Slow answers" in environment
    assert "ghs_" not in environment
    asked = subprocess.run(
        ["git", "credential", "fill"],
        input="protocol=https\nhost=github.com\n\n",
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(github.folder),
            "TOKEN": "ghs_x",
            **{
                key: value
                for key, _, value in (line.partition("=") for line in environment.splitlines())
                if key.startswith("GIT_CONFIG_")
            },
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "username=x-access-token\npassword=ghs_x\n" in asked.stdout
