"""How far a slip of the finger reaches. Nearer than `did_you_mean`, which asks what somebody may have meant; this is what they did mean."""

from __future__ import annotations


def slipped(typed: str, meant: str) -> bool:
    """Whether a slip or two of the finger make `typed` of `meant`: a letter too much, too few, wrong, or two in wrong order.

    Anything further away may as well be what is left of two names.
    """
    last: list[int] = []
    row = list(range(len(meant) + 1))
    for place, letter in enumerate(typed):
        before, last, row = last, row, [place + 1]
        for other, wanted in enumerate(meant):
            cost = min(last[other + 1] + 1, row[other] + 1, last[other] + (letter != wanted))
            if place and other and letter == meant[other - 1] and typed[place - 1] == wanted:
                cost = min(cost, before[other - 1] + 1)
            row.append(cost)
    return row[-1] <= (1 if len(meant) < 6 else 2)
