"""`/history.atom` and `/history.rss`: one entry for each incident, in the shape and the HTML that scrapers of Statuspage read."""

from __future__ import annotations

import html
import re

import feedparser  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]
from msgspec.structs import replace

from tests.render.boards import SITE, board, explained, incident, maintenance, notice, resolved, update
from tests.render.feeds.reading import ATOM, ids, made

LINE = re.compile(
    r"<p><small>(\w+) <var data-var='date'>(\d+)</var>, <var data-var='time'>(\d\d:\d\d)</var> (\w+)</small><br>"
    r"<strong>([\w ]+)</strong> - (.*?)</p>"
)
"""What scrapers look for."""


def body(content: bytes, index: int = 0) -> str:
    return str(etree.fromstring(content).findall("channel/item/description")[index].text)


def test_an_incident_is_one_entry_that_grows() -> None:
    before, after = board(incident()), board(incident(updates=(*incident().updates, update("resolved", 0.1))))
    assert ids(made(before, "history.rss")) == ids(made(after, "history.rss"))
    assert ids(made(before, "history.atom")) == ["tag:status.example.com,2026-01-01:incidents/2026-11-20-api"]
    (old,) = feedparser.parse(made(before, "history.atom")).entries
    (new,) = feedparser.parse(made(after, "history.atom")).entries
    assert old.published == new.published == "2026-11-20T14:00:00+00:00"
    assert (old.updated, new.updated) == ("2026-11-20T14:30:00+00:00", "2026-11-20T14:54:00+00:00")
    assert new.title == "Elevated error rates on the API"
    assert new.link == "https://status.example.com/incidents/2026-11-20-api/"


def test_its_words_stand_newest_first_in_the_html_that_scrapers_know() -> None:
    told = board(resolved(postmortem=explained("A deploy.\n\nMore.")), site=replace(SITE, timezone="America/New_York"))
    assert LINE.findall(body(made(told, "history.rss"))) == [
        ("Nov", "18", "18:00", "EST", "Postmortem", "A deploy."),
        ("Nov", "18", "10:00", "EST", "Resolved", "It is over."),
        ("Nov", "18", "08:12", "EST", "Investigating", "Some words."),
    ]
    assert "<p>More.</p>" in body(made(told, "history.rss"))


def test_the_date_of_an_item_is_that_of_its_latest_word() -> None:
    (item,) = feedparser.parse(made(board(incident()), "history.rss")).entries
    assert item.published == "Fri, 20 Nov 2026 14:30:00 +0000"


def test_a_text_that_does_not_begin_with_a_paragraph_stands_below_its_line() -> None:
    told = board(incident(updates=(update("investigating", 0.9, "- one\n- two"),)))
    assert "<strong>Investigating</strong> - </p>\n<ul>" in body(made(told, "history.rss"))


def test_a_maintenance_says_when_it_is_planned() -> None:
    text = body(made(board(maintenance()), "history.rss"))
    assert text.startswith(
        "<p><strong>THIS IS A SCHEDULED EVENT Nov <var data-var='date'>21</var>, <var data-var='time'>11:00</var> - "
        "<var data-var='time'>12:00</var> UTC</strong></p>"
    )
    assert LINE.findall(text) == [("Nov", "19", "09:00", "UTC", "Scheduled", "We will upgrade it.")]


def test_a_window_over_midnight_names_both_days() -> None:
    work = maintenance()
    text = body(made(board(replace(work, scheduled_until=work.scheduled_until.replace(day=22))), "history.rss"))
    assert "11:00</var> - Nov <var data-var='date'>22</var>, <var data-var='time'>12:00</var> UTC" in text


def test_what_the_clock_did_and_earlier_plans_are_lines_like_any_other() -> None:
    work = maintenance(starts_in=-2)
    work = replace(work, updates=(*work.updates, update("scheduled", 5, "A reminder.")))
    assert [each[4] for each in LINE.findall(body(made(board(work), "history.rss")))] == [
        "Verifying",
        "In progress",
        "Scheduled",
        "Scheduled",
    ]


def test_a_notice_is_there_with_its_updates() -> None:
    told = board(notice(updates=(update("update", 2, "Lower."),)))
    assert [each[4] for each in LINE.findall(body(made(told, "history.rss")))] == ["Update", "Notice"]


def test_what_could_not_be_read_stands_above_all() -> None:
    told = board(incident(damaged=True, title=""))
    assert body(made(told, "history.rss")).startswith("<p><strong>Part of this report could not be read.")
    assert feedparser.parse(made(told, "history.rss")).entries[0].title == "A report that could not be read"


def test_months_are_named_in_the_language_of_the_page() -> None:
    told = board(incident(), site=replace(SITE, language="de", timezone="Europe/Berlin"))
    assert LINE.findall(body(made(told, "history.rss")))[0][:5] == ("Nov", "20", "15:30", "CET", "Ursache gefunden")


def test_atom_and_rss_hold_the_same_html() -> None:
    told = board(incident(), resolved())
    entries = etree.fromstring(made(told, "history.atom")).findall(f"{ATOM}entry/{ATOM}content")
    rss = [html.unescape(body(made(told, "history.rss"), index)) for index in range(2)]
    assert [html.unescape(str(each.text)) for each in entries] == rss


def test_an_old_incident_with_a_new_word_comes_first() -> None:
    told = board(incident(), resolved(postmortem=explained(hours_ago=0.1)))
    assert ids(made(told, "history.atom"))[0].endswith("2026-11-18-old")
