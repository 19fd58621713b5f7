"""One conversation with a POSIX shell at the other end of SSH: scripts go in, their output and status come back.

Nothing is ever asked of a person (BatchMode), and nothing is waited for without an end: a password prompt or a dead line must not
hold up a night's run. What is put into a script is quoted by whoever writes it.
"""

from __future__ import annotations

import os
import re
import secrets
import selectors
import subprocess
import time
from contextlib import suppress
from typing import IO

from generator.publish.targets.machine import Trouble
from generator.publish.targets.ssh_address import SshAddress

CONNECT = 15
"""Seconds until a machine that does not answer at all is given up."""
PATIENCE = 120.0
"""Seconds without a byte until a script is given up."""
OPTIONS = (
    *("-T", "-a", "-x", "-o", "BatchMode=yes", "-o", f"ConnectTimeout={CONNECT}", "-o", "ConnectionAttempts=1"),
    *("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4", "-o", "ClearAllForwardings=yes"),
    *("-o", "PermitLocalCommand=no", "-o", "RemoteCommand=none", "-o", "RequestTTY=no", "-o", "LogLevel=ERROR"),
)
"""Of ssh(1), over whatever ~/.ssh/config says."""
PREAMBLE = "LC_ALL=C; export LC_ALL; umask 022; trap '' PIPE\n"
NOISE = re.compile(r"[^\t -~\u00a0-\uffff]")


class Session:
    """An open shell. Close it: whatever it holds there is given back then."""

    def __init__(self, address: SshAddress) -> None:
        self._address = address
        self._token = f"upside-{secrets.token_hex(8)}"
        self._errors = b""
        self._got = b""
        try:
            self._process = subprocess.Popen(
                [*address.command(), *OPTIONS, *address.place(), "exec sh"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,  # a Ctrl-C here is ours to handle, and no terminal means no prompt
            )
        except OSError as problem:
            raise Trouble(
                f"{address.command()[0]} could not be started ({problem.strerror}). Install it: apt install openssh-client"
            ) from problem
        self._in, self._out, self._err = map(_open, (self._process.stdin, self._process.stdout, self._process.stderr))
        try:
            self.ask(":", PREAMBLE)
        except BaseException:
            self.close()
            raise

    def ask(self, script: str, before: str = "") -> bytes:
        """What `script` writes. `before` runs in the shell itself and not in one of its own. Raises `Trouble` where it fails."""
        status, output = self.try_(script, before)
        if status:
            raise Trouble(self._failed(self._last_words(), status))
        return output

    def try_(self, script: str, before: str = "") -> tuple[int, bytes]:
        """The status of `script`, and what it writes. Raises `Trouble` where there is no answer."""
        self._errors = b""
        text = f"{before}(\n{script}\n) </dev/null\nprintf '\\n%s %s\\n' {self._token} \"$?\"\n"
        waiting = memoryview(text.encode(errors="surrogateescape"))
        pattern = re.compile(rb"\n" + self._token.encode() + rb" ([0-9]+)\n")
        with selectors.DefaultSelector() as selector:
            selector.register(self._in, selectors.EVENT_WRITE)
            selector.register(self._out, selectors.EVENT_READ)
            selector.register(self._err, selectors.EVENT_READ)
            while not (end := pattern.search(self._got)):
                waiting = self._step(selector, waiting)
        output, self._got = self._got[: end.start()], self._got[end.end() :]
        return int(end[1]), output

    def _step(self, selector: selectors.BaseSelector, waiting: memoryview) -> memoryview:
        """Send and take what can be sent and taken; what is left to send."""
        ready = selector.select(PATIENCE)
        if not ready:
            self._process.kill()
            raise Trouble(f"{self._address.host} has not answered for {PATIENCE:g} seconds. Publish again.")
        for key, _ in ready:
            if key.fileobj is self._in:
                with suppress(BrokenPipeError):
                    waiting = waiting[os.write(key.fd, waiting[:65536]) :]
                if not waiting:
                    selector.unregister(key.fileobj)
                continue
            if content := os.read(key.fd, 65536):
                if key.fileobj is self._out:
                    self._got += content
                else:
                    self._errors = (self._errors + content)[-4096:]
                continue
            selector.unregister(key.fileobj)
            if key.fileobj is self._out:
                raise Trouble(self._ended())
        return waiting

    def close(self) -> None:
        """End it, and wait until it has ended there."""
        with suppress(OSError):
            self._in.close()
        try:
            self._process.wait(CONNECT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._out.close()
        self._err.close()

    def _last_words(self) -> str:
        """What was said on the other stream, which may arrive a little later."""
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            try:
                content = os.read(self._err.fileno(), 4096)
            except BlockingIOError:
                if self._errors:
                    break
                time.sleep(0.01)
                continue
            if not content:
                break
            self._errors += content
        return spoken(self._errors)

    def _failed(self, words: str, status: int) -> str:
        return (
            explained(self._address, words)
            or f"{self._address.host} answered with status {status}: {words or 'no reason given'}."
        )

    def _ended(self) -> str:
        """Why there is no connection, or none any more."""
        words = self._last_words()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        return explained(self._address, words) or (
            f"the connection to {self._address.host} ended{': ' + words if words else ' without a word'}. Publish again."
        )


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for, and that never makes us wait."""
    assert stream is not None
    os.set_blocking(stream.fileno(), False)
    return stream


def spoken(said: bytes) -> str:
    """The last lines that a program said, in one, without what a terminal might obey."""
    lines = [NOISE.sub("", line).strip() for line in said.decode(errors="replace").splitlines()]
    return " / ".join([line for line in lines if line][-3:]).rstrip(".")


def explained(address: SshAddress, words: str) -> str:
    """What ssh or rsync meant by `words`, and what to do; empty where it is nothing known."""
    host, port = address.host, f" -p {address.port}" if address.port else ""
    by_hand = f"ssh{port} {address.login}"
    known = (
        ("REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed.*changed|has changed and you have requested",
         f"{host} shows another key than the one known for it: it was set up anew, or somebody stands in between. Ask who runs it; "
         f"if the new key is right: ssh-keygen -R {address.known_as}, then {by_hand}"),
        ("Host key verification failed|No .* host key is known",
         f"the key of {host} is not known here. Connect once by hand, compare its fingerprint with what its owner tells you, and say yes:\n  {by_hand}"),
        ("Permission denied \\(|Too many authentication failures|no mutual signature",
         f"{host} did not let {address.user or 'you'} in: it takes none of the keys here (a password is never asked for). Try it by hand:\n  {by_hand}"),
        ("Could not resolve hostname", f"there is no machine by the name {host}; is it spelt right?"),
        ("Connection refused", f"{host} takes no SSH connection at port {address.port or 22}. Is sshd running, is the port right?"),
        ("[Tt]imed out|No route to host|Network is unreachable|Timeout, server",
         f"{host} does not answer ({words}). Is it up, and may this network reach it?"),
        ("No space left|Disk quota exceeded", f"the disk of {host} is full ({words}). Make room and publish again."),
        ("Read-only file system|Permission denied|Operation not permitted",
         f"{address.user or 'the user'} may not write there ({words}). Give permission, or name another folder."),
        ("rsync: (?:command )?not found|rsync: No such file|remote command not found|exec.*rsync",
         f"rsync is not installed on {host}. Install it there: apt install rsync"),
    )  # fmt: skip
    return next((sentence for pattern, sentence in known if re.search(pattern, words)), "")
