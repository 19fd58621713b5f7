"""A body to sections; and what is for the inside stays inside."""

from __future__ import annotations

import pytest

from generator.model import Status
from generator.read.findings import Findings
from generator.read.sections import Body, split


def cut(text: str) -> tuple[Body, list[tuple[str, int]]]:
    findings = Findings("x.md")
    return split(text, 1, findings), [(problem.rule, problem.place.line) for problem in findings.problems]


def texts(text: str) -> list[str]:
    return [section.text for section in cut(text)[0].sections]


def test_a_section_reaches_up_to_the_next_update() -> None:
    assert texts("before\n\n## Investigating — 14:10\n\none\n\n## Other\n\ntwo\n\n## Resolved — 15:00\nthree") == [
        "before",
        "one\n\n## Other\n\ntwo",
        "three",
    ]


def test_a_section_knows_its_lines() -> None:
    section = cut("\n## Investigating — 14:10\n\n\none")[0].sections[1]
    assert (section.line, section.first_line, section.raw) == (2, 5, "## Investigating — 14:10")


@pytest.mark.parametrize(("fence", "end"), [("```", "```"), ("~~~~", "~~~~~"), ("```mermaid", "```")])
def test_nothing_in_fenced_code_is_a_heading_or_a_comment(fence: str, end: str) -> None:
    code = f"{fence}\n## Resolved — 15:00\n<!-- shown -->\n{end}"
    assert texts(f"## Investigating — 14:10\n\n{code}") == ["", code]


def test_a_fence_that_is_never_closed_is_an_error_and_hides_no_heading() -> None:
    body, problems = cut("## Investigating — 14:10\n\n```\ncode\n\n## Resolved — 15:00\n\n<!-- hidden -->x")
    assert [section.text for section in body.sections[1:]] == ["```\ncode", "x"]
    assert [section.doubtful for section in body.sections] == [False, False, True]
    assert problems == [("open-fence", 3)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- b --> c", "a  c"),
        ("a\n<!-- b\n\n## Resolved — 15:00\n-->\nc", "a\nc"),
        ("a <!-- b --> c <!-- d --> e", "a  c  e"),
        ("`<!-- a -->`", "`<!-- a -->`"),
        ("`` ` <!-- a --> ``", "`` ` <!-- a --> ``"),
        ("` <!-- a -->", "`"),
        ("<!--> a", "a"),
        ("    <!-- in indented code -->x", "x"),
    ],
)
def test_a_comment_never_reaches_the_page(text: str, shown: str) -> None:
    assert [line.strip() for line in texts(text)[0].split("\n")] == shown.split("\n")


@pytest.mark.parametrize(
    "text", ["a\n<!-- secret", "a\n<!-- x --> <!-- secret\n\n## Resolved — 15:00\n\n```\nsecret\n```"]
)
def test_a_comment_that_is_never_closed_hides_all_that_follows(text: str) -> None:
    body, problems = cut(text)
    assert "secret" not in "".join(section.text for section in body.sections)
    assert problems == [("open-comment", 2)]
    assert body.hidden == ("##" in text)


def test_an_underlined_heading_begins_an_update_too() -> None:
    body, _ = cut("Investigating — 14:10\n---\n\none\n\nText\n---\n\ntwo")
    assert body.sections[1].heading is not None
    assert body.sections[1].heading.status is Status.INVESTIGATING
    assert body.sections[1].text == "one\n\nText\n---\n\ntwo"


def test_thousands_of_open_fences_take_no_time_that_grows_with_their_square() -> None:
    assert len(cut("```x\n\n" * 40_000)[0].sections) == 1
