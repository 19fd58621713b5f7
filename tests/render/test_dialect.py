"""What makes the parser quick changes nothing that it says."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.memory import Memory
from generator.model import Text
from generator.render.dialect import Dialect
from generator.render.prose import Prose, quick

BASE = "https://status.example.com/"
MARKS = ("done", "to do", "Image: {text}")
PIECES = st.lists(
    st.sampled_from(
        (
            *("plain words", "and more", "*", "**", "_", "`", "\\", "[", "](https://example.com)", "]", "!", "<", ">", "&", "&amp;"),
            *("\n", "\n\n", "  \n", "    ", "- ", "- [x] ", "1. ", "# ", "> ", "| a | b |\n|---|---|\n| c | d |", "```\n"),
            *("https://example.com", "<me@example.com>", "[1]: https://example.com", "é", "\x02", "\x03", "://", "http:"),
        )
    ),
    max_size=12,
)  # fmt: skip


@settings(deadline=None)
@given(PIECES)
def test_text_that_no_pattern_reads_may_be_left_out_of_the_search(pieces: list[str]) -> None:
    text = "".join(pieces)
    searched = Dialect(BASE, MARKS)
    searched._parser.treeprocessors.deregister("untouched")
    assert Dialect(BASE, MARKS).html(text) == searched.html(text)


@settings(deadline=None)
@given(PIECES)
def test_plain_paragraphs_at_both_ends_may_be_left_out_of_the_parse(pieces: list[str]) -> None:
    text = f"Plain words.\n\nAnd more\nof them.\n\n{''.join(pieces)}\n\nPlain words again.\n\nAnd again."
    assert Prose(Memory(None), BASE, MARKS).html(Text(text)) == Dialect(BASE, MARKS).html(text)


LINES = st.sampled_from(
    (
        *("Plain words.", "12 machines", "2. an item", "1. an item", "- an item", "* an item", "- `code` in it", "-  apart", "1.\ttab"),
        *("a `x_y` b", "`a<b>` &", "**Update**: c", "*so* and **so**", "**a*b**", "a*b*", "*a **b** c*", "`a` `b`", "``a``", "***a***"),
        *("[a](https://example.com/x_y#z), b", "([a](mailto:a@example.com))", "[a]: https://example.com", "[a]", "[a](/b)", "![a](https://a.io/)"),
        *("[a_b](https://example.com)", "[a](https://xn--a.io/)", "[a](https://a.1)", "https://example.com", "www.example.com", "a_b_c", "_a_"),
        *("### Heading", "# Heading `b`", "## A ##", "##none", "===", "---", "***", "> quoted", "> *quoted*", ">quoted", "> # Heading", "> - a"),
        *("- [x] done", "- [ ] to do", "| a | b |", "|---|---|", "    code", "  two", "\ttab", "end  ", "```sql", "```", "~~~", "SELECT 1 < 2;"),
        *("- [x] **done** b", "- [x] `done`", "- [ ]  two", "- [X] [a](https://example.com)", "1. [x] a", "* [ ] *a*", "- [x]", "- [x]a"),
        *("| a | b |\n|---|---|\n| c | d |", "- a\n\n- b\n\n- [ ] c", "1", "“Quoted”", "é", "a\xa0b", "", "", "", "", "", "", ""),
    )
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=10))
def test_what_needs_no_parser_may_be_left_out_of_the_parse(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert Prose(Memory(None), BASE, MARKS).html(Text(text)) == Dialect(BASE, MARKS).html(text)


CELLS = st.sampled_from(
    (*("a", "b", "10:00 UTC", "", " ", "1. a", "- a", "# a", "`a`", "`a", "*a*", "[a](https://example.com)", "a<b", "\\", "~~~", "[x] a"), "``", " a  ")
)  # fmt: skip
ROWS = st.lists(CELLS, min_size=1, max_size=3).map(lambda cells: "".join(f"| {cell} " for cell in cells) + "|")
RULES = st.sampled_from(
    ("|---|---|", "| --- | --- |", "|---|---|---|", "|:--|---|", "|--|--|", "|---|", "---|---", "| ---- |------|")
)
BELOW = st.sampled_from(
    ("", "", "words", "- an item", "a | b", "|a|b|", "    code", "| a | b", "| a | b | ", " | a | b |")
)


@settings(deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=2), RULES, st.lists(ROWS | BELOW, max_size=4))
def test_tables_are_the_same_without_the_parser(head: list[str], rule: str, rows: list[str]) -> None:
    text = "\n".join(("### A table", "", *head, rule, *rows))
    assert Prose(Memory(None), BASE, MARKS).html(Text(text)) == Dialect(BASE, MARKS).html(text)


SPANS = st.sampled_from(
    (
        *("word", "a b", " ", " ", " ", ".", ",", ":", "(", ")", '"', "'", "-", "12", "1.", "!", "/", "é", "%41", "=", "+", "~", "{x}"),
        *("`", "``", "`code`", "`a b`", "` a`", "*", "**", "*a*", "**b**", "[", "]", "](", "[a](https://example.com)", "[b](http://a.b.io/c?d=e#f)"),
        *("https://", "://", "example.com", "mailto:", "a@b.io", "_", "#", "<", ">", "&", "&amp;", "|", "\\", "\n", "\n"),
    )
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(SPANS, max_size=10))
def test_code_links_and_stress_are_the_same_without_the_parser(spans: list[str]) -> None:
    text = f"Words {''.join(spans)}"
    assert Prose(Memory(None), BASE, MARKS).html(Text(text)) == Dialect(BASE, MARKS).html(text)


BLOCKS = (
    "1. one\n2. two",
    "- a\n- b",
    "- [x] c",
    "* a",
    "> quoted",
    "Words.",
    "## Heading\n- a",
    "Words:\n3. three",
    "    code",
    "[odd] x_y",
)


def test_lists_and_quotations_that_follow_each_other_are_the_same_without_the_parser() -> None:
    parser = Dialect(BASE, MARKS)
    for blocks in product(BLOCKS, repeat=3):
        text = "\n\n".join(blocks)
        assert Prose(Memory(None), BASE, MARKS).html(Text(text)) == parser.html(text)


def test_a_list_that_goes_on_needs_no_parser_and_neither_does_one_of_another_kind() -> None:
    assert quick("1. one\n2. two\n\n- a\n\n> quoted") is not None
    assert quick("- a\n\n- b\n- c\n\n- [x] d") is not None
    assert quick("> a\n\n> b") is None
