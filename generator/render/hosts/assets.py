"""The theme's assets, published under names that change with their bytes, so that they can be kept for ever."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from generator.model import File
from generator.render.edition import Edition


def assets(edition: Edition) -> Iterable[File]:
    """`/assets/<name>.<hash>.<ext>`."""
    for name, content in edition.theme.below("assets/").items():
        yield edition.file(edition.assets[name], None, partial(bytes, content))
