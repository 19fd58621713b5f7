"""What is being previewed: the last good release, and what was wrong since.

Promises that a failure never takes the last good release away, and is never shown as if it were none. Knows nothing of sockets.
"""

from __future__ import annotations

import json
import secrets
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from generator.build import build
from generator.problem import Level, Problem, Unusable
from generator.publish import Busy, Refused

LEAST = timedelta(seconds=1)
"""Between two builds that only the clock asks for."""
AGAIN = timedelta(seconds=5)
"""After which a build is tried again that another one stood in the way of."""


class State(Struct, frozen=True):
    """What a page that is open in a browser needs to know."""

    release: int = 0
    """Counts the releases; 0 while there is none. A page of another release is out of date."""
    path: str = "/"
    """Where the site stands on its host, with a slash at both ends."""
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    """Why the release is older than the files; empty where it is not."""


class Preview:
    """Builds the site in `root` into `folder`, as often as it is asked to."""

    def __init__(self, root: Path, folder: Path, *, clock: Callable[[], datetime], say: Callable[[str], None]) -> None:
        self.folder = folder
        self.next_change: datetime | None = None
        """When the clock alone asks for another build."""
        self._root = root
        self._clock = clock
        self._say = say
        self._run = secrets.token_hex(4)
        self._state = State()
        self._changed = threading.Condition()
        self._closed = False

    @property
    def state(self) -> State:
        return self._state

    @property
    def release(self) -> str:
        """The name of the release that is shown, unlike that of any other run."""
        return f"{self._run}-{self._state.release}"

    def due(self, now: datetime) -> bool:
        """Whether the clock alone asks for a build."""
        return self.next_change is not None and now >= self.next_change

    def rebuild(self) -> None:
        """Build, whatever comes of it."""
        now = self._clock()
        self.next_change = None
        try:
            built = build(self._root, self.folder, now=now)
        except Unusable as unusable:
            self._fail(now, "The site cannot be built from what is written.", unusable.problems)
        except Busy as busy:
            self.next_change = now + AGAIN
            self._fail(now, f"Waiting: {busy}")
        except Refused as refused:
            self._fail(now, str(refused))
        except Exception as bug:
            self._say(traceback.format_exc().rstrip())
            self._fail(now, f"The build failed: {type(bug).__name__}: {bug}")
        else:
            self.next_change = max(built.board.next_change, now + LEAST)
            path = f"/{urlsplit(built.board.site.url).path.strip('/')}/".replace("//", "/")
            self._become(State(self._state.release + 1, path, built.problems))
            self._say(f"{_clock(now)} Built. {_counted(built.problems)}")
            self._tell(built.problems)

    def wait(self, known: State | None, seconds: float) -> State | None:
        """The state once it is another than `known`, or after `seconds`; None when the preview has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._state is not known, seconds)
            return None if self._closed else self._state

    def close(self) -> None:
        """End; whoever waits is told."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def as_json(self, state: State) -> str:
        """What the script in the page is sent."""
        problems = [
            {"place": str(each.place), "level": each.level, "message": each.message, "hint": each.hint}
            for each in state.problems
        ]
        told = {"release": f"{self._run}-{state.release}", "failure": state.failure, "problems": problems}
        return json.dumps(told)

    def _fail(self, now: datetime, why: str, problems: tuple[Problem, ...] = ()) -> None:
        self._become(replace(self._state, failure=why, problems=problems))
        kept = "The last good page stays." if self._state.release else "There is no page yet."
        self._say(f"{_clock(now)} {why} {kept}")
        self._tell(problems)

    def _become(self, state: State) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        for each in problems:
            self._say(f"{each.place}: {each.level}: {each.message}")
            if each.hint:
                self._say("".join(f"    {line}\n" for line in each.hint.splitlines()).rstrip("\n"))


def _clock(now: datetime) -> str:
    return f"{now.astimezone(UTC):%H:%M:%S} UTC"


def _counted(problems: tuple[Problem, ...]) -> str:
    """Such as `2 errors, 1 warning.`, for a terminal."""
    count = Counter(each.level for each in problems)
    words = [f"{count[level]} {level}{'s' if count[level] > 1 else ''}" for level in Level if count[level]]
    return f"{', '.join(words) or 'No problems'}."
