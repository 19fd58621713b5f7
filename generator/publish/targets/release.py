"""What travels: a finished release folder, exactly as a build left it.

Every file is hashed when the folder is looked at, and held against the digest that the build left in the folder's marker; it is hashed
again when it is sent. So a folder that was copied, cut off or edited is told from a release, and so is one that a
build replaces meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from generator.publish.changes import Refused
from generator.publish.manifest import Manifest
from generator.publish.targets.origin import Origin, moment
from generator.publish.tree import Tree

HEARTBEAT = "api/heartbeat.json"
"""Says when a site was built and last changed; no site is made without it."""
AGAIN = "Build it again:\n  upside build"


class Piece(NamedTuple):
    """A file of a release: what its bytes are."""

    sha256: str
    """In hex."""
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Release:
    """A finished site on this disk."""

    folder: Path
    digest: str
    """Of every path and every byte, in hex: `Manifest.digest`, as the build wrote it into the marker."""
    files: Mapping[str, Piece]
    """By path, relative with forward slashes."""
    origin: Origin

    @property
    def id(self) -> str:
        """What a person calls it: the first twelve digits of the digest."""
        return self.digest[:12]

    def read(self, path: str) -> bytes:
        """The bytes of the file `path`. Raises `Refused` when they are no longer what they were when the folder was looked at."""
        try:
            content = (self.folder / path).read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != self.files[path].sha256:
            raise Refused(
                f"{self.folder} changed while it was being published ({path} is another file now): "
                "a build may have replaced it. Publish again."
            )
        return content


def finished(folder: Path, origin: Origin | None = None) -> Release:
    """The release that a build left in `folder`, wholly hashed. Raises `Refused` where it is not one, or no longer.

    `origin` is where it comes from, as far as the caller knows; the two times in it are taken from the release itself.
    """
    tree = Tree(folder)
    marked = tree.marked()
    if marked is None:
        raise Refused(f"{folder} is not a site that was made here. {AGAIN}")
    word, digest = marked
    listed = tree.listed(hashed=True)
    if word != "release" or Manifest(listed.files).digest != digest:
        state = (
            "holds a build that was never finished"
            if word != "release"
            else "no longer holds what the build left in it"
        )
        raise Refused(f"{folder} {state}: it was edited, or copied in part. Nothing was sent. {AGAIN}")
    files = {path: Piece(entry.sha256, entry.size) for path, entry in sorted(listed.files.items())}
    said = heartbeat((folder / HEARTBEAT).read_bytes() if HEARTBEAT in files else b"")
    if said is None:
        raise Refused(f"{folder} holds no {HEARTBEAT} that says when it was made. {AGAIN}")
    known = replace(origin, built_at=said.built_at, changed=said.changed) if origin else said
    return Release(folder, digest, files, known)


def heartbeat(content: bytes) -> Origin | None:
    """What a heartbeat says of the site it belongs to; None where it is not one."""
    try:
        said: Any = json.loads(content)
        changed = said["changed"]
        return Origin(moment(said["built_at"]), moment(changed) if changed else None)
    except (ValueError, TypeError, KeyError):
        return None
