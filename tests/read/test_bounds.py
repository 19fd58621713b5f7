"""Texts that would keep Markdown busy for seconds, and pictures that would call on others."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.read import sections
from generator.read.bounds import LONGEST_RUNS, MOST, measured, ordinary
from generator.read.findings import Findings
from tests.examples import examples
from tests.read.reading import body, incident, problems
from tests.texts import INCIDENT

UPDATE = "## Investigating — 14:10\n\n"
HEAVY = {
    "lists in one line": "- " * 500 + "x",
    "numbered lists in one line": "1. " * 500 + "x",
    "lists in lists": "\n".join(" " * 4 * depth + "- x" for depth in range(250)),
    "quotes in one line": "> " * 500 + "x",
    "brackets": "[" * 5_000,
    "pictures": "![" * 5_000,
    "links": "[a](" * 5_000,
    "references": "[a][" * 5_000,
    "footnotes": "[^" * 5_000,
    "declarations": "<![" * 4_000,
    "elements": "<a " * 5_000,
    "backticks": " ".join("`" * length for length in range(1, 200)),
    "spaces": "a" + " " * 20_000 + "b",
    "a table": "|".join(["a"] * 1_000) + "\n" + "|".join(["-"] * 1_000) + "\n" + "|\n" * 1_000,
    "a long text": "word " * 20_000,
    "a long line": "w" * 30_000,
    "many lines": "a\n" * 5_000,
    "asterisks": "*a **b " * 5_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_text_past_the_bounds_is_kept_as_typed_and_told(name: str) -> None:
    text = body(UPDATE + "Words.\n\n" + HEAVY[name])
    report = incident(text)
    assert report.updates[0].text.plain
    assert report.updates[0].text.markdown.startswith("Words.")
    assert not report.damaged
    assert [rule for rule, *_ in problems(text)] == ["markdown-bounds"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("    " * depth + "- x" for depth in range(8)),
        "> > > quoted",
        "\n".join(f"[link {number}](https://example.com/{number})" for number in range(200)),
        "a | b\n--|--\n" + "1 | 2\n" * 200,
        "`code` " * 300,
        "```python\n" + "x = [1, 2]  # comment\n" * 100 + "```",
        "A long explanation. " * 500,
    ],
)
def test_what_people_write_is_far_within_the_bounds(text: str) -> None:
    assert not incident(body(UPDATE + text)).updates[0].text.plain


@pytest.mark.parametrize(
    ("text", "shown", "hint"),
    [
        ("![us](https://a.example/x.png)", "[us](https://a.example/x.png)", "[us](https://a.example/x.png)"),
        ("a ![](//a.example/x.png) b", "a [picture](//a.example/x.png) b", "[picture](//a.example/x.png)"),
        ("![us][1]\n\n[1]: https://a.example/x", "[us][1]\n\n[1]: https://a.example/x", "[us]"),
        ("![us]\n\n[us]: https://a.example/x", "[us]\n\n[us]: https://a.example/x", "[us]"),
    ],
)
def test_a_picture_becomes_a_link(text: str, shown: str, hint: str) -> None:
    report = incident(body(UPDATE + text))
    assert report.updates[0].text.markdown == shown
    assert not report.damaged
    assert [(rule, line, found) for rule, line, _, found in problems(body(UPDATE + text))] == [
        ("off-site-image", 11, hint)
    ]


@pytest.mark.parametrize("text", ["`![x](https://a)`", "```\n![x](https://a)\n```", "wow![1] and ![note]", "!\\[x]"])
def test_what_only_looks_like_a_picture_stays(text: str) -> None:
    assert incident(body(UPDATE + text)).updates[0].text.markdown == text
    assert problems(body(UPDATE + text)) == []


@pytest.mark.parametrize("name", HEAVY)
def test_a_body_with_a_text_past_the_bounds_is_not_ordinary(name: str) -> None:
    assert not ordinary(UPDATE + HEAVY[name])
    assert not ordinary(HEAVY[name] + "\n\n" + UPDATE)


@pytest.mark.parametrize(
    "text", ["", UPDATE, INCIDENT, "Prose, *and* a [link](https://a.example). " * 50, "- a\n" * 50]
)
def test_what_people_write_is_ordinary(text: str) -> None:
    assert ordinary(text)


PARTS = [
    *("## Resolved — 15:40\n", "Words.", "\n", "\n\n", "<!--", "-->", "<!-- x -->", "```\n", "1.", "- ", "> ", ">", " ", "\t", "é"),
    *("|", "a | b | c | d\n", "|" * 41, "x" * 9_000, " " * 58, "a\n" * 290, "-" * 13, "#", "\u0663.", "!["),
    *(character * share for character, most in MOST.items() for share in (most // 4, most // 2, most + 1)),
    *(run[: len(run) // 2] for run in LONGEST_RUNS),
]  # fmt: skip


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 14)), max_size=6))
@example([("Words.", 1), ("*" * 60, 1), ("<!-- x -->", 1), ("*" * 60, 1)])
@example([("\u0663.", 13), ("Words.", 2)])
@example([("|" * 41, 1), ("\n", 1), ("a\n", 290)])
@example([("Words.", 1), (" ", 400), ("Words.", 1)])
@example([("Words.", 1), ("\t ", 250), ("Words.", 1)])
@example([("Words.\n", 5), ("#" * 100, 1)])
def test_no_text_of_an_ordinary_body_is_past_any_bound(parts: list[tuple[str, int]]) -> None:
    """Whatever is looked at whole is as if each text had been looked at."""
    text = "".join(part * times for part, times in parts)
    if ordinary(text):
        findings = Findings("x")
        split = sections.split(text, 1, findings).sections
        assert not any(measured(section, findings).plain for section in split)
