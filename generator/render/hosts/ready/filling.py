"""The texts beside this module, and how their marks are replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.pattern import pattern

MARK = pattern(r"^(?P<indent>[ \t]*)@(?P<block>[A-Z]+)@$|@(?P<word>[A-Z]+)@", re.MULTILINE)


def text(name: str) -> str:
    """One of the texts."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def filled(template: str, words: Mapping[str, str]) -> str:
    """`template` with its marks replaced: one that stands alone on a line by lines with its indent, or by none at all."""

    def put(mark: re.Match[str]) -> str:
        if mark["word"]:
            return words[mark["word"]]
        return "\n".join(f"{mark['indent']}{line}" if line else "" for line in words[mark["block"]].splitlines())

    return MARK.sub(put, template)
