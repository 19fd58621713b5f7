"""What a target says of itself, and how that changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.publish.targets.pointer import (
    Entry,
    Moving,
    Pointer,
    Unreadable,
    from_bytes,
    leaving,
    published,
    rolled_back,
)
from tests.publish.targets.releases import DAY, NOW, origin


def entry(number: int, commit: str | None = None, *, dirty: bool = False) -> Entry:
    commit = f"{number:040x}" if commit is None else commit
    return Entry(f"{number:064x}", origin(commit, NOW + number * DAY, dirty=dirty), NOW + number * DAY, number, 10)


def after(*entries: Entry, keep: int = 10) -> Pointer:
    pointer = Pointer()
    for each in entries:
        pointer = published(pointer, each, keep=keep)
    return pointer


FULL = replace(
    after(entry(1), entry(2)),
    left=entry(3),
    moving=Moving("somebody", 7, entry(4, dirty=True)),
    stale={"a.html": NOW},
    swept_at=NOW,
)


@pytest.mark.parametrize("pointer", [Pointer(), after(entry(1, "")), FULL])
def test_it_is_read_as_it_was_written(pointer: Pointer) -> None:
    assert from_bytes(pointer.to_bytes()) == pointer


def test_cut_or_altered_anywhere_it_is_not_believed() -> None:
    content = FULL.to_bytes()
    for end in range(len(content) - 2):
        with pytest.raises(Unreadable):
            from_bytes(content[:end])
    for index in range(0, len(content) - 1, 3):
        altered = content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]
        try:
            assert from_bytes(altered) == FULL  # a blank between two words
        except Unreadable:
            continue


def test_one_of_a_newer_upside_says_so() -> None:
    content = FULL.to_bytes().replace(b'"format": 1', b'"format": 2')
    with pytest.raises(Unreadable, match="newer version of Upside"):
        from_bytes(content)


def test_the_newest_stands_first_and_no_more_are_kept_than_that() -> None:
    pointer = after(*(entry(number) for number in range(1, 6)), keep=3)
    assert [each.files for each in pointer.releases] == [5, 4, 3]
    assert pointer.current == entry(5)
    assert pointer.before == entry(4)


def test_hours_of_rebuilds_of_one_commit_are_one_place_in_the_list() -> None:
    rebuilds = [replace(entry(number), origin=replace(entry(2).origin, built_at=NOW)) for number in range(2, 30)]
    assert [each.files for each in after(entry(1), *rebuilds).releases] == [29, 1]


def test_without_git_rebuilds_of_the_same_facts_are_one_place_in_the_list() -> None:
    later = entry(4, "")
    changed = replace(later, origin=replace(later.origin, changed=NOW + DAY))
    assert [each.files for each in after(entry(2, ""), entry(3, ""), changed).releases] == [4, 3]


def test_words_in_no_commit_have_a_place_of_their_own() -> None:
    assert len(after(entry(2), entry(3, f"{2:040x}", dirty=True), entry(4, f"{2:040x}", dirty=True)).releases) == 3


def test_back_twice_goes_two_back_and_remembers_the_newest() -> None:
    pointer = after(entry(1), entry(2), entry(3))
    for expected in (2, 1):
        assert pointer.before is not None
        pointer = rolled_back(leaving(pointer, pointer.before), pointer.before)
        assert pointer.current == entry(expected)
        assert pointer.left == entry(3)
    assert pointer.before is None


def test_what_follows_a_rollback_forgets_what_was_left() -> None:
    pointer = after(entry(1), entry(2), entry(3))
    pointer = rolled_back(leaving(pointer, entry(2)), entry(2))
    pointer = published(pointer, entry(4))
    assert ([each.files for each in pointer.releases], pointer.left) == ([4, 2, 1], None)


def test_back_from_what_was_interrupted_is_what_still_is_live() -> None:
    pointer = replace(after(entry(1), entry(2)), moving=Moving("", to=entry(3)))
    assert pointer.before == entry(2)
    assert leaving(pointer, entry(2)).left == entry(3)


def test_a_rollback_that_was_interrupted_goes_on_to_where_it_went() -> None:
    pointer = after(entry(1), entry(2), entry(3))
    pointer = replace(leaving(pointer, entry(2)), moving=Moving("", to=entry(2)))
    assert pointer.going_back
    assert pointer.before == entry(2)
    assert rolled_back(leaving(pointer, entry(2)), entry(2)).left == entry(3)
