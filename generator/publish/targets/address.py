"""From an address to a target: the table of everything that `upside publish` can ship to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from generator.publish.targets.target import BadAddress, Target, without_secret

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
FORMS = (
    "s3://BUCKET/PREFIX",
    "gs://BUCKET/PREFIX",
    "az://CONTAINER/PREFIX",
)
"""Every form an address may have, for messages and help."""


def target_of(address: str, root: Path) -> Target:
    """The target that `address` names; a path is counted from the folder `root`. Touches no network. Raises `BadAddress`."""
    match = SCHEME.match(address)
    make = KINDS.get(match[1].casefold()) if match else _unschemed
    if make is None:
        raise unknown(address)
    return make(address, root)


def unknown(address: str) -> BadAddress:
    """What to say of an address of no known form."""
    forms = "\n".join(f"  {form}" for form in FORMS)
    return BadAddress(f"“{without_secret(address)}” is no address to publish to. Write one like\n{forms}")


def _store(address: str, _root: Path) -> Target:
    from generator.publish.targets.stores import bucket_of

    return bucket_of(address)


def _unschemed(address: str, _root: Path) -> Target:
    """A path, or `user@host:path`."""
    raise unknown(address)


KINDS: dict[str, Callable[[str, Path], Target]] = {
    "s3": _store,
    "gs": _store,
    "az": _store,
}
"""By scheme. A kind of target is a module beside this one and a line here."""
