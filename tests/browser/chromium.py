"""A Chromium that tests drive: over the DevTools protocol through a pipe, so that nothing has to be installed beside it.

Knows nothing of status pages. https://chromedevtools.github.io/devtools-protocol/ lists the methods.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 180.0
"""Seconds that any single answer may take; only a hang ever needs them."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


def find() -> str | None:
    """The browser to drive, or None where this machine has none."""
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    )
    return next((found for name in names if (found := shutil.which(name))), None)


class Failed(AssertionError):
    """The browser refused a command, or a script in the page threw."""


@dataclass(slots=True)
class Page:
    """One tab, with everything it asked for and complained about since it was opened."""

    browser: Browser
    session: str
    complaints: list[str] = field(default_factory=list)
    """What the console said: errors, warnings, refusals of the content security policy, exceptions."""
    requests: list[str] = field(default_factory=list)
    """Addresses asked for, in order."""
    loaded: int = 0

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command to this tab."""
        return self.browser.send(method, self.session, **parameters)

    def go(self, url: str) -> None:
        """Open `url` and wait until it has loaded."""
        before = self.loaded
        answer = self.send("Page.navigate", url=url)
        if "errorText" in answer:
            raise Failed(f"{url}: {answer['errorText']}")
        while self.loaded == before:
            self.browser.listen()

    def follow(self, script: str) -> None:
        """Run what leads to another page, and wait until that has loaded: whoever asks the old one meanwhile may wait for ever."""
        before = self.loaded
        self.run(script)
        while self.loaded == before:
            self.browser.listen()

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, promises awaited."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Failed(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """What the first element that matches shows; an empty string where it is hidden or not there."""
        found = f"document.querySelector({json.dumps(selector)})"
        return str(self.run(f"{found}?.checkVisibility() ? {found}.innerText : ''"))

    def resize(self, width: int, height: int = 900, *, scale: float = 1) -> None:
        """Give the window another size; `scale` is how many dots a pixel has."""
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self.send("Emulation.setDeviceMetricsOverride", **size)

    def scheme(self, *, dark: bool = False, media: str = "", **features: str) -> None:
        """Pretend that the reader prefers dark, another medium (`print`) or other media features."""
        wanted = {"prefers-color-scheme": "dark" if dark else "light"}
        wanted |= {name.replace("_", "-"): value for name, value in features.items()}
        listed = [{"name": name, "value": value} for name, value in wanted.items()]
        self.send("Emulation.setEmulatedMedia", media=media, features=listed)

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression is true."""
        self.run(
            "new Promise((done) => { const look = () => ("
            + condition
            + ") ? done(1) : requestAnimationFrame(look); look(); })"
        )

    def picture(self, file: Path, *, whole: bool = True) -> None:
        """A PNG of the page, all of it or what the window shows."""
        answer = self.send("Page.captureScreenshot", captureBeyondViewport=whole, format="png")
        file.write_bytes(base64.b64decode(answer["data"]))

    def hear(self, method: str, parameters: dict[str, Any]) -> None:
        """Take in what the tab reports by itself."""
        match method:
            case "Page.loadEventFired":
                self.loaded += 1
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])
            case "Log.entryAdded" if parameters["entry"]["level"] in ("error", "warning"):
                self.complaints.append(parameters["entry"]["text"])
            case "Runtime.consoleAPICalled" if parameters["type"] in ("error", "warning", "assert"):
                self.complaints.append(json.dumps(parameters["args"]))
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(parameters["exceptionDetails"]))
            case _:
                pass


class Browser:
    """A running Chromium with a profile of its own. Use `running()`."""

    def __init__(self, program: str, profile: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        pipes = ((os.POSIX_SPAWN_DUP2, theirs_in, 3), (os.POSIX_SPAWN_DUP2, theirs_out, 4))
        self._process = os.posix_spawn(
            program,
            [program, *FLAGS, f"--user-data-dir={profile}"],
            os.environ,
            file_actions=[quiet, *pipes],
            setsid=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = ours_in, ours_out
        self._rest, self._last = b"", 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._pages: dict[str, Page] = {}

    def send(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Send one command and wait for its result."""
        self._last += 1
        number = self._last
        command = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        data = json.dumps(command).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        while number not in self._answers:
            self.listen()
        answer = self._answers.pop(number)
        if "error" in answer:
            raise Failed(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def listen(self) -> None:
        """Wait for at least one message and take in all that are there."""
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            if not select.select([self._in], [], [], max(0, until - time.monotonic()))[0]:
                raise Failed(f"Chromium was silent for {PATIENCE:.0f} seconds")
            if not (more := os.read(self._in, 1 << 20)):
                raise Failed("Chromium ended")
            self._rest += more
        *messages, self._rest = self._rest.split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            elif page := self._pages.get(message.get("sessionId", "")):
                page.hear(message["method"], message["params"])

    @contextmanager
    def page(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        zone: str = "UTC",
        script: bool = True,
        first: str = "",
        media: str = "",
    ) -> Iterator[Page]:
        """A fresh tab that shares nothing with others. `first` is JavaScript that runs before any of the page's own."""
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self._pages[session] = Page(self, session)
        try:
            for domain in ("Page", "Network", "Log", "Runtime"):
                page.send(f"{domain}.enable")
            page.resize(width, height)
            page.scheme(dark=dark, media=media)
            page.send("Emulation.setTimezoneOverride", timezoneId=zone)
            page.send("Emulation.setScriptExecutionDisabled", value=not script)
            if first:
                page.send("Page.addScriptToEvaluateOnNewDocument", source=first)
            yield page
        finally:
            del self._pages[session]
            self.send("Target.disposeBrowserContext", browserContextId=context)

    def close(self) -> None:
        """End the browser and all its processes."""
        os.close(self._out)
        os.close(self._in)
        os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


@contextmanager
def running(program: str) -> Iterator[Browser]:
    """A browser for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="upside-browser-", ignore_cleanup_errors=True) as profile:
        browser = Browser(program, Path(profile))
        try:
            yield browser
        finally:
            browser.close()
