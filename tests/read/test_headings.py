"""Which headings begin an update, and which are part of a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Status
from generator.read.headings import Heading, recognise
from generator.read.vocabulary import STATUS_WORDS
from tests.examples import examples


def heading(text: str, *, level: int = 2, explaining: bool = False) -> Heading:
    found = recognise(text, level=level, explaining=explaining)
    assert found is not None
    return found


@pytest.mark.parametrize("separator", [" — ", " – ", " - ", " · ", ": ", " at ", " @ ", " ", " | "])
def test_any_separator_stands_between_status_and_time(separator: str) -> None:
    found = heading(f"Identified{separator}2026-11-20 14:31 UTC")
    assert (found.status, found.time, found.wrong) == (Status.IDENTIFIED, "2026-11-20 14:31 UTC", "")


@pytest.mark.parametrize("phrase", STATUS_WORDS)
def test_every_word_for_a_status_is_understood_however_it_is_typed(phrase: str) -> None:
    for typed in (
        phrase,
        phrase.upper(),
        phrase.replace(" ", "-"),
        phrase.replace(" ", ""),
        f"**{phrase}**",
        f"✅ {phrase}",
    ):
        assert heading(f"{typed} — 15:40").status is STATUS_WORDS[phrase]


def test_the_braces_are_kept_for_later() -> None:
    found = heading('Monitoring — 14:52 {api=operational by="Operations"} ##')
    assert (found.time, found.braces) == ("14:52", 'api=operational by="Operations"')


@pytest.mark.parametrize("text", ["What happened", "Background", "Next steps", "Resolution", "Details", "Timeline"])
def test_another_heading_stays_text(text: str) -> None:
    assert recognise(text, level=2) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Resloved — 15:40", "Resolved — 15:40"),
        ("Investigatin 15:40 UTC", "Investigating — 15:40 UTC"),
        ("15:40 — Resolved", "Resolved — 15:40"),
        ("Qzx — 15:40", "Update — 15:40"),
        ("15:40", "Update — 15:40"),
        ("Qzx {api=major_outage}", "Update {api=major_outage}"),
        ("Reslved", "Resolved"),
    ],
)
def test_what_was_surely_meant_to_be_an_update_gets_the_heading_to_write(text: str, hint: str) -> None:
    found = heading(text)
    assert found.wrong
    assert found.hint == hint


def test_an_update_under_three_hashes_is_noticed_only_where_it_has_a_time() -> None:
    assert heading("Resolved — 15:40", level=3).wrong
    assert recognise("Resolved", level=3) is None
    assert recognise("Resolved — 15:40", level=3, explaining=True) is None


@pytest.mark.parametrize("text", ["Monitoring improvements", "Update the alerts", "14:05 Deploy", "Reslved"])
def test_in_a_postmortem_a_heading_needs_a_status_and_a_time(text: str) -> None:
    assert recognise(text, level=2, explaining=True) is None


@settings(max_examples=examples(400), deadline=None)
@given(
    st.sampled_from(
        ["Resolved", "in progress", "In Progress", "RESOLVED", "Reſolved", "Resolve", "Fixed", "Postmortem"]
    ),
    st.sampled_from(["—", "-", "--"]),
    st.text(alphabet="0123456789:- UTCat—", max_size=20)
    | st.sampled_from(["2026-11-20 14:31 UTC", "14:31", "9", "14:31 -", "14:31  UTC"]),
    st.sampled_from(["", " {next=15:00}", " {by=“Ops, day”} ", " {", " {}", "{a=b}", " #", " {a} {b}", " {a}}"]),
    st.booleans(),
)
def test_what_looks_as_usual_is_understood_as_anything_else_is(
    status: str, dash: str, time: str, braces: str, explaining: bool
) -> None:
    """Two blanks where one is usual mean the same."""
    text = f"{status} {dash} {time}{braces}"
    usual = recognise(f" {text}", level=2, explaining=explaining)
    assert usual == recognise(f"  {text}", level=2, explaining=explaining)
