"""What a case of bad input is: texts, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.build import Built
from generator.model import Source
from generator.problem import Level
from tests.texts import INCIDENT

ERROR, WARNING = Level.ERROR, Level.WARNING

BAD = "incidents/2026-11-20-api-errors.md"
"""Where the bad text stands, in place of `INCIDENT`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case."""

    source: Source
    built: Built
    folder: Path
    """What was written."""

    def pages(self, *, json: bool = True) -> str:
        """Every text that was written, one after another; without `json`, but for those that are JSON."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file() and (json or path.suffix != ".json"))
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)

    def page(self, path: str) -> str:
        """One of them."""
        return (self.folder / path).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Case:
    """One of the cases that were tried, and what is expected of it."""

    number: str
    """As in the list of cases; a letter where there are several of one number."""
    name: str
    text: str | bytes | None = None
    """Of the file `BAD`; None where the case makes its files otherwise."""
    level: Level | None = None
    """The worst that is said of it; None where nothing is to be said."""
    line: int | tuple[int, ...] | None = None
    """Where; several where the text leaves open which; None where it has no line."""
    column: int | None = None
    """None where the text leaves it open."""
    says: str = ""
    """A regular expression, found in message or hint of that problem, whatever the case of its letters."""
    hint: str = ""
    """Found in the hint as it stands."""
    file: str = BAD
    """Of which the problem is said."""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    """More files of the site."""
    lay: Callable[[Path], None] | None = None
    """Makes what no text can say: links, pipes, folders."""
    check: Callable[[Outcome], object] | None = None
    """Asserts whatever else is to hold."""
    valid: str | None = INCIDENT
    """What stands in the place of `text` where nothing is wrong: nothing may look better than with it. None for no file."""
    unusable: bool = False
    """Nothing at all can be built of it."""

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines that the problem may be on; empty for any."""
        if self.line is None:
            return ()
        return self.line if isinstance(self.line, tuple) else (self.line,)


def changed(old: str, new: str, text: str = INCIDENT) -> str:
    """`text` with its first `old` replaced."""
    assert old in text, old
    return text.replace(old, new, 1)


def title(value: str) -> str:
    """The incident with another title, as it is typed; on line 2, its value in column 8."""
    return changed("Elevated error rates on the API", value)


def started(value: str, text: str = INCIDENT) -> str:
    """The incident with another start; on line 5, its value in column 10."""
    return changed("2026-11-20 14:02 UTC", value, text)


def body(text: str) -> str:
    """The incident with another first text; on line 11."""
    return changed("Requests to the API fail for some of you. We will be back by 14:40.", text)


def with_update(heading: str, text: str = "Words.") -> str:
    """The incident with one more update; its heading on line 17."""
    return f"{INCIDENT}\n{heading}\n\n{text}\n"
