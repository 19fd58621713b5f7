"""Two calls that Python does not offer: exchange two folders in one step, and bring one file system to disk.

Both are Linux's (renameat2(2), syncfs(2)); elsewhere they say so by returning False, or do what comes nearest.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
NUMBERS = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "armv7l": 382, "i686": 353, "ppc64le": 357, "s390x": 347}
"""Of renameat2, by machine, for a C library that has no name for it (musl): the kernel's own syscall tables."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that whoever looks finds either; False where that cannot be done.

    Reasons not to: no Linux, a file system that cannot, two file systems, a mount point, a parent that may not be written.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    arguments = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(*arguments) == 0)
    import platform

    number = NUMBERS.get(platform.machine())
    return number is not None and bool(library.syscall(number, *arguments) == 0)


def settle(folder: Path) -> None:
    """Bring everything written to the file system of `folder` to disk, so that a loss of power cannot undo half of it."""
    if not sys.platform.startswith("linux"):
        os.sync() if hasattr(os, "sync") else None
        return
    import ctypes

    handle = os.open(folder, os.O_RDONLY)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if library.syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)
