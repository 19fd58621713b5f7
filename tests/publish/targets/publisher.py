"""A publisher as a process of its own: `python -m tests.publish.targets.publisher ADDRESS LEASE COMMIT FOLDER [rollback]`."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from generator.publish.targets import finished
from generator.publish.targets.stores import bucket_of
from tests.publish.targets.releases import NOW, origin, terms
from tests.publish.targets.s3 import QUICK


def main(address: str, lease: str, commit: str, folder: str, *what: str) -> None:
    """Ship `folder`, or go back."""
    target = bucket_of(address, replace(QUICK, lease=float(lease)))
    now = NOW + timedelta(hours=1)
    if what:
        target.roll_back(None, terms(now))
    else:
        target.ship(finished(Path(folder), origin(commit)), terms(now))


def start(address: str, commit: str, folder: Path, *what: str, lease: float = 30) -> subprocess.Popen[bytes]:
    """The process, with this one's environment."""
    command = [sys.executable, "-m", __name__, address, str(lease), commit, str(folder), *what]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(*sys.argv[1:])
