from __future__ import annotations

import pytest

from generator.decide.preparedness.outcome import clipped, listed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_a_list_is_read_as_a_person_says_it(words: list[str], said: str) -> None:
    assert listed(words, 3) == said


def test_what_others_wrote_has_a_bound() -> None:
    assert clipped("x" * 80) == "x" * 80
    assert clipped("x" * 81) == "x" * 79 + "…"
