from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from generator.model import Change, ComponentStatus, Status
from generator.scaffold import Heading, appended, left_open, moment, section
from generator.scaffold.section import settled

AT = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def test_a_section_says_when_what_until_when_and_who() -> None:
    heading = Heading(
        Status.IN_PROGRESS,
        AT,
        (Change("api", ComponentStatus.OPERATIONAL),),
        next=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
        by="Ana O'Hara",
    )
    assert section(heading, "We work.\n", UTC) == (
        "## In progress — 2026-11-20 14:31 UTC "
        '{api=operational next="2026-11-20 15:00 UTC" by="Ana O\'Hara"}\n\nWe work.\n'
    )


def test_a_section_without_words_is_its_heading() -> None:
    assert section(Heading(Status.RESOLVED, AT), "", UTC) == "## Resolved — 2026-11-20 14:31 UTC\n"


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (AT, UTC, "2026-11-20 14:31 UTC"),
        (AT, BERLIN, "2026-11-20 15:31 +01:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, "2026-10-25 02:30 +02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN, "2026-10-25 02:30 +01:00"),
        (AT, ZoneInfo("America/St_Johns"), "2026-11-20 11:01 -03:30"),
    ],
)
def test_a_time_is_exact_even_while_clocks_change(at: datetime, zone: ZoneInfo, words: str) -> None:
    assert moment(at, zone) == words


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("## Resolved", "### Resolved"),
        ("  ##Resolved", "  ###Resolved"),
        ("## Resolved — 15:40", "\\## Resolved — 15:40"),
        ("### Investigating 2026-11-20", "\\### Investigating 2026-11-20"),
        ("### What we know", "### What we know"),
        ("Resolved 15:40\n---", "Resolved 15:40\n\\---"),
        ("One\n\n---\n\nTwo", "One\n\n---\n\nTwo"),
        ("```\n## Resolved\n```", "```\n## Resolved\n```"),
        ("```sh\nls", "```sh\nls\n```"),
        ("~~~~\n~~~", "~~~~\n~~~\n~~~~"),
        ("\n\nWords\r\nand more\r\n\r\n", "Words\nand more"),
        ("    indented code", "    indented code"),
    ],
)
def test_nothing_in_the_words_begins_another_section(words: str, text: str) -> None:
    assert settled(words) == text


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (b"a", b"\n\n## X\n"),
        (b"a\n", b"\n## X\n"),
        (b"a\n\n", b"## X\n"),
        (b"a\n\n\n", b"## X\n"),
        (b"a\r\nb", b"\r\n\r\n## X\r\n"),
        (b"a\r\nb\r\n", b"\r\n## X\r\n"),
        (b"a\rb\r", b"\r## X\r"),
        (b"", b"## X\n"),
        (b"\xef\xbb\xbf", b"## X\n"),
        (b"caf\xe9\n", b"\n## X\n"),
    ],
)
def test_a_section_begins_after_a_blank_line_with_the_files_own_line_ends(before: bytes, added: bytes) -> None:
    assert appended(before, "## X\n") == added


@pytest.mark.parametrize(
    ("content", "line", "close"),
    [
        (b"a\n```\nb\n", 2, "```"),
        (b"a\n~~~~\nb\n~~~\n", 2, "~~~~"),
        (b"a\r\nb <!-- c\r\n", 2, "-->"),
        (b"<!-- a -->\n\n<!-- b\n", 3, "-->"),
    ],
)
def test_what_never_ends_is_found(content: bytes, line: int, close: str) -> None:
    opened = left_open(content)
    assert opened is not None
    assert (opened.line, opened.close) == (line, close)


@pytest.mark.parametrize("content", [b"", b"a\n```\nb\n```\n", b"<!-- a\nb -->\n", b"`<b>`\n"])
def test_what_ends_is_not_taken_for_open(content: bytes) -> None:
    assert left_open(content) is None
