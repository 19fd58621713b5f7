"""`promises` in site.yaml: for all, by impact, none at all, since when; and what is left of those that cannot be read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.model import Impact, Promises
from generator.problem import Problem
from generator.read.site import read_site
from tests.texts import SITE

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def said(text: str) -> tuple[Promises, tuple[Problem, ...]]:
    site, problems = read_site(f"{SITE}{text}".encode())
    return site.promises, problems


def test_nothing_said_promises_a_word_every_two_hours() -> None:
    assert said("") == (Promises(updates_every=2 * HOURS), ())


@pytest.mark.parametrize("word", ["none", "None", "no", "never"])
def test_a_site_may_promise_nothing(word: str) -> None:
    assert said(f"promises: {word}\n") == (Promises(updates_every=None), ())


def test_what_is_said_by_impact_takes_the_place_of_the_rest_key_by_key() -> None:
    found, problems = said(
        "promises:\n"
        "  first_update: 15 minutes\n"
        "  updates_every: 2 hours\n"
        "  postmortem: 5 days\n"
        "  critical: {first_update: 5 minutes}\n"
        "  minor: {updates_every: 1 day, postmortem: none}\n"
    )
    assert problems == ()
    assert found.of(Impact.CRITICAL) == Promises(5 * MINUTES, 2 * HOURS, 5 * DAYS)
    assert found.of(Impact.MAJOR) == found
    assert found.of(Impact.MINOR) == Promises(15 * MINUTES, DAYS, None)


def test_what_hurt_nobody_owes_a_postmortem_only_where_that_is_said() -> None:
    assert said("promises: {postmortem: 5 days}\n")[0].of(Impact.NONE).postmortem is None
    own, _ = said("promises: {postmortem: 5 days, none: {postmortem: 9 days}}\n")
    assert own.of(Impact.NONE).postmortem == 9 * DAYS


def test_the_day_they_were_made_on_is_read() -> None:
    assert said("promises: {postmortem: 5 days, since: 2026-11-01}\n")[0].since == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("promises: {first_update: soon}\n", "“soon” is no length of time", "first_update: 15 minutes"),
        (
            "promises: {critical: {first_updat: 5 minutes}}\n",
            "did you mean “first_update”?",
            "first_update: 5 minutes}}",
        ),
        ("promises: {crtical: {first_update: 5 minutes}}\n", "did you mean “critical”?", "critical:"),
        ("promises: {critical: 5 minutes}\n", "must be keys and values", "critical: { … }"),
        ("promises: 5 days\n", "must be keys and values", "promises: { … }"),
        ("promises: {since: last year}\n", "“last year” is no day", "since: 2026-01-01"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_line_to_write_and_nothing_then_counts_as_kept(
    text: str, message: str, hint: str
) -> None:
    found, problems = said(text)
    (problem,) = problems
    assert message in problem.message
    assert problem.hint.startswith(hint)
    assert problem.place.line == len(SITE.splitlines()) + 1
    assert found.damaged
    assert found.updates_every == 2 * HOURS, "what can still be promised is"
