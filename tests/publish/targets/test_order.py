"""Which of two releases is the newer one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from generator.publish.targets.order import judge, unknown, why_older
from generator.publish.targets.origin import Origin
from generator.publish.targets.pointer import Entry, Moving, Pointer
from tests.publish.targets.releases import FIRST, MINUTE, NOW, SECOND, THIRD, contains

HOUR = timedelta(hours=1)


def at(
    commit: str = "", committed: int = 0, built: int | None = None, *, dirty: bool = False, changed: int = 0
) -> Origin:
    """Times in minutes after `NOW`; built as it was committed unless said otherwise."""
    built = committed if built is None else built
    when = NOW + committed * MINUTE if commit else None
    return Origin(NOW + built * MINUTE, NOW + changed * MINUTE, commit, when, dirty, "program")


@pytest.mark.parametrize(
    ("ours", "live", "known", "refused"),
    [
        # the same commit
        (at(FIRST, 0, 5), at(FIRST, 0, 4), True, ""),
        (at(FIRST, 0, 4), at(FIRST, 0, 4), True, ""),
        (at(FIRST, 0, 3), at(FIRST, 0, 4), True, "built as of 2026-11-20 15:04"),
        (at(FIRST, 0, 9), at(FIRST, 0, 4, dirty=True), True, "in no commit yet"),
        (at(FIRST, 0, 9, dirty=True), at(FIRST, 0, 4, dirty=True), True, ""),
        (at(FIRST, 0, 3, dirty=True), at(FIRST, 0, 4, dirty=True), True, "built as of"),
        (at(FIRST, 0, 9, dirty=True), at(FIRST, 0, 4), True, ""),
        # the history knows: clocks do not matter
        (at(SECOND, -60), at(FIRST, 0), True, ""),
        (at(FIRST, 60), at(SECOND, 0), True, "git pull"),
        (at(FIRST, 60, 90, dirty=True), at(SECOND, 0), True, "git pull"),
        # words in no commit, later committed or not
        (at(SECOND, 10), at(FIRST, 0, 5, dirty=True), True, ""),
        (at(SECOND, 4), at(FIRST, 0, 5, dirty=True), True, "uncommitted changes"),
        # the history does not know: the later commit, by the committers' clocks
        (at(SECOND, 10), at(FIRST, 0), False, ""),
        (at(FIRST, 0), at(SECOND, 10), False, "this release from commit 111111111111"),
        (at(FIRST, 0, 90, dirty=True), at(SECOND, 10), False, "this release from commit 111111111111"),
        (at(SECOND, 4), at(FIRST, 0, 5, dirty=True), False, "uncommitted changes"),
        # no git on one side or on both: neither built before, nor knowing of less
        (at(built=5), at(built=4), True, ""),
        (at(built=3), at(built=4), True, "built as of"),
        (
            at(built=9, changed=1),
            at(FIRST, 0, 4, changed=2),
            True,
            "knows of something that happened at 2026-11-20 15:02",
        ),
        (at(FIRST, 0, 9), at(built=4), True, ""),
    ],
)
def test_an_older_truth_is_told_from_a_newer_one(ours: Origin, live: Origin, known: bool, refused: str) -> None:
    why = why_older(ours, live, contains if known else unknown)
    assert refused in why if refused else why == ""


@pytest.mark.parametrize("known", [True, False])
def test_of_two_clean_releases_never_each_is_older_than_the_other(known: bool) -> None:
    history = contains if known else unknown
    every = [at(commit, time, built) for commit in (FIRST, SECOND, "") for time in (0, 7) for built in (8, 9)]
    for one in every:
        for other in every:
            assert not (why_older(one, other, history) and why_older(other, one, history)), (one, other)


def after_rollback(left: Origin) -> Pointer:
    """A target that went back from `left`."""
    back, gone = Entry("a" * 64, at(FIRST, 0), NOW), Entry("b" * 64, left, NOW)
    return Pointer((gone, back), back.digest, gone)


@pytest.mark.parametrize(
    ("ours", "left", "refused"),
    [
        (at(SECOND, 10, 99), at(SECOND, 10), "the same again"),
        (at(FIRST, 0, 99), at(SECOND, 10), "no newer"),
        (at(THIRD, 20), at(SECOND, 10), ""),
        (at(SECOND, 10, 99, dirty=True), at(SECOND, 10), ""),
        (at(built=99, changed=5), at(built=10, changed=5), "the same again"),
        (at(built=99, changed=6), at(built=10, changed=5), ""),
    ],
)
def test_a_rollback_is_undone_only_by_what_is_newer_than_what_was_left(
    ours: Origin, left: Origin, refused: str
) -> None:
    why = judge(ours, after_rollback(left), contains)
    assert refused in why if refused else why == ""


def test_what_is_being_put_in_place_counts_as_live() -> None:
    live, begun = Entry("a" * 64, at(FIRST, 0), NOW), Entry("b" * 64, at(THIRD, 20), NOW)
    pointer = Pointer((live,), live.digest, moving=Moving("somebody", to=begun))
    assert "git pull" in judge(at(SECOND, 10), pointer, contains)
    assert judge(at(SECOND, 10), replace(pointer, moving=None), contains) == ""
