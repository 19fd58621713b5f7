"""How many examples a property is tried on."""

from __future__ import annotations

import os

HASTE = bool(os.environ.get("CI"))
"""Whether a change waits for the tests: then they take the same examples every time (tests/conftest.py), and half as many."""


def examples(count: int) -> int:
    """`count`, or half of it where a change waits."""
    return count // 2 if HASTE else count
