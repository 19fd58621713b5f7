"""The first rule as properties: whatever happens to the files of a valid site, nothing looks better than it did.

An edit that leaves no error behind is what somebody wrote, and is not ours to doubt; all others are measured with `greener`, now and
later, for the clock may not turn green what an error has left open either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.decide import check, decide
from generator.memory import Memory
from generator.model import Board, Source
from generator.problem import Level, Problem, Unusable
from generator.read import read
from tests.examples import examples
from tests.greener import greener
from tests.texts import NOW, lay
from tests.truth.edits import edited, merged, slipped
from tests.truth.sites import SITES

MOMENTS = (NOW, NOW + timedelta(hours=2), NOW + timedelta(hours=31))
"""Now, after the ends of the planned work, and on another day."""
SINGLE, DOUBLE, SLIPS = 300, 120, 200
"""Edits of each site."""


class Verdict(NamedTuple):
    """What came of an edited site."""

    error: bool
    """It cannot be built, or something in it is an error."""
    greener: list[str]


@cache
def boards(name: str, root: Path) -> tuple[Board, ...]:
    """The valid site, at every moment."""
    lay(root, SITES[name])
    source = read(root, Memory(None))
    for now in MOMENTS:
        assert list(errors(source, now)) == []
    return tuple(decide(source, now=now) for now in MOMENTS)


def errors(source: Source, now: datetime) -> Iterator[str]:
    """What was wrong to read, then what is wrong by the rules; whoever asks for one alone waits for no more."""
    yield from wrong(source.problems)
    yield from wrong(check(source, now=now))


def wrong(problems: Iterable[Problem]) -> Iterator[str]:
    for problem in problems:
        if problem.level == Level.ERROR:
            yield f"{problem.place}: {problem.message}"


def judge(name: str, root: Path, texts: dict[str, bytes], memory: Memory) -> Verdict:
    """The site `name` with some of its files changed, held against the valid one."""
    root = root / name
    before = boards(name, root.with_name(f"{name}, valid"))
    lay(root, {**SITES[name], **texts})
    try:
        source = read(root, memory)
    except Unusable:  # nothing is published, the old page stays
        return Verdict(True, [])
    if source.site.timezone != before[0].site.timezone:  # somebody wrote so: times are other times
        return Verdict(True, [])
    whole = not any(problem.place.file == "site.yaml" and problem.level == Level.ERROR for problem in source.problems)
    found: list[str] = []
    error = False
    for now, was in zip(MOMENTS, before, strict=True):
        if any(errors(source, now)):
            error = True
            said = greener(was, decide(source, now=now), whole=whole)
            found += [f"at {now:%d %H:%M}: {each}" for each in said]
    return Verdict(error, found)


def told(texts: dict[str, bytes], verdict: Verdict) -> str:
    """A failure, with what it takes to see it again."""
    files = "\n".join(f"{path}:\n{content!r}" for path, content in texts.items())
    return "\n".join((*verdict.greener, files))


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("seed", range(examples(2)))
def test_no_edit_that_is_an_error_makes_anything_greener(name: str, seed: int, tmp_path: Path) -> None:
    random, memory, wrong = Random(f"{name} {seed}"), Memory(None), 0
    for _ in range(SINGLE):
        path = random.choice(sorted(SITES[name]))
        texts = {path: edited(random, SITES[name][path].encode())}
        verdict = judge(name, tmp_path / "edited", texts, memory)
        wrong += verdict.error
        assert not verdict.greener, told(texts, verdict)
    assert wrong > SINGLE / 4, "the edits are too tame to show anything"


@pytest.mark.parametrize("name", SITES)
def test_errors_together_are_no_greener_than_either(name: str, tmp_path: Path) -> None:
    """Two edits at two places, each of them an error by itself; in one file or in two."""
    random, memory, both = Random(name), Memory(None), 0
    for _ in range(DOUBLE):
        first, second = (random.choice(sorted(SITES[name])) for _ in range(2))
        one = edited(random, SITES[name][first].encode())
        if not judge(name, tmp_path / "edited", {first: one}, memory).error:
            continue
        other = edited(random, SITES[name][second].encode())
        if not judge(name, tmp_path / "edited", {second: other}, memory).error:
            continue
        together = merged(SITES[name][first].encode(), one, other) if first == second else one
        if together is None:
            continue
        texts = {second: other, first: together}
        verdict = judge(name, tmp_path / "edited", texts, memory)
        both += verdict.error
        assert not verdict.greener, told(texts, verdict)
    assert both > DOUBLE / 20, "the edits are too tame to show anything"


@pytest.mark.parametrize("name", SITES)
def test_no_slip_of_one_letter_in_a_report_is_greener_and_silent(name: str, tmp_path: Path) -> None:
    """Whether it is an error or not: what looks better because of a letter is said. Digits are left alone: another time is a fact."""
    random, memory = Random(name), Memory(None)
    before = boards(name, tmp_path / "valid")[0]
    known = rules(read(tmp_path / "valid", Memory(None)))
    for _ in range(SLIPS):
        path = random.choice([path for path in sorted(SITES[name]) if path != "site.yaml"])
        text = slipped(random, SITES[name][path])
        source = read(lay(tmp_path / "edited", {**SITES[name], path: text}), memory)
        if rules(source) <= known:
            found = greener(before, decide(source, now=NOW))
            assert not found, "\n".join((*found, text))


def rules(source: Source) -> set[tuple[str, str]]:
    """What is said of a site at `NOW`."""
    return {(problem.place.file, problem.rule) for problem in (*source.problems, *check(source, now=NOW))}


@settings(max_examples=examples(150), derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(SITES)), cut=st.tuples(st.floats(0, 1), st.floats(0, 0.3)), put=st.text(max_size=12))
def test_no_cut_filled_with_anything_makes_anything_greener(
    name: str, cut: tuple[float, float], put: str, folder: Path
) -> None:
    for path, text in SITES[name].items():
        start = int(cut[0] * len(text))
        texts = {path: (text[:start] + put + text[start + int(cut[1] * len(text)) :]).encode()}
        verdict = judge(name, folder, texts, Memory(None))
        assert not verdict.greener, told(texts, verdict)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all the examples."""
    return tmp_path_factory.mktemp("truth")
