"""A network between a publisher and a store that fails where it is told to: one request or all from one on, in one way or another."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from io import BufferedReader
from typing import Literal

Fault = Literal["reset", "unanswered", "503", "truncated", "slow", "garbage"]
"""`reset`: it never arrives. `unanswered`: it arrives, and the answer does not. `truncated`: half of the answer does. `slow`: it
arrives, and the answer after everybody's patience. `garbage`: somebody else answers."""
FAULTS: tuple[Fault, ...] = ("reset", "unanswered", "503", "truncated", "slow", "garbage")


@dataclass
class Network:
    """What happens to requests, and which there were."""

    upstream: int
    port: int = 0
    at: int = -1
    """The request that fails, counted from 0; none before it is set."""
    until: int = -1
    """The first request that does not fail any more; -1: only one fails."""
    fault: Fault = "reset"
    arrived: Callable[[int], None] = lambda _number: None
    """Told of every request before it is passed on."""
    answered: Callable[[int], None] = lambda _number: None
    """Told of every request after it was carried out, before it is answered."""
    spoil: Callable[[str, str, bytes], bytes] = lambda _method, _path, body: body
    """What becomes of the body of a request on its way."""
    dropped: set[str] = field(default_factory=set)
    """Headers that are lost on the way, in small letters."""
    requests: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    def fail(self, at: int, fault: Fault, *, until: int = -1) -> None:
        """From now on requests are counted anew, and fail so."""
        with self.lock:
            self.at, self.until, self.fault = at, until, fault
            self.requests.clear()

    def well(self) -> None:
        """From now on nothing fails."""
        self.fail(-1, "reset")

    def count(self, request: str) -> tuple[int, Fault | None]:
        """The number of `request`, and what is to go wrong with it."""
        with self.lock:
            number = len(self.requests)
            self.requests.append(request)
            fails = self.at >= 0 and self.at <= number < max(self.until, self.at + 1)
            return number, self.fault if fails else None


@contextmanager
def network(upstream: int) -> Iterator[Network]:
    """A network to the server at the port `upstream`, for as long as the context lasts."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        found = Network(upstream, listening.getsockname()[1])
        threading.Thread(target=_listen, args=(listening, found), daemon=True).start()
        try:
            yield found
        finally:
            found.closing.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)


def _listen(listening: socket.socket, found: Network) -> None:
    while not found.closing.is_set():
        try:
            client, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(client, found), daemon=True).start()


def _serve(client: socket.socket, found: Network) -> None:
    with suppress(OSError), client, client.makefile("rb") as reading:
        while request := _read(reading):
            method, path, headers, body = request
            number, fault = found.count(f"{method} {path}")
            if not _carry(client, found, number, fault, (method, path, headers, body)):
                return


Request = tuple[str, str, dict[str, str], bytes]


def _read(reading: BufferedReader) -> Request | None:
    line = reading.readline()
    if not line.strip():
        return None
    method, path, _ = line.decode().split(" ", 2)
    headers: dict[str, str] = {}
    while (line := reading.readline()).strip():
        name, _, value = line.decode().partition(":")
        headers[name.strip().lower()] = value.strip()
    body = reading.read(int(headers.get("content-length", "0")))
    return method, path, headers, body


def _carry(client: socket.socket, found: Network, number: int, fault: Fault | None, request: Request) -> bool:
    """Carry a request there and its answer back, or not; whether the connection still stands."""
    found.arrived(number)
    if fault == "reset":
        return _reset(client)
    if fault == "503":
        client.sendall(b"HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\n\r\n")
        return True
    if fault == "garbage":
        page = b"<html>Welcome to the hotel. Please sign in.</html>"
        client.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n" % len(page) + page)
        return True
    head, body = _ask(found, request)
    found.answered(number)
    if fault == "unanswered":
        return _reset(client)
    if fault == "truncated":
        client.sendall(head + body[: len(body) // 2] if body else head[: len(head) // 2])
        return False
    if fault == "slow":
        found.closing.wait(20)
        return False
    client.sendall(head + body)
    return True


def _ask(found: Network, request: Request) -> tuple[bytes, bytes]:
    method, path, headers, body = request
    body = found.spoil(method, path, body)
    connection = HTTPConnection("127.0.0.1", found.upstream, timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            if name not in found.dropped:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        return _head(method, answer, len(content)), content
    finally:
        connection.close()


def _head(method: str, answer: HTTPResponse, size: int) -> bytes:
    told = {name.lower(): value for name, value in answer.getheaders()}
    told.pop("transfer-encoding", None)
    told.pop("connection", None)
    if method != "HEAD":
        told["content-length"] = str(size)
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *(f"{name}: {value}" for name, value in told.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _reset(client: socket.socket) -> bool:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    return False
