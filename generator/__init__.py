"""Upside: a status site that stays up when everything else is down.

`ls generator/` prints the architecture; `build.py` walks through it.
"""

__version__ = "0.1.0"
