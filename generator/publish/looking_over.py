"""What somebody else did to the folders of a site since we last wrote them, found out beside everything else.

A build asks each file of two trees whether it is still as it was left, which takes as long as reading all reports. It depends on nothing that
is read, so another process does it meanwhile, where there is enough to do and a core for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct

from generator.cores import Lost, beside
from generator.publish.records import Records
from generator.publish.tree import Tree

WORTH = 100_000
"""Bytes of a record that is worth a process: some four hundred files."""


class Found(Struct, frozen=True):
    """What differs in a tree from the record that its marker names."""

    marked: tuple[str, str] | None
    altered: set[str]
    strangers: set[str]


Founds = dict[str, Found]
"""By the tree's folder."""


@contextmanager
def looking_over(records: Records, *trees: Tree) -> Iterator[Callable[[], Founds]]:
    """Begin to look over `trees`; what is given says what was found, of those that there is a record of."""
    if max(map(records.weight, trees)) < WORTH:
        yield dict
        return
    with beside(lambda: _found(records, trees)) as ask:
        yield lambda: _answer(ask)


def _answer(ask: Callable[[], Founds]) -> Founds:
    try:
        return ask()
    except Lost:  # then whoever wants to know looks
        return {}


def _found(records: Records, trees: tuple[Tree, ...]) -> Founds:
    founds: Founds = {}
    for tree in trees:
        marked, known = tree.marked(), records.known(tree)
        if known is not None:
            founds[str(tree.folder)] = Found(marked, *tree.differs(known))
    return founds
