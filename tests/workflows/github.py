"""What lies with GitHub, on this machine: a bare repository, artifacts in folders, and Pages behind a web server on loopback."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.clone import REPOSITORY
from tests.workflows.runner import Action, ActionFailed, Job, Run, Runner

TOOLS = "/usr/local/bin:/usr/bin:/bin"


@dataclass
class GitHub:
    """One repository and its Pages."""

    folder: Path
    address: str
    """Of Pages, with a slash at its end."""
    shims: Path
    """A folder with the command `upside`, where it need not be installed."""
    deployed: list[str] = field(default_factory=list)
    """Names of the artifacts that went to Pages."""
    pages_down: bool = False
    takes_nothing: bool = False
    """Pages says that all went well, and shows nothing of it."""
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", self.remote], check=True)
        self.runner = Runner(
            self.folder / "runs",
            {**self.actions(), "$/.github/upside": lambda _job, _given: {}},
            f"{self.shims}:{TOOLS}",
            github={
                "actor": "octocat",
                "actor_id": "583231",
                "ref": "refs/heads/main",
                "run_id": "1",
                "run_attempt": "1",
                "token": "ghs_a-token-that-nobody-must-see",
            },
        )

    @property
    def remote(self) -> Path:
        return self.folder / "remote.git"

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    def run(self, name: str, inputs: Mapping[str, str] | None = None, *, only: str = "") -> Run:
        """Run the workflow `name`, or `only` one job of it, as it stands on main."""
        with self.checked_out() as clone:
            return self.runner.run(clone / f".github/workflows/{name}.yml", inputs, only=only)

    def instead(self, name: str, script: str) -> Path:
        """Put a `script` in the place of a program; where the program was one of ours, it is at the path that comes back."""
        command, kept = self.shims / name, self.shims / f"real-{name}"
        if command.exists():
            command.rename(kept)
        command.write_text(f"#!/bin/bash\n{script}\n")
        command.chmod(0o755)
        return kept

    @contextmanager
    def checked_out(self) -> Iterator[Path]:
        """A clone of main, for a look."""
        clone = self.folder / "look"
        git(self.folder, "clone", "--quiet", str(self.remote), str(clone))
        try:
            yield clone
        finally:
            shutil.rmtree(clone)

    def commit(self, texts: Mapping[str, str | None], message: str = "A change") -> None:
        """Put `texts` (None removes) on main, as somebody with a laptop would."""
        with self.checked_out() as clone:
            for path, text in texts.items():
                if text is None:
                    (clone / path).unlink()
                else:
                    (clone / path).parent.mkdir(parents=True, exist_ok=True)
                    (clone / path).write_text(text, encoding="utf-8")
            git(clone, "add", "--all")
            git(clone, *OPERATOR, "commit", "--quiet", "--message", message)
            git(clone, "push", "--quiet", "origin", "HEAD:main")

    def actions(self) -> dict[str, Action]:
        """GitHub's own actions, as far as they are used."""
        return {
            "actions/checkout": self._checkout,
            "actions/setup-python": lambda _job, _given: {},
            "actions/upload-artifact": self._upload,
            "actions/upload-pages-artifact": self._upload,
            "actions/deploy-pages": self._deploy,
        }

    def _checkout(self, job: Job, given: Mapping[str, str]) -> dict[str, str]:
        assert given["persist-credentials"] == "false"
        depth = [] if given.get("fetch-depth") == "0" else ["--depth=1"]
        git(job.scratch, "clone", "--quiet", *depth, "--branch=main", f"file://{self.remote}", str(job.workspace))
        return {}

    def _upload(self, job: Job, given: Mapping[str, str]) -> dict[str, str]:
        """Hidden files only where they are asked for: the action's own rule."""
        hidden = given.get("include-hidden-files") == "true"
        target = self.folder / "artifacts" / given["name"]
        if target.exists():
            raise ActionFailed(f"there is an artifact {given['name']} already")
        ignored = None if hidden else shutil.ignore_patterns(".*")
        shutil.copytree(job.workspace / given["path"], target, ignore=ignored)
        return {"artifact-url": f"https://github.com/o/r/actions/runs/1/artifacts/{given['name']}"}

    def _deploy(self, _job: Job, given: Mapping[str, str]) -> dict[str, str]:
        if self.pages_down:
            raise ActionFailed("Pages is down")
        shutil.rmtree(self.pages, ignore_errors=True)
        shutil.copytree(self.folder / "artifacts" / given["artifact_name"], self.pages)
        shutil.rmtree(self.folder / "artifacts" / given["artifact_name"])  # each run has a name for itself
        if self.takes_nothing:
            shutil.rmtree(self.pages)
            self.pages.mkdir()
        self.deployed.append(given["artifact_name"])
        return {"page_url": self.address}


OPERATOR = ("-c", "user.name=Operator", "-c", "user.email=operator@example.com")


def git(folder: Path, *words: str) -> str:
    """What git answers in `folder`."""
    done = subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True)
    return done.stdout


def shim(folder: Path) -> Path:
    """A folder with the command `upside` of this working tree."""
    folder.mkdir(parents=True)
    command = folder / "upside"
    command.write_text(f'#!/bin/sh\nPYTHONSAFEPATH=1 PYTHONPATH={REPOSITORY} exec {sys.executable} -m generator "$@"\n')
    command.chmod(0o755)
    return folder


@contextmanager
def served(folder: Path, certificate: Path | None = None) -> Iterator[str]:
    """The address of a web server on loopback that shows `folder`; https where there is a `certificate` for localhost."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_said: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    if certificate:
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(certificate)
        server.socket = secure.wrap_socket(server.socket, server_side=True)
        address = f"https://localhost:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
