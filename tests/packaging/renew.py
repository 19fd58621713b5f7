"""Pin the libraries anew: `python -m tests.packaging.renew`, or with `--upgrade` to the newest that pyproject.toml allows.

One resolution for all platforms and all supported Pythons, every file by its hash, no address of any index. Commit what it changes, in
the scaffold of a new site and in this repository's own .github alike.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).parents[2]
SCAFFOLD = REPOSITORY / "generator/scaffold/github/upside"
OWN = REPOSITORY / ".github/upside"
TOOLS = """\
# What builds: feedgen, which is published as source only, and Upside itself.
hatchling
setuptools
"""
OPTIONS = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--quiet", "--custom-compile-command", "python -m tests.packaging.renew"),
)


def renew(*more: str) -> None:
    """Write the lists; `more` goes to `uv pip compile`, which keeps the versions of the old list where it may."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "tools.in").write_text(TOOLS)
        _compile(Path(folder), "tools.in", "tools.txt", more)
    _compile(REPOSITORY, "pyproject.toml", "libraries.txt", more)
    known = re.findall(r"^([\w.-]+)==", (SCAFFOLD / "libraries.txt").read_text(), re.MULTILINE)
    without = [word for name in known for word in ("--no-emit-package", name)]
    extras = ("--extra", "announce", "--extra", "stores", "--constraints", str(SCAFFOLD / "libraries.txt"))
    _compile(REPOSITORY, "pyproject.toml", "extras.txt", (*extras, *without, *more))


def _compile(folder: Path, source: str, name: str, more: tuple[str, ...]) -> None:
    command = ["uv", "pip", "compile", *OPTIONS, *more, source, "--output-file", str(SCAFFOLD / name)]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "UV_SYSTEM_CERTS": "1"})
    (OWN / name).write_bytes((SCAFFOLD / name).read_bytes())


if __name__ == "__main__":
    renew(*sys.argv[1:])
