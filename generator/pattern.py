"""Regular expressions that are compiled when they are first asked something.

Compiling takes longer than importing the module that they stand in, and a build asks few of those that it knows: most look for what only some files
hold. Promises what `re.compile` promises, but that a mistake in one shows when it is used.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

ASKED = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "pattern", "flags")


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The regular expression `text`."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a `re.Pattern`, and hands on what it is asked."""

    __slots__ = ("_flags", "_text", *ASKED)

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Asked for the first time, when nothing is found in the place of `name`: from then on everything is."""
        compiled = re.compile(self._text, self._flags)
        for each in ASKED:
            setattr(self, each, getattr(compiled, each))
        return object.__getattribute__(self, name)
