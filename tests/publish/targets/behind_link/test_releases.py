"""What every target with releases and a link does, whether it is a folder on this disk or at the other end of SSH."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from generator.publish import Refused
from generator.publish.targets import Failed, Occupied, Older
from tests.publish.sites import SITE
from tests.publish.targets.behind_link.places import MINUTE, Place, terms, whole

DAY = 24 * 60
MINOR, MAJOR = {"index.html": b"minor"}, {"index.html": b"major"}


def test_the_first_release_stands_whole_behind_a_link(place: Place) -> None:
    release = place.release({})
    shipped = place.target.ship(release, terms())
    assert place.seen == whole({})
    assert os.readlink(place.folder / "current") == f"releases/{release.id}"
    assert (shipped.sent, shipped.verified, shipped.was, shipped.unchanged) == (len(release.files),) * 2 + (None, False)
    pointer = place.target.read()
    assert (pointer.live, pointer.current) == (release.digest, shipped.entry)
    assert place.target.verify() == shipped.entry
    assert not list(place.folder.rglob("oops"))
    assert {each.name for each in place.folder.iterdir()} == {".upside", "current", "releases"}


def test_only_what_differs_travels_and_what_is_equal_is_one_file(place: Place) -> None:
    place.ship(MINOR)
    first = (place.folder / "current").resolve()
    shipped = place.target.ship(place.release(MAJOR, 1), terms(1))
    second = (place.folder / "current").resolve()
    assert (shipped.sent, shipped.placed) == (2, 2), "the page and the heartbeat"
    for path in SITE:
        same = path not in ("index.html", "api/heartbeat.json")
        assert (first / path).samefile(second / path) == same, path
    assert place.seen == whole(MAJOR)


def test_a_time_stays_while_bytes_are_equal_and_moves_by_a_second_when_they_are_not(place: Place) -> None:
    """Also where the clock stands still, and when an older release is shown again."""

    def times() -> dict[str, int]:
        return {path: int((place.folder / "current" / path).stat().st_mtime) for path in SITE}

    place.ship(MINOR)
    seconds = [times()]
    place.target.ship(place.release(MAJOR, 1), terms(0))
    seconds.append(times())
    place.target.ship(place.release({**MINOR, "404.html": b"other"}, 2), terms(0))
    seconds.append(times())
    place.target.roll_back(None, terms(0))
    seconds.append(times())
    index, missing, robots = ([each[path] for each in seconds] for path in ("index.html", "404.html", "robots.txt"))
    assert index == sorted(set(index))
    assert missing[0] == missing[1] < missing[2] < missing[3]
    assert len(set(robots)) == 1


def test_the_same_release_again_is_only_verified(folder: Place) -> None:
    release = folder.release({})
    first = folder.target.ship(release, terms())
    again = folder.target.ship(release, terms(5))
    assert (again.unchanged, again.entry, again.sent, again.verified) == (True, first.entry, 0, len(release.files))
    assert folder.releases == [release.id]


def test_an_older_commit_never_replaces_a_newer_one_unless_told_to(folder: Place) -> None:
    folder.ship(MAJOR, 2)
    old = folder.release(MINOR, 1)
    with pytest.raises(Older, match="2026-11-20 15:02"):
        folder.target.ship(old, terms(3))
    assert folder.seen == whole(MAJOR)
    folder.target.ship(old, terms(3, overwrite_newer=True))
    assert folder.seen == whole(MINOR)


def test_a_rollback_shows_the_release_before_and_it_stays(place: Place) -> None:
    place.ship(MINOR, 1)
    left = place.release(MAJOR, 2)
    place.target.ship(left, terms(2))
    shipped = place.target.roll_back(None, terms(3))
    assert place.seen == whole(MINOR)
    assert (shipped.sent, shipped.was and shipped.was.digest) == (0, left.digest)
    with pytest.raises(Older, match="rolled back on purpose"):
        place.target.ship(left, terms(4))
    assert place.seen == whole(MINOR)
    place.target.roll_back(left.id, terms(5))
    assert place.seen == whole(MAJOR)
    assert place.target.read().left is None
    place.ship({"index.html": b"newer"}, 6)
    assert place.seen == whole({"index.html": b"newer"})


def test_where_there_is_nothing_to_go_back_to_what_there_is_is_listed(folder: Place) -> None:
    with pytest.raises(Refused, match="nothing was ever published"):
        folder.target.roll_back(None, terms())
    assert not folder.folder.exists()
    release = folder.release({})
    folder.target.ship(release, terms())
    with pytest.raises(Refused, match=f"no older release to go back to.*\n  {release.id}  commit 0000"):
        folder.target.roll_back(None, terms())
    with pytest.raises(Refused, match=f"no release there begins with “77”(.|\n)*{release.id}"):
        folder.target.roll_back("77", terms())


def test_old_releases_go_after_a_day_and_what_is_live_never(place: Place) -> None:
    few = replace(terms(), keep=2)
    for age in range(4):
        place.target.ship(place.release({"index.html": b"%d" % age}, age), replace(few, now=few.now + age * MINUTE))
    assert len(place.releases) == 4, "two are kept, two wait for a day"
    later = few.now + (DAY + 5) * MINUTE
    place.target.ship(place.release({"index.html": b"later"}, DAY), replace(few, now=later))
    assert len(place.releases) == 3, "two are kept, and one has waited for no time at all"
    records = {path.stem for path in (place.folder / ".upside").glob("*.*")}
    assert records == set(place.releases)
    assert place.seen == whole({"index.html": b"later"})


def test_assets_of_the_release_before_stay_for_a_day_for_whoever_still_reads_its_pages(place: Place) -> None:
    place.ship({"assets/old.css": b"old"}, 0)
    place.ship({"assets/new.css": b"new"}, 1)
    assert place.seen == whole({"assets/new.css": b"new", "assets/old.css": b"old"})
    place.target.verify()
    place.target.roll_back(None, terms(2))
    assert place.seen == whole({"assets/new.css": b"new", "assets/old.css": b"old"})
    place.target.verify()
    place.ship({"assets/other.css": b"other"}, 3)
    assert place.seen.keys() >= {"assets/new.css", "assets/old.css", "assets/other.css"}
    place.ship({"assets/other.css": b"other"}, 3 + DAY)
    assert place.seen == whole({"assets/other.css": b"other"})


def test_a_folder_that_holds_what_we_did_not_put_there_is_left_alone(place: Place) -> None:
    place.folder.mkdir()
    (place.folder / "notes.txt").write_text("mine")
    with pytest.raises(Occupied, match=r"such as 'notes\.txt'\. Nothing was changed"):
        place.ship({})
    with pytest.raises(Occupied):
        place.target.read()
    assert [path.name for path in place.folder.iterdir()] == ["notes.txt"]


def test_a_link_that_is_none_is_left_alone(folder: Place) -> None:
    folder.ship({})
    (folder.folder / "current").unlink()
    (folder.folder / "current").mkdir()
    with pytest.raises(Occupied, match="current is not the link"):
        folder.ship({}, 1)
    assert (folder.folder / "current").is_dir()


def test_what_lies_beside_the_releases_and_is_not_ours_stays(folder: Place) -> None:
    folder.ship({})
    (folder.folder / "releases" / "by hand").mkdir()
    (folder.folder / "notes.txt").write_text("mine")
    folder.ship(MAJOR, 1)
    folder.ship(MINOR, 2 * DAY)
    assert "by hand" in folder.releases
    assert (folder.folder / "notes.txt").exists()


def test_a_release_that_somebody_edited_is_noticed_and_mended_by_the_next(place: Place) -> None:
    place.ship({})
    edited = place.folder / "current" / "incidents" / "one" / "index.html"
    state = edited.stat()
    edited.write_bytes(b"<h1>won</h1>")
    os.utime(edited, ns=(state.st_atime_ns, state.st_mtime_ns))
    (place.folder / "current" / "stranger.html").write_text("mine")
    with pytest.raises(Failed, match=r"2 files of release \w+, which is live, are not what was published"):
        place.target.verify()
    place.ship(MAJOR, 1)
    assert place.seen == whole(MAJOR)
    edited = place.folder / "current" / "incidents" / "one" / "index.html"
    assert edited.stat().st_mtime > state.st_mtime, "who has kept the edited page must get the right one"


def test_the_live_release_is_mended_beside_itself(folder: Place) -> None:
    release = folder.release({})
    folder.target.ship(release, terms())
    (folder.folder / "current" / "index.html").unlink()
    shipped = folder.target.ship(release, terms(1))
    assert not shipped.unchanged
    assert folder.seen == whole({})
    assert os.readlink(folder.folder / "current") == f"releases/{release.id}-2"
    assert folder.target.ship(release, terms(2)).unchanged


def test_a_release_that_is_no_longer_whole_is_not_gone_back_to(folder: Place) -> None:
    old = folder.release(MINOR)
    folder.target.ship(old, terms())
    folder.ship(MAJOR, 1)
    (folder.folder / "releases" / old.id / "index.html").write_bytes(b"else!")
    with pytest.raises(Failed, match=f"release {old.id} is no longer whole there.* Visitors see release"):
        folder.target.roll_back(None, terms(2))
    assert folder.seen == whole(MAJOR)


def test_a_word_of_the_target_that_cannot_be_read_stops_everything_until_somebody_says_so(folder: Place) -> None:
    folder.ship(MINOR)
    for record in (folder.folder / ".upside").glob("*.json"):
        record.write_text('{"made_by": "Upside"')
    with pytest.raises(Failed, match=r"says of itself is damaged.*--overwrite-newer"):
        folder.ship(MAJOR, 1)
    assert folder.seen == whole(MINOR)
    folder.target.ship(folder.release(MAJOR, 1), terms(1, overwrite_newer=True))
    assert folder.seen == whole(MAJOR)


def test_a_build_that_changes_meanwhile_is_not_shipped(folder: Place) -> None:
    folder.ship(MINOR)
    release = folder.release(MAJOR, 1)
    (release.folder / "index.html").write_bytes(b"other")
    with pytest.raises(Refused, match="changed while it was being published"):
        folder.target.ship(release, terms(1))
    assert folder.seen == whole(MINOR)
    assert not (folder.folder / ".upside" / "incoming").exists()


def test_readers_may_read_it_whatever_the_umask_is(place: Place) -> None:
    before = os.umask(0o077)
    try:
        place.ship({})
    finally:
        os.umask(before)
    for path in ("", "releases", "current", "current/incidents/one", "current/index.html"):
        wanted = 0o004 if path.endswith("html") else 0o005
        assert (place.folder / path).stat().st_mode & wanted == wanted, path
