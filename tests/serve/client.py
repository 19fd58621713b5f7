"""A preview that runs, and a browser's part of the talk with it: real sockets, real files, and waiting for what is said."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.serve import Serving
from tests.texts import NOW

HANGS = 30
"""Seconds after which a silence is taken for ever."""


@dataclass(slots=True)
class Running:
    """A preview that follows its files."""

    serving: Serving
    said: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return urlsplit(self.serving.address).netloc

    def get(self, path: str, *, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
        """An answer and its text; `path` goes over the wire as it stands."""
        connection = HTTPConnection(self.host, timeout=HANGS)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text

    @contextmanager
    def page(self) -> Iterator[Page]:
        """A page that is open in a browser, and has heard how things are."""
        connection = HTTPConnection(self.host, timeout=HANGS)
        connection.request("GET", "/.upside/events")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        page = Page(response)
        page.hear()
        try:
            yield page
        finally:
            response.close()
            connection.close()


class Page:
    """What a page hears."""

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response
        self.state: dict[str, Any] = {}

    def hear(self) -> dict[str, Any]:
        """The next thing that is said; waits for it."""
        silence = 0
        while line := self._response.readline():
            silence += line.startswith(b": alive")
            if silence > 2:
                raise TimeoutError("nothing more is said")
            if line.startswith(b"data: "):
                self.state = json.loads(line.removeprefix(b"data: "))
                return self.state
        raise EOFError("the preview has ended")

    def hear_until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first thing said that is `wanted`."""
        while not wanted(self.hear()):
            pass
        return self.state

    def hear_of_another(self) -> dict[str, Any]:
        """What is said of the next release."""
        known = self.state["release"]
        return self.hear_until(lambda state: state["release"] != known)


@contextmanager
def running(root: Path, *, clock: Callable[[], datetime] = lambda: NOW, host: str = "127.0.0.1") -> Iterator[Running]:
    """A preview of the site in `root`, on any port."""
    said: list[str] = []
    with Serving(root, clock=clock, say=said.append, host=host, port=0) as serving:
        thread = threading.Thread(target=serving.follow)
        thread.start()
        try:
            yield Running(serving, said)
        finally:
            serving.end()
            thread.join(HANGS)
            assert not thread.is_alive()
