"""Ctrl-C, a polite end and a rude one in the midst of making the pages: the old site stands, nobody is left, the next build goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.publish.sites import publish, seen, snapshot

BUILD = """
import os, signal, sys
from pathlib import Path
from generator.memory import Memory
from generator.model import File
from generator.publish import write

folder, pipe = map(Path, sys.argv[1:])

def make():
    with open(pipe, "w") as end:  # who reads it sees its end once the last of us is gone
        print("making", file=end, flush=True)
        signal.pause()

write([File(f"{index}/index.html", "new", make) for index in range(200)], folder, Memory(folder.parent / ".upside"))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("everybody", [False, True], ids=["the build", "its whole group, as a terminal does"])
def test_a_build_that_is_stopped_leaves_the_old_site_and_nobody_behind(
    tmp_path: Path, number: signal.Signals, everybody: bool
) -> None:
    folder, pipe = tmp_path / "public", tmp_path / "pipe"
    old = {f"{index}/index.html": b"old" for index in range(200)}
    publish(old, folder)
    before = snapshot(folder)
    os.mkfifo(pipe)
    command = [sys.executable, "-c", BUILD, str(folder), str(pipe)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as build, open(pipe) as end:
        assert end.readline() == "making\n"
        (os.killpg if everybody else os.kill)(build.pid, number)
        assert end.read().replace("making\n", "") == ""
        said = build.stderr.read() if build.stderr else b""
    assert build.returncode == -number
    assert said.count(b"Traceback") == (number == signal.SIGINT), "one word for all processes"
    assert snapshot(folder) == before
    publish(old | {"new": b""}, folder)
    assert seen(folder) == old | {"new": b""}
