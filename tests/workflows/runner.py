"""A runner for workflows, as far as ours go: reads the YAML, evaluates its expressions, and runs every `run:` in bash as GitHub does.

What lies with GitHub (a checkout, an artifact, Pages) is done by a function of `Actions` in the place of its action. Everything else is the
workflow itself, its environment and its own shell.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from tests.workflows.expressions import filled, holds

Action = Callable[["Job", Mapping[str, str]], Mapping[str, str]]
SHELL = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]
"""How GitHub calls bash where `shell: bash` is said."""
KEPT = ("LANG", "TMPDIR")


def loaded(text: str) -> Any:
    """A workflow, every value as the text that it is."""
    return yaml.load(text, Loader=yaml.BaseLoader)


class ActionFailed(Exception):
    """An action of GitHub's that did not do its work."""


@dataclass
class Job:
    """A job as it runs."""

    workspace: Path
    scratch: Path
    context: dict[str, Any]
    environment: dict[str, str]
    actions: Mapping[str, Action]
    conclusion: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    ran: list[str] = field(default_factory=list)
    """Names of the steps that were run."""

    def run(self, steps: list[dict[str, Any]], default_shell: str | None) -> None:
        """Run `steps` one after the other; those after a failure only where they ask for it."""
        functions = {
            "success": lambda: self.conclusion == "success",
            "failure": lambda: self.conclusion == "failure",
            "always": lambda: True,
            "cancelled": lambda: False,
        }
        for step in steps:
            if holds(str(step.get("if", "success()")), self.context, functions):
                self._step(step, default_shell)

    def _step(self, step: dict[str, Any], default_shell: str | None) -> None:
        self.ran.append(step.get("name") or step.get("uses", "").partition("@")[0])
        outputs: dict[str, str] = {}
        try:
            if "uses" in step:
                outputs = self._uses(step)
                outcome = "success"
            else:
                outcome = "success" if self._shell(step, outputs, default_shell) == 0 else "failure"
        except ActionFailed as problem:
            self.log += f"{problem}\n"
            outcome = "failure"
        if "id" in step:
            self.context["steps"][step["id"]] = {"outputs": outputs, "outcome": outcome}
        if outcome == "failure" and not step.get("continue-on-error"):
            self.conclusion = "failure"

    def _uses(self, step: dict[str, Any]) -> dict[str, str]:
        name = step["uses"].partition("@")[0]
        given = {key: filled(str(value), self.context) for key, value in step.get("with", {}).items()}
        if name in self.actions:
            return dict(self.actions[name](self, given))
        assert name.startswith("$/"), f"{name} is no action that is known here"
        read = loaded((self.workspace / name[2:] / "action.yml").read_text(encoding="utf-8"))
        inputs = {key: str(value.get("default", "")) for key, value in read.get("inputs", {}).items()} | given
        before = self.context.get("inputs")
        self.context["inputs"] = inputs
        self.run(read["runs"]["steps"], None)
        self.context["inputs"] = before
        return {}

    def _shell(self, step: dict[str, Any], outputs: dict[str, str], default_shell: str | None) -> int:
        files = {name: self.scratch / name for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        script = self.scratch / "script.sh"
        assert "${{" not in step["run"], "nothing reaches a shell but through its environment"
        script.write_text(step["run"])
        said = {name: filled(str(value), self.context) for name, value in step.get("env", {}).items()}
        shell = SHELL if step.get("shell", default_shell) == "bash" else ["bash", "-e"]
        done = subprocess.run(
            [*shell, str(script)],
            cwd=self.workspace,
            env={**self.environment, **{name: str(path) for name, path in files.items()}, **said},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.log += done.stdout.decode(errors="replace")
        outputs |= dict(_settings(files["GITHUB_OUTPUT"].read_text()))
        self.environment |= dict(_settings(files["GITHUB_ENV"].read_text()))
        self.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        return done.returncode


@dataclass
class Run:
    """A workflow that has run."""

    jobs: dict[str, Job]
    """Also those of workflows that were called, as `publish / deploy`; those that were skipped are not here."""

    @property
    def conclusion(self) -> str:
        """`failure` where any job failed."""
        return "failure" if any(job.conclusion == "failure" for job in self.jobs.values()) else "success"

    @property
    def log(self) -> str:
        """Everything that was shown."""
        return "\n".join(f"== {name}: {job.conclusion}\n{job.log}" for name, job in self.jobs.items())


@dataclass
class Runner:
    """Where workflows run."""

    scratch: Path
    actions: Mapping[str, Action]
    path: str
    """Of programs."""
    github: dict[str, str] = field(default_factory=dict)
    """What the context `github` holds."""
    secrets: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    """What a runner's machine brings besides."""
    count: int = 0

    def run(self, workflow: Path, inputs: Mapping[str, str] | None = None, *, only: str = "") -> Run:
        """Run the jobs of `workflow` (or `only` one) in order; those whose `needs` did not succeed only where they ask for it."""
        read = loaded(workflow.read_text(encoding="utf-8"))
        read["jobs"] = {name: job for name, job in read["jobs"].items() if only in ("", name)}
        return self._run(read, workflow.parent, self._inputs(read, inputs or {}))

    def _inputs(self, read: dict[Any, Any], given: Mapping[str, str]) -> dict[str, str]:
        triggers = read["on"]
        asked = (triggers.get("workflow_dispatch") or {}).get("inputs", {})
        assert set(given) <= set(asked), f"there is no input {set(given) - set(asked)}"
        for name, value in given.items():
            if asked[name]["type"] == "choice":
                assert value in asked[name]["options"], f"{value!r} is not among the choices of {name}"
        return {name: str(each.get("default", "")) for name, each in asked.items()} | dict(given)

    def _run(self, read: dict[Any, Any], folder: Path, inputs: Mapping[str, str]) -> Run:
        jobs: dict[str, Job] = {}
        needs: dict[str, Any] = {}
        shell = read.get("defaults", {}).get("run", {}).get("shell")
        for name, job in read["jobs"].items():
            wanted = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            went_well = all(needs[each]["result"] == "success" for each in wanted)
            context = self._context(inputs, {each: needs[each] for each in wanted})
            functions: dict[str, Callable[[], bool]] = {
                "success": partial(bool, went_well),
                "always": lambda: True,
                "cancelled": lambda: False,
            }
            if not holds(str(job.get("if", "success()")), context, functions):
                needs[name] = {"result": "skipped", "outputs": {}}
                continue
            if "uses" in job:
                called = loaded((folder / Path(job["uses"]).name).read_text(encoding="utf-8"))
                found = self._run(called, folder, {})
                jobs |= {f"{name} / {each}": ran for each, ran in found.jobs.items()}
                needs[name] = {"result": found.conclusion, "outputs": {}}
                continue
            jobs[name] = ran = self._job(job, context, shell)
            needs[name] = {"result": ran.conclusion, "outputs": ran.outputs}
        return Run(jobs)

    def _job(self, job: dict[str, Any], context: dict[str, Any], shell: str | None) -> Job:
        self.count += 1
        place = self.scratch / f"job-{self.count}-{os.getpid()}"
        workspace, temporary, home = (place / name for name in ("work", "temp", "home"))
        for folder in (workspace, temporary, home):
            folder.mkdir(parents=True)
        environment = {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            **self.environment,
            **{f"GITHUB_{name.upper()}": value for name, value in self.github.items() if name != "token"},
            "PATH": self.path,
            "HOME": str(home),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(temporary),
            **{name: filled(str(value), context) for name, value in job.get("env", {}).items()},
        }
        ran = Job(workspace, temporary, context, environment, self.actions)
        ran.run(job["steps"], job.get("defaults", {}).get("run", {}).get("shell", shell))
        ran.outputs = {name: filled(str(value), ran.context) for name, value in job.get("outputs", {}).items()}
        return ran

    def _context(self, inputs: Mapping[str, str], needs: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "github": self.github,
            "inputs": dict(inputs),
            "secrets": self.secrets,
            "vars": self.variables,
            "needs": dict(needs),
            "steps": {},
        }


def _settings(text: str) -> Iterator[tuple[str, str]]:
    """`name=value` lines, and those of several lines (docs.github.com, "Workflow commands", "Multiline strings")."""
    lines = iter(text.splitlines())
    for line in lines:
        if several := re.fullmatch(r"([\w-]+)<<(.+)", line):
            value = []
            for inner in lines:
                if inner == several[2]:
                    break
                value.append(inner)
            yield several[1], "\n".join(value)
        elif "=" in line:
            name, _, one = line.partition("=")
            yield name, one
