"""A folder on the loopback, as a static host would serve it, at a time of the test's choosing.

Knows nothing of status pages but that hosts answer `404.html` where nothing is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Host:
    """A running server."""

    folder: Path
    prefix: str
    """The path that the site stands under: `/`, `/status/`."""
    now: datetime
    """What the `Date` header says."""
    port: int = 0
    asked: list[str] = field(default_factory=list)
    """Paths asked for, in order."""
    answers: list[int] = field(default_factory=list)
    """The status of each answer, in order."""
    headers: dict[str, str] = field(default_factory=dict)
    """What is sent with every answer."""
    failing: bool = False
    """Whether every answer is that the server cannot answer."""

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://127.0.0.1:{self.port}{self.prefix}"


@contextmanager
def serving(folder: Path, now: datetime, prefix: str = "/") -> Iterator[Host]:
    """Serve `folder` under `prefix` for as long as the block lasts."""
    host = Host(folder, prefix, now)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host))
    server.daemon_threads = True
    host.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Handler(SimpleHTTPRequestHandler):
    """One request to `host`."""

    def __init__(self, host: Host, *arguments: Any) -> None:
        self.host = host
        super().__init__(*arguments, directory=str(host.folder))

    def do_GET(self) -> None:
        self.host.asked.append(self.path)
        if self.host.failing:
            super().send_error(503)
            return
        inside = self.path.startswith(self.host.prefix)
        self.path = "/" + self.path.removeprefix(self.host.prefix) if inside else "/nothing"
        super().do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self.host.folder / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        for name, value in self.host.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del size
        self.host.answers.append(int(code))

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(timestamp) if timestamp else format_datetime(self.host.now, usegmt=True)

    def log_message(self, *arguments: Any) -> None:
        pass
