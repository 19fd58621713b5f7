"""Mappings that are plain and right, fitted without pydantic: importing that takes longer than to read a hundred reports.

Where there is any doubt at all, a key that is not known, doubled, missing or spelt otherwise, a value that is not taken as it stands or
that a warning is due for, the answer is None, and `fields` says what is wrong. Where there is an answer, it is the one of `fields`, which
a property test holds this to.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from generator.read.fitted import Fitted, Spot
from generator.read.nodes import Mapping, Node, Scalar
from generator.read.shapes import KNOWN, Doubt, Shape
from generator.read.values import Context
from generator.read.vocabulary import word


class Reading(Struct, frozen=True):
    """What the readers of values are told, as pydantic would."""

    context: Context
    field_name: str | None = None
    """For warnings alone, and none of these gets out of here."""


def fit(shape: Shape, mapping: Mapping, context: Context) -> Fitted[Any] | None:
    """The values of `mapping`, whose keys are those of `shape`; None where that is for `fields` to say. Notes nothing in `context`."""
    reading = Reading(Context(context.zone, context.day))
    try:
        typed, spot = _typed(mapping, None)
        values = shape.read(typed, reading)
    except (ValueError, AssertionError):  # what pydantic takes for a value that does not fit
        return None
    return None if reading.context.warnings else Fitted(values, spot)


def _typed(node: Node, key: Scalar | None) -> tuple[Any, Spot]:
    """A node as plain values, and where they stand."""
    if isinstance(node, Scalar):
        return node.text, Spot(node, key)
    if not isinstance(node, Mapping):
        items = [_typed(item, None) for item in node.items]
        return [value for value, _ in items], Spot(node, key, [spot for _, spot in items])
    values: dict[str, Any] = {}
    spots: dict[str, Spot] = {}
    for name, value in node.pairs:
        if name.text in values or (word(name.text) != name.text and word(name.text) in KNOWN):
            raise Doubt
        values[name.text], spots[name.text] = _typed(value, name)
    return values, Spot(node, key, spots)
