"""A static host on the loopback that obeys `_headers` and `_redirects`, as Cloudflare Pages or as Netlify does.

Both apply the first rule that matches, and set every header whose path matches. They differ in one thing: on Cloudflare Pages a
rule holds even where there is a file (developers.cloudflare.com/pages/configuration/redirects), on Netlify the file comes first
(docs.netlify.com/routing/redirects/rewrites-proxies, "shadowing").
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Serve = Callable[[str], bytes | None]
"""The bytes at a path without its first slash; None where there are none."""

Rule = tuple[str, str, int]

TYPES = {".json": "application/json", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}


def rules(text: str) -> list[Rule]:
    """From, to and status, in order."""
    found = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(old, new, int(status)) for old, new, status in found]


def led(path: str, told: list[Rule]) -> tuple[str, int] | None:
    """Where the first rule that matches leads, and with which status."""
    for old, new, status in told:
        pattern = re.sub(r":([A-Za-z]\w*)", r"(?P<\1>[^/]+)", re.sub(r"[.\-]", r"\\\g<0>", old))
        if match := re.fullmatch(pattern, path):
            for name, value in match.groupdict().items():
                new = new.replace(f":{name}", value)
            return new, status
    return None


def resolved(path: str, told: list[Rule], exists: Callable[[str], bool], *, files_first: bool) -> tuple[str, int]:
    """The path that is served for `path`, and the status: once, since neither host follows a second rule."""
    if files_first and exists(path):
        return path, 200
    return led(path, told) or (path, 200)


def headers(path: str, text: str) -> dict[str, str]:
    """What `_headers` sets for a path."""
    found: dict[str, str] = {}
    matches = False
    for line in text.splitlines():
        if not line.startswith(" "):
            matches = fnmatch(path, line.strip())
        elif matches:
            name, _, value = line.strip().partition(": ")
            found[name] = value
    return found


@contextmanager
def hosting(folder: Path, extra: dict[str, bytes] | None = None) -> Iterator[str]:
    """Serve `folder`, and `extra` files over it, for as long as the block lasts; the address without a slash at its end."""
    more = extra or {}
    told = rules((folder / "_redirects").read_text()) if (folder / "_redirects").exists() else []
    policy = (folder / "_headers").read_text() if (folder / "_headers").exists() else ""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.path.partition("?")[0]
            path, _ = resolved(asked, told, lambda each: (folder / each.lstrip("/")).is_file(), files_first=False)
            file = folder / path.lstrip("/")
            body = more.get(path) or (file.read_bytes() if file.is_file() else None)
            self.send_response(200 if body is not None else 404)
            for name, value in headers(asked, policy).items():
                self.send_header(name, value)
            self.send_header("Content-Type", TYPES.get(Path(path).suffix, "text/plain"))
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
