"""What is found wrong while one file is read. Knows places, levels and nothing of what they mean."""

from __future__ import annotations

from generator.problem import Level, Place, Problem

HARMLESS = frozenset(
    {"file-name", "same-name", "off-site-image", "markdown-bounds", "long-title"}
    | {"causes", "technologies", "lessons", "review"}
)
"""Rules whose errors hide nothing about what is up and what is down: they leave a report undamaged."""


LONGEST_HINT = 400
"""Characters; a longer line is not one that anybody would paste."""


class Findings:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def error(self, rule: str, message: str, *, line: int = 1, column: int = 1, hint: str = "") -> None:
        """Something could not be understood."""
        self.problems.append(Problem(Place(self.file, line, column), message, _shown(hint), Level.ERROR, rule))

    def warning(self, rule: str, message: str, *, line: int = 1, column: int = 1, hint: str = "") -> None:
        """Something was understood, but is probably not what was meant."""
        self.problems.append(Problem(Place(self.file, line, column), message, _shown(hint), Level.WARNING, rule))

    @property
    def damage(self) -> bool:
        """Whether any error hides something about what is up and what is down."""
        return any(problem.level is Level.ERROR and problem.rule not in HARMLESS for problem in self.problems)


def _shown(hint: str) -> str:
    return hint if len(hint) <= LONGEST_HINT else hint[: LONGEST_HINT - 1] + "…"
