"""A release travels by rsync: what differs by checksum is sent, what is equal is shared with the release before.

Size and time are never believed (`minor` and `major` are of equal length): `--checksum`. A copy of the release with the times that its files
shall have is laid out first, so that a build may go on meanwhile, and so that equal files are equal in time as well, which `--link-dest` asks for.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from generator.publish.targets.inventory import Inventory
from generator.publish.targets.machine import Trouble
from generator.publish.targets.release import Release
from generator.publish.targets.session import OPTIONS, explained, spoken
from generator.publish.targets.ssh_address import SshAddress
from generator.publish.tree import SECOND, Tree

BEAT = 0.5
"""Seconds between two looks at whether to go on."""
SILENCE = 120
"""Seconds without a byte until rsync gives up."""


def send(
    address: SshAddress, release: Release, new: Inventory, folder: str, base: str, beat: Callable[[], None]
) -> None:
    """Make `folder` below the address hold the files of `new`, sharing with `base`, a path from there. Calls `beat` now and then, which may raise."""
    with tempfile.TemporaryDirectory(prefix="upside-") as scratch:
        _laid_out(Path(scratch) / "site", release, new)
        command = [
            *("rsync", "--recursive", "--times", "--checksum", "--perms", "--chmod=D755,F644", "--protect-args"),
            *("--delete", f"--timeout={SILENCE}", f"--rsh={_shell(address)}"),
            *([f"--link-dest={base}"] if base else []),
            *("--", f"{scratch}/site/", address.folder(folder)),
        ]
        status, words = _run(command, beat)
    if status:
        raise Trouble(_why(address, status, words))


def _laid_out(folder: Path, release: Release, new: Inventory) -> None:
    try:
        folder.mkdir()
        tree = Tree(folder)
        for path, kept in new.files.items():
            tree.put(path, release.read(path), modified=kept.modified * SECOND)
    except OSError as problem:
        raise Trouble(
            f"the release could not be laid out to be sent: {problem.strerror} ({problem.filename}). "
            "Make room there, or name a folder with more in TMPDIR."
        ) from problem


def _shell(address: SshAddress) -> str:
    """The ssh to travel by, as rsync takes it: words apart, those with spaces in double quotes."""
    words = [*address.command(), *OPTIONS, *(("-p", str(address.port)) if address.port is not None else ())]
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _run(command: list[str], beat: Callable[[], None]) -> tuple[int, str]:
    """The status of rsync, and its last words."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
    except OSError as problem:
        raise Trouble(
            f"rsync could not be started here ({problem.strerror}). Install it: apt install rsync"
        ) from problem
    with process:
        try:
            while True:
                try:
                    _, said = process.communicate(timeout=BEAT)
                    return process.returncode, spoken(said)
                except subprocess.TimeoutExpired:
                    beat()
        except BaseException:
            process.kill()
            raise


def _why(address: SshAddress, status: int, words: str) -> str:
    """In sentences."""
    if status == 127 or "command not found" in words or "rsync: not found" in words:
        return f"rsync is not installed on {address.host}. Install it there: apt install rsync"
    if "is your shell clean" in words:
        return (
            f"something on {address.host} writes to every connection (a greeting in .bashrc?), which rsync takes for its partner. "
            f"This must print nothing:\n  {shlex.join(['ssh', address.login, 'true'])}"
        )
    return (
        explained(address, words) or f"rsync ended with status {status}: {words or 'no reason given'}. Publish again."
    )
