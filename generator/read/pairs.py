"""Front matter of nothing but plain pairs, each on a line of its own, as nodes without YAML: nearly all of it.

Promises the very nodes that `nodes.parse` makes of the same text by YAML, or to say that it does not know; a property test holds it to
that. So every rule here is narrower than YAML's own, and whatever is unusual in any way is left to that.
"""

from __future__ import annotations

import re

from generator.pattern import pattern
from generator.read.nodes import Mapping, Node, Scalar, Sequence

LONGEST = 2_000
"""Characters: too few for more values than `nodes` takes."""
PAIR = pattern(
    r"""
    ([a-z_]{1,40}):[ ]
    (?: (\w (?: [^#:：\n]* (?: :(?=[^\s#：]) [^#:：\n]* )* (?<!\s) )? )    # no comment, and no pair in the value
    |   \[ ( \w+(?:[ -]\w+)* (?: ,[ ] \w+(?:[ -]\w+)* )* ) \] )          # a list of words
    """,
    re.VERBOSE,
)
ITEM = pattern(r"[^\[\], ][^\[\],]*")


def read(text: str, first_line: int) -> Mapping | None:
    """The nodes of `text`, whose first line is line `first_line` of the file; None where that is for YAML to say."""
    # Only what is printable stands in a line: no tab, and no space, line end or mark that YAML or `mending` would look at.
    if len(text) > LONGEST or not text.replace("\n", "").isprintable():
        return None
    pairs: list[tuple[Scalar, Node]] = []
    for number, line in enumerate(text.split("\n"), first_line):
        if line.startswith("#"):
            continue
        found = PAIR.fullmatch(line)
        if found is None:
            return None
        key = _scalar(found, 1, number)
        pairs.append((key, _scalar(found, 2, number) if found[2] else _items(found, line, number)))
    return Mapping(tuple(pairs), pairs[0][0].line, 1) if pairs else None


def _items(found: re.Match[str], line: str, number: int) -> Sequence:
    items = [_scalar(item, 0, number) for item in ITEM.finditer(line, found.start(3), found.end(3))]
    return Sequence(tuple(items), number, found.start(3))


def _scalar(found: re.Match[str], group: int, line: int) -> Scalar:
    return Scalar(found[group], line, found.start(group) + 1, found.end(group) + 1, True)
