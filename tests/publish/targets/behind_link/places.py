"""Releases to ship, and the places that show them: what the tests of targets with a link start with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from generator.publish.targets import Origin, Release, Target, Terms, finished, target_of
from tests.publish.sites import SITE, publish, seen
from tests.publish.targets.behind_link.sshd import Sshd, sshd
from tests.texts import NOW

MINUTE = timedelta(minutes=1)


@dataclass
class Place:
    """A target, and the folder on this disk that it really is."""

    address: str
    folder: Path
    scratch: Path
    made: int = 0

    @property
    def target(self) -> Target:
        return target_of(self.address, self.folder.parent)

    def release(self, site: Mapping[str, bytes], age: int = 0) -> Release:
        """A finished build of `site` (with what every site has), true at `age` minutes after `NOW`, of the commit of that minute."""
        self.made += 1
        return release(self.scratch / f"build-{self.made}", site, age)

    def ship(self, site: Mapping[str, bytes], age: int = 0) -> None:
        self.target.ship(self.release(site, age), terms(age))

    @property
    def seen(self) -> dict[str, bytes]:
        """What visitors see but for the heartbeat."""
        found = seen(self.folder / "current") if (self.folder / "current").exists() else {}
        return {path: content for path, content in found.items() if path != "api/heartbeat.json"}

    @property
    def releases(self) -> list[str]:
        """The names of the folders of releases."""
        return sorted(path.name for path in (self.folder / "releases").iterdir())


def release(folder: Path, site: Mapping[str, bytes], age: int = 0) -> Release:
    """See `Place.release`."""
    at = NOW + age * MINUTE
    publish({**SITE, **site, "api/heartbeat.json": heartbeat(at)}, folder)
    return finished(folder, Origin(at, at, f"{age + 1:040x}", at))


def whole(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """What visitors see of `site` but for the heartbeat."""
    return {path: content for path, content in {**SITE, **site}.items() if path != "api/heartbeat.json"}


def heartbeat(at: datetime) -> bytes:
    return json.dumps({"built_at": at.isoformat(), "changed": at.isoformat()}).encode()


def terms(age: int = 0, *, overwrite_newer: bool = False) -> Terms:
    return Terms(NOW + age * MINUTE, overwrite_newer=overwrite_newer)


@contextmanager
def on_this_disk(scratch: Path) -> Iterator[Callable[[str], Place]]:
    """Makes places that are folders, by their names."""
    yield lambda name: Place(str(scratch / name), scratch / name, scratch / f"{name} builds")


@contextmanager
def over_ssh(scratch: Path, server: Sshd | None = None) -> Iterator[Callable[[str], Place]]:
    """Makes places that are reached by SSH, on a server of their own unless one is given."""

    def make(running: Sshd) -> Callable[[str], Place]:
        return lambda name: Place(running.address(scratch / name), scratch / name, scratch / f"{name} builds")

    if server is not None:
        yield make(server)
        return
    with sshd(scratch / "sshd") as running:
        yield make(running)
