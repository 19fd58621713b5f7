"""Words from a person to calls, and back: the command `upside`.

One module a command or family, `door.py` for exit statuses and errors, `place.py` and `clock.py` for where and when. Nothing here reads a
format, decides or makes pages. Rooms are imported when a command enters them, so that `--help` stays quick.
"""

from generator.pauses import without_pauses

with without_pauses(for_good=True):  # imports make thousands of things, and all of them stay
    from generator.cli.door import main, run

__all__ = ["main", "run"]
