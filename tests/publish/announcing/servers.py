"""Real servers on loopback: webhooks that can refuse, a mail server, and a host that shows a built site."""

from __future__ import annotations

import json
import threading
from asyncio.base_events import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

STEP = 0.02
"""Seconds between two looks at whether a server shall end; the library's own half a second would be paid by every test."""


@dataclass
class Hooks:
    """Webhooks: what was posted to which path, and what to answer."""

    port: int = 0
    posted: list[tuple[str, Any]] = field(default_factory=list)
    answers: dict[str, list[int]] = field(default_factory=dict)
    """By path, the next statuses; 200 where there are none left. 0: the connection is cut."""

    def address(self, path: str) -> str:
        return f"json://127.0.0.1:{self.port}/{path}"

    def titles(self, path: str) -> list[str]:
        return [said["title"] for where, said in self.posted if where == f"/{path}"]


@contextmanager
def hooks() -> Iterator[Hooks]:
    held = Hooks()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            left = held.answers.get(self.path, [])
            status = left.pop(0) if left else 200
            if not status:
                self.close_connection = True
                return
            if status == 200:
                held.posted.append((self.path, json.loads(body)))
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        held.port = port
        yield held


@contextmanager
def host(folder: Path) -> Iterator[str]:
    """The address of a host that shows what lies in `folder`."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=STEP), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Mailbox:
    """A mail server: what arrived, in which envelope."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Addresses that are not taken."""

    async def handle_RCPT(  # noqa: N802 -- the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the library's name
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append((str(envelope.mail_from), list(envelope.rcpt_tos)))
        return "250 taken"


class OnAnyPort(Controller):
    """The library's server, on a port that the system chose."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    held = Mailbox()
    controller = OnAnyPort(held, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        held.port = controller.port
        yield held
    finally:
        controller.stop()
