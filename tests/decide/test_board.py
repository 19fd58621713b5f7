"""What the board lists, and in which order."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from generator.decide import decide
from generator.model import Component, Notice, RecentDay, Source
from tests.decide.reports import SITE, at, incident, maintenance, source, word

NOW = at("20:00")


def notice(published: str, until: str = "", stem: str = "notice") -> Notice:
    return Notice(stem, "Notice", at(published), at(until) if until else None, file=f"incidents/{stem}.md", digest=stem)


# ---------------------------------------------------------------- standings


def test_components_stand_in_site_order_and_a_group_at_the_place_of_its_first_member() -> None:
    site = replace(
        SITE,
        components=(
            Component("dns", "DNS"),
            Component("api", "API", "Core"),
            Component("mail", "Mail"),
            Component("queue", "Queue", "Core"),
            Component("cdn", "CDN", "Edge"),
        ),
    )
    board = decide(source(site=site), now=NOW)
    assert [standing.name for standing in board.standings] == ["DNS", "Core", "Mail", "Edge"]
    assert [member.name for member in board.standings[1].members] == ["API", "Queue"]
    assert [standing.name for standing in board.components] == ["DNS", "API", "Mail", "Queue", "CDN"]
    assert board.standings[1].component is None
    assert board.standings[0] is board.components[0]


def test_a_group_is_never_better_than_its_worst_member_and_as_doubtful() -> None:
    board = decide(source(incident(dashboard="partial_outage")), now=NOW)
    assert board.standings[0].status == "partial_outage"
    damaged = decide(source(replace(incident(dashboard="operational"), damaged=True)), now=NOW)
    assert [standing.doubtful for standing in damaged.components] == [False, False, True]
    assert [standing.doubtful for standing in damaged.standings] == [True, False]


def test_a_component_lists_the_newest_that_touched_it() -> None:
    many = [
        incident(
            word("resolved", "2026-11-01 01:00"),
            started=f"2026-11-01 00:{minute:02}",
            stem=f"i{minute}",
            api="major_outage",
        )
        for minute in range(30)
    ]
    board = decide(source(*many, maintenance(website="under_maintenance")), now=NOW)
    api, website, _ = board.components
    assert [course.id for course in api.courses] == [f"i{minute}" for minute in range(29, 4, -1)]
    assert (api.windows, website.courses) == ((), ())
    assert [window.id for window in website.windows] == ["works"]


def test_a_report_that_may_touch_anything_is_listed_with_every_component() -> None:
    unreadable = replace(incident(word("resolved", "15:00")), damaged=True, any_component=True)
    board = decide(source(unreadable), now=NOW)
    assert [[course.id for course in standing.courses] for standing in board.components] == [["outage"]] * 3


# ---------------------------------------------------------------- lists


def test_incidents_stand_newest_first_and_open_ones_by_impact() -> None:
    board = decide(
        source(
            incident(started="14:00", impact="minor", stem="a"),
            incident(started="15:00", impact="critical", stem="b"),
            incident(word("resolved", "17:00"), started="16:00", stem="c"),
            incident(started="13:00", impact="critical", stem="d"),
            incident(started="18:00", impact="none", stem="e"),
        ),
        now=NOW,
    )
    assert [course.id for course in board.courses] == ["e", "c", "b", "a", "d"]
    assert [course.id for course in board.open] == ["b", "d", "a", "e"]


def test_maintenances_ahead_stand_nearest_first() -> None:
    board = decide(
        source(
            maintenance(start="2026-12-03 10:00", end="2026-12-03 11:00", stem="later"),
            maintenance(start="2026-11-24 10:00", end="2026-11-24 11:00", stem="soon"),
            maintenance(start="19:00", end="21:00", stem="now"),
            maintenance(start="12:00", end="13:00", stem="overdue"),
            maintenance(word("cancelled", "10:00"), start="2026-11-25 10:00", end="2026-11-25 11:00", stem="off"),
        ),
        now=NOW,
    )
    assert [window.id for window in board.ahead] == ["soon", "later"]
    assert [window.id for window in board.under_way] == ["now", "overdue"]
    assert [window.id for window in board.windows] == ["later", "off", "soon", "now", "overdue"]


def test_notices_stand_until_they_say_or_a_week_after_their_last_word() -> None:
    board = decide(
        Source(
            SITE,
            notices=(
                notice("2026-11-13 20:01", stem="stands"),
                notice("2026-11-13 20:00", stem="over"),
                notice("2026-01-01 20:00", until="20:01", stem="long"),
                notice("2026-11-19 20:00", until="20:00", stem="short"),
                notice("20:01", stem="to-come"),
                replace(notice("2026-11-01 20:00", stem="renewed"), updates=(word("update", "2026-11-14 09:00"),)),
            ),
        ),
        now=NOW,
    )
    assert [each.id for each in board.notices] == ["short", "stands", "over", "renewed", "long"]
    assert [each.id for each in board.standing_notices] == ["stands", "renewed", "long"]


# ---------------------------------------------------------------- history


def test_the_last_fifteen_days_name_what_began_and_which_work_ended() -> None:
    board = decide(
        source(
            incident(started="2026-11-18 23:30", stem="late"),
            incident(word("resolved", "2026-11-18 12:00"), started="2026-11-18 10:00", stem="early"),
            incident(started="2026-11-06 00:00", stem="first-day"),
            incident(started="2026-11-05 22:59", stem="day-before"),
            maintenance(word("completed", "2026-11-19 01:00"), start="2026-11-18 10:00", end="2026-11-19 02:00"),
            maintenance(start="2026-11-19 10:00", end="2026-11-19 11:00", stem="not-over"),
            zone="Europe/Berlin",
        ),
        now=NOW,
    )
    assert [day.date for day in board.recent] == [date(2026, 11, 20) - timedelta(days=back) for back in range(15)]
    found = {
        day.date.day: ([course.id for course in day.courses], [window.id for window in day.windows])
        for day in board.recent
    }
    assert found[19] == (["late"], ["works"])
    assert found[18] == (["early"], [])
    assert found[6] == (["first-day"], [])
    assert board.recent[1] == RecentDay(date(2026, 11, 19), board.recent[1].courses, board.recent[1].windows)
    assert not any("day-before" in courses for courses, _ in found.values())


def test_every_month_since_the_first_report_is_there_quiet_ones_too() -> None:
    board = decide(
        replace(
            source(
                incident(word("resolved", "2026-09-01 12:00"), started="2026-08-31 22:30", stem="summer"),
                incident(started="2026-11-01 12:00", stem="autumn"),
                incident(started="2026-11-02 12:00", stem="newer"),
                maintenance(
                    word("cancelled", "2026-10-01 12:00"), start="2026-11-09 12:00", end="2026-11-09 13:00", stem="off"
                ),
                maintenance(start="2026-12-01 12:00", end="2026-12-01 13:00", stem="ahead"),
                zone="Europe/Berlin",
            ),
            notices=(notice("2026-10-05 12:00"),),
        ),
        now=NOW,
    )
    assert [(month.year, month.month) for month in board.months] == [(2026, 11), (2026, 10), (2026, 9)]
    november, october, september = board.months
    assert [course.id for course in november.courses] == ["newer", "autumn"]
    assert (november.windows, november.notices) == ((), ())
    assert [window.id for window in october.windows] == ["off"]
    assert [each.id for each in october.notices] == ["notice"]
    assert [course.id for course in september.courses] == ["summer"]


def test_months_run_on_over_the_turn_of_the_year() -> None:
    board = decide(source(incident(started="2025-11-30 12:00")), now=NOW)
    assert len(board.months) == 13
    assert [(month.year, month.month) for month in board.months[10:]] == [(2026, 1), (2025, 12), (2025, 11)]


def test_a_site_without_reports_has_this_month() -> None:
    board = decide(source(), now=NOW)
    assert [(month.year, month.month, month.courses) for month in board.months] == [(2026, 11, ())]


def test_a_date_that_cannot_be_believed_makes_no_empty_pages() -> None:
    board = decide(
        source(
            incident(word("investigating", "2026-10-10 12:00"), started="0001-01-01 00:00", stem="year-one"),
            incident(started="0202-11-20 14:00", stem="slip"),
            incident(started="9999-12-31 23:59", stem="far"),
            incident(word("update", "2026-11-18 12:00"), started="9999-01-01 00:00", stem="told"),
            zone="America/New_York",
        ),
        now=NOW,
    )
    assert [(month.month, [course.id for course in month.courses]) for month in board.months] == [
        (11, ["far", "told", "slip"]),
        (10, ["year-one"]),
    ]
    assert [course.id for course in board.recent[0].courses] == ["far", "slip"]
    assert [course.id for course in board.recent[2].courses] == ["told"]
    assert len(board.open) == 4


def test_the_page_is_as_available_as_its_components_are_in_the_mean() -> None:
    board = decide(source(incident(started="2026-11-20 08:00", dashboard="major_outage")), now=NOW)
    known = [each.uptime for each in board.components if each.uptime is not None]
    assert min(known) < 1
    assert board.uptime == sum(known) / len(known)
    assert decide(source(site=replace(SITE, components=())), now=NOW).uptime is None
