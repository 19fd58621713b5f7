"""Whether what stands at an address is the release in a folder: fetched back and compared, byte by byte.

Promises to believe nothing but the bytes that came back. Waits for as long as it is allowed to, since hosts take a while to show
what they were given, and measures that with `time.monotonic`; asks no clock. Sends nothing but requests for two files.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

COMPARED = ("api/heartbeat.json", "index.html")
"""The heartbeat names the release by a digest of every file; the home page is what people see."""
PAUSE = 3.0
"""Seconds between two looks."""
TIMEOUT = 20.0
"""Seconds that one request may take."""


class Unverified(Exception):
    """What stands there is not the release, or nobody can say; the text says what was found instead."""


def verify(folder: Path, address: str, *, patience: float) -> None:
    """Return as soon as `address` (http or https) shows the release in `folder`; look again for up to `patience` seconds.

    Raises `Unverified` with what was found last, and OSError where `folder` holds no release.
    """
    wanted = {path: (folder / path).read_bytes() for path in COMPARED}
    end = time.monotonic() + patience
    while True:
        wrong = next(_differences(address.rstrip("/"), wanted), None)
        if wrong is None:
            return
        if time.monotonic() + PAUSE > end:
            raise Unverified(wrong)
        time.sleep(PAUSE)


def _differences(address: str, wanted: dict[str, bytes]) -> Iterator[str]:
    """What is not there as it should be, one sentence each."""
    for path, content in wanted.items():
        place = f"{address}/{path.removesuffix('index.html')}"
        try:
            found = _fetched(place, len(content) + 1)
        except (OSError, ValueError) as problem:  # urllib's and http's own errors are of these
            yield f"{place} could not be fetched: {_why(problem)}"
            continue
        if found != content:
            yield f"{place} is there, but is not what was built"


def _fetched(place: str, most: int) -> bytes:
    """What stands at `place`, up to `most` bytes, past any cache that heeds its reader or the query."""
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    asked = Request(
        f"{place}?{secrets.token_hex(8)}", headers={"Cache-Control": "no-cache", "User-Agent": "upside-verify"}
    )
    try:
        with urlopen(asked, timeout=TIMEOUT) as answer:
            found: bytes = answer.read(most)
            return found
    except HTTPException as problem:
        raise OSError(f"the answer broke off ({type(problem).__name__})") from None


def _why(problem: Exception) -> str:
    """In a few words, and without the address, which may hold what is nobody's business."""
    from urllib.error import HTTPError, URLError

    if isinstance(problem, HTTPError):
        return f"the host answered {problem.code} {problem.reason}"
    if isinstance(problem, URLError):
        problem = problem.reason if isinstance(problem.reason, Exception) else problem
    return str(getattr(problem, "strerror", None) or problem) or type(problem).__name__
