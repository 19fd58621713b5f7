"""What git says of a folder. It is asked and never told anything; where there is none, or it will not answer, nothing is known.

Knows nothing of what the folder holds. Costs nothing where the folder lies in no repository.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 20.0
"""Seconds until git is taken for hanging (a network file system, a lock)."""


def lies_in_one(folder: Path) -> bool:
    """Whether `folder` looks as if it lay in a repository: `.git` is a folder, or in a linked work tree a file."""
    here = Path(os.path.abspath(folder))
    return any(os.path.lexists(each / ".git") for each in (here, *here.parents))


def ask(folder: Path, *words: str, given: bytes = b"", settings: Mapping[str, str] | None = None) -> bytes | None:
    """What `git WORDS…` answers in `folder`, given `given` on its standard input; None where it fails, hangs, or there is none.

    `settings` are variables of git's environment besides those that this process has.
    """
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            input=given,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={
                **os.environ,
                "GIT_OPTIONAL_LOCKS": "0",
                "GIT_TERMINAL_PROMPT": "0",
                "LC_ALL": "C",
                **(settings or {}),
            },
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
