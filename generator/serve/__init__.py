"""A preview that follows the files: built on save and by the clock, reloaded in the browser, with every problem beside it.

Promises: what is served is always a whole release, the last good one when a build fails, and the page says so then; it listens
on this machine alone unless told otherwise; nothing is written but into its own folder. Leaves alone: `public/`, and what a
page looks like.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from generator.serve.pages import Server, Unreachable
from generator.serve.preview import Preview
from generator.serve.watch import Watch, fingerprint

__all__ = ["Serving", "Unreachable", "serve"]

PATIENCE = 5.0
"""Seconds after which the files are looked at without a call: some file systems (network drives, containers) never call."""
QUIET = 0.04
"""Seconds without another call after which a save is over: an editor that saves atomically makes three or four."""
RESTLESS = 0.5
"""Seconds after which a build begins though the calls have not ended."""


def serve(
    root: Path,
    *,
    clock: Callable[[], datetime],
    say: Callable[[str], None],
    host: str = "127.0.0.1",
    port: int = 8000,
    folder: Path | None = None,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Preview the site in `root` until Ctrl-C.

    `clock` gives the present (aware). `say` is told what happens, for a terminal: lines without a final newline. Where `port` is
    taken, one of the next nine is; 0 is any. `folder` holds the preview, `.upside/preview` in `root` where none is given. `ready` is
    told the address once it answers. Raises `Unreachable` when nothing can listen there.
    """
    with Serving(root, clock=clock, say=say, host=host, port=port, folder=folder) as serving:
        if ready:
            ready(serving.address)
        try:
            serving.follow()
        except KeyboardInterrupt:
            say("The preview has ended.")


class Serving:
    """A preview that is being served; a context, so that its port and threads end with it."""

    def __init__(
        self,
        root: Path,
        *,
        clock: Callable[[], datetime],
        say: Callable[[str], None],
        host: str = "127.0.0.1",
        port: int = 8000,
        folder: Path | None = None,
    ) -> None:
        """Listen, and build for the first time. Parameters and what it raises are those of `serve`."""
        self._root = root
        self._clock = clock
        self._call = threading.Event()
        self._ended = threading.Event()
        self._preview = Preview(root, folder or root / ".upside" / "preview", clock=clock, say=say)
        self._server = Server.listening(self._preview, host, port, say)
        self._watch = Watch(root, self._call.set)
        self._seen = fingerprint(root)
        self._preview.rebuild()  # before the first thread begins, so that all cores may help
        say(f"Serving {self.address} until Ctrl-C.")

    @property
    def address(self) -> str:
        """Where the home page is, for a browser."""
        return self._server.address + self._preview.state.path

    def __enter__(self) -> Serving:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._watch.stop()
        self._preview.close()
        self._server.shutdown()
        self._server.server_close()

    def follow(self) -> None:
        """Build again whenever the files or the clock ask for it; comes back after `end`."""
        while not self._ended.is_set():
            self._call.wait(self._patience())
            self._settle()
            self._watch.follow()
            seen = fingerprint(self._root)
            if not self._ended.is_set() and (seen != self._seen or self._preview.due(self._clock())):
                self._seen = seen
                self._preview.rebuild()

    def end(self) -> None:
        """Let `follow` come back; from any thread."""
        self._ended.set()
        self._call.set()

    def _patience(self) -> float:
        """Seconds to wait for a call: no longer than until the clock alone changes something."""
        due = self._preview.next_change
        if due is None:
            return PATIENCE
        return min(PATIENCE, max(0.0, (due - self._clock()).total_seconds()))

    def _settle(self) -> None:
        """Wait until the calls have ended, or for as long as is bearable."""
        unbearable = time.monotonic() + RESTLESS
        while self._call.is_set() and not self._ended.is_set() and time.monotonic() < unbearable:
            self._call.clear()
            self._call.wait(QUIET)
        self._call.clear()
