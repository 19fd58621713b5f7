"""When something changed last, and when the clock changes something next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from generator.decide import decide
from generator.model import ActionItem, Notice, Postmortem, Source, Text
from tests.decide.reports import SITE, at, incident, maintenance, source, word


def times(told: Source, now: str) -> tuple[datetime | None, datetime]:
    board = decide(told, now=at(now))
    return board.changed, board.next_change


def test_an_empty_site_has_never_changed_and_turns_with_the_day() -> None:
    assert times(source(), "20:00") == (None, at("2026-11-21 00:00"))


def test_the_day_is_the_sites() -> None:
    assert times(source(zone="Europe/Berlin"), "20:00")[1] == at("23:00")
    assert times(source(zone="Australia/Lord_Howe"), "12:50")[1] == at("13:00")


def test_words_starts_and_postmortems_change_something() -> None:
    told = source(incident(word("monitoring", "14:10"), word("resolved", "14:50"), postmortem="18:00"))
    assert [times(told, now)[0] for now in ("14:05", "14:10", "14:55", "18:00", "23:00")] == [
        at("14:00"),
        at("14:10"),
        at("14:50"),
        at("18:00"),
        at("18:00"),
    ]
    assert times(told, "14:55")[1] == at("18:00")
    assert times(told, "18:00")[1] == at("2026-11-21 00:00")


def test_a_promise_changes_something_when_it_is_late() -> None:
    told = source(incident(word("investigating", "14:10", promised="14:40")))
    assert times(told, "14:20") == (at("14:10"), at("14:40"))
    assert times(told, "14:50") == (at("14:40"), at("2026-11-21 00:00"))


def test_windows_flip_by_the_clock() -> None:
    told = source(maintenance(start="21:30", end="22:30", website="operational"))
    assert times(told, "20:00") == (None, at("21:30"))
    assert times(told, "21:30") == (at("21:30"), at("22:30"))
    assert times(told, "22:30") == (at("22:30"), at("2026-11-21 00:00"))


def test_notices_come_and_go_by_the_clock() -> None:
    told = replace(source(), notices=(Notice("n", "Notice", at("20:30"), at("21:30")),))
    assert times(told, "20:00") == (None, at("20:30"))
    assert times(told, "20:30") == (at("20:30"), at("21:30"))
    assert times(told, "21:30") == (at("21:30"), at("2026-11-21 00:00"))


def test_words_that_are_still_to_come_change_something_when_they_come() -> None:
    told = source(incident(word("resolved", "14:50"), word("update", "16:20"), word("investigating", "17:10")))
    assert times(told, "15:00")[1] == at("16:15"), "five minutes before, it is no slip any more"
    assert times(told, "16:16")[1] == at("16:20")
    assert times(told, "17:06")[1] == at("17:10")


def test_the_full_hour_counts_while_an_outage_lasts_and_on_its_day() -> None:
    told = source(incident(word("resolved", "2026-11-19 16:00"), started="2026-11-19 14:02", api="major_outage"))
    assert times(told, "2026-11-19 14:30")[1] == at("2026-11-19 15:00")
    assert times(told, "2026-11-19 17:30")[1] == at("2026-11-19 18:00")
    assert times(told, "17:30")[1] == at("2026-11-21 00:00")


def test_a_build_a_minute_later_has_nothing_to_say() -> None:
    told = source(
        incident(word("investigating", "14:10", promised="14:40"), api="major_outage"),
        maintenance(start="13:00", end="15:00", website="under_maintenance"),
    )
    now, later = at("14:20:00"), at("14:21:30")
    assert decide(told, now=later) == replace(decide(told, now=now), now=later)


def test_the_ends_of_the_calendar_are_no_obstacle() -> None:
    far = incident(started="9999-12-31 23:00", stem="far")
    first = incident(started="0001-01-01 00:00", stem="first")
    promised = incident(word("investigating", "14:00", promised="9999-12-31 23:59"), stem="promised")
    notice = Notice("n", "Notice", at("9999-12-31 23:00"))
    for zone in ("Australia/Lord_Howe", "America/New_York"):
        told = replace(source(far, first, promised, site=SITE, zone=zone), notices=(notice,))
        assert len(decide(told, now=at("20:00")).open) == 3


def test_an_action_item_that_falls_overdue_is_a_change_at_the_end_of_its_day() -> None:
    items = (ActionItem("Test every deploy", done=False, due=date(2026, 11, 25)),)
    report = replace(
        incident(word("resolved", "15:00")), postmortem=Postmortem(at("16:00"), Text("Why."), actions=items)
    )
    midnight = at("2026-11-25 23:00")  # in Berlin
    before = decide(source(report, zone="Europe/Berlin"), now=midnight - timedelta(minutes=1))
    after = decide(source(report, zone="Europe/Berlin"), now=midnight + timedelta(hours=3))
    assert (before.changed, before.next_change) == (at("16:00"), midnight)
    assert after.changed == midnight
