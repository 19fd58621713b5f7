"""Where drills show their pages: apart, marked, and gone again, at every kind of target."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.publish.changes import Refused
from generator.publish.targets import Failed
from generator.publish.targets.drills import DRILLS, Left, new_name
from generator.publish.targets.drills.place import MARK, PARTIAL, Mark, mark_of, path_of
from tests.publish.targets.drills.worlds import NEW, OLD, World, release, terms
from tests.texts import NOW


@pytest.fixture
def live(world: World, tmp_path: Path) -> World:
    """A target at which a release is live."""
    world.target.ship(release(tmp_path / "live", OLD), terms())
    return world


def test_a_drill_publishes_and_verifies_beside_what_is_live_and_leaves_every_byte_of_that_as_it_was(
    live: World, tmp_path: Path
) -> None:
    before, drills, name = live.everything(), live.target.drills(), new_name()
    drills.begin(name, NOW)
    scratch = drills.target(name)
    for age, site in enumerate((OLD, NEW, {**NEW, "index.html": b"minor"})):
        made = release(tmp_path / f"drill-{age}", site, age)
        assert scratch.ship(made, terms(age)).entry.digest == made.digest
        assert scratch.verify().digest == made.digest
    during = live.everything()
    assert before.items() <= during.items()
    assert all(DRILLS in path for path in during.keys() - before.keys())
    assert len(during) > len(before) + len(NEW)
    assert drills.left() == (Left(name, NOW),)
    live.target.verify()
    drills.remove(name)
    assert live.everything() == before
    assert drills.left() == ()


def test_where_nothing_was_ever_published_nothing_is_there_afterwards(world: World, tmp_path: Path) -> None:
    before, drills, name = world.everything(), world.target.drills(), new_name()
    assert not world.target.read().releases
    drills.begin(name, NOW)
    drills.target(name).ship(release(tmp_path / "drill", OLD), terms())
    assert not world.target.read().releases
    drills.remove(name)
    assert world.everything() == before == {}
    drills.remove(name)


@pytest.mark.parametrize("world", ["bucket", "ssh"], indirect=True)
def test_a_first_release_may_come_while_a_drill_is_there(world: World, tmp_path: Path) -> None:
    drills, name = world.target.drills(), new_name()
    drills.begin(name, NOW)
    world.target.ship(release(tmp_path / "live", OLD), terms())
    drills.target(name).ship(release(tmp_path / "drill", NEW), terms())
    drills.remove(name)
    assert not any(DRILLS in path for path in world.everything())
    world.target.verify()


@pytest.mark.parametrize("world", ["bucket", "folder"], indirect=True)
def test_two_drills_at_once_do_not_meet(live: World, tmp_path: Path) -> None:
    before, drills, one, other = live.everything(), live.target.drills(), new_name(), new_name()
    drills.begin(one, NOW)
    drills.begin(other, NOW)
    first, second = release(tmp_path / "one", OLD), release(tmp_path / "other", NEW)
    drills.target(one).ship(first, terms())
    drills.target(other).ship(second, terms())
    assert drills.target(one).verify().digest == first.digest
    drills.remove(one)
    assert drills.target(other).verify().digest == second.digest
    assert drills.left() == (Left(other, NOW),)
    drills.remove(other)
    assert live.everything() == before


def test_what_no_drill_marked_is_not_removed(live: World) -> None:
    drills, name, other = live.target.drills(), new_name(), new_name()
    live.put(f"{DRILLS}/{name}/site/precious.html", b"precious")
    live.put(f"{DRILLS}/{other}/{MARK}", Mark(name, NOW).to_bytes())
    before = live.everything()
    assert set(drills.left()) == {Left(name, None), Left(other, None)}
    for each in (name, other):
        with pytest.raises(Refused, match="does not say that a drill made it"):
            drills.remove(each)
    assert live.everything() == before


NAME = "0123456789abcdef"


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{}",
        b"[1]",
        b"not json",
        b"\xff",
        Mark(NAME, NOW).to_bytes().replace(b"upside drill", b"Upside"),
        Mark(NAME, NOW).to_bytes().replace(b"15:00:00Z", b"15:00:00"),
        Mark("fedcba9876543210", NOW).to_bytes(),
    ],
)
def test_what_is_no_mark_of_a_drill_marks_nothing(content: bytes | None) -> None:
    assert mark_of(NAME, Mark(NAME, NOW, 3).to_bytes()) == Mark(NAME, NOW, 3)
    assert mark_of(NAME, content) is None


@pytest.mark.parametrize("name", ["", ".", "..", "../..", "site", "0123", "0123456789abcdeF", "0123456789abcde/", "a*"])
def test_what_is_no_name_of_a_drill_names_no_place(tmp_path: Path, name: str) -> None:
    drills = World("folder", str(tmp_path)).target.drills()
    with pytest.raises(ValueError, match="no name of a drill"):
        path_of(name)
    for ask in (drills.remove, drills.target, drills.shown, drills.by_hand):
        with pytest.raises(ValueError, match="no name of a drill"):
            ask(name)


@pytest.mark.parametrize("world", ["folder", "ssh"], indirect=True)
def test_a_link_in_the_place_of_a_drill_is_not_followed(live: World, tmp_path: Path) -> None:
    assert live.folder is not None
    drills, name = live.target.drills(), new_name()
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "site").mkdir(parents=True)
    (elsewhere / "site" / "precious").write_text("precious")
    (elsewhere / MARK).write_bytes(Mark(name, NOW).to_bytes())
    (live.folder / DRILLS).mkdir()
    (live.folder / DRILLS / name).symlink_to(elsewhere)
    with pytest.raises(Refused):
        drills.remove(name)
    assert (elsewhere / "site" / "precious").read_text() == "precious"


@pytest.mark.parametrize("world", ["folder", "ssh"], indirect=True)
def test_what_somebody_else_put_into_the_place_stays_and_is_told(live: World) -> None:
    assert live.folder is not None
    drills, name = live.target.drills(), new_name()
    drills.begin(name, NOW)
    live.put(f"{DRILLS}/{name}/precious", b"precious")
    with pytest.raises(Failed):
        drills.remove(name)
    assert (live.folder / DRILLS / name / "precious").read_bytes() == b"precious"


@pytest.mark.parametrize("world", ["folder", "ssh"], indirect=True)
def test_an_empty_place_that_was_not_marked_yet_can_go(live: World) -> None:
    assert live.folder is not None
    before, drills, name = live.everything(), live.target.drills(), new_name()
    (live.folder / DRILLS / name).mkdir(parents=True)
    (live.folder / DRILLS / name / PARTIAL).write_bytes(b"{")
    drills.remove(name)
    assert {path for path in live.everything() if name in path} == set()
    (live.folder / DRILLS).rmdir()
    assert live.everything() == before


@pytest.mark.parametrize("world", ["folder", "ssh"], indirect=True)
def test_what_is_removed_by_hand_as_it_is_told_is_gone(live: World, tmp_path: Path) -> None:
    before, drills, name = live.everything(), live.target.drills(), new_name()
    drills.begin(name, NOW)
    drills.target(name).ship(release(tmp_path / "drill", NEW), terms())
    assert live.folder is not None
    live.by_hand(drills.by_hand(name))
    (live.folder / DRILLS).rmdir()
    assert live.everything() == before


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("gs://example/page", "gcloud storage rm --recursive gs://example/page/.upside/drills/{name}/"),
        ("gs://example", "gcloud storage rm --recursive gs://example/.upside/drills/{name}/"),
        (
            "az://box/a b",
            "az storage blob delete-batch --source box --pattern 'a b/.upside/drills/{name}/*'",
        ),
        ("S3://example-status/", "aws s3 rm --recursive s3://example-status/.upside/drills/{name}/"),
        ("me@host:status", "ssh me@host 'rm -r status/.upside/drills/{name}'"),
        ("ssh://me@host:2222/srv/a%20b", "ssh -p 2222 me@host 'rm -r '\"'\"'/srv/a b/.upside/drills/{name}'\"'\"''"),
    ],
)
def test_what_to_type_fits_the_kind_of_target(address: str, command: str) -> None:
    pytest.importorskip("obstore")
    from generator.publish.targets import BadAddress, target_of

    name = new_name()
    try:
        target = target_of(address, Path("/"))
    except BadAddress:
        target = target_of(address.replace(" ", ""), Path("/"))
        command = command.replace("'a b", "'ab")
    assert target.drills().by_hand(name) == command.format(name=name)


@pytest.mark.parametrize("world", ["bucket"], indirect=True)
def test_the_daily_sweep_of_a_real_publisher_leaves_the_places_of_drills_alone(live: World, tmp_path: Path) -> None:
    drills, name = live.target.drills(), new_name()
    drills.begin(name, NOW)
    drills.target(name).ship(release(tmp_path / "drill", NEW), terms())
    live.target.ship(release(tmp_path / "next", NEW, 1), terms(1))
    assert not [path for path in live.target.read().stale if "drills" in path]
    live.target.ship(release(tmp_path / "later", OLD, 3000), terms(3000))
    drills.target(name).verify()
    drills.remove(name)
    assert drills.left() == ()


def test_a_mark_says_who_made_it_and_when() -> None:
    mark = Mark(NAME, NOW, 2)
    assert json.loads(mark.to_bytes()) == {
        "made_by": "upside drill",
        "name": NAME,
        "began": "2026-11-20T15:00:00Z",
        "made": 2,
    }


def test_a_disk_that_refuses_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    drills = World("folder", str(tmp_path / "file" / "status")).target.drills()
    with pytest.raises(Failed, match="the disk refused: Not a directory"):
        drills.begin(new_name(), NOW)
