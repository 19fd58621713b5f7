"""Where this very program came from: a public git address and a commit, as pip or git remember it.

Looks at what is on this machine only. An address that others could not use (ssh, a folder of this machine) is not one, and
neither is a commit that was never pushed.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.pattern import pattern
from generator.version import PACKAGE

COMMIT = pattern(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
SSH = pattern(r"(?:ssh://)?git@(?P<host>[\w.-]+)[:/](?P<path>[\w./-]+)")


def origin() -> str | None:
    """`git+https://HOST/OWNER/NAME@COMMIT` of the program that runs, or None where that cannot be known."""
    recorded = _recorded()
    if recorded is None:
        return _of_clone(PACKAGE.parent)
    if "vcs_info" in recorded:
        return named(str(recorded.get("url", "")), str(recorded["vcs_info"].get("commit_id", "")))
    parts = urlsplit(str(recorded.get("url", "")))
    return _of_clone(Path(unquote(parts.path))) if parts.scheme == "file" else None


def named(address: str, commit: str) -> str | None:
    """A git address and a commit as pip takes them, without any password; None where nobody else could use them."""
    ssh = SSH.fullmatch(address)
    parts = urlsplit(f"https://{ssh['host']}/{ssh['path']}" if ssh else address)
    if parts.scheme != "https" or not parts.hostname or not COMMIT.fullmatch(commit):
        return None
    port = f":{parts.port}" if parts.port else ""
    return f"git+https://{parts.hostname}{port}{parts.path.removesuffix('/')}@{commit}"


def _recorded() -> dict[str, dict[str, str]] | None:
    """What pip wrote down when it installed this package (PEP 610), or None where it is not installed by pip from an address."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        installed = distribution("upside")
        read = json.loads(installed.read_text("direct_url.json") or "null")
    except (PackageNotFoundError, ValueError, OSError):
        return None
    if not isinstance(read, dict):
        return None
    editable = bool(read.get("dir_info", {}).get("editable"))
    return read if editable or Path(str(installed.locate_file("generator"))).resolve() == PACKAGE.resolve() else None


def _of_clone(folder: Path) -> str | None:
    """The address and commit of the clone in `folder`, where the commit has been pushed."""
    if not (folder / ".git").exists():
        return None
    commit = _git(folder, "rev-parse", "HEAD")
    pushed = _git(folder, "branch", "--remotes", "--contains", "HEAD")
    return named(_git(folder, "remote", "get-url", "origin"), commit) if pushed else None


def _git(folder: Path, *words: str) -> str:
    """What git answers, without the line end; empty where it answers nothing."""
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
