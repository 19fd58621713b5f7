"""Text that fits, and that does nothing but be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.announced import Room
from generator.render.announcements.fitting import LONGEST, WIDTH, fitted, lifeless, shortened, size, wrapped
from generator.render.letters import columns

LINK = "https://status.example.com/incidents/2026-11-20-api/"
DANGEROUS = re.compile(
    r"@(?:everyone|here|channel|all|room|team)|(?<![\w.+-])@\w|＠\w|<[!@#a-zA-Z]|&lt;!|\]\(|\]\[|\]:|```|\|\||~~|^#{1,6} |^-# ",
    re.IGNORECASE | re.MULTILINE,
)
TEXTS = st.lists(
    st.sampled_from(
        [
            *"@<>[]()!|`*_~#:& \n",
            *("everyone", "here", "channel", "https://x.example", "help@example.com", "a", "。", "é", "😀"),
            *("\u202e", "\x1b[31m", "\u200b", "\u2060", "-# ", "&lt;", "&gt;"),
            *("@everyone", "<!channel>", "[x](https://y.example)"),
        ]
    ),
    max_size=40,
).map("".join)


@given(TEXTS)
def test_no_text_calls_anybody_or_hides_an_address(text: str) -> None:
    assert not DANGEROUS.search(lifeless(text))
    assert "<" not in lifeless(text)
    assert "\x1b" not in lifeless(text)
    assert "\u202e" not in lifeless(text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Write to help@example.com.", "Write to help@example.com."),
        ("@everyone look", "@\u200beveryone look"),
        ("me@here.example", "me@\u200bhere.example"),
        ("over 2 @ once", "over 2 @ once"),
        ("<!channel> p99 < 2 s", "‹!channel› p99 ‹ 2 s"),
        ("[click](https://evil.example)", "[click]\u200b(https://evil.example)"),
        ("# Big", "\u200b# Big"),
        ("a ``` b", "a `\u200b`\u200b` b"),
        ("&lt;!channel&gt;", "&\u200blt;!channel&\u200bgt;"),
        ("It's 5 % & more – “done”.", "It's 5 % & more – “done”."),
    ],
)
def test_what_is_harmless_stays_what_it_is(typed: str, said: str) -> None:
    assert lifeless(typed) == said


@given(TEXTS, TEXTS, st.integers(0, 300), st.integers(0, 400), st.booleans())
def test_every_message_fits_and_keeps_the_link_wherever_that_fits(
    title: str, text: str, title_room: int, body_room: int, together: bool
) -> None:
    room = Room(body_room + 20, title_room, together)
    shown, body = fitted(title, text, LINK, room)
    assert size(shown) <= title_room
    whole = size(shown) + size(body) if together else size(body)
    assert whole <= room.body
    if room.body - (title_room + 2 if together else 0) > size(LINK) + 2:
        assert body.endswith(LINK)


def test_a_title_that_takes_its_room_from_the_body_fits_into_that() -> None:
    title, body = fitted("[x](https://y.example)", "", LINK, Room(20, 22, True))
    assert 0 < size(title) + size(body) <= 20


def test_a_long_text_ends_with_a_sentence() -> None:
    text = "The first sentence. The second one is longer. The third one does not fit any more at all."
    assert shortened(text, 60) == "The first sentence. The second one is longer. …"
    assert shortened(text, len(text)) == text


def test_without_a_sentence_it_ends_with_a_word() -> None:
    assert shortened("one two three four five", 15) == "one two…"
    assert shortened("日本語の文です。次の文はとても長いので入りません。", 14) == "日本語の文です。 …"


def test_letters_are_counted_as_the_strictest_service_does() -> None:
    assert size("😀") == 2
    assert shortened("😀😀😀😀", 5) == "😀…"


def test_a_chat_gets_no_wall_of_text_however_much_it_takes() -> None:
    _, body = fitted("Postmortem", "A sentence of it. " * 2000, LINK, Room(35_000, 250))
    assert LONGEST - 20 < size(body) <= LONGEST
    assert body.endswith(f"A sentence of it. …\n\n{LINK}")


def test_a_mail_is_whole_wrapped_and_as_typed() -> None:
    text = "- An item that is long enough to go on in a second line, since it has so many words in it.\n\n<b> @everyone"
    _, body = fitted("Subject", text, LINK, Room(10**6, 200, mail=True))
    assert body == (
        "- An item that is long enough to go on in a second line, since it has so\n  many words in it.\n\n"
        f"<b> @everyone\n\n{LINK}\n"
    )


@given(TEXTS)
def test_no_line_of_a_mail_is_wider_than_it_may_be_but_for_an_address(text: str) -> None:
    for line in wrapped(text.replace("\x1b", "").replace("\u202e", "")).split("\n"):
        assert columns(line) <= WIDTH or "://" in line
