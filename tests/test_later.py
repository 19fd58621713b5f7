"""What is made later reads as what it is, made once, and only when somebody looks."""

from __future__ import annotations

import pickle

import pytest

from generator.model import Later, Once


def test_nobody_who_does_not_look_makes_it() -> None:
    made: list[int] = []

    def make() -> tuple[int, ...]:
        made.append(1)
        return 3, 4, 5

    later = Later(make)
    assert not made
    assert later[0] == 3
    assert list(later) == [3, 4, 5]
    assert made == [1]


def test_it_is_read_as_a_tuple() -> None:
    later = Later(lambda: (3, 4, 5))
    assert (len(later), later[-1], later[1:], bool(later)) == (3, 5, (4, 5), True)
    assert ([*reversed(later)], 4 in later, later.index(5), repr(later)) == ([5, 4, 3], True, 2, "(3, 4, 5)")
    assert not Later(tuple)
    with pytest.raises(IndexError):
        Later[int](tuple)[0]


def test_it_is_equal_to_what_holds_the_same() -> None:
    later = Later(lambda: (3, 4))
    assert later == (3, 4)
    assert later == (3, 4)
    assert later == Later(lambda: (3, 4))
    assert later != (3, 5)
    assert later != [3, 4]
    assert {later: "found"}[(3, 4)] == "found"  # type: ignore[index]  # equal, and so the same key


def test_another_process_is_told_the_tuple() -> None:
    assert pickle.loads(pickle.dumps(Later(lambda: (3, 4)))) == (3, 4)


def test_one_value_is_made_once_and_is_equal_to_what_it_is() -> None:
    made: list[int] = []

    def make(seed: int) -> list[int]:
        made.append(seed)
        return [seed]

    once = Once(make, 3)
    assert not made
    assert once == [3]
    assert once == Once(list, (3,))
    assert once != [4]
    assert repr(once) == "[3]"
    assert made == [3]
    assert {Once(str, 3): "found"}["3"] == "found"  # type: ignore[index]  # equal, and so the same key
