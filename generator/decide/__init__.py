"""The room where what people wrote becomes what is true at a moment: `decide`, and `check` for what cannot be true.

Pure: no clock, no disk but the memory's, no words for people but the problems'. Nothing unknown, late or contradictory is ever decided in favour of
green.
"""

from __future__ import annotations

from generator.decide.archive import Archive
from generator.decide.board import decide
from generator.decide.problems import check

__all__ = ["Archive", "check", "decide"]
