"""One secret of the repository holds all that other hosts and outlets ask of the environment; none of it is ever shown or executed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clone import REPOSITORY

SCRIPT = REPOSITORY / "generator/scaffold/github/upside/secrets.sh"
SHOW = f'. {SCRIPT}; {sys.executable} -c "import json, os; print(json.dumps(dict(os.environ)))"'

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def sourced(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", SHOW],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_line_becomes_a_variable_whatever_it_holds(tmp_path: Path) -> None:
    values = {
        "AWS_SECRET_ACCESS_KEY": "a/b+c==",
        "HOOK": "json://user:pass@127.0.0.1/?x=$(touch PWNED)&y=`touch PWNED`",
        "QUOTED": '"it\'s" \\n $HOME ${{ x }} *',
        "EMPTY": "",
    }
    lines = "\n".join(["# what the bucket wants", "", *(f"{name}={value}" for name, value in values.items())])
    for text in (lines, lines + "\n", lines.replace("\n", "\r\n")):
        done = sourced(tmp_path, UPSIDE_SECRETS=text)
        *masks, shown = done.stdout.splitlines()
        environment = json.loads(shown)
        assert {name: environment[name] for name in values} == values
        assert masks == [f"::add-mask::{value}" for value in values.values() if value]
        assert "UPSIDE_SECRETS" not in environment
    assert not (tmp_path / "PWNED").exists()


@pytest.mark.parametrize("line", ["hunter2", "a b=hunter2", "1A=hunter2", "=hunter2", "A-B=hunter2", "$(id)=hunter2"])
def test_a_line_that_is_none_is_named_by_its_number_and_not_repeated(tmp_path: Path, line: str) -> None:
    done = sourced(tmp_path, UPSIDE_SECRETS=f"GOOD=x\n{line}\n")
    assert done.returncode == 2
    assert "::error::Line 2 of the secret UPSIDE_SECRETS is not NAME=value." in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_without_secrets_nothing_happens(tmp_path: Path) -> None:
    assert sourced(tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_key_lies_where_ssh_looks_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    done = sourced(tmp_path, UPSIDE_SSH_KEY="-----BEGIN\nkey\n-----END", UPSIDE_SSH_KNOWN_HOSTS="host ssh-ed25519 AAAA")
    key = tmp_path / ".ssh/id_ed25519"
    assert (key.read_text(), oct(key.stat().st_mode & 0o777)) == ("-----BEGIN\nkey\n-----END\n", "0o600")
    assert oct((tmp_path / ".ssh").stat().st_mode & 0o777) == "0o700"
    assert (tmp_path / ".ssh/known_hosts").read_text() == "host ssh-ed25519 AAAA\n"
    assert "UPSIDE_SSH_KEY" not in json.loads(done.stdout)
