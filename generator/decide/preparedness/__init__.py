"""How well a site is prepared for the night on which it is needed: facts in, findings out. `upside doctor` alone imports it.

`CHECKS` is the table: what is checked, why it matters, and the function that judges it. What is not known is never judged fine.
"""

from generator.decide.preparedness.table import CHECKS, GROUPS, Check, findings

__all__ = ["CHECKS", "GROUPS", "Check", "findings"]
