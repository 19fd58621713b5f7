"""Tells GitHub Pages to publish the files as they are: Jekyll would drop `_headers` and everything else that begins with `_`."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import File
from generator.render.edition import Edition


def nojekyll(edition: Edition) -> Iterable[File]:
    """`/.nojekyll`, empty."""
    yield edition.file(".nojekyll", None, bytes)
