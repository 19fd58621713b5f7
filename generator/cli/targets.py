"""Which targets a command is about: those that were typed, or those of site.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.place import Refusal

if TYPE_CHECKING:
    from generator.publish.targets import Target


def bound(targets: Sequence[str], root: Path, command: str) -> list[Target]:
    """The targets of the words typed, or else those that the site.yaml in `root` lists.

    Raises `Unusable`, and where there are none `Refusal`, which says how to name one to `command`.
    """
    if targets:
        return targets_of(targets, Path.cwd())
    from generator.read.site import read_site, site_bytes

    site, _ = read_site(site_bytes(root))
    if not site.publish:
        raise Refusal(
            f"where to? Name a target, or list it in site.yaml:\n\n  upside {command} s3://example-status\n\n"
            "  publish:\n    - s3://example-status"
        )
    return targets_of(site.publish, root)


def targets_of(addresses: Sequence[str], root: Path) -> list[Target]:
    """The target of each of `addresses`, paths being counted from `root`. Raises `Refusal` where one is no address."""
    from generator.publish.targets import BadAddress, target_of

    try:
        return [target_of(address, root) for address in dict.fromkeys(addresses)]
    except BadAddress as problem:
        raise Refusal(str(problem)) from None
