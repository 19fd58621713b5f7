"""Feeds stay small: fifty entries and 256 kB, the oldest texts left out first; and an archive's size costs them nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from msgspec.structs import replace

from generator.model import Board, Component, Incident, Maintenance
from tests.render.boards import NOW, ROOT, SITE, board, changes, explained, incident, maintenance, resolved, update
from tests.render.feeds.reading import feeds, ids, items, made, promised

LARGEST = 256_000


def archive(count: int, text: str = "Some words.", **more: object) -> tuple[Incident, ...]:
    """Incidents of two words each, one a day, the newest first."""
    return tuple(
        resolved(
            f"old-{n:03}",
            24 * n + 3,
            updates=(update("investigating", 24 * n + 2, text), update("resolved", 24 * n, text)),
            **more,
        )
        for n in range(1, count + 1)
    )


def test_a_feed_holds_the_fifty_newest_entries() -> None:
    told = board(*archive(60))
    assert ids(made(told, "feed.json")) == ids(made(told, "components/api/feed.json"))
    assert len(ids(made(told, "feed.json"))) == 50
    assert ids(made(told, "feed.json"))[0].endswith("old-001/resolved-2026-11-19T150000Z")
    assert ids(made(told, "feed.json"))[-1].endswith("old-025/investigating-2026-10-26T130000Z")
    assert len(ids(made(told, "history.atom"))) == 50


@pytest.mark.parametrize("text", ['ü<&" ' * 4_000, "A paragraph.\n\n" * 2_000, "word " * 8_000])
def test_the_oldest_texts_are_left_out_first(text: str) -> None:
    files = promised(board(*archive(26, text)))
    for path in FEEDS:
        assert len(files[path].make()) <= LARGEST, path
    found = json.loads(files["feed.json"].make())["items"]
    assert len(found) == 50, "no entry is lost"
    whole = ["too long for a feed" not in item["content_html"] for item in found]
    assert whole[0]
    assert not whole[-1]
    assert whole == sorted(whole, reverse=True), "the newest are whole"
    assert f'<a href="{found[-1]["url"]}">' in found[-1]["content_html"]


def test_a_feed_with_room_for_one_text_more_would_have_it() -> None:
    content = made(board(*archive(40, "word " * 2_000)), "feed.json")
    assert LARGEST - 15_000 < len(content) <= LARGEST


def test_even_one_text_may_be_too_long() -> None:
    told = board(incident(updates=(update("investigating", 0.5, "word " * 51_000),)))
    for path, content in feeds(told).items():
        assert len(content) <= LARGEST, path
    assert "too long for a feed" in items(told)[0]["content_html"]


def test_where_titles_alone_are_too_much_the_oldest_entries_go() -> None:
    many = tuple(Component(f"c{n}", f"{n} " + "ü" * 190) for n in range(30))
    everything = changes(**{each.id: "major_outage" for each in many})
    told = board(*archive(40, title="ü" * 200, components=everything), site=replace(SITE, components=many))
    content = made(told, "feed.atom")
    assert len(content) <= LARGEST
    assert 0 < len(ids(content)) < 50
    assert ids(content)[0].endswith("old-001/resolved-2026-11-19T150000Z")


def touched(before: Board, after: Board) -> set[str]:
    one, other = promised(before), promised(after)
    assert one.keys() == other.keys()
    return {path for path in one if one[path].digest != other[path].digest}


FEEDS = {"feed.atom", "feed.rss", "feed.json", "history.atom", "history.rss"}
OF_API = {f"components/api/{name}" for name in FEEDS}


def test_a_new_word_touches_the_feeds_that_tell_it_and_no_other() -> None:
    old = archive(200)
    assert touched(board(*old), board(*old, incident())) == FEEDS | OF_API


def test_an_old_incident_s_mended_text_touches_no_feed() -> None:
    old = archive(200)
    mended = replace(old[150], title="Mended", digest="mended")
    assert touched(board(*old), board(*old[:150], mended, *old[151:])) == set()


def test_a_postmortem_of_an_old_incident_is_told_at_once() -> None:
    old = archive(200)
    told = board(*old[:150], replace(old[150], postmortem=explained(hours_ago=0.5), digest="told"), *old[151:])
    assert touched(board(*old), told) == FEEDS | OF_API | {"postmortems.atom"}
    assert items(told)[0]["title"] == "Postmortem: Slow logins"
    assert items(told, "components/api/feed.json")[0]["title"] == "Postmortem: Slow logins"


def test_time_alone_touches_no_feed_until_a_window_begins() -> None:
    reports: tuple[Incident | Maintenance, ...] = (*archive(5), maintenance(starts_in=10))
    before = board(*reports)
    assert touched(before, board(*reports, now=NOW + timedelta(hours=9))) == set()
    begun = touched(before, board(*reports, now=NOW + timedelta(hours=10)))
    assert begun == FEEDS | {f"components/website/{name}" for name in FEEDS}


def test_equal_digests_are_equal_bytes_across_boards_that_differ_elsewhere() -> None:
    old = archive(60)
    one, other = (
        board(*old),
        board(*old, incident(components=changes(website="major_outage")), now=NOW + timedelta(hours=1)),
    )
    first, second = promised(one), promised(other)
    same = [path for path in first if first[path].digest == second[path].digest]
    assert "components/api/feed.atom" in same
    for path in same:
        assert first[path].make() == second[path].make(), path


def test_order_of_the_files_changes_nothing() -> None:
    same_moment = tuple(incident(f"{name}", 1, updates=(update("investigating", 0.5),)) for name in "abc")
    assert feeds(board(*same_moment)) == feeds(board(*same_moment[::-1]))


def test_a_promise_costs_no_heavy_import() -> None:
    code = (
        "import sys\n"
        "from tests.render.boards import board, incident\n"
        "from tests.render.feeds.reading import promised\n"
        "for name in [each for each in sys.modules if each.startswith(('feedgen', 'lxml', 'markdown', 'jinja2', 'nh3'))]:\n"
        "    del sys.modules[name]\n"
        "promised(board(incident()))\n"
        "print([name for name in sys.modules if name.startswith(('feedgen', 'lxml', 'markdown', 'jinja2', 'nh3'))])\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"
