"""What a drill does at a target, as a process that can be killed: `python -m tests.publish.targets.drills.driller ADDRESS NAME FOLDER FOLDER`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from generator.publish.targets import Origin, Terms, finished, target_of
from tests.publish.targets.behind_link.publisher import counting
from tests.texts import NOW


def main(address: str, name: str, *folders: str) -> None:
    """Make the place `name`, ship every folder there, and remove the place."""
    target = target_of(address, Path("/"))
    target.read()
    drills = target.drills()
    drills.left()
    drills.begin(name, NOW)
    scratch = drills.target(name)
    for folder in folders:
        scratch.ship(finished(Path(folder), Origin(NOW, NOW)), Terms(NOW))
        scratch.verify()
    drills.remove(name)


def start(
    address: str, name: str, *folders: Path, before: tuple[str, ...] = (), **more: str
) -> subprocess.Popen[bytes]:
    """The process, with this one's environment and `more`, under the command `before`."""
    command = [*before, sys.executable, "-m", __name__, address, name, *map(str, folders)]
    environment = {**os.environ, **more, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if number := os.environ.get("KILLED_AT_WRITE"):
        counting(int(number))
    main(*sys.argv[1:])
