"""Announcers that can be killed: `upside announce` in a process of its own for each run, at any step that touches disk, network or git.

One process imports everything once and forks for each run, so that a run costs milliseconds. A step is an audit event of Python itself
(docs.python.org, "Audit events table"): nothing of ours or of a library is replaced. Run as a module it is that process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.texts import INCIDENT, NOW, SITE, lay

STEPS = frozenset(
    (
        "socket.connect",
        "http.client.send",
        "smtplib.send",
        "subprocess.Popen",
        "os.rename",
        "os.remove",
        "open",
        "fcntl.flock",
    )
)


@dataclass(frozen=True)
class Run:
    """What became of one run."""

    status: int
    """Negative: the signal that ended it."""
    out: str
    err: str
    steps: int
    """How many it went."""


class Announcers:
    """Starts runs, one after the other."""

    def __init__(self, process: subprocess.Popen[str], scratch: Path) -> None:
        self._process = process
        self._scratch = scratch

    def run(self, *words: str, kill_at: int = 0, environment: Mapping[str, str] | None = None) -> Run:
        """`upside` with `words`; killed as it enters its step number `kill_at` (from 1), if that is one."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wanted = {"words": words, "kill_at": kill_at, "environment": environment or {}, "scratch": str(self._scratch)}
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        out, err, steps = ((self._scratch / name).read_text(errors="replace") for name in ("out", "err", "steps"))
        return Run(status, out, err, len(steps))


@contextmanager
def announcers() -> Iterator[Announcers]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with TemporaryDirectory() as scratch:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.publish.announcing.announcer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=Path(__file__).parents[3],
        )
        try:
            yield Announcers(process, Path(scratch))
        finally:
            process.communicate()


def serve() -> None:
    """Fork for each line of the standard input; answer with the status, once the run and all it started have ended."""
    from generator.cli import main

    with TemporaryDirectory() as scratch, redirect_stdout(sys.stderr):  # imports all that a run needs
        announce = "announce: [{name: Team, url: 'json://127.0.0.1'}, {name: Mail, url: 'mailto://127.0.0.1?from=a@b.org&to=a@b.org'}]\n"
        lay(Path(scratch), {"site.yaml": SITE + announce, "incidents/2026-11-20-api.md": INCIDENT})
        assert main(["build", "-C", scratch, "--now", NOW.isoformat()]) == 0
        assert main(["announce", "-C", scratch, "--dry-run", "--now", NOW.isoformat()]) == 0
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            os.setsid()
            _become(wanted)
            os._exit(main(wanted["words"]))
        _, ended = os.waitpid(child, 0)
        while _is_there(child):  # git may go on after its announcer was killed
            time.sleep(0.001)
        print(os.waitstatus_to_exitcode(ended), flush=True)  # noqa: T201 -- the answer


def _become(wanted: dict[str, Any]) -> None:
    scratch = Path(wanted["scratch"])
    os.environ.update(wanted["environment"])
    for number, name in ((1, "out"), (2, "err")):
        handle = os.open(scratch / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, number)
    steps = os.open(scratch / "steps", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    taken = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal taken
        if event not in STEPS or (event == "open" and not _writes(arguments)):
            return
        taken += 1
        if taken == wanted["kill_at"]:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(steps, b".")

    sys.addaudithook(count)


def _writes(arguments: tuple[Any, ...]) -> bool:
    return isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    serve()
