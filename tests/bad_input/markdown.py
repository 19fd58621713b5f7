"""Cases 106 to 130: texts that hang, crash, leak or break what they stand in."""

from __future__ import annotations

from collections.abc import Callable

from tests.bad_input.case import ERROR, Case, Outcome, body
from tests.texts import INCIDENT

PAGE = "incidents/2026-11-20-api-errors/index.html"
LARGEST_PAGE = 3 * 1024 * 1024
"""Bytes that a page may have whose incident has at most 256 KiB."""


def small(outcome: Outcome) -> None:
    """The page is there, and of a size that its text explains."""
    assert len(outcome.page(PAGE)) < LARGEST_PAGE


def has(*texts: str, hasnt: tuple[str, ...] = (), markup: tuple[str, ...] = ()) -> Callable[[Outcome], None]:
    """The incident's page has `texts`; no file has any of `hasnt`, and none but JSON, where it is text, any of `markup`."""

    def check(outcome: Outcome) -> None:
        page = outcome.page(PAGE)
        assert [text for text in texts if text not in page] == []
        assert [text for text in hasnt if text.casefold() in outcome.pages().casefold()] == []
        assert [text for text in markup if text.casefold() in outcome.pages(json=False).casefold()] == []

    return check


def heavy(number: str, name: str, text: str) -> Case:
    """A text that Markdown would take seconds or for ever to understand: it is shown as typed, and an error says so."""
    return Case(number, name, body(text), ERROR, None, check=small)


def light(number: str, name: str, text: str) -> Case:
    """A text that looks heavy and is not, or no longer is: nothing need be said, but it is to be quick and small."""
    return Case(number, name, body(text), check=small)


def _backticks(size: int) -> str:
    """One, two, three and so on, as many as make `size` characters."""
    runs = ["`" * length for length in range(1, 500)]
    return " ".join(runs)[:size]


TABLE = "|".join(["a"] * 1_000) + "\n" + "|".join(["-"] * 1_000) + "\n" + "|\n" * 1_000
ABBREVIATIONS = "\n".join(f"*[w{n}]: word" for n in range(3_000)) + "\n\n" + " ".join(f"w{n}" for n in range(3_000))

HEAVY = (
    heavy("106", "500 lists in one line", "- " * 500 + "x"),
    heavy("106b", "500 numbered lists in one line", "1. " * 500 + "x"),
    heavy("106c", "500 lists in one line, with plus", "+ " * 500 + "x"),
    heavy("106d", "500 lists, each in the one before", "\n".join(" " * 4 * n + "- x" for n in range(250))),
    heavy("106e", "500 quotes in one line", "> " * 500 + "x"),
    heavy("107", "brackets that open", "[" * 20_000),
    heavy("108", "pictures that open", "![" * 10_000),
    heavy("109", "links that open", "[a](" * 10_000),
    heavy("110", "references that open", "[a][" * 5_000),
    heavy("111", "footnotes that open", "[^" * 5_000),
    heavy("112", "character data that opens", "<![CDATA[" * 1_000),
    heavy("113", "declarations that open", "<![" * 4_000),
    heavy("114", "elements that open", "<a " * 20_000),
    heavy("115", "attributes that open", '<p m="1"' * 10_000),
    heavy("116", "addresses that open", "<http://" * 10_000),
    heavy("117", "ever longer runs of backticks", _backticks(80_000)),
    heavy("118", "a fence and 20,000 spaces", "```" + " " * 20_000),
    heavy("119", "5,000 fences that open", "```\n\n" * 5_000 + "~~~\n"),
    heavy("120", "a table of a million cells", TABLE),
    heavy("121", "3,000 abbreviations", ABBREVIATIONS),
    heavy("123", "20,000 elements in one another", "<div>" * 20_000),
    heavy("123b", "asterisks", "*a **b " * 10_000),
    heavy("123c", "underscores", "_" * 50_000),
)

CASES = (
    *HEAVY,
    light("106f", "a handful of lists in one another", "\n".join(" " * 4 * n + "- x" for n in range(6))),
    light("120b", "a table", "a|b\n-|-\n1|2"),
    Case("124", "a comment that never ends", body("Up.\n\n<!-- the password is hunter2"), ERROR, 13, 1, hint="-->", check=has(hasnt=("hunter2",))),
    Case("124b", "a comment", body("Up <!-- hunter2\n\n## Resolved --> again."), check=has("Up", "again.", hasnt=("hunter2",))),
    Case("124c", "a comment in code", body("`<!-- shown -->`"), check=has("&lt;!-- shown --&gt;")),
    Case("125", "less than", body("Answers take <500ms for <project-id> & <b>all</b>."), check=has("&lt;500ms", "&lt;project-id&gt; &amp; &lt;b&gt;all&lt;/b&gt;")),
    Case("126", "a template", body("{{ 7*7 }} {% for x in y %} {{ ''.__class__ }}"), check=has("{{ 7*7 }} {% for x in y %}", hasnt=("49 {%",))),
    Case("127", "a diagram", body("```mermaid\ngraph TD; A-->B\n```"), check=has("A--&gt;B", "<pre")),
    Case("128", "a picture from elsewhere", body("![us](https://evil.example/x.png)"), ERROR, 11, 1, says="evil\\.example", check=has(markup=('src="https://evil',))),
    Case("128b", "a picture from elsewhere, by reference", body("![us][x]\n\n[x]: //evil.example/x.png"), ERROR, (11, 13), says="picture", check=has(markup=('src="//evil',))),
    Case("128c", "a picture as HTML", body('<img src="https://evil.example/x.png">'), check=has("&lt;img", markup=("<img src",))),
    Case("129", "headings in a text", body("# One\n\nTwo\n===\n\n### Three"), check=has("One", "Two", "Three", markup=("<h1>one", "<h2>two"))),
    Case("130", "an element that never ends", body("<div><table><script>alert(1)"), check=has("&lt;div&gt;&lt;table&gt;&lt;script&gt;alert(1)", markup=("<script>alert",))),
    Case("130b", "a link that runs", body("[x](javascript:alert(1)) [y](data:text/html,x)"), check=has(markup=('href="javascript:', 'href="data:text'))),
)  # fmt: skip

assert INCIDENT.splitlines()[10].startswith("Requests")
