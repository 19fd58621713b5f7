"""From an address to a target: the table of everything that `upside publish` can ship to."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from generator.publish.targets.target import BadAddress, Target, without_secret

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
DRIVE = re.compile(r"[A-Za-z]:[\\/]")
"""How a path of Windows may begin."""
FORMS = (
    "s3://BUCKET/PREFIX",
    "gs://BUCKET/PREFIX",
    "az://CONTAINER/PREFIX",
    "/srv/status or ./FOLDER",
    "user@host:/srv/status or ssh://user@host:PORT/srv/status",
)
"""Every form an address may have, for messages and help."""


def target_of(address: str, root: Path) -> Target:
    """The target that `address` names; a path is counted from the folder `root`. Touches no network. Raises `BadAddress`."""
    match = SCHEME.match(address)
    make = KINDS.get(match[1].casefold(), _unschemed) if match else _unschemed
    return make(address, root)


def unknown(address: str) -> BadAddress:
    """What to say of an address of no known form."""
    forms = "\n".join(f"  {form}" for form in FORMS)
    return BadAddress(f"“{without_secret(address)}” is no address to publish to. Write one like\n{forms}")


def _store(address: str, _root: Path) -> Target:
    from generator.publish.targets.stores import bucket_of

    return bucket_of(address)


def _folder(address: str, root: Path) -> Target:
    """A folder on this disk, with or without `folder:` before it."""
    from generator.publish.targets.behind_link import BehindLink
    from generator.publish.targets.folder import Folder

    path = re.sub("^folder:(?://)?", "", address, flags=re.IGNORECASE)
    if not path:
        raise unknown(address)
    return BehindLink(Folder(Path(os.path.abspath(root / os.path.expanduser(path))), path))


def _unschemed(address: str, root: Path) -> Target:
    """A path, which a bare word is not, since it may be a slip."""
    if DRIVE.match(address) or address.startswith((".", "~")) or ("/" in address and ":" not in address):
        return _folder(address, root)
    if "://" not in address and ":" in address:
        return _ssh(address, root)
    raise unknown(address)


def _ssh(address: str, _root: Path) -> Target:
    """A folder on another machine."""
    from generator.publish.targets.behind_link import BehindLink
    from generator.publish.targets.ssh import Ssh
    from generator.publish.targets.ssh_address import ssh_address

    return BehindLink(Ssh(ssh_address(address)))


KINDS: dict[str, Callable[[str, Path], Target]] = {
    "s3": _store,
    "gs": _store,
    "az": _store,
    "folder": _folder,
    "ssh": _ssh,
}
"""By scheme. A kind of target is a module beside this one and a line here."""
