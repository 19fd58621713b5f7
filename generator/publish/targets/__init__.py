"""Where a finished release is shown to the world: a bucket, a folder, a machine. `upside publish` and `upside rollback`.

One module a kind of target, a line for each in the table of `address.py`. What they share: `release.py` (what travels), `origin.py` and
`order.py` (which of two releases is the newer one), `pointer.py` (what a target says of itself), `target.py` (what each kind can do
and the ways in which it may not), `fleet.py` (several at once, each on its own). Nothing here is imported by `upside build`.
"""

from generator.publish.targets.address import target_of
from generator.publish.targets.fleet import Report, Result, each
from generator.publish.targets.origin import Origin
from generator.publish.targets.pointer import Entry, Pointer
from generator.publish.targets.release import Release, finished
from generator.publish.targets.target import BadAddress, Failed, Occupied, Older, Shipped, Target, Terms

__all__ = [
    "BadAddress",
    "Entry",
    "Failed",
    "Occupied",
    "Older",
    "Origin",
    "Pointer",
    "Release",
    "Report",
    "Result",
    "Shipped",
    "Target",
    "Terms",
    "each",
    "finished",
    "target_of",
]
