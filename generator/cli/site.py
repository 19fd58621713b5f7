"""What the folder says now, for commands that only look: read, checked, decided; nothing is written but the memory."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from generator.model import Board, Source
from generator.problem import Problem, in_order


class Seen(Struct, frozen=True):
    """A site as it was read, and every problem of it, in order."""

    source: Source
    problems: tuple[Problem, ...]
    now: datetime

    @property
    def board(self) -> Board:
        """What is true."""
        from generator.decide import decide

        return decide(self.source, now=self.now)


def look(root: Path, now: datetime) -> Seen:
    """The site in `root` at `now`. Raises `Unusable`. What reading cost is kept in `.upside/`."""
    from generator import version
    from generator.decide import check
    from generator.memory import Memory
    from generator.read import read

    memory = Memory(root / ".upside", version.program())
    source = read(root, memory)
    memory.save()
    return Seen(source, in_order((*source.problems, *check(source, now=now))), now)
