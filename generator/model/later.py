"""What is made when somebody first looks into it.

An archive holds thousands of stories that nobody asks about again; each can be told again whenever somebody does. Promises to be equal to what is
made, and `Later` to be read as the tuple that it makes. What makes it gives the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

from msgspec import Struct
from msgspec.structs import force_setattr

Item = TypeVar("Item", covariant=True)
Seed = TypeVar("Seed")
Made = TypeVar("Made")


class Later(Sequence[Item]):
    """What `make` makes, once, when it is wanted."""

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], tuple[Item, ...]]) -> None:
        self._make = make
        self._found: tuple[Item, ...] | None = None

    def whole(self) -> tuple[Item, ...]:
        """The tuple itself."""
        if self._found is None:
            self._found = self._make()
        return self._found

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, place: int | slice) -> Item | tuple[Item, ...]:
        return self.whole()[place]

    def __len__(self) -> int:
        return len(self.whole())

    def __iter__(self) -> Iterator[Item]:
        return iter(self.whole())

    def __reversed__(self) -> Iterator[Item]:
        return reversed(self.whole())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Later):
            return self.whole() == other.whole()
        return self.whole() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return self.whole().__hash__()

    def __repr__(self) -> str:
        return repr(self.whole())

    def __reduce__(self) -> tuple[type[tuple[Item, ...]], tuple[tuple[Item, ...]]]:
        return tuple, (self.whole(),)


class Once(Struct, Generic[Seed, Made], frozen=True, eq=False):
    """What `make` makes of `seed`, once, when it is wanted: one value, where `Later` is a tuple. A struct, since ten thousand are made."""

    make: Callable[[Seed], Made]
    seed: Seed
    found: Made | None = None

    def whole(self) -> Made:
        """The value itself."""
        if self.found is None:
            force_setattr(self, "found", found := self.make(self.seed))  # what it is equal to stays the same
            return found
        return self.found

    def __eq__(self, other: object) -> bool:
        return self.whole() == (other.whole() if isinstance(other, Once) else other)

    def __hash__(self) -> int:
        return self.whole().__hash__()

    def __repr__(self) -> str:
        return repr(self.whole())
