"""A publisher as a process of its own: `python -m tests.publish.targets.behind_link.publisher ADDRESS AGE [FOLDER]`, without a folder a rollback.

With `KILLED_AT_WRITE=n` in the environment it kills itself as it is about to write for the nth time, and with 0 it says how often it wrote.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from generator.publish.targets import Origin, Terms, finished, target_of
from tests.texts import NOW


def main(address: str, age: str, folder: str = "") -> None:
    """Ship `folder`, or go back."""
    target = target_of(address, Path("/"))
    at = NOW + timedelta(minutes=int(age))
    if not folder:
        target.roll_back(None, Terms(at))
        return
    target.ship(finished(Path(folder), Origin(at, at, f"{int(age) + 1:040x}", at)), Terms(at))


def start(address: str, age: int, folder: Path | None, *before: str, **more: str) -> subprocess.Popen[bytes]:
    """The process, with this one's environment and `more`, under the command `before`."""
    command = [*before, sys.executable, "-m", __name__, address, str(age), *([str(folder)] if folder else [])]
    environment = {**os.environ, **more, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


def counting(last: int) -> None:
    """Count the writes of this process, to files and to others, and let it be killed at the `last` of them."""
    write, count = os.write, 0

    def counted(handle: int, content: bytes) -> int:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(handle, content)

    os.write = counted  # type: ignore[assignment]
    atexit.register(lambda: sys.stderr.write(str(count)))


if __name__ == "__main__":
    if number := os.environ.get("KILLED_AT_WRITE"):
        counting(int(number))
    main(*sys.argv[1:])
