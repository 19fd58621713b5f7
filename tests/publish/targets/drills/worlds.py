"""One target of each kind with everything that can be seen of it from outside, so that nothing a drill does to it goes unseen."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.publish.targets import Origin, Release, Target, Terms, finished, target_of
from tests.publish.sites import SITE, publish
from tests.publish.targets import s3
from tests.publish.targets.behind_link.places import MINUTE, heartbeat
from tests.texts import NOW

OLD = {"index.html": b"minor", "assets/old.css": b"old"}
NEW = {"index.html": b"major", "assets/new.css": b"new", "incidents/three/index.html": b"three"}


@dataclass(frozen=True)
class World:
    """A target."""

    kind: str
    address: str
    folder: Path | None = None
    """What it is on this disk, if it is a folder in the end."""
    bucket: s3.Place | None = None

    @property
    def target(self) -> Target:
        """As a command makes it."""
        return target_of(self.address, Path("/"))

    def everything(self) -> Mapping[str, object]:
        """All that is there: names, bytes, times and links, but for times of folders, which change when something beside goes."""
        if self.bucket is not None:
            return {name: self._object(self.bucket, name) for name in self.bucket.names()}
        assert self.folder is not None
        return {str(path): _told(path) for path in _walk(self.folder)}

    def put(self, path: str, content: bytes) -> None:
        """Meddle."""
        if self.bucket is not None:
            self.bucket.put(path, content)
            return
        assert self.folder is not None
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(content)

    def by_hand(self, command: str) -> None:
        """Do what a person is told to type, as far as this machine has the program."""
        words = shlex.split(command)
        if words[0] == "ssh":
            words = [*shlex.split(os.environ["UPSIDE_SSH"]), *words[1:]]
        subprocess.run(words, check=True)

    @staticmethod
    def _object(bucket: s3.Place, name: str) -> object:
        status, body, headers = bucket.request("GET", f"site/{name}")
        return status, body, headers.get("Etag"), headers.get("Last-Modified"), headers.get("Cache-Control")


def release(folder: Path, site: Mapping[str, bytes], age: int = 0) -> Release:
    """A finished build of `site`, true at `age` minutes after `NOW`."""
    at = NOW + age * MINUTE
    publish({**SITE, **site, "api/heartbeat.json": heartbeat(at)}, folder)
    return finished(folder, Origin(at, at))


def terms(age: int = 0) -> Terms:
    """To ship it on."""
    return Terms(NOW + age * MINUTE)


def _walk(folder: Path) -> Iterator[Path]:
    if os.path.lexists(folder):
        yield folder
    for here, folders, names in os.walk(folder):
        yield from (Path(here, name) for name in (*folders, *names))


def _told(path: Path) -> object:
    if path.is_symlink():
        return str(path.readlink())
    if path.is_dir():
        return "folder", path.stat().st_mode
    found = path.stat()
    return path.read_bytes(), found.st_mtime_ns, found.st_mode
