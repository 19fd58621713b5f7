"""A real sshd on the loopback, with a configuration, a key and a port of the tests' own; it ends with the block."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.web_servers import serving

NEEDED = ("ssh", "ssh-keygen", "rsync", "sha256sum")


@dataclass(frozen=True)
class Sshd:
    """Where it listens, and how a client gets in."""

    port: int
    folder: Path

    @property
    def command(self) -> str:
        """What `UPSIDE_SSH` should be: one connection for all, since most of the time goes into greetings."""
        return f"ssh -F {self.folder}/client -o ControlPath={self.folder}/all"

    @property
    def apart(self) -> str:
        """The same, with a connection for each."""
        return f"ssh -F {self.folder}/client"

    def address(self, path: Path | str) -> str:
        return f"ssh://127.0.0.1:{self.port}{path}"

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"


@contextmanager
def sshd(folder: Path, *options: str, path: str = "") -> Iterator[Sshd]:
    """Start it, with more lines of its configuration in `options`; `path` is where programs are found by who logs in.

    The level of the shell is said, since bash(1) reads ~/.bashrc at the first one: nothing of this machine's owner is to be run.
    """
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None or any(shutil.which(each) is None for each in NEEDED):
        pytest.skip(f"needs sshd, {', '.join(NEEDED)}")
    if os.getuid() == 0 and not Path("/run/sshd").is_dir():
        Path("/run/sshd").mkdir(mode=0o755)
    folder.mkdir(parents=True)
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)

    def start(port: int) -> subprocess.Popen[bytes]:
        (folder / "server").write_text(
            f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
            f"AuthorizedKeysFile {folder}/mine.pub\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            f"SetEnv SHLVL=3{f' PATH={path}' if path else ''}\n"
            "PermitRootLogin yes\nMaxStartups 100\nKexAlgorithms curve25519-sha256\nUseDNS no\nPrintMotd no\nPrintLastLog no\n"
            + "".join(f"{line}\n" for line in options)
        )
        (folder / "client").write_text(
            f"Host *\n IdentityFile {folder}/mine\n IdentitiesOnly yes\n UserKnownHostsFile {folder}/known_hosts\n"
            f" GlobalKnownHostsFile /dev/null\n User {getpass.getuser()}\n StrictHostKeyChecking yes\n"
        )
        host = (folder / "host.pub").read_text()
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}")
        with (folder / "log").open("ab") as log:
            return subprocess.Popen([program, "-D", "-e", "-f", str(folder / "server")], stdout=log, stderr=log)

    with serving(start) as port:
        running = Sshd(port, folder)
        every = [*running.command.split(), "-p", str(port)]
        subprocess.run(
            [*every, "-o", "ControlMaster=yes", "-f", "-N", "127.0.0.1"], check=True, stderr=subprocess.DEVNULL
        )
        try:
            yield running
        finally:
            subprocess.run([*every, "-O", "exit", "127.0.0.1"], check=False, capture_output=True)
