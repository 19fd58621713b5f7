"""Writing what operators write: a new file that never replaces one, and a section added to the end of one.

Promises that no byte that was there before is ever lost, whenever the process is killed, whatever else writes at the same time and
however full the disk is: a new file appears whole or not at all (a link, which never replaces), and a section is one write
in append mode, taken back when it did not fit. Knows nothing of what the bytes say.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a file system without hard links answers (FAT, some network shares)."""


class Changed(Exception):
    """The file is no longer what it was when it was read; nothing has been written."""


def create(folder: Path, name: str, content: bytes) -> Path:
    """Write a new file `name`.md below `folder`, or `name`-2.md and so on, and return its path.

    A name is taken when any file below `folder` has the same last part, in any letter case: reports are known by it. Raises
    OSError; then there is no new file.
    """
    taken = {path.stem.casefold() for path in folder.rglob("*.md")}
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    count = 1
    while True:
        target = folder / (f"{name}.md" if count == 1 else f"{name}-{count}.md")
        if target.stem.casefold() not in taken and create_exactly(target, content):
            return target
        count += 1


def create_exactly(target: Path, content: bytes) -> bool:
    """Write the new file `target`, with its folders; False, and nothing is touched, where there is one already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.parent / f".{target.name}.{os.getpid()}.new"
    with suppress(FileNotFoundError):
        beside.unlink()  # of a process with our number that was killed
    try:
        _write_new(beside, content)
        try:
            os.link(beside, target)
        except OSError as problem:
            if problem.errno not in NO_LINKS:
                raise
            _write_new(target, content)
    except FileExistsError:
        return False
    finally:
        with suppress(OSError):
            beside.unlink()
    return True


def replace(target: Path, content: bytes) -> None:
    """Put `content` in the place of the file `target`, which keeps its mode: the old one or the new one, whatever happens. Raises OSError."""
    beside = target.parent / f".{target.name}.{os.getpid()}.new"
    with suppress(FileNotFoundError):
        beside.unlink()  # of a process with our number that was killed
    try:
        _write_new(beside, content)
        beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()


def append(path: Path, added: bytes, *, seen: bytes) -> None:
    """Put `added` behind the bytes of `path`, which are `seen`; every other byte, the file's mode and its owner stay.

    Raises `Changed` when the file holds anything else by now, and OSError when it cannot be written; then nothing was added.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
    try:
        _lock(descriptor)
        if os.fstat(descriptor).st_size != len(seen) or path.read_bytes() != seen:
            raise Changed(str(path))
        try:
            if os.write(descriptor, added) != len(added):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, len(seen))
            raise
    finally:
        os.close(descriptor)


@contextmanager
def rehearsal(root: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder elsewhere, for as long as the context lasts, that holds the site.yaml of `root` and `files` and nothing else."""
    with TemporaryDirectory(prefix="upside-") as name:
        stage = Path(name)
        for path, content in {"site.yaml": (root / "site.yaml").read_bytes(), **files}.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / path).write_bytes(content)
        yield stage


def _write_new(path: Path, content: bytes) -> None:
    """Make `path`, which must not exist, with `content`, and bring it to disk; nothing stays of it when that fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Wait for another of us that appends to the same file; where there are no such locks, the comparison must do."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
