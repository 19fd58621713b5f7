"""What makes the parser quick changes nothing that it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.memory import Memory
from generator.model import Text
from generator.render.dialect import Dialect
from generator.render.prose import Prose

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
