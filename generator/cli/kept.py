"""Where this user's programs keep what they can make again, as Python keeps its bytecode: nothing of a site's, and nothing that is missed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from stat import S_IWGRP, S_IWOTH


def kept() -> Path | None:
    """The folder (XDG Base Directory Specification), or None.

    None where Python may keep no bytecode either, where there is no such place, and where somebody else could write: what is kept there
    is run.
    """
    said, home = os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", "")
    above = Path(said) if os.path.isabs(said) else Path(home, ".cache")
    if sys.dont_write_bytecode or os.name != "posix" or not above.is_absolute():
        return None
    ours = above / "upside"
    try:
        state = next(each for each in (ours, above, above.parent) if each.exists()).stat()
    except (OSError, StopIteration):  # many a service has a home that is nowhere
        return None
    others = state.st_uid != os.geteuid() or state.st_mode & (S_IWGRP | S_IWOTH)
    return None if others else ours
