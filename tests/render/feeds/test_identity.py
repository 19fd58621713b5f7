"""Names survive whatever people do to a site's files, and news is exactly one new name."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.examples import examples
from tests.render.feeds.reading import ids, made, of_texts
from tests.render.feeds.story import BEGIN, LIFE, PATH, POSTMORTEM, QUIET, RESOLVED, WORK, State, Step

HARMLESS = st.lists(st.sampled_from(QUIET), unique=True, max_size=len(QUIET)).filter(
    lambda steps: not {"a new zone", "another language"} <= {step.name for step in steps}
)
"""Edits in any order; those two mend the same line."""
NEWS = (
    Step(
        "an update",
        lambda state: state.appended(path_of(state), "\n## Update — 2026-11-20 14:50 UTC\n\nStill.\n", hours=0),
        1,
    ),
    Step(
        "the same again",
        lambda state: state.appended(path_of(state), "\n## Identified — 2026-11-20 14:31 UTC\n\nTwice.\n", hours=0),
        1,
    ),
    Step("an end", lambda state: state.appended(path_of(state), RESOLVED, hours=2), 1),
    Step("an end and its postmortem", lambda state: state.appended(path_of(state), RESOLVED + POSTMORTEM, hours=30), 2),
    Step("a moved start", lambda state: state.edited(WORK, "2026-11-22 02:00", "2026-11-22 01:00"), 1),
    Step("a moved end", lambda state: state.edited(WORK, "2026-11-22 03:00", "2026-11-22 05:00"), 1),
    Step(
        "a window moved in words",
        lambda state: state.appended(
            WORK, '\n## Scheduled — 2026-11-20 14:00 UTC {scheduled_for="2026-11-23 02:00 UTC"}\n\nLater.\n', hours=0
        ),
        1,
    ),
    Step(
        "a cancelled window",
        lambda state: state.appended(WORK, "\n## Cancelled — 2026-11-20 14:00 UTC\n\nNot needed.\n", hours=0),
        1,
    ),
    Step(
        "another plan in front matter and in words",
        lambda state: state.edited(WORK, "2026-11-22 03:00", "2026-11-22 05:00").appended(
            WORK, "\n## Scheduled — 2026-11-20 14:00 UTC\n\nLonger.\n", hours=0
        ),
        1,
    ),
    Step(
        "a notice",
        lambda state: state.with_text(
            "incidents/2026-11-20-news.md", "---\nkind: notice\ntitle: News\npublished: 2026-11-20\n---\n\nText.\n"
        ),
        1,
    ),
)


def path_of(state: State) -> str:
    return next(path for path in state.texts if path.endswith("-api.md"))


def told(state: State, path: str = "feed.json") -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return ids(made(of_texts(Path(folder), state.texts, state.now), path))


BEFORE = told(BEGIN)


@pytest.mark.parametrize("step", QUIET, ids=lambda step: step.name)
@pytest.mark.parametrize("path", ["feed.atom", "history.rss", "components/api/feed.json"])
def test_a_harmless_edit_changes_no_name_in_any_feed(step: Step, path: str) -> None:
    assert told(step.change(BEGIN), path) == told(BEGIN, path)


@settings(deadline=None, max_examples=examples(15))
@given(HARMLESS)
def test_no_harmless_edits_together_change_a_name(steps: list[Step]) -> None:
    state = BEGIN
    for step in sorted(steps, key=lambda step: step.name == "a moved file"):
        state = step.change(state)
    assert told(state) == BEFORE


@settings(deadline=None, max_examples=examples(25))
@given(st.sampled_from(NEWS), HARMLESS)
def test_news_is_exactly_one_new_name_whatever_else_was_edited(news: Step, steps: list[Step]) -> None:
    state = BEGIN
    for step in sorted(steps, key=lambda step: step.name == "a moved file"):
        state = step.change(state)
    found = told(news.change(state))
    assert len(set(found) - set(BEFORE)) == news.new, news.name
    assert len(set(found)) == len(found)


@settings(deadline=None, max_examples=examples(15))
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="#<`~-"), max_size=60))
def test_whatever_a_text_says_its_name_stays(text: str) -> None:
    assert told(BEGIN.edited(PATH, "A deploy broke the connection pool.", f"A. {text}")) == BEFORE


def test_a_life_adds_one_name_for_each_piece_of_news_and_loses_none_but_a_plan_that_was_replaced() -> None:
    state, before, ever = BEGIN, set(BEFORE), set(BEFORE)
    for step in LIFE:
        state = step.change(state)
        after = set(told(state))
        assert len(after - ever) == step.new, step.name
        assert len(before - after) == (step.name == "a moved window"), step.name
        before, ever = after, ever | after


def test_without_an_authority_a_new_domain_is_other_names_which_is_why_there_is_one() -> None:
    bare = BEGIN.edited("site.yaml", "authority: status.example.com,2026-01-01\n", "")
    assert set(told(QUIET[5].change(bare))).isdisjoint(told(bare))


def test_a_feed_that_is_read_a_year_later_has_the_same_names() -> None:
    over = BEGIN.appended(PATH, RESOLVED, hours=2).appended(
        WORK, "\n## Cancelled — 2026-11-20 14:00 UTC\n\nNo.\n", hours=0
    )
    assert told(over) == told(replace(over, now=over.now + timedelta(days=365)))
