"""The theme: the site's own files over the packaged ones, file by file. Reads them once; knows nothing of their languages.

A template named `default/…` is the packaged one whatever the site overrides, so that an owner can extend it. Names are looked
up among the files that were read, so no name can leave the folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from generator.problem import Place, Problem, Unusable

DEFAULT = "default/"
"""What a template's name begins with when the packaged one is meant."""


class Theme(Struct, frozen=True):
    """All files of a theme. Paths are relative to the theme's folder, with forward slashes."""

    own: Mapping[str, bytes]
    """What the site itself brings."""
    packaged: Mapping[str, bytes]
    """What comes with the program."""
    digest: str = ""
    """Of every path and every byte of both."""

    @classmethod
    def of(cls, root: Path) -> Theme:
        """The theme of the site in `root`. Raises `Unusable` when one of its files cannot be read."""
        own, packaged = root / "theme", packaged_folder()
        same = own.exists() and own.resolve() == packaged.resolve()
        return cls.made_of({} if same else _files(own, "theme"), _files(packaged, "default"))

    @classmethod
    def made_of(cls, own: Mapping[str, bytes], packaged: Mapping[str, bytes]) -> Theme:
        """A theme of these files."""
        digest = hashlib.sha256()
        for layer in (own, packaged):
            for path, content in sorted(layer.items()):
                digest.update(f"{len(path)} {len(content)} {path}".encode())
                digest.update(content)
            digest.update(b"|")
        return cls(own, packaged, digest.hexdigest())

    def find(self, path: str) -> tuple[bytes, str] | None:
        """The file at `path` and the name to show for it in problems: the site's own where there is one, else the packaged."""
        if path in self.own:
            return self.own[path], f"theme/{path}"
        return self.find_packaged(path)

    def find_packaged(self, path: str) -> tuple[bytes, str] | None:
        """The packaged file at `path`, and its name in problems; None where there is none."""
        return (self.packaged[path], f"{DEFAULT}{path}") if path in self.packaged else None

    def below(self, folder: str) -> dict[str, bytes]:
        """Every file below `folder` (`assets/`), by its path there, in order; the site's own over the packaged."""
        layers = {**self.packaged, **self.own}
        return {path.removeprefix(folder): layers[path] for path in sorted(layers) if path.startswith(folder)}

    def assets(self) -> dict[str, str]:
        """The published path of every asset, by its name: `assets/<stem>.<hash>.<suffix>`, which changes with its bytes."""
        return {name: _published(name, content) for name, content in self.below("assets/").items()}


def packaged_folder() -> Path:
    """Where the theme that comes with the program lies: in the package when installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    return package / "theme" if (package / "theme").is_dir() else package.parent / "theme"


def _files(folder: Path, shown: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(_walk(folder)):
        name = path.relative_to(folder).as_posix()
        try:
            found[name] = path.read_bytes()
        except OSError as problem:
            reason = f"{problem.strerror or problem}"
            raise Unusable(
                [Problem(Place(f"{shown}/{name}"), f"This file cannot be read: {reason}", rule="theme-unreadable")]
            ) from None
    return found


def _walk(folder: Path) -> Iterator[Path]:
    """Regular files that a theme is made of: no dotfiles, no editors' leavings, no Markdown, nothing that links elsewhere."""
    inside = folder.resolve()
    for directory, folders, names in os.walk(folder, onerror=_refuse if folder.is_dir() else None):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(directory, name)
            if name.startswith((".", "#")) or name.endswith(("~", ".md", ".swp")):
                continue
            if path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(inside)):
                yield path


def _refuse(problem: OSError) -> None:
    """A folder that cannot be listed is not an empty one: what stands in it would be missing without a word."""
    place = Place(f"theme/{Path(str(problem.filename)).name}")
    raise Unusable([Problem(place, f"This folder cannot be read: {problem.strerror}", rule="theme-unreadable")])


def _published(name: str, content: bytes) -> str:
    path = PurePosixPath("assets") / name
    return f"{path.with_suffix('')}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
