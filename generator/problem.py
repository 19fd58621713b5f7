"""What is wrong with what somebody wrote: a place, a sentence, and the line to write instead.

Problems are values: they are collected, sorted and shown together, never raised. `Unusable` is the one exception, for the
one case in which nothing at all can be built. This module promises to know nothing of files, YAML or terminals.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Something could not be understood; what is left of it is shown as a report that could not be read."""
    WARNING = "warning"
    """Understood, but probably not what was meant. Fails only under `--strict`."""
    ADVICE = "advice"
    """Understood and right, and could be better. Fails nothing, ever."""


SEVERITY = {level: rank for rank, level in enumerate(Level)}
"""The worst first."""


class Place(Struct, frozen=True, order=True):
    """Where something was written."""

    file: str
    """Path relative to the site's folder, with forward slashes."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True):
    """One thing that is wrong, in words for a frightened person."""

    place: Place
    message: str
    """Quotes the culprit and says what was expected. One sentence, no full stop needed, never a traceback."""
    hint: str = ""
    """The line to write instead, ready to paste. Empty where there is no such line."""
    level: Level = Level.ERROR
    rule: str = ""
    """A stable kebab-case name of the rule, e.g. `unknown-component`."""


class Unusable(Exception):
    """Nothing at all can be built; whatever was published before stays as it is.

    Raised at one door, `read.read`, and turned into exit status 2 by `cli`.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.place}: {problem.message}" for problem in self.problems))

    def __reduce__(self) -> tuple[type[Unusable], tuple[tuple[Problem, ...]], dict[str, object]]:
        """How it travels from a process that made a share of the pages: by its problems, not by its text."""
        return type(self), (self.problems,), self.__dict__


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by place, errors before warnings on the same place."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda problem: (problem.place, SEVERITY[problem.level], problem.message))
    )


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was most likely meant to be, or None where nothing is near."""
    import difflib

    known = list(known)
    near = difflib.get_close_matches(word.casefold(), [each.casefold() for each in known], n=1, cutoff=0.6)
    return next((each for each in known if near and each.casefold() == near[0]), None)
