"""Real servers on the loopback for as long as a block lasts: web servers with a test's own certificates, and a DNS server.

What they answer is a test's to say: a folder with the headers that its own `_headers` tells, or a function for a path, which may hang,
break off, or talk nonsense.
"""

from __future__ import annotations

import fnmatch
import mimetypes
import socket
import ssl
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from threading import Event, Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Answering = Callable[["Handler"], None]


@dataclass
class Web:
    """A web server, and what it answers."""

    address: str
    """Of the loopback."""
    port: int = 0
    folder: Path | None = None
    """What it serves where `paths` say nothing."""
    paths: dict[str, Answering] = field(default_factory=dict)
    """By path, without the query."""
    ended: Event = field(default_factory=Event)
    """What hangs ends when this is set."""
    asked: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:
        web = self.server.web
        path = self.path.partition("?")[0]
        web.asked.append(path)
        if path in web.paths:
            web.paths[path](self)
        else:
            self._from_folder(web, path)

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; header names with underscores for hyphens."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- the library's name
        """Nothing."""

    def _from_folder(self, web: Web, path: str) -> None:
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        file = (web.folder or Path("/nonexistent")) / name
        if not file.is_file():
            self.say(404, b"Not found", Content_Type="text/plain")
            return
        headers = {"Content-Type": mimetypes.guess_type(name)[0] or "application/octet-stream"}
        headers.update(_said((web.folder or Path()) / "_headers", path))
        self.say(200, file.read_bytes(), **headers)


def _said(file: Path, path: str) -> dict[str, str]:
    """What a `_headers` file says of a path."""
    found: dict[str, str] = {}
    pattern = ""
    for line in file.read_text().splitlines() if file.is_file() else ():
        if not line.startswith(" "):
            pattern = line.strip()
        elif fnmatch.fnmatchcase(path, pattern):
            name, _, value = line.strip().partition(": ")
            found[name] = value
    return found


class Server(ThreadingHTTPServer):
    """Knows what it answers; says nothing of a client that left."""

    daemon_threads = True
    web: Web

    def server_bind(self) -> None:
        """Without asking the world's DNS for our name, as the library would."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 -- the library's signature
        """A client that left is no matter; anything else is."""
        if not isinstance(sys.exception(), OSError):
            raise AssertionError("a test's server failed") from sys.exception()


@contextmanager
def web_server(web: Web, tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """`web`, on its port, or a free one where that is 0."""
    server = Server((web.address, web.port), Handler)
    server.web = web
    web.port = server.server_address[1]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        web.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def hang(handler: Handler) -> None:
    """Says nothing until the server ends."""
    handler.server.web.ended.wait(60)


def half(handler: Handler) -> None:
    """Begins an answer, and says no more until the server ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>")
    handler.wfile.flush()
    handler.server.web.ended.wait(60)


def reset(handler: Handler) -> None:
    """Breaks the connection off (RST)."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def garbage(handler: Handler) -> None:
    """What is no HTTP."""
    handler.wfile.write(b"\x00\x01\x02 SSH-2.0-nonsense\r\n\r\n")


def huge(handler: Handler) -> None:
    """More than anybody wants to read, without an end, for as long as somebody reads."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(2_000):
        handler.wfile.write(b"<p>" + b"x" * 50_000)


def moved(address: str) -> Answering:
    """A redirect."""
    return lambda handler: handler.say(302, Location=address)


def told(status: int, body: str = "", **headers: str) -> Answering:
    """A plain answer."""
    return lambda handler: handler.say(status, body.encode(), **{"Content_Type": "text/html", **headers})


Zone = Mapping[tuple[str, str], list[str]]
"""Records by name and kind: `{("status.test", "A"): ["127.0.0.1"]}`."""


@contextmanager
def name_server(zone: Zone, *, says: bytes | None = None) -> Iterator[int]:
    """A DNS server on a free port of 127.0.0.1, which is given. `says`: these bytes instead of an answer; empty, nothing at all."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))
    ended = Event()
    thread = Thread(target=_answer, args=(listening, zone, says, ended))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        listening.close()


def _answer(listening: socket.socket, zone: Zone, says: bytes | None, ended: Event) -> None:
    listening.settimeout(0.05)
    while not ended.is_set():
        try:
            asked, sender = listening.recvfrom(4096)
        except TimeoutError:
            continue
        if says is None:
            listening.sendto(_reply(asked, zone), sender)
        elif says:
            listening.sendto(asked[:2] + says, sender)


def _reply(asked: bytes, zone: Zone) -> bytes:
    query = dns.message.from_wire(asked)
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.AA | dns.flags.RA
    question = query.question[0]
    name = question.name.to_text().rstrip(".")
    kind = question.rdtype.name
    for wanted in ("CNAME", kind):
        if (name, wanted) in zone:
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", wanted, *zone[name, wanted]))
            break
    else:
        if not any(each == name or each.endswith(f".{name}") for each, _ in zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()
