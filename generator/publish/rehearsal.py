"""A copy of a site to rehearse in, thrown away afterwards, and releases of it that stay as they are while it is built again.

Whatever is written in the copy stays in the copy: no link leads out of it. What could not be copied is left out, since the real site, and not its
copy, is what problems are looked for in.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

NAMED = "upside-drill-"
"""How the temporary folder's name begins."""


@contextmanager
def rehearsed_in(root: Path, names: Iterable[str], files: Mapping[str, bytes]) -> Iterator[Path]:
    """A temporary folder for as long as the context lasts: below `site` a copy of what `names` are in `root`, with `files` over it.

    Raises OSError where there is no room for it.
    """
    with TemporaryDirectory(prefix=NAMED, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        copy = folder / "site"
        copy.mkdir()
        for each in names:
            _copied(root / each, copy / each)
        for path, content in files.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(content)
        yield folder


def kept(built: Path, place: Path) -> Path:
    """`built`, a finished release, as it is now, at `place`: the same files under second names, or copies where there are no links."""
    shutil.copytree(built, place, symlinks=True, copy_function=_shared)
    return place


def _copied(source: Path, target: Path) -> None:
    with suppress(FileNotFoundError, shutil.Error):  # shutil.Error: all the rest was copied
        if source.is_dir():
            shutil.copytree(source, target, ignore=_no_plain_files)
        else:
            shutil.copy2(source, target)


def _no_plain_files(folder: str, names: list[str]) -> set[str]:
    """Those of `names` in `folder` that are neither files nor folders: a pipe would never end, a link may lead anywhere."""
    left_out = set()
    for name in names:
        path = os.path.join(folder, name)
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode) and os.path.isfile(path):
            continue  # its content is copied, as a theme reads it
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            left_out.add(name)
    return left_out


def _shared(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target
