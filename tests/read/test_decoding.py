"""Bytes to text."""

from __future__ import annotations

import sys

import pytest

from generator.read.decoding import OVERRIDES, UNPRINTABLE, decode, unresolved
from generator.read.findings import Findings

CONFLICT = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd"


def text_of(data: bytes) -> tuple[str, list[tuple[str, int, int]]]:
    findings = Findings("x.md")
    text = decode(data, findings)
    return text, [(problem.rule, problem.place.line, problem.place.column) for problem in findings.problems]


@pytest.mark.parametrize(
    "data",
    [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"],
    ids=["unix", "windows", "old mac", "byte order mark"],
)
def test_line_ends_and_a_byte_order_mark_mean_nothing(data: bytes) -> None:
    assert text_of(data) == ("a\nb\n", [])


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        (b"a\ncaf\xe9", "a\ncaf\ufffd", [("encoding", 2, 4)]),
        ("abcdefgh\u2014".encode("utf-16"), "abcdefgh\u2014", [("encoding", 1, 1)]),
        ("abcdefgh".encode("utf-16-be"), "abcdefgh", [("encoding", 1, 1)]),
        (b"a\r\nb\x00c\x1b", "a\nb\ufffdc\ufffd", [("control-character", 2, 2), ("control-character", 2, 4)]),
        ("a\x7fb\x9b".encode(), "a\ufffdb\ufffd", [("control-character", 1, 2), ("control-character", 1, 4)]),
        ("a\ufffeb".encode(), "a\ufffdb", [("control-character", 1, 2)]),
        ("a\n b\u202ec\u2066".encode(), "a\n bc", [("text-direction", 2, 3)]),
        ("\u05d0\u200f\u2028x".encode(), "\u05d0\u200f x", []),
        (b"\x00" * 4000, None, None),
    ],
)
def test_what_no_page_can_show_is_told_by_line_and_column(
    data: bytes, text: str | None, places: list[tuple[str, int, int]] | None
) -> None:
    found = text_of(data)
    if text is None:
        assert 1 <= len(found[1]) <= 6
    else:
        assert found == (text, places)


def test_the_byte_that_is_not_utf_8_is_named() -> None:
    findings = Findings("x.md")
    decode(b"title: caf\xe9", findings)
    assert "0xe9" in findings.problems[0].message


@pytest.mark.parametrize(
    ("text", "kept", "found"),
    [
        (CONFLICT, "a\n\n\n\n\n\nd", True),
        ("a\n<<<<<<< HEAD\nb", "a\n\n", True),
        ("a\n=======\nb", "a\n=======\nb", False),
        ("a <<<<<<< b", "a <<<<<<< b", False),
    ],
)
def test_neither_side_of_a_merge_conflict_is_the_truth(text: str, kept: str, found: bool) -> None:
    findings = Findings("x.md")
    assert unresolved(text, findings) == (kept, found)
    assert [problem.place.line for problem in findings.problems] == ([2] if found else [])


def test_whatever_is_not_left_in_a_text_is_not_printable() -> None:
    """On this the one look at most texts rests."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    looked_for = [*UNPRINTABLE.findall(every), *OVERRIDES.findall(every), "\u2028", "\u2029"]
    assert len(looked_for) > 2_000
    assert not any(map(str.isprintable, looked_for))
