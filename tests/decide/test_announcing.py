"""What is due follows from what there is to tell and a ledger, and is never a flood."""

from __future__ import annotations

from datetime import timedelta

from generator.decide.announcing import BEFORE, MOST, PASSED, SAID, due
from generator.model import Impact, Outlet
from generator.model.announced import Due, Telling
from tests.texts import NOW

TEAM = Outlet("Team", "json://127.0.0.1")


def telling(
    name: str,
    minutes: float,
    *,
    impact: Impact | None = Impact.MAJOR,
    components: tuple[str, ...] = ("api",),
    topic: str = "incidents",
    open_: bool = True,
    lasting: bool = False,
) -> Telling:
    """`report/word`, said so many minutes ago."""
    at = NOW - timedelta(minutes=minutes)
    return Telling(name, name.partition("/")[0], topic, at, impact, components, open=open_, lasting=lasting)


def keys(found: Due) -> list[list[str]]:
    return [[each.key for each in fold] for fold in found.folds]


def test_what_is_in_no_ledger_is_due_and_what_was_said_is_not() -> None:
    told = [telling("a/1", 50), telling("a/2", 10), telling("b/1", 30)]
    assert keys(due(told, TEAM, {"a/1": "said 2026-11-20T14:10:00Z"}, now=NOW)) == [["b/1"], ["a/2"]]


def test_all_that_is_due_of_one_report_is_one_message_with_the_newest_word_first() -> None:
    told = [telling("a/1", 50), telling("a/3", 1), telling("a/2", 10)]
    assert keys(due(told, TEAM, {}, now=NOW)) == [["a/3", "a/2", "a/1"]]


def test_without_a_ledger_only_the_last_hour_is_told_and_the_rest_counts_as_said() -> None:
    told = [telling("a/1", 61), telling("a/2", 59), telling("old/1", 9000)]
    found = due(told, TEAM, None, now=NOW)
    assert (keys(found), dict(found.noted), found.new) == ([["a/2"]], {"a/1": BEFORE, "old/1": BEFORE}, True)


def test_with_a_ledger_however_empty_older_words_are_told_too() -> None:
    assert keys(due([telling("a/1", 300)], TEAM, {}, now=NOW)) == [["a/1"]]


def test_without_a_ledger_more_than_five_fresh_ones_wait_for_a_person() -> None:
    told = [telling(f"{index}/1", 10 + index) for index in range(MOST + 1)]
    found = due(told, TEAM, None, now=NOW)
    assert (found.folds, len(found.held)) == ((), 6)
    assert len(due(told[:MOST], TEAM, None, now=NOW).folds) == MOST


def test_of_too_many_the_fresh_ones_are_told_and_the_old_ones_wait() -> None:
    told = [telling(f"old-{index}/1", 600 + index) for index in range(20)] + [telling("now/1", 5)]
    found = due(told, TEAM, {}, now=NOW)
    assert (keys(found), len(found.held)) == ([["now/1"]], 20)
    assert found.noted == ()


def test_a_person_may_send_all_of_it() -> None:
    told = [telling(f"{index}/1", 600 + index) for index in range(20)]
    assert len(due(told, TEAM, {}, now=NOW, all_of_it=True).folds) == 20


def test_history_that_is_written_later_is_no_news_but_a_plan_to_come_is() -> None:
    month = 31 * 24 * 60
    told = [telling("a/1", month), telling("b/1", month, topic="maintenance", impact=None, lasting=True)]
    assert keys(due(told, TEAM, {}, now=NOW)) == [["b/1"]]


def test_a_milder_incident_is_passed_over_and_noted() -> None:
    outlet = Outlet("Team", "json://x", minimum_impact=Impact.CRITICAL)
    found = due([telling("a/1", 5), telling("b/1", 5, impact=Impact.CRITICAL)], outlet, {}, now=NOW)
    assert (keys(found), dict(found.noted)) == ([["b/1"]], {"a/1": PASSED})


def test_an_open_incident_that_grows_is_told_from_its_beginning() -> None:
    outlet = Outlet("Team", "json://x", minimum_impact=Impact.CRITICAL)
    grown = [telling("a/1", 50, impact=Impact.CRITICAL), telling("a/2", 5, impact=Impact.CRITICAL)]
    assert keys(due(grown, outlet, {"a/1": "passed 2026-11-20T14:10:00Z"}, now=NOW)) == [["a/2", "a/1"]]


def test_an_outlet_that_asks_for_more_from_now_on_is_not_told_what_is_over() -> None:
    over = [telling("a/1", 5000, impact=Impact.MINOR, open_=False)]
    assert keys(due(over, TEAM, {"a/1": "passed 2026-11-20T14:10:00Z"}, now=NOW)) == []


def test_who_heard_of_an_incident_hears_its_end_whatever_it_shrinks_to() -> None:
    outlet = Outlet("Team", "json://x", minimum_impact=Impact.CRITICAL, components=("api",))
    shrunk = [telling("a/1", 50, impact=Impact.MINOR), telling("a/2", 5, impact=Impact.MINOR, components=("web",))]
    assert keys(due(shrunk, outlet, {"a/1": "said 2026-11-20T14:10:00Z"}, now=NOW)) == [["a/2"]]


def test_only_what_touches_its_components_or_may_touch_any_is_told() -> None:
    outlet = Outlet("Team", "json://x", components=("web",))
    anything = Telling("c/1", "c", "incidents", NOW, Impact.CRITICAL, any_component=True, open=True)
    notice = Telling("n/1", "n", "notices", NOW)
    told = [telling("a/1", 5), telling("b/1", 5, components=("api", "web")), anything, notice]
    assert keys(due(told, outlet, {}, now=NOW)) == [["b/1"], ["c/1"]]


def test_topics_choose_what_is_heard() -> None:
    outlet = Outlet("Team", "json://x", about=("postmortems",))
    told = [telling("a/1", 50), telling("a/2", 5, topic="postmortems")]
    assert keys(due(told, outlet, {"a/1": "said 2026-11-20T14:10:00Z"}, now=NOW)) == [["a/2"]]


def test_operators_and_readers_hear_of_different_things() -> None:
    late = Telling("late/1", "late", "incidents", NOW, Impact.MAJOR, audience="operators")
    told = [telling("a/1", 5), late]
    assert keys(due(told, TEAM, {}, now=NOW)) == [["a/1"]]
    assert keys(due(told, Outlet("Duty", "json://x", audience="operators"), {}, now=NOW)) == [["late/1"]]


def test_what_was_taken_as_said_never_comes_back() -> None:
    assert keys(due([telling("a/1", 50)], TEAM, {"a/1": f"{BEFORE} 2026-11-20T14:10:00Z"}, now=NOW)) == []
    assert keys(due([telling("a/1", 50)], TEAM, {"a/1": f"{SAID} 2026-11-20T14:10:00Z"}, now=NOW)) == []
