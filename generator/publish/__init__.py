"""Out of the door: a release that a visitor sees wholly old or wholly new, whatever happens while it is written.

`write(files, folder, memory)` is all that most callers need. `claim` and `release` are its two halves, for who wants to hold the
folder while still finding out what is to be written, so that the last build to begin is the last to publish.
"""

from generator.publish.changes import Busy, Changes, Refused
from generator.publish.place import Place, claim
from generator.publish.writing import release, write

__all__ = ["Busy", "Changes", "Place", "Refused", "claim", "release", "write"]
