"""What is told to subscribers: every word once, under a name that outlives every edit, never before its time, never better than it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from generator.model import Incident, Maintenance, Notice, Site
from tests.render.boards import (
    NOW,
    SITE,
    ago,
    board,
    changes,
    explained,
    incident,
    maintenance,
    notice,
    resolved,
    stamped,
    update,
)
from tests.render.feeds.reading import BUSY, dates, feeds, ids, items, made, titles

Report = Incident | Maintenance | Notice


def names(*reports: Report, now: datetime = NOW, path: str = "feed.json", site: Site = SITE) -> set[str]:
    found = ids(made(board(*reports, now=now, site=site), path))
    assert len(set(found)) == len(found), "an id is there twice"
    return set(found)


def new(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return sorted(set(after) - set(before))


def test_every_word_is_an_entry_named_by_its_authority_its_report_its_status_and_its_time() -> None:
    assert names(incident()) == {
        "tag:status.example.com,2026-01-01:incidents/2026-11-20-api/investigating-2026-11-20T140600Z",
        "tag:status.example.com,2026-01-01:incidents/2026-11-20-api/identified-2026-11-20T143000Z",
    }


def test_titles_say_what_a_notification_has_to() -> None:
    assert titles(board(*BUSY)) == [
        "In progress: Database upgrade",
        "Identified: Elevated error rates on the API",
        "Investigating: Elevated error rates on the API",
        "Verifying: Database upgrade",
        "Update: New prices",
        "In progress: Database upgrade",
        "Scheduled for November 20, 2026, 14:30 UTC: Database upgrade",
        "Notice: New prices",
        "Scheduled for November 21, 2026, 11:00 UTC: Database upgrade",
        "Investigating: A report that could not be read",
        "Postmortem: Slow logins",
        "Resolved: Slow logins",
        "Investigating: Slow logins",
        "Scheduled for November 22, 2026, 15:00 UTC: Database upgrade",
    ]


def test_two_words_of_one_status_at_one_moment_differ_and_stay_who_they_are() -> None:
    twice = (update("investigating", 0.5, "First."), update("investigating", 0.5, "Second."))
    before = names(incident(updates=twice))
    assert len(before) == 2
    thrice = (*twice, update("investigating", 0.5, "Third."))
    assert len(new(before, names(incident(updates=thrice)))) == 1
    texts = {item["id"]: item["content_html"] for item in items(board(incident(updates=thrice)))}
    for item in items(board(incident(updates=twice))):
        assert texts[item["id"]] == item["content_html"]


def test_a_report_without_a_word_is_told_and_dated_in_the_past() -> None:
    (item,) = items(board(incident(updates=())))
    assert item["title"] == "Investigating: Elevated error rates on the API"
    assert item["date_published"] == "2026-11-20T14:00:00Z"
    (planned,) = items(board(maintenance("2026-11-25-planned", 100, updates=())))
    assert planned["title"] == "Scheduled for November 24, 2026, 19:00 UTC: Database upgrade"
    assert planned["date_published"] == "2026-01-01T00:00:00Z", "the day on which the authority was pinned"


def test_what_could_not_be_read_is_told_in_words() -> None:
    (item,) = items(board(incident(title="", damaged=True, any_component=True, updates=())))
    assert item["title"] == "Investigating: A report that could not be read"
    assert "Part of this report could not be read" in item["content_html"]
    assert "it may be any of them" in item["content_html"]
    (word, _) = items(board(incident(updates=(update("investigating", 0.9), update("update", 0.5, damaged=True)))))
    assert "Part of this update could not be read" in word["content_html"]


def test_a_report_that_may_touch_anything_is_in_the_feed_of_every_component() -> None:
    told = incident(any_component=True, damaged=True, components=())
    for component in SITE.components:
        assert len(names(told, path=f"components/{component.id}/feed.atom")) == 2


def test_an_end_that_ends_nothing_is_not_announced_as_one() -> None:
    worse = update("resolved", 0.2, "It is over.", changes=changes(api="major_outage"))
    told = board(incident(updates=(update("investigating", 0.9), worse)))
    assert told.open
    assert titles(told)[0] == "Update: Elevated error rates on the API"
    assert ids(made(told, "feed.json"))[0].endswith("/resolved-2026-11-20T144800Z"), "its name is what was typed"


@pytest.mark.parametrize("hours", [-1, -100])
def test_nothing_is_told_before_its_time(hours: float) -> None:
    later = (
        incident(updates=(update("investigating", 0.9), update("resolved", hours))),
        resolved(postmortem=explained(hours_ago=hours)),
        notice("2026-12-01-later", published=ago(hours)),
        notice(updates=(update("update", hours),)),
        maintenance(starts_in=-hours),
    )
    told = board(*later)
    for path, content in feeds(told).items():
        assert dates(content), path
        assert all(each <= NOW for each in dates(content)), path
    when_it_comes = board(*later, now=NOW + timedelta(hours=2 - hours))
    assert len(new(ids(made(told, "feed.json")), ids(made(when_it_comes, "feed.json")))) == 6


def test_a_window_that_begins_and_ends_by_the_clock_is_one_entry_each() -> None:
    work = maintenance(starts_in=1)
    before = names(work)
    begun = names(work, now=NOW + timedelta(hours=1))
    assert new(before, begun) == [
        "tag:status.example.com,2026-01-01:incidents/2026-11-21-database/in_progress-2026-11-20T160000Z"
    ]
    over = names(work, now=NOW + timedelta(hours=30))
    assert [each.rpartition("/")[2] for each in new(begun, over)] == ["verifying-2026-11-20T170000Z"]
    assert names(work, now=NOW + timedelta(days=3)) == over
    automatic = names(replace(work, completes_automatically=True), now=NOW + timedelta(hours=3))
    assert [each.rpartition("/")[2] for each in new(begun, automatic)] == ["completed-2026-11-20T170000Z"]


def test_whoever_says_so_at_that_moment_says_it_for_the_clock() -> None:
    work = maintenance(starts_in=-1)
    spoken = replace(work, updates=(*work.updates, update("in_progress", 1, "We begin.")))
    assert names(work) == names(spoken)
    assert "We begin." in "".join(item["content_html"] for item in items(board(spoken)))


def test_words_said_before_the_clock_leave_it_nothing_to_say() -> None:
    work = maintenance(starts_in=-1)
    early = replace(work, updates=(*work.updates, update("in_progress", 1.2, "Sooner."), update("completed", 0.5)))
    assert [each.rpartition(": ")[0] for each in titles(board(early))] == [
        "Completed",
        "In progress",
        "Scheduled for November 20, 2026, 14:00 UTC",
    ]


def test_a_postmortem_is_an_update_and_stands_in_a_feed_of_its_own() -> None:
    plain, told = resolved(), resolved(postmortem=explained())
    (name,) = new(names(plain), names(told))
    assert name.endswith("/postmortem-2026-11-18T230000Z")
    assert names(told, path="postmortems.atom") == {name}
    assert names(plain, path="postmortems.atom") == set()


def moved(work: Maintenance, hours: float, *said: object) -> Maintenance:
    later = timedelta(hours=hours)
    return stamped(
        replace(
            work,
            scheduled_for=work.scheduled_for + later,
            scheduled_until=work.scheduled_until + later,
            updates=(*work.updates, *said),
        )
    )


@pytest.mark.parametrize("words", [(), (update("scheduled", 2, "Later."),), (update("update", 2, "Later."),)])
def test_a_window_that_is_moved_in_the_front_matter_is_one_new_entry_and_one_more_for_a_word_that_is_no_plan(
    words: tuple[object, ...],
) -> None:
    work = maintenance()
    after = names(moved(work, 5, *words))
    expected = 2 if words and words != (update("scheduled", 2, "Later."),) else 1
    assert len(new(names(work), after)) == expected
    assert names(moved(work, 5, *words)) == after


def test_the_end_alone_may_be_moved() -> None:
    work = maintenance(starts_in=-0.5)
    longer = replace(work, scheduled_until=work.scheduled_until + timedelta(hours=2))
    (name,) = new(names(work), names(longer))
    assert name.endswith("2026-11-20T143000Z--2026-11-20T173000Z")


def test_a_window_that_a_word_moves_is_that_word_s_entry() -> None:
    work = maintenance()
    word = update("scheduled", 2, "Later.", scheduled_for=ago(-44), scheduled_until=ago(-45))
    after = stamped(replace(work, updates=(*work.updates, word)))
    (name,) = new(names(work), names(after))
    assert name.endswith("/scheduled-2026-11-20T130000Z/2026-11-22T110000Z--2026-11-22T120000Z")
    (item,) = [item for item in items(board(after)) if item["id"] == name]
    assert item["title"] == "Scheduled for November 22, 2026, 11:00 UTC: Database upgrade"
    mended = replace(word, scheduled_until=ago(-46))
    assert len(new(names(after), names(replace(work, updates=(*work.updates, mended))))) == 1


def test_a_word_that_moves_the_start_alone_keeps_the_length() -> None:
    work = maintenance()
    word = update("update", 2, "Later.", scheduled_for=ago(-44))
    item = items(board(replace(work, updates=(*work.updates, word))))[0]
    assert item["title"] == "Update: Database upgrade"
    assert "November 22, 2026, 11:00 UTC" in item["content_html"]
    assert "12:00 UTC" in item["content_html"]


def test_an_earlier_announcement_is_told_below_the_one_that_follows_it() -> None:
    work = maintenance()
    again = replace(work, updates=(*work.updates, update("scheduled", 2, "A reminder.")))
    assert len(new(names(work), names(again))) == 1
    (item,) = items(board(again))
    assert item["content_html"].index("A reminder.") < item["content_html"].index("We will upgrade it.")


def test_a_cancelled_window_is_one_new_entry() -> None:
    work = maintenance()
    off = replace(work, updates=(*work.updates, update("cancelled", 1, "Not needed.")))
    assert len(new(names(work), names(off))) == 1
    assert titles(board(off))[0] == "Cancelled: Database upgrade"


def test_an_incident_that_spreads_is_one_new_entry_for_those_who_follow_what_it_reached() -> None:
    spread = incident(
        updates=(
            update("investigating", 0.9),
            update("identified", 0.5, changes=changes(website="degraded_performance")),
        )
    )
    path = "components/website/feed.json"
    assert names(incident(), path=path) == set()
    assert len(names(spread, path=path)) == 1
    assert len(names(spread, path="components/api/feed.json")) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(SITE, url="https://elsewhere.example/status"),
        replace(SITE, name="Other"),
        replace(SITE, timezone="Asia/Tokyo"),
        replace(SITE, language="de"),
        replace(SITE, components=SITE.components[::-1]),
    ],
    ids=["domain", "name", "zone", "language", "order"],
)
def test_no_name_depends_on_the_site_but_for_its_authority(other: Site) -> None:
    for path, content in feeds(board(*BUSY)).items():
        assert ids(content) == ids(made(board(*BUSY, site=other), path)), path


def test_without_an_authority_names_begin_with_the_host_of_the_address() -> None:
    (first, *_) = names(incident(), site=replace(SITE, authority=""))
    assert first.startswith("tag:status.example.com,2026-01-01:")


def test_a_feed_that_is_read_later_says_the_same() -> None:
    later = board(*BUSY, now=NOW + timedelta(minutes=3))
    assert feeds(later) == feeds(board(*BUSY))


def test_a_maintenance_that_repeats_is_announced_once_and_each_of_its_times_by_the_clock() -> None:
    weekly = maintenance(starts_in=1, repeats="FREQ=WEEKLY", completes_automatically=True)
    before = names(weekly)
    assert len(before) == 1
    week = timedelta(days=7)
    first = names(weekly, now=NOW + timedelta(hours=3))
    second = names(weekly, now=NOW + timedelta(hours=3) + week)
    assert [each.rpartition("/")[2] for each in new(before, first)] == [
        "completed-2026-11-20T170000Z",
        "in_progress-2026-11-20T160000Z",
    ]
    assert [each.rpartition("/")[2] for each in new(first, second)] == [
        "completed-2026-11-27T170000Z",
        "in_progress-2026-11-27T160000Z",
    ]
    assert "Repeats every week" in items(board(weekly))[0]["content_html"]
    assert len(new(before, names(replace(weekly, repeats="FREQ=WEEKLY;INTERVAL=2")))) == 1, "another rule is news"


def test_one_that_has_taken_place_for_years_leaves_room_for_the_rest() -> None:
    daily = maintenance(starts_in=-24 * 900, repeats="FREQ=DAILY", completes_automatically=True)
    assert len(names(daily, incident())) == 50
    assert len(items(board(daily, incident()))) == 50
    assert made(board(daily), "history.rss").count(b"data-var='date'") <= 51
