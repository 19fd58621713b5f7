"""The preview over HTTP: files of the release, with a script added that reloads them and shows what is wrong.

Promises: nothing outside the release's folder is ever read, only names of this machine are answered to while it listens on this
machine alone (so that no website can read the preview through a name of its own), and text that somebody wrote is never markup.
Source of the event stream: the HTML standard, "Server-sent events".
"""

from __future__ import annotations

import errno
import html
import os
import socket
import socketserver
import stat
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from generator.serve.preview import Preview, State

OURS = "/.upside/"
HERE = Path(__file__).parent
ALIVE = 15.0
"""Seconds between two signs of life to a page; a page that has gone is noticed by them."""

TYPES = {
    ".atom": "application/atom+xml",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Fixed here: what the machine's own tables say of `.js` differs from machine to machine."""


class Unreachable(Exception):
    """Nothing can listen where it was asked to."""


class Server(ThreadingHTTPServer):
    """Serves one preview."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two previews share a port

    def __init__(self, preview: Preview, host: str, port: int) -> None:
        self.preview = preview
        self.host = host
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)

    @classmethod
    def listening(cls, preview: Preview, host: str, port: int, say: Callable[[str], None]) -> Server:
        """A server on `port`, or on one of the next nine where it is taken. Raises `Unreachable`."""
        for attempt in range(port, port + 10 if port else 1):
            try:
                server = cls(preview, host, attempt)
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE:
                    raise Unreachable(f"cannot listen on {host}:{attempt}: {problem.strerror or problem}") from problem
            except OverflowError as problem:
                raise Unreachable(f"cannot listen on port {attempt}: ports end at 65535") from problem
            else:
                if attempt != port:
                    say(f"Port {port} is taken; port {attempt} it is.")
                if not server.is_private:
                    say(f"Everybody who can reach this machine can read the preview: it listens on {host}.")
                return server
        raise Unreachable(f"cannot listen on {host}: ports {port} to {port + 9} are all taken")

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach it."""
        return _is_loopback(str(self.server_address[0]))

    @property
    def address(self) -> str:
        """`http://host:port`, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind, without asking the network for this machine's name as the standard library's does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is closed while it is being sent is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version = "upside"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the page, the file, or the stream of events."""
        path = urlsplit(self.path).path
        if not self._is_meant_for_us():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, ".txt", b"This preview answers to names of this machine only.\n")
        elif path == f"{OURS}events":
            self._stream()
        elif path in (f"{OURS}preview.js", f"{OURS}preview.css"):
            name = path.removeprefix(OURS)
            self._send(HTTPStatus.OK, Path(name).suffix, (HERE / name).read_bytes())
        else:
            self._send_page(path)

    def do_HEAD(self) -> None:
        """Answer as to a GET, without the content."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing: the terminal belongs to the problems."""

    def _is_meant_for_us(self) -> bool:
        host = self.headers.get("Host", "")
        name = host.rpartition(":")[0] if host.rpartition("]")[2].count(":") else host
        return not self.server.is_private or name in ("localhost", self.server.host) or _is_loopback(name.strip("[]"))

    def _send_page(self, path: str) -> None:
        state = self.server.preview.state
        if not state.release:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, ".html", _waiting(state))
            return
        if not path.startswith(state.path):
            below = path + "/" == state.path or path == "/"
            if below:
                self._redirect(state.path)
            else:
                self._send_missing()
            return
        found = _inside(self.server.preview.folder, path.removeprefix(state.path))
        if found is None:
            self._send_missing()
        elif found.name == "index.html" and not path.endswith(("/", "/index.html")):
            self._redirect(path + "/")
        else:
            self._send_file(HTTPStatus.OK, found)

    def _send_missing(self) -> None:
        page = _inside(self.server.preview.folder, "404.html")
        if page is None:
            self._send(HTTPStatus.NOT_FOUND, ".txt", b"There is no such page.\n")
        else:
            self._send_file(HTTPStatus.NOT_FOUND, page)

    def _send_file(self, status: HTTPStatus, file: Path) -> None:
        try:
            content = file.read_bytes()
        except OSError:  # replaced by the next release a moment ago
            self._send(HTTPStatus.NOT_FOUND, ".txt", b"There is no such page any more.\n")
            return
        self._send(status, file.suffix, content)

    def _send(self, status: HTTPStatus, suffix: str, content: bytes) -> None:
        if suffix == ".html":
            content = _with_script(content, self.server.preview.release)
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote("/" + unquote(path).lstrip("/\\")))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _stream(self) -> None:
        """Tell the page of every change, until it or the preview ends."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        preview, known = self.server.preview, None
        while self.command != "HEAD" and (state := preview.wait(known, ALIVE)):
            news = f"data: {preview.as_json(state)}\n\n" if state is not known else ": alive\n\n"
            self.wfile.write(news.encode())
            known = state


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _inside(folder: Path, path: str) -> Path | None:
    """The regular file that `path` (still quoted, without a leading slash) names inside `folder`; a folder's is its index."""
    wanted = unquote(path)
    parts = PurePosixPath(wanted).parts
    if "\0" in wanted or "\\" in wanted or ":" in wanted or ".." in parts or wanted.startswith("/"):
        return None
    try:
        top = folder.resolve()
        file = (top / wanted).resolve()
        if file.is_dir():
            file /= "index.html"
        elif wanted.endswith("/"):
            return None
        if file.is_relative_to(top) and stat.S_ISREG(file.lstat().st_mode):
            return file
    except (OSError, ValueError):
        pass
    return None


def _with_script(page: bytes, release: str) -> bytes:
    """`page` with the preview's script: a file of the same origin, so that the page's own policy allows it."""
    script = f'<script src="{OURS}preview.js?release={release}" defer></script>'.encode()
    head, found, rest = page.partition(b"</head>")
    return head + script + found + rest if found else page + script


def _waiting(state: State) -> bytes:
    """The page for as long as there is no release."""
    problems = "".join(f"<li>{html.escape(f'{each.place}: {each.message}')}</li>" for each in state.problems)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nothing to preview yet</title></head>'
        f"<body><h1>Nothing to preview yet</h1><p>{html.escape(state.failure)}</p><ul>{problems}</ul></body></html>"
    ).encode()
