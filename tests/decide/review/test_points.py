"""Each of the twelve points by itself, on sentences that were written for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.decide.review import Judgement, Point, Remark, Review, State, review
from generator.decide.review.points import TITLES, WRITE
from generator.model import POINTS
from generator.scaffold import Facts, postmortem
from tests.render.boards import NOW, ago


def reviewed(text: str, *, signed_by: str = "", channels: int = 0) -> Review:
    return review(enumerate(text.split("\n"), 1), signed_by=signed_by, channels=channels)


def of(point: str, text: str) -> Judgement:
    return reviewed(text).of(Point(point))


def test_the_points_are_those_of_the_model_each_with_words() -> None:
    assert tuple(Point) == POINTS
    assert set(TITLES) == set(WRITE) == set(Point)
    assert [each.point for each in reviewed("Nothing.").judgements] == list(Point)


@pytest.mark.parametrize(
    ("point", "text", "state"),
    [
        ("admit_failure", "We are sorry that you could not pay.", "met"),
        ("admit_failure", "This was our own doing.", "met"),
        ("admit_failure", "I dropped the wrong table.", "met"),
        ("admit_failure", "We did not test the failover.", "partly"),
        ("admit_failure", "A cable was cut by an excavator.", "missing"),
        ("admit_failure", 'A customer wrote: "I deleted it, sorry about that".', "missing"),
        ("admit_failure", "> We are sorry.\n\nThe switch was replaced.", "missing"),
        ("channel", "Questions? Write to help@example.com.", "met"),
        ("channel", "Please reach out to our support team.", "met"),
        ("channel", "You can subscribe to updates on our status page.", "met"),
        ("channel", "We wrote this up in [#88](https://example.com/issues/88).", "partly"),
        ("channel", "The network team is on-call at night.", "missing"),
        ("authentic", "Author: Ann Lee\n\nIt broke.", "met"),
        ("authentic", "It broke.\n\n— Ann Lee, head of operations", "met"),
        ("authentic", "It broke.\n\nThe Example Team", "partly"),
        ("authentic", "I restarted it and it came back.", "partly"),
        ("authentic", "It broke.", "missing"),
        ("start_end", "From 14:02 to 15:40 UTC nobody could log in.", "met"),
        ("start_end", "It began at 14:02 and lasted 98 minutes.", "met"),
        ("start_end", "- 14:02 errors begin\n- 15:40 service restored", "met"),
        ("start_end", "| 14:02 | alarm |\n|---|---|\n| 15:40 | service is back |", "met"),
        ("start_end", "### 14:02\n\nAlarms went off.\n\n### 15:40\n\nAll is back to normal.", "met"),
        ("start_end", "At 14:02 the database stopped.", "partly"),
        ("start_end", "The database stopped.", "missing"),
        ("affected", "6,323 customers could not log in.", "met"),
        ("affected", "12 % of requests failed.", "met"),
        ("affected", "One request in five failed.", "met"),
        ("affected", "All users were locked out.", "met"),
        ("affected", "Some users could not log in.", "partly"),
        ("affected", "We read 400 lines of logs and drank 3 coffees.", "missing"),
        ("what_went_wrong", "## Root cause\n\nThe pool ran dry because the deploy halved its size, and this caused timeouts in every service.", "met"),
        ("what_went_wrong", "## Root cause\n\nUnknown.", "missing"),
        ("what_went_wrong", "We do not know yet why the pool ran dry.", "partly"),
        ("lessons", "## What we learned\n\n- Load-test every deploy before it goes out.\n- Alert on the size of the pool.", "met"),
        ("lessons", "### Follow-ups\n- [x] Add an alarm for the pool\n- [ ] Limit the retries", "met"),
        ("lessons", "## Next steps\n\n- Can we use another vendor?\n- How would we notice?", "partly"),
        ("lessons", "The pool is back.", "missing"),
        ("technologies", "PostgreSQL ran out of connections, since PgBouncer had crashed.", "met"),
        ("technologies", "The database failed.", "partly"),
        ("technologies", "We are sorry.", "missing"),
        ("five_whys", "### Five whys\n\n1. Why was it down? The disk was full.\n2. Why was it full? Nobody rotated logs.\n3. Why did nobody? The task was lost.", "met"),
        ("five_whys", "### 5 Whys\n\n1. Why was it down? The disk was full.", "partly"),
        ("five_whys", "### Five whys\n\nTBD", "missing"),
        ("five_whys", "It was down.", "missing"),
        ("human_elements", "### The people in it\n\nAnn was alone on call that night and took the wrong graph for the right one for twenty minutes; Ben got up at four in the morning to help.", "met"),
        ("human_elements", "Luckily a backup was there.", "partly"),
        ("human_elements", "The disk was replaced.", "missing"),
        ("others_learn", "If you run Redis as a cache and a store, check its eviction policy.", "met"),
        ("others_learn", "### What others can learn\n\nA queue that is never empty is a warning, and it comes weeks ahead.", "met"),
        ("others_learn", "### Lessons\n\nNever deploy on a Friday.", "partly"),
        ("others_learn", "We will buy more disks.", "missing"),
    ],
)  # fmt: skip
def test_a_point_is_met_partly_met_or_missing(point: str, text: str, state: str) -> None:
    assert of(point, text).state == state


def test_a_name_in_the_braces_and_channels_of_the_site_count() -> None:
    found = reviewed("It broke.", signed_by="Ann Lee", channels=1)
    assert {found.of(Point.AUTHENTIC).state, found.of(Point.CHANNEL).state} == {State.MET}


@pytest.mark.parametrize(
    "filler",
    [
        "",
        "TODO",
        "*To be written*",
        "…",
        "N/A",
        "[Describe what happened here]",
        "Describe what went wrong and why.",
        "- \n- ",
        "---",
    ],
)
def test_a_section_without_an_answer_is_not_counted(filler: str) -> None:
    heads = (
        "Root cause",
        "Impact",
        "Timeline",
        "Five whys",
        "Lessons learned",
        "What others can learn",
        "The human side",
    )
    text = "\n\n".join(f"## {head}\n\n{filler}" for head in heads)
    met = [str(each.point) for each in reviewed(text).judgements if each.state is State.MET]
    assert met == []


def test_a_fresh_template_meets_only_what_it_was_given() -> None:
    facts = Facts(
        ago(3),
        ago(2),
        ("API",),
        "6,323 customers in eu-west",
        ((ago(2.9), "Investigating", "Down."), (ago(2), "Resolved", "Up.")),
    )
    section = postmortem(facts, NOW, "Ann", NOW.tzinfo)  # type: ignore[arg-type]  # NOW is aware
    import re

    text = re.sub(r"<!--.*?-->", lambda comment: "\n" * comment[0].count("\n"), section, flags=re.DOTALL)
    found = review(enumerate(text.split("\n")[1:], 2), signed_by="Ann")
    met = {str(each.point) for each in found.judgements if each.state is State.MET}
    assert met == {"start_end", "affected", "authentic"}
    asked = section.casefold()
    for words in (
        "sorry",
        "how many",
        "technologies",
        "five whys",
        "woken",
        "others can learn",
        "people ask",
        "sign it",
    ):
        assert words in asked, words


def test_another_language_is_not_judged() -> None:
    german = (
        "Am Dienstag um 14:02 Uhr fiel die Datenbank aus, weil die Platte voll war. Wir bitten alle Betroffenen um Entschuldigung. "
        * 3
    )
    assert reviewed(german) == Review((), ())


PIECES = (
    *(
        "\n",
        "\n\n",
        " ",
        "# ",
        "## Five whys\n",
        "---\n",
        "+++\n",
        "author: x\n",
        "- ",
        "1. ",
        "| a | b |\n",
        "> ",
        "```\n",
        "`",
        "**",
        "[",
        "](",
        ")",
    ),
    *(
        "Why was it down? ",
        "because ",
        "some users may have ",
        "was deployed ",
        "14:02",
        "2026-11-20",
        "12 % of requests ",
        "we ",
        "I ",
        '"',
        "TODO",
        "…",
        "\t",
    ),
)

REMARKS = {
    "Some users may have experienced errors.": "say who and how many",
    "We apologize for any inconvenience this may have caused.": "say what it did to people",
    "The flag was deployed to all servers on Monday.": "say who",
    "We take your security very seriously.": "say what you changed",
    "The impact was relatively small.": "give the number",
}


@pytest.mark.parametrize("sentence", REMARKS)
def test_a_stock_phrase_is_named_with_its_place_and_a_plainer_way(sentence: str) -> None:
    (remark,) = reviewed(f"The *first* line of it.\n\n- [x] done\n\nAll right. {sentence}").remarks
    assert remark.line == 5
    assert remark.quote.split()[0].casefold() in sentence.casefold()
    assert f"All right. {sentence}"[remark.column - 1 :].startswith(remark.quote)
    assert REMARKS[sentence] in remark.plainer


@pytest.mark.parametrize(
    "sentence",
    [
        "The flag was deployed by our release train.",
        "> Some users may have experienced errors.",
        "`may have experienced` is what we never write.",
        "6,323 customers could not log in.",
        "The door was open.",
    ],
)
def test_what_a_person_would_say_is_left_alone(sentence: str) -> None:
    assert reviewed(sentence).remarks == ()


def test_a_remark_after_markup_stands_in_its_column() -> None:
    text = "We kept [the **log**](https://example.com/a_b) and `x`: some users may have seen errors."
    (remark,) = reviewed(text).remarks
    assert remark == Remark(1, text.index("some") + 1, remark.quote, remark.plainer)


def test_a_question_that_takes_up_no_answer_is_named() -> None:
    text = "### Five whys\n\n1. Why was the shop down? The disk was full.\n2. Why was the disk full? Logs were kept for ever.\n{}"
    broken = reviewed(text.format("3. Why do customers dislike Mondays? Weather."))
    assert [(each.line, each.column, each.quote) for each in broken.remarks] == [
        (5, 4, "Why do customers dislike Mondays?")
    ]
    for going_on in ("3. Why are logs kept? Nobody deletes them.", "3. Why did nobody see that? No alarm."):
        assert reviewed(text.format(going_on)).remarks == ()


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=200))
def test_whatever_the_text_every_place_is_in_it(text: str) -> None:
    lines = text.split("\n")
    found = reviewed(text)
    assert len(found.judgements) in (0, 12)
    assert all(0 <= judgement.line <= len(lines) for judgement in found.judgements)
    for remark in found.remarks:
        assert 1 <= remark.line <= len(lines)
        assert remark.column <= len(lines[remark.line - 1])


@pytest.mark.parametrize(
    "unit",
    [
        "the ",
        "we did not ",
        "a" * 50 + " ",
        "`",
        "[",
        "**",
        "was ",
        "1 ",
        "our all the ",
        "because ",
        "\n- ",
        "12:",
        "if you run ",
    ],
)
def test_no_text_takes_long(unit: str) -> None:
    """Of a rule that is worse than quadratic this would take minutes."""
    text = unit * (15_000 // len(unit))
    assert len(reviewed(text).judgements) in (0, 12)
