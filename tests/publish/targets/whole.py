"""What must be true of a bucket at every moment, whatever was killed or lost on the way."""

from __future__ import annotations

from hashlib import sha256

from generator.publish.targets import Release
from generator.publish.targets.contents import from_bytes, manifest_name
from tests.publish.targets.releases import bytes_of
from tests.publish.targets.s3 import Place

ORDER = ("assets/", "incidents/", "api/v2/", "index.html", "feed.atom", "api/heartbeat.json")
"""What comes into view after what, by how the paths that change between the two releases begin."""


def rank(path: str) -> int:
    """The place of `path` in `ORDER`."""
    return next(index for index, start in enumerate(ORDER) if path.startswith(start))


def is_whole(place: Place, old: Release, new: Release) -> bool:
    """Whether `new` is live. Asserts all that is promised between two releases, the older of which was live before."""
    pointer, seen = place.pointer(), place.seen()
    before, after = bytes_of(old), bytes_of(new)
    assert pointer.live in (old.digest, new.digest)
    for path, content in seen.items():
        assert content in (before.get(path), after.get(path)), f"{path} is torn"
    _comes_in_order(seen, before, after)
    for entry in pointer.releases:
        _can_be_gone_back_to(place, entry.digest)
    if pointer.live == new.digest:
        assert seen.items() >= after.items()
        return True
    if pointer.moving is None or pointer.moving.to is None:
        assert seen.items() >= before.items(), "named as whole, and is not"
    return False


def _comes_in_order(seen: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """A file that is new finds everything of the groups before its own new too."""
    changed = {path for path, content in after.items() if before.get(path) != content}
    arrived = {path for path in changed if seen.get(path) == after[path]}
    highest = max((rank(path) for path in arrived), default=0)
    for path in changed - arrived:
        assert rank(path) >= highest, f"{path} is missing, and what comes after it is there"


def _can_be_gone_back_to(place: Place, digest: str) -> None:
    contents = from_bytes(place.get(manifest_name(digest)))
    assert contents is not None
    for thing in contents.values():
        assert sha256(place.get(thing.source)).hexdigest() == thing.sha256
