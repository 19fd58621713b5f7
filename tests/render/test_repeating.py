"""Pages of a maintenance that was moved, and of one that repeats."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec.structs import replace

from generator.model import Board
from tests.render.boards import ago, all_words, board, maintenance, page, rendered, update, words

WEEKLY = maintenance(repeats="FREQ=WEEKLY;INTERVAL=2", completes_automatically=True, starts_in=-500)
"""Every second week for an hour, since 2026-10-30 19:00 UTC."""
MOVED = maintenance(
    updates=(
        update("scheduled", 30),
        replace(update("scheduled", 10), scheduled_for=ago(-44), scheduled_until=ago(-46)),
    )
)
OWN = "incidents/2026-11-21-database/index.html"


def facts(of: Board, path: str) -> list[str]:
    return all_words(each for each in page(of, path).iter("p") if each.get("class") == "facts")


def items(root: Element, name: str) -> list[str]:
    (found,) = (each for each in root.iter("ul") if each.get("class") == name)
    return all_words(found)


def test_what_repeats_is_told_once_with_its_next_time_and_how_often() -> None:
    said = "Scheduled · Planned from November 27, 2026, 19:00 UTC to 20:00 UTC · Repeats every 2 weeks"
    for path in ("index.html", "maintenance/index.html", OWN):
        assert facts(board(WEEKLY), path)[0] == said


def test_its_own_page_lists_the_times_after_that() -> None:
    assert items(page(board(WEEKLY), OWN), "ahead") == [
        "December 11, 2026, 19:00 UTC to 20:00 UTC",
        "December 25, 2026, 19:00 UTC to 20:00 UTC",
        "January 8, 2027, 19:00 UTC to 20:00 UTC",
        "January 22, 2027, 19:00 UTC to 20:00 UTC",
    ]


def test_history_lists_the_times_that_took_place() -> None:
    assert facts(board(WEEKLY), "history/2026-10/index.html") == [
        "Completed · Planned from October 30, 2026, 19:00 UTC to 20:00 UTC · Ended 20:00 UTC"
    ]
    assert len(facts(board(WEEKLY), "history/2026-11/index.html")) == 1
    assert len(facts(board(WEEKLY), "maintenance/index.html")) == 3  # the next one, and two that are over


def test_it_has_one_page() -> None:
    assert [path for path in rendered(board(WEEKLY)) if path.startswith("incidents/")] == [OWN]


def test_a_moved_window_says_both_plans() -> None:
    assert facts(board(MOVED), OWN) == [
        "Scheduled · Planned from November 22, 2026, 11:00 UTC to 13:00 UTC · "
        "First planned from November 21, 2026, 11:00 UTC to 12:00 UTC"
    ]


def test_what_is_to_come_leads_back_to_the_maintenance_and_what_began_to_its_month() -> None:
    def back(of: Board) -> list[str]:
        (pages,) = (each for each in page(of, OWN).iter("nav") if each.get("class") == "pages")
        return [each.get("href", "") for each in pages.iter("a")]

    assert back(board(MOVED)) == ["../../maintenance/index.html"]
    assert back(board(maintenance(starts_in=-0.5))) == ["../../history/2026-11/index.html"]


def test_pages_lead_to_their_calendars() -> None:
    def calendars(path: str) -> list[tuple[str, str]]:
        links = page(board(WEEKLY), path).iter("a")
        return [(each.get("href", ""), words(each)) for each in links if each.get("type") == "text/calendar"]

    assert calendars("maintenance/index.html") == [("../maintenance.ics", "Follow in a calendar")]
    assert calendars("components/api/index.html") == [("../../components/api/maintenance.ics", "Follow in a calendar")]
