"""Cases 72 to 83: words that are nearly right, and characters that look like others."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import ComponentStatus, Impact
from tests.bad_input.case import BAD, ERROR, WARNING, Case, Outcome, changed, title, with_update

CYRILLIC = "\N{CYRILLIC SMALL LETTER A}pi"
LONG_WORD = "Donau" * 39
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
HEBREW = "השרתים אינם זמינים"


def is_open(outcome: Outcome) -> None:
    assert BAD in [each.incident.file for each in outcome.built.board.open]


def is_resolved(outcome: Outcome) -> None:
    assert BAD not in [each.incident.file for each in outcome.built.board.open]


def is_major(outcome: Outcome) -> None:
    assert [each.impact for each in outcome.source.incidents if each.file == BAD] == [Impact.MAJOR]


def titled(expected: str) -> Callable[[Outcome], None]:
    def check(outcome: Outcome) -> None:
        assert [each.title for each in outcome.source.incidents if each.file == BAD] == [expected]

    return check


def hits_the_api(outcome: Outcome) -> None:
    standing = next(each for each in outcome.built.board.components if each.component and each.component.id == "api")
    assert standing.status == ComponentStatus.PARTIAL_OUTAGE


def is_isolated(outcome: Outcome) -> None:
    """The title is written in its own direction, whichever that is (a `bdi` finds it out by itself)."""
    assert f"<bdi>{HEBREW}</bdi>" in outcome.page("index.html")


def can_break(outcome: Outcome) -> None:
    """The style breaks words that are longer than a line."""
    assert LONG_WORD in outcome.page("index.html")
    assert any("overflow-wrap" in path.read_text() for path in outcome.folder.glob("assets/*.css"))


def tame(outcome: Outcome) -> None:
    titled("evil live")(outcome)
    assert OVERRIDE not in outcome.pages()


CASES = (
    Case(
        "72",
        "a misspelt status",
        with_update("## Resloved — 14:50"),
        ERROR,
        17,
        hint="## Resolved — 14:50",
        check=is_open,
    ),
    Case("72b", "a misspelt impact", changed("major", "majr"), ERROR, 3, 9, says="majr", hint="impact: major"),
    Case("72c", "a misspelt state", with_update("## Update — 14:50 {api=major_outge}"), ERROR, 17, hint="major_outage"),
    Case(
        "72d",
        "a misspelt component in braces",
        with_update("## Update — 14:50 {aip=major_outage}"),
        ERROR,
        17,
        hint="api=major_outage",
    ),
    Case(
        "72e", "a misspelt word in braces", with_update("## Update — 14:50 {nxt=15:30}"), ERROR, 17, hint="next=15:30"
    ),
    Case(
        "73",
        "a status in capitals",
        with_update("## RESOLVED — 14:50"),
        check=is_resolved,
        valid=with_update("## Resolved — 14:50"),
    ),
    Case(
        "73b", "an impact in capitals", changed("major", "Major"), WARNING, 3, 9, hint="impact: major", check=is_major
    ),
    Case(
        "74",
        "a space that nobody sees",
        changed("major", "major\u200b"),
        WARNING,
        3,
        9,
        hint="impact: major",
        check=is_major,
    ),
    Case(
        "75",
        "a Cyrillic letter",
        changed("[api", f"[{CYRILLIC}"),
        ERROR,
        4,
        14,
        hint="components: [api, dashboard]",
        check=hits_the_api,
    ),
    Case(
        "76",
        "another word for resolved",
        with_update("## Fixed — 14:50"),
        check=is_resolved,
        valid=with_update("## Resolved — 14:50"),
    ),
    Case("77", "a heading without a status", with_update("## 14:50"), ERROR, 17, hint="## Update — 14:50"),
    Case("77b", "no impact", changed("impact: major\n", ""), ERROR, (1, 2, 5, 6), says="impact", hint="impact: "),
    Case(
        "77c", "no update", changed("## ", "", changed("## ", "")), ERROR, None, hint="## Investigating — 2026-11-20 "
    ),
    Case("78", "an unknown component", changed("[api", "[payments"), ERROR, 4, 14, says="payments"),
    Case(
        "78b",
        "an unknown component in braces",
        with_update("## Update — 14:50 {payments=major_outage}"),
        ERROR,
        17,
        says="payments",
    ),
    Case("79", "a number for a title", title("404"), check=titled("404")),
    Case("80", "an empty title", title(""), ERROR, 2, says="title", hint="title: "),
    Case(
        "80b",
        "no title",
        changed("title: Elevated error rates on the API\n", ""),
        ERROR,
        (1, 2, 5),
        says="title",
        hint="title: ",
    ),
    Case("80c", "a title of spaces", title('"  "'), ERROR, 2, 8, hint="title: "),
    Case("81", "a title of 201 characters", title("a " * 100 + "b"), ERROR, 2, 8, says="200"),
    Case("81b", "a title of 200,000 characters", title("a" * 200_000), ERROR, 2, 8, says="200"),
    Case("82", "a word longer than a line", title(LONG_WORD), check=can_break),
    Case(
        "83",
        "a character that turns the text around",
        title(f"evil {OVERRIDE}live"),
        WARNING,
        2,
        13,
        says="U\\+202E",
        check=tame,
    ),
    Case(
        "83b",
        "an isolate that is never closed",
        title("evil \N{RIGHT-TO-LEFT ISOLATE}live"),
        WARNING,
        2,
        13,
        says="U\\+2067",
    ),
    Case("83c", "Hebrew", title(HEBREW), check=is_isolated),
)
