"""What comes of a mapping whose values were fitted to its keys, by `plain` or by `fields`: the values, and where each stands."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct, field

from generator.read.nodes import Node, Scalar

Model = TypeVar("Model")
Location = tuple[int | str, ...]


class Spot(Struct):
    """Where a value stands; the same shape as the values, so that both can be cut together."""

    node: Node
    key: Scalar | None = None
    inner: dict[str, Spot] | list[Spot] = field(default_factory=dict)

    def within(self, part: int | str) -> Spot | None:
        """The spot of a key or of an item; None where there is none."""
        if isinstance(self.inner, dict):
            return self.inner.get(part) if isinstance(part, str) else None
        return self.inner[part] if isinstance(part, int) and part < len(self.inner) else None


class Fitted(Struct, Generic[Model], frozen=True):
    """What came of a mapping."""

    values: Model
    spot: Spot
    """Where what is left of it stands."""
    lost: frozenset[str] = frozenset()
    """Top-level keys that hold an error."""
    cut: tuple[Location, ...] = ()
    """What was cut out."""
