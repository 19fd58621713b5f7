"""HTML of ours as a person would type it."""

from __future__ import annotations

import pytest

from generator.memory import Memory
from generator.model import Text
from generator.render.announcements.flat import flat
from generator.render.prose import Prose

BASE = "https://status.example.com/"


def typed(markdown: str) -> str:
    return flat(Prose(Memory(None), BASE, ("Done:", "To do:", "Image:")).html(Text(markdown)))


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("One line\nand its second.\n\nAnother.", "One line and its second.\n\nAnother."),
        ("It is **not** over, *yet*.", "It is not over, yet."),
        ("See [the guide](https://example.com/a).", "See the guide (https://example.com/a)."),
        (
            "See https://example.com/a or <https://example.com/b>.",
            "See https://example.com/a or https://example.com/b.",
        ),
        ("Write to [help@example.com](mailto:help@example.com).", "Write to help@example.com."),
        ("First:\n\n- one\n- two\n\nthen", "First:\n\n- one\n- two\n\nthen"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("### What happened\n\nA lot.", "What happened\n\nA lot."),
        ("```\na  b\n  c\n```", "a  b\n  c"),
        ("> quoted", "quoted"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b\n| 1 | 2"),
        ("- [x] Alert (2026-11-25)\n- [ ] Test", "- ☑ Done: Alert (2026-11-25)\n- ☐ To do: Test"),
        ("5 < 6 & <script>alert(1)</script>", "5 < 6 & <script>alert(1)</script>"),
    ],
)
def test_markdown_is_told_as_plain_text(markdown: str, said: str) -> None:
    assert typed(markdown) == said


def test_a_word_that_hides_an_address_is_told_with_it() -> None:
    assert typed("[https://good.example](https://evil.example/)") == "https://good.example (https://evil.example/)"


def test_links_of_our_own_lists_are_told_without_their_addresses() -> None:
    html = f'<ul><li><a href="{BASE}components/api/">API</a>: Operational</li></ul>'
    assert flat(html, without=f"{BASE}components/") == "- API: Operational"


def test_lists_within_lists_keep_their_shape() -> None:
    assert typed("- one\n    - inner\n    - again\n- two") == "- one\n  - inner\n  - again\n- two"
