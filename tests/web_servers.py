"""Real web servers on the loopback, for as long as a block lasts: nginx and Caddy with a configuration that a test gives."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 20.0
"""Seconds until a server that does not answer is given up."""
TRIES = 5
"""Ports to try: another process may take one between its choice and its use."""


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    """By names in small letters; of several with one name, all, joined by commas (RFC 9110, 5.3)."""
    body: bytes


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int, *, tls: bool = False) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self._connection = (
            http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=context)
            if tls
            else http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        )

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for `path`; header names with underscores for hyphens."""
        self._connection.request("GET", path, headers={name.replace("_", "-"): each for name, each in headers.items()})
        reply = self._connection.getresponse()
        found: dict[str, str] = {}
        for name, value in reply.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return Reply(reply.status, found, reply.read())

    def close(self) -> None:
        self._connection.close()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def serving(start: Callable[[int], subprocess.Popen[bytes]]) -> Iterator[int]:
    """The port on which the server that `start` starts on it answers; it ends with the block."""
    for _ in range(TRIES):
        port = free_port()
        process = start(port)
        try:
            if answers(port, process):
                yield port
                return
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    pytest.fail("the server did not begin to answer; its log is in the test's folder")


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until something listens on `port`; False where `process` has ended instead."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return process.poll() is None
    return False


@contextmanager
def nginx(folder: Path, configure: Callable[[int], str]) -> Iterator[int]:
    """nginx with what `configure` says inside `http { }` for a port; it keeps its own files in `folder`."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("needs nginx")
    folder.mkdir(parents=True, exist_ok=True)
    paths = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""  # the tests' folders are open to nobody else

    def start(port: int) -> subprocess.Popen[bytes]:
        (folder / "nginx.conf").write_text(
            f"{user} pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;\n"
            f"events {{ worker_connections 256; }}\nhttp {{ access_log off; {paths}\n{configure(port)}\n}}\n"
        )
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        with (folder / "said").open("ab") as said:
            return subprocess.Popen(command, stdout=said, stderr=said)

    with serving(start) as port:
        yield port


@contextmanager
def caddy(folder: Path, configure: Callable[[int], str]) -> Iterator[int]:
    """Caddy with the Caddyfile that `configure` says for a port; it keeps its own files in `folder`."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("needs caddy")
    folder.mkdir(parents=True, exist_ok=True)

    def start(port: int) -> subprocess.Popen[bytes]:
        (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + configure(port))
        command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
        environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with (folder / "said").open("ab") as said:
            return subprocess.Popen(command, stdout=said, stderr=said, env=environment)

    with serving(start) as port:
        yield port
