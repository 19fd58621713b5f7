"""Where `upside drill` shows its pages at a target: apart from what visitors see, marked, and removable without any risk to the rest.

`place.py` says what is the same for every kind of target; a kind of target is a module beside it.
"""

from generator.publish.targets.drills.place import ABANDONED, DRILLS, Drills, Left, new_name

__all__ = ["ABANDONED", "DRILLS", "Drills", "Left", "new_name"]
