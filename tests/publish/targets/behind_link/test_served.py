"""nginx serves a folder while releases are exchanged under it: every reply is whole, of one release, and a 304 is for equal bytes only."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from generator.publish.targets.behind_link import BehindLink
from generator.publish.targets.folder import Folder
from generator.render.hosts.ready import Served, ready
from tests.publish.targets.behind_link.places import release, terms
from tests.web_servers import Client, nginx

SWAPS = 400
KINDS = 8
"""Different releases, which take turns."""


def configuration(folder: Path, port: int) -> str:
    """What `upside host nginx` prints, without TLS: it is requests that count here, not greetings."""
    text = ready("nginx", Served("Site", "status.example.com", "/", str(folder)))
    text = text[: text.index("server {")] + text[text.rindex("server {") :]
    text = re.sub(r"    (?:ssl_\w+|listen \[::\].*?) ?[^;\n]*;\n", "", text)
    return text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")


def page(number: int) -> bytes:
    """Every one of the same length, and with an asset of its own."""
    return f'<link rel="stylesheet" href="/assets/s.{number:04d}.css">{number:04d}'.encode() * 500


def site(number: int) -> dict[str, bytes]:
    return {"index.html": page(number), f"assets/s.{number:04d}.css": b"%04d" % number, "status.txt": b"%04d" % number}


class Reader(threading.Thread):
    """Asks again and again, as long as releases are exchanged."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.client = Client(port)
        self.done = threading.Event()
        self.wrong: list[str] = []
        self.asked = self.kept = 0
        self.numbers: set[int] = set()
        self.tags: dict[str, bytes] = {}

    def run(self) -> None:
        try:
            while not self.done.wait(0.001):
                self.look()
        except Exception as problem:
            self.wrong.append(repr(problem))

    def look(self) -> None:
        tag = next(reversed(self.tags), "none")
        reply = self.client.get("/", If_None_Match=tag)
        self.asked += 1
        if reply.status == 304:
            self.kept += 1
            return
        number = int(reply.body[-4:] or b"-1")
        if reply.status != 200 or reply.body != page(number):
            self.wrong.append(f"{reply.status} {len(reply.body)} {reply.body[:80]!r}")
        if self.tags.setdefault(reply.headers["etag"], reply.body) != reply.body:
            self.wrong.append(f"{reply.headers['etag']} is the mark of two pages")
        self.numbers.add(number)
        asset = self.client.get(f"/assets/s.{number:04d}.css")
        self.asked += 1
        if (asset.status, asset.body) != (200, b"%04d" % number):
            self.wrong.append(f"the style of page {number}: {asset.status}")


@pytest.mark.long
def test_no_reply_is_torn_or_missing_over_four_hundred_releases(tmp_path: Path) -> None:
    target = BehindLink(Folder(tmp_path / "status", "status"))
    releases = [release(tmp_path / f"build-{number}", site(number), number) for number in range(KINDS)]
    target.ship(releases[0], terms())
    with nginx(tmp_path / "nginx", lambda port: configuration(tmp_path / "status", port)) as port:
        reader = Reader(port)
        reader.start()
        try:
            for swap in range(1, SWAPS + 1):
                if swap % 10 == 0:
                    target.roll_back(None, terms(swap))
                else:
                    target.ship(releases[swap % KINDS], terms(swap, overwrite_newer=True))
        finally:
            reader.done.set()
            reader.join()
            reader.client.close()
    assert reader.wrong == []
    assert reader.asked > SWAPS
    assert reader.numbers == set(range(KINDS))
    assert len(reader.tags) > SWAPS / 10, "the reader saw many swaps"
    assert reader.kept > 0
    assert len(list((tmp_path / "status" / "releases").iterdir())) < 80, "what is old goes"
