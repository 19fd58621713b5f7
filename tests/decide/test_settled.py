"""Nothing is different for what is remembered of settled incidents and maintenances but the time it takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.decide import Archive, check, decide
from generator.memory import Memory
from generator.model import (
    ActionItem,
    Board,
    Impact,
    Incident,
    Later,
    Maintenance,
    Once,
    Postmortem,
    Promises,
    Site,
    Source,
    Text,
)
from generator.problem import Problem, in_order
from tests.decide.reports import SITE, at, incident, maintenance, word
from tests.decide.sources import NOW, sources
from tests.examples import examples

NOWS = st.integers(-6 * 144, 6 * 144).map(lambda steps: NOW + timedelta(minutes=10 * steps))
LATER = at("2026-12-01 12:00")

OVER = (word("investigating", "14:10", api="major_outage"), word("resolved", "15:00"))


def told(source: Source, now: datetime, folder: Path) -> tuple[Board, tuple[Problem, ...]]:
    """What a build finds that remembers what those before it left in `folder`."""
    memory = Memory(folder)
    archive = Archive.of(source.site, memory)
    problems = in_order(check(source, now=now, archive=archive))
    board = decide(source, now=now, archive=archive)
    archive.keep()
    memory.save()
    return board, problems


def source_of(*incidents: Incident, promises: Promises = SITE.promises) -> Source:
    return Source(replace(SITE, promises=promises, digest="site"), incidents)


def known(source: Source, folder: Path) -> list[Incident]:
    """Those of which what is remembered in `folder` says that they are settled."""
    unknown = Archive.of(source.site, Memory(folder)).incidents.unknown(source.incidents, LATER)
    return [each for each in source.incidents if each not in unknown]


def with_digests(source: Source) -> Source:
    """`source` with digests that tell reports and sites apart, as those that were read have them."""
    incidents = tuple(replace(each, digest=digest_of(each)) for each in source.incidents)
    maintenances = tuple(replace(each, digest=digest_of(each)) for each in source.maintenances)
    site = replace(source.site, digest=digest_of(source.site))
    return replace(source, site=site, incidents=incidents, maintenances=maintenances)


def digest_of(each: Incident | Maintenance | Site) -> str:
    return sha256(repr(each).encode()).hexdigest()


@settings(max_examples=examples(20), deadline=None)
@given(sources(), sources(), st.lists(NOWS, min_size=2, max_size=2))
def test_the_board_and_the_problems_are_those_of_a_build_that_remembers_nothing(
    source: Source, other: Source, moments: list[datetime]
) -> None:
    source = with_digests(source)
    incidents = tuple(replace(each, id=f"other-{each.id}") for each in other.incidents)
    maintenances = tuple(replace(each, id=f"other-{each.id}") for each in other.maintenances)
    more = with_digests(
        replace(
            source,
            incidents=(*source.incidents, *incidents),
            maintenances=(*source.maintenances, *maintenances),
        )
    )
    with TemporaryDirectory() as folder:
        for now in moments:
            for each in (source, more):
                board, problems = told(each, now, Path(folder))
                assert board == decide(each, now=now)
                assert problems == in_order(check(each, now=now))


def test_an_incident_that_is_over_and_owes_nothing_is_not_followed_again(tmp_path: Path) -> None:
    source = source_of(replace(incident(*OVER), digest="abc"))
    told(source, LATER, tmp_path)
    assert known(source, tmp_path)
    board, _ = told(source, LATER, tmp_path)
    assert isinstance(board.courses[0].told, Once)
    assert board.courses[0].told.found is None


def test_it_is_followed_again_at_a_moment_before_its_end(tmp_path: Path) -> None:
    source = source_of(incident(*OVER))
    told(source, LATER, tmp_path)
    board, _ = told(source, at("14:30"), tmp_path)
    assert board.courses[0].open


def test_what_is_still_open_is_not_remembered(tmp_path: Path) -> None:
    assert_not_settled(incident(OVER[0]), tmp_path)


def test_what_something_is_wrong_with_is_not_remembered(tmp_path: Path) -> None:
    early = word("identified", "13:00")
    source = source_of(incident(early, *OVER))
    _, problems = told(source, LATER, tmp_path)
    assert [each.rule for each in problems] == ["update-before-start"]
    assert told(source, LATER, tmp_path)[1] == problems


def test_what_could_not_be_read_wholly_is_not_remembered(tmp_path: Path) -> None:
    assert_not_settled(replace(incident(*OVER), damaged=True), tmp_path)
    assert_not_settled(replace(incident(*OVER), any_component=True), tmp_path)


def test_a_postmortem_that_is_owed_is_waited_for(tmp_path: Path) -> None:
    promised = Promises(postmortem=timedelta(days=90))
    assert_not_settled(incident(*OVER, impact=Impact.CRITICAL), tmp_path, promises=promised)


def test_a_word_that_a_clock_a_little_ahead_has_dated_is_waited_for(tmp_path: Path) -> None:
    assert_not_settled(incident(*OVER, word("update", "2026-12-01 12:03")), tmp_path)


def test_an_action_item_with_a_day_is_waited_for(tmp_path: Path) -> None:
    item = ActionItem("Alert on it", done=False, due=at("2027-01-31 00:00").date())
    told_why = Postmortem(at("16:00"), Text("Why."), actions=(item,))
    assert_not_settled(replace(incident(*OVER), postmortem=told_why), tmp_path)
    done = replace(told_why, actions=(replace(item, done=True),))
    assert_settled(replace(incident(*OVER), postmortem=done), tmp_path)


def test_another_site_yaml_makes_everything_be_followed_again(tmp_path: Path) -> None:
    source = source_of(incident(*OVER))
    told(source, LATER, tmp_path)
    other = replace(source.site, digest="other")
    assert not known(replace(source, site=other), tmp_path)


def test_what_no_file_tells_any_more_is_forgotten(tmp_path: Path) -> None:
    source = source_of(incident(*OVER), incident(*OVER, stem="another"))
    told(source, LATER, tmp_path)
    told(source_of(source.incidents[1]), LATER, tmp_path)
    assert known(source, tmp_path) == [source.incidents[1]]
    told(source_of(), LATER, tmp_path)
    assert not Memory(tmp_path).recall_all("settled")


def test_a_memory_that_holds_something_else_is_not_believed(tmp_path: Path) -> None:
    source = source_of(incident(*OVER))
    told(source, LATER, tmp_path)
    memory = Memory(tmp_path)
    for key in memory.recall_all("settled"):
        memory.remember("settled", key, b"\x81\xa1x\xc0")
    memory.save()
    assert told(source, LATER, tmp_path)[0] == decide(source, now=LATER)


DONE = maintenance(word("scheduled", "12:00"), word("completed", "22:40"), api="under_maintenance")


def of_works(*maintenances: Maintenance) -> Source:
    return Source(replace(SITE, digest="site"), (), maintenances)


def test_a_maintenance_that_is_over_is_not_followed_again(tmp_path: Path) -> None:
    told(of_works(DONE), LATER, tmp_path)
    board, problems = told(of_works(DONE), LATER, tmp_path)
    assert isinstance(board.windows[0].steps, Later)
    assert (board, problems) == (decide(of_works(DONE), now=LATER), ())


def test_a_maintenance_is_followed_again_at_a_moment_before_its_end(tmp_path: Path) -> None:
    told(of_works(DONE), LATER, tmp_path)
    for now in (at("22:20"), at("22:50")):
        board, _ = told(of_works(DONE), now, tmp_path)
        assert board == decide(of_works(DONE), now=now)


def test_a_maintenance_that_nobody_ended_or_that_may_be_told_differently_is_not_remembered(tmp_path: Path) -> None:
    for number, each in enumerate(
        (
            maintenance(api="under_maintenance"),
            maintenance(word("completed", "2026-12-02 22:40"), start="2026-12-02 22:00", end="2026-12-02 23:00"),
            maintenance(*DONE.updates, word("update", "2026-12-01 12:03")),
            maintenance(*DONE.updates, end="2026-12-01 12:30"),
            replace(DONE, damaged=True),
            replace(DONE, any_component=True),
            replace(DONE, repeats="FREQ=YEARLY"),
            maintenance(word("completed", "20:00")),
        )
    ):
        folder = tmp_path / str(number)
        told(of_works(each), LATER, folder)
        board, problems = told(of_works(each), LATER, folder)
        assert not isinstance(board.windows[0].steps, Later)
        assert (board, problems) == (decide(of_works(each), now=LATER), check(of_works(each), now=LATER))


def assert_settled(each: Incident, folder: Path, *, promises: Promises = SITE.promises) -> None:
    source = source_of(each, promises=promises)
    told(source, LATER, folder)
    assert known(source, folder)


def assert_not_settled(each: Incident, folder: Path, *, promises: Promises = SITE.promises) -> None:
    source = source_of(each, promises=promises)
    told(source, LATER, folder)
    assert not known(source, folder)
