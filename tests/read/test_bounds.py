"""Texts that would keep Markdown busy for seconds, and pictures that would call on others."""

from __future__ import annotations

import pytest

from tests.read.reading import body, incident, problems

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
