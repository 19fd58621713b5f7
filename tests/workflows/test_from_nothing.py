"""From an empty repository to a page on two hosts, by the commands that incidents/README.md says and nothing else.

GitHub's own actions are stood in for, everything else is real: what is installed is what the lists pin, from files; the second host is a
bucket behind S3's protocol; the outlet is a web server that writes down what it is told.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.clone import REPOSITORY, clone
from tests.workflows.conftest import NEEDED
from tests.workflows.github import OPERATOR, TOOLS, GitHub, git, served, shim
from tests.workflows.runner import Job

WHEELHOUSE = REPOSITORY / ".tools/wheelhouse"
COMMANDS = re.findall(r"^```sh\n(upside init .*?)^```$", (REPOSITORY / "incidents/README.md").read_text(), re.M | re.S)

pytestmark = [
    pytest.mark.skipif(
        not WHEELHOUSE.is_dir(), reason="needs the pinned libraries in .tools/wheelhouse; .ci/run fetches them"
    ),
    pytest.mark.skipif(importlib.util.find_spec("moto") is None, reason="needs moto[server]"),
    pytest.mark.skipif(any(shutil.which(name) is None for name in NEEDED), reason=f"needs {', '.join(NEEDED)}"),
]


@pytest.mark.long
def test_from_an_empty_repository_to_a_page_on_two_hosts(tmp_path: Path) -> None:
    certificate = certified(tmp_path)
    with served(tmp_path / "github/pages", certificate) as address, bucket() as store, outlet() as told:
        (tmp_path / "github").mkdir(exist_ok=True)
        github = GitHub(tmp_path / "github", address, shim(tmp_path / "shims"))
        secrets = {
            "AWS_ENDPOINT_URL": store,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "nobody-must-see-this-key",
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
            "HOOK": told.address,
        }
        github.runner.secrets = {"UPSIDE_SECRETS": "\n".join(f"{name}={value}" for name, value in secrets.items())}
        github.runner.environment = {"SSL_CERT_FILE": str(certificate)}

        laptop(github, tmp_path, address)
        install(github, tmp_path)
        run = github.run("publish")
        assert run.conclusion == "success", run.log
        assert run.jobs["publish"].outputs["verified"] == run.jobs["elsewhere"].outputs["published"] == "true"
        assert same_pages(github, store)
        assert told.bodies == [], "an outlet that is new is told nothing old"

        form = {"what": "new", "title": "Slow answers", "component": "api", "message": "We are looking into it."}
        run = github.run("incident", form)
        assert run.conclusion == "success", run.log
        assert same_pages(github, store)
        assert "Slow answers" in stored(store, "index.html")
        (message,) = told.bodies
        assert "Slow answers" in message
        assert f"{address}incidents/" in message
        assert "nobody-must-see" not in run.log.replace("::add-mask::nobody-must-see-this-key", "")

        night_without_github(github, tmp_path, secrets, store)


def laptop(github: GitHub, folder: Path, address: str) -> None:
    """The documented commands, with the address of this GitHub and the person's own site.yaml."""
    (commands,) = COMMANDS
    typed = commands.replace("https://status.example.com", address.rstrip("/"))
    typed = typed.replace("https://github.com/OWNER/my-status.git", str(github.remote))
    assert typed.count(str(github.remote)) == 1
    before, _, after = typed.partition("git add")
    origin = upside_repository(folder)
    bash(folder, f"{before}upside workflows --from {origin}\n", github)
    with (folder / "my-status/site.yaml").open("a", encoding="utf-8") as site:
        site.write("publish:\n  - s3://status\nannounce:\n  - {name: chat, url: 'json://${HOOK}'}\n")
    bash(folder / "my-status", f"git add{after}", github)


def upside_repository(folder: Path) -> str:
    """This program in a git repository, as pip takes it."""
    source = clone(folder / "upside")
    git(source, "init", "--quiet")
    git(source, "add", "--all")
    git(source, *OPERATOR, "commit", "--quiet", "--message", "Upside")
    return f"git+file://{source}@{git(source, 'rev-parse', 'HEAD').strip()}"


def bash(folder: Path, commands: str, github: GitHub, **more: str) -> str:
    identity = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Me"), ("EMAIL", "me@example.com"))
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", commands],
        cwd=folder,
        env={"PATH": f"{github.shims}:{TOOLS}", "HOME": str(folder), **identity, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def install(github: GitHub, folder: Path) -> None:
    """Run the step that installs, for real: from files, by hash, without a network. Jobs after it find what it installed."""
    venv.create(folder / "venv", with_pip=True)

    def set_up(job: Job, _given: object) -> dict[str, str]:
        job.environment |= {
            "PATH": f"{folder / 'venv/bin'}:{TOOLS}",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(WHEELHOUSE),
        }
        return {}

    with github.checked_out() as site:
        installing = (site / ".github/workflows/publish.yml").read_text(encoding="utf-8")
        steps = installing.partition("      - name: Publish\n")[0]  # up to and with the extras
        (site / ".github/workflows/only.yml").write_text(
            steps.replace("if: ${{ steps.listed.outputs.any == 'true' }}\n", "if: true\n")
        )
        real = {name: action for name, action in github.runner.actions.items() if not name.startswith("$/")}
        ours = github.runner.actions
        github.runner.actions = {**real, "actions/setup-python": set_up}
        run = github.runner.run(site / ".github/workflows/only.yml", only="elsewhere")
    assert run.conclusion == "success", run.log
    assert "upside, version" in run.log or re.search(r"^upside \d", run.log, re.MULTILINE), run.log
    github.runner.actions = {**ours, "$/.github/upside": set_up}


def same_pages(github: GitHub, store: str) -> bool:
    """Whether both hosts name releases of the same content: the home page is the same, byte by byte."""
    return stored(store, "index.html") == (github.pages / "index.html").read_text(encoding="utf-8")


def night_without_github(github: GitHub, folder: Path, secrets: dict[str, str], store: str) -> None:
    """Actions is down: the one command, on a laptop."""
    words = "upside new --title 'All is down' --impact critical --component api -m 'We are on it.' && git add -A && git commit -qm night"
    said = bash(folder / "my-status", f"git pull -q\n{words}\nupside publish\n", github, **secrets)
    assert "is live, all" in said
    assert "All is down" in stored(store, "index.html")
    assert "All is down" not in (github.pages / "index.html").read_text(encoding="utf-8"), "Pages waits for Actions"


def certified(folder: Path) -> Path:
    """A certificate for localhost with its key, in one file."""
    made = folder / "localhost.pem"
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    words = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names)
    subprocess.run([*words, "-keyout", str(made), "-out", str(folder / "c.pem")], check=True, capture_output=True)
    made.write_text(made.read_text() + (folder / "c.pem").read_text())
    return made


@contextmanager
def bucket() -> Iterator[str]:
    """The address of a store that speaks S3's protocol, with the bucket `status`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.publish.targets.store", str(port)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(f"{address}/status", method="PUT"), timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < end, "the store never answered"
                threading.Event().wait(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


class Outlet(ThreadingHTTPServer):
    """A chat that writes down what it is told."""

    bodies: list[str]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def outlet() -> Iterator[Outlet]:
    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.bodies.append(f"{said['title']}\n{said['message']}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = Outlet(("127.0.0.1", 0), Listening)
    server.bodies = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def stored(store: str, path: str) -> str:
    """What the bucket holds at `path`."""
    import boto3  # type: ignore[import-untyped]

    client = boto3.client("s3", "us-east-1", endpoint_url=store, aws_access_key_id="key", aws_secret_access_key="key")
    content: bytes = client.get_object(Bucket="status", Key=path)["Body"].read()
    return content.decode()
