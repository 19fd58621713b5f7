"""What people wrote becomes safe HTML, the same everywhere, and shows what was typed."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.memory import Memory
from generator.model import Text
from generator.render.dialect import Dialect
from generator.render.prose import Prose, quick
from tests.render.boards import all_words, fragment, words

BASE = "https://status.example.com/"
MARKS = ("Done:", "To do:", "Image: {text}")
DIALECT = Dialect(BASE, MARKS)


def html(text: str, top: int = 3) -> str:
    return Prose(Memory(None), BASE, MARKS).html(Text(text), top)


@pytest.mark.parametrize(
    "typed",
    [
        "Latency is <500ms again",
        "Set <project-id> in a < b && c > d",
        "<script>alert(1)</script>",
        "<div><p>never closed",
        "</main></body>",
        "<img src=x onerror=alert(1)>",
        "<!DOCTYPE html>",
        "<![CDATA[x]]>",
        "<?php echo 1 ?>",
        "<!-- not a comment here: read takes those out -->",
        "{{ config }} {% raw %} ${x}",
        '"><svg onload=alert(1)>',
        "AT&T & &notanentity",
        "x < y\n\n<b>bold?</b>",
    ],
)
def test_raw_html_shows_as_it_was_typed(typed: str) -> None:
    made = fragment(html(typed))
    assert "".join(made.itertext()).split() == typed.split()
    assert {each.tag for each in made.iter()} <= {"div", "p"}


def test_entities_are_the_characters_they_name_as_in_all_markdown() -> None:
    assert words(fragment(html("&copy; &lt;b&gt; &#x41;"))) == "© <b> A"


def test_code_shows_as_it_was_typed_and_is_escaped_once() -> None:
    made = fragment(html('Run `curl <url> && echo &amp;`:\n\n```sh\necho "<b>" > &1 # {{ x }}\n```\n'))
    assert all_words(made.iter("code")) == ["curl <url> && echo &amp;", 'echo "<b>" > &1 # {{ x }}']


def test_a_quotation_and_an_automatic_link_still_are_what_they_were() -> None:
    made = fragment(html("> We are sorry <b>\n\nSee <https://example.com/a?b=1&c=2> or <me@example.com>."))
    assert words(made.find("blockquote")) == "We are sorry <b>"
    assert [each.get("href") for each in made.iter("a")] == [
        "https://example.com/a?b=1&c=2",
        "mailto:me@example.com",
    ]


@pytest.mark.parametrize(
    ("typed", "address", "after"),
    [
        ("see https://example.com/x.", "https://example.com/x", "."),
        ("(https://example.com/x)", "https://example.com/x", ")"),
        ("https://example.com/a_b_c, then", "https://example.com/a_b_c", ", then"),
        ("https://en.wikipedia.org/wiki/Up_(film)", "https://en.wikipedia.org/wiki/Up_(film)", ""),
    ],
)
def test_a_bare_address_is_a_link_without_the_punctuation_after_it(typed: str, address: str, after: str) -> None:
    link = fragment(html(typed)).find(".//a")
    assert link is not None
    assert (link.get("href"), link.text, link.tail or "") == (address, address, after)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:alert(1)", "file:///etc"]
)
def test_links_that_could_act_lose_their_address(address: str) -> None:
    made = fragment(html(f"[press]({address}) <{address}>"))
    assert {each.get("href") for each in made.iter("a")} <= {None}


def test_a_relative_link_leads_from_the_site_wherever_the_text_is_shown() -> None:
    made = fragment(html("[history](history/index.html) [top](/x)"))
    assert [each.get("href") for each in made.iter("a")] == [BASE + "history/index.html", BASE + "x"]


def test_images_are_shown_as_links_and_never_loaded() -> None:
    made = fragment(
        html(
            "![the graph](https://evil.example/p.png) [![x](b.png)](https://example.com) ![r][1]\n\n[1]: https://e.example/r.png"
        )
    )
    assert not list(made.iter("img"))
    assert all_words(made.iter("a")) == ["Image: the graph", "Image: x", "Image: r"]
    assert [each.get("href") for each in made.iter("a")] == [
        "https://evil.example/p.png",
        "https://example.com",
        "https://e.example/r.png",
    ]


def test_tasks_have_a_mark_and_a_word_and_nothing_to_press() -> None:
    made = fragment(html("### What we will do\n- [x] Alert on *it*\n- [ ] Load-test\n- plain\n"))
    assert all_words(made.iter("li")) == ["☑ Done: Alert on it", "☐ To do: Load-test", "plain"]
    assert not list(made.iter("input"))


def test_tasks_apart_from_each_other_are_tasks_too() -> None:
    assert all_words(fragment(html("- [x] a\n\n- [ ] b")).iter("li")) == ["☑ Done: a", "☐ To do: b"]


def test_a_list_may_follow_a_line_of_text() -> None:
    made = fragment(html("We will:\n- look\n- tell\n\nIn order:\n1. one\n2. two"))
    assert [each.tag for each in made] == ["p", "ul", "p", "ol"]
    assert words(fragment(html("about\n1.5 million")).find("p")) == "about 1.5 million"


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("### a\n\n#### b\n\n### c", 3, [3, 4, 3]),
        ("# a\n\n## b", 4, [4, 5]),
        ("##### deep\n\n# high", 3, [3, 3]),
        ("# a\n\n###### b\n\n# c", 5, [5, 6, 5]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", 5, [5, 6, 6, 6, 6, 6]),
        ("a\n===\n\nb\n---", 3, [3, 4]),
    ],
)
def test_headings_stand_below_those_of_the_page_without_gaps(text: str, top: int, levels: list[int]) -> None:
    made = fragment(html(text, top))
    assert [int(each.tag[1]) for each in made.iter() if each.tag in {f"h{n}" for n in range(1, 7)}] == levels


@pytest.mark.parametrize("what", ["limit", "**Alert** on it", "`retry` less", "[this](https://example.com)"])
def test_a_task_may_begin_with_anything(what: str) -> None:
    done, to_do = fragment(html(f"- [x] {what}\n- [ ] {what}")).iter("li")
    assert (words(done)[:8], words(to_do)[:9]) == ("☑ Done: ", "☐ To do: ")
    assert "[" not in words(done) + words(to_do)


def test_a_table_is_a_table() -> None:
    made = fragment(html("| a | b |\n|---|--:|\n| <x> | 2 |"))
    assert all_words(made.iter("td")) == ["<x>", "2"]


def test_what_is_past_the_bounds_is_shown_as_typed() -> None:
    made = fragment(Prose(Memory(None), BASE, MARKS).html(Text("# <b>\n  *x*", plain=True)))
    assert "".join(made.itertext()) == "# <b>\n  *x*"
    assert made.find("pre") is not None


def test_a_table_that_makes_too_much_of_itself_is_shown_as_typed() -> None:
    text = "|".join("a" * 300) + "\n" + "|".join("-" * 300) + "\n" + "|\n" * 300
    assert DIALECT.html(text).startswith('<pre class="as-typed">')


@pytest.mark.parametrize(
    "text", ["- " * 500, "1. " * 500, "> " * 500, "\n".join("    " * n + "- a" for n in range(100))]
)
def test_deep_nesting_is_no_crash(text: str) -> None:
    assert html(text)


def test_text_between_one_parse_and_the_next_is_kept_apart() -> None:
    html_of = DIALECT.html
    html_of("[a]: https://example.com/a\n\n```\ncode\n```")
    assert "href" not in html_of("[a]")


PARAGRAPHS = st.text(
    st.sampled_from(" \n\n..,;:?!'\"()/-–—%+=$€@…“”abcdefgh ÄÖ漢字بАя0123456789*_`[]<>&#|~\\{}^\t\xa0\u2028\u0301"),
    max_size=120,
)


@settings(deadline=None)
@given(PARAGRAPHS)
def test_the_quick_way_makes_the_same_bytes_as_the_slow_one(text: str) -> None:
    made = quick(text, *MARKS[:2])
    if made is not None:
        assert made == DIALECT.html(text)


@pytest.mark.parametrize(
    "text",
    [
        "Requests to the API fail for some of you. We will be back by 14:40.",
        "A deploy broke the connection pool (see below).\nWe are rolling it back – now.\n\nIt's 50 % done, i.e. half.",
        "“Sorry” is not enough.",
        "### What we will do\n\n- [x] Alert (2026-04-19)\n- [ ] *Limit* retries",
        "Both:\n\n- one\n- two\n\n- [x] Alert (2026-04-19)\n\n\n- [ ] *Limit* retries\n- [ ] Rest\n\n1. one\n\n1. two",
        "| time | what |\n|---|---|\n| 00:23 | a record with a wrong `TTL` |\n| 00:24 | |",
        "",
    ],
)
def test_what_people_write_goes_the_quick_way(text: str) -> None:
    assert quick(text, *MARKS[:2]) == DIALECT.html(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_nothing_but_listed_elements_comes_out_of_any_text(text: str) -> None:
    allowed = {
        "div",
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "span",
    }
    made = fragment(html(text))
    assert {each.tag for each in made.iter()} <= allowed | {"table", "thead", "tbody", "tr", "th", "td"}
    assert not [name for each in made.iter() for name in each.keys() if name.startswith("on")]  # noqa: SIM118


def test_what_markdown_made_is_remembered_and_believed_only_for_the_same_text() -> None:
    memory = Memory(None)
    Prose(memory, BASE, MARKS).html(Text("_a_"))
    (key,) = memory.recall_all("prose")
    memory.remember("prose", key, b"<p>remembered</p>")
    again = Prose(memory, BASE, MARKS)
    assert again.html(Text("_a_")) == "<p>remembered</p>"
    assert again.html(Text("_b_")) == "<p><em>b</em></p>"
    assert Prose(memory, "https://other.example/", MARKS).html(Text("_a_")) == "<p><em>a</em></p>"


def test_plain_text_needs_neither_parser_nor_sanitiser(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("generator.render.dialect", "markdown", "nh3"):
        monkeypatch.setitem(sys.modules, library, None)
    assert html("Nothing but words.") == "<p>Nothing but words.</p>"
    with pytest.raises(ImportError):
        html("_Not_ so")
