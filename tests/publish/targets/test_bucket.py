"""A release at a bucket: what visitors see, what travels, what is kept, and what a store that lies is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.publish.targets import Failed, Occupied, Older, Release
from generator.publish.targets.target import Refused
from tests.publish.targets.proxy import network
from tests.publish.targets.releases import (
    DAY,
    FIRST,
    MINUTE,
    NEW,
    NOW,
    OLD,
    SECOND,
    THIRD,
    bytes_of,
    made,
    origin,
    terms,
)
from tests.publish.targets.s3 import Place
from tests.publish.targets.whole import rank


@pytest.fixture
def old(tmp_path: Path) -> Release:
    return made(tmp_path / "old", OLD, origin(FIRST, NOW))


@pytest.fixture
def new(tmp_path: Path) -> Release:
    return made(tmp_path / "new", NEW, origin(SECOND, NOW + 10 * MINUTE))


def test_visitors_see_the_release_and_nothing_else(place: Place, old: Release) -> None:
    shipped = place.target().ship(old, terms())
    assert place.seen() == bytes_of(old)
    assert (shipped.sent, shipped.placed, shipped.verified) == (10, 10, 10)
    assert place.target().verify().digest == old.digest


def test_an_empty_bucket_has_an_empty_pointer(place: Place) -> None:
    assert place.target().read().live == ""
    with pytest.raises(Failed, match="nothing was ever published"):
        place.target().verify()


def test_a_file_is_served_with_its_type_and_as_the_headers_file_says(place: Place, old: Release) -> None:
    place.target().ship(old, terms())
    page, style, feed = (place.headers(path) for path in ("index.html", "assets/style.0123.css", "feed.atom"))
    assert (page["Content-Type"], page["Cache-Control"]) == ("text/html; charset=utf-8", "public, max-age=30")
    assert style["Cache-Control"] == "public, max-age=31536000, immutable"
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert place.headers("robots.txt")["Cache-Control"] == "no-cache"


def test_only_what_changed_travels(place: Place, old: Release, new: Release) -> None:
    place.target().ship(old, terms())
    shipped = place.target().ship(new, terms(NOW + 10 * MINUTE))
    changed = {path for path, content in bytes_of(new).items() if bytes_of(old).get(path) != content}
    assert (shipped.sent, shipped.placed) == (len(changed), len(changed))
    assert bytes_of(new).items() <= place.seen().items()


def test_what_is_referred_to_comes_before_and_what_announces_after(
    place: Place, old: Release, new: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.target().ship(old, terms())
    with network(place.port) as between:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{between.port}")
        place.target().ship(new, terms())
        written = [each.partition("/site/")[2] for each in between.requests if each.startswith("PUT")]
    shown = [path for path in written if not path.startswith(".upside/")]
    assert shown == sorted(shown, key=rank)
    assert {rank(path) for path in shown} == set(range(6))
    assert written[-1] == ".upside/release.json"
    assert all(path.startswith(".upside/") for path in written[: written.index(shown[0])])


def test_bytes_of_equal_size_that_differ_travel(place: Place, tmp_path: Path) -> None:
    first = made(tmp_path / "1", OLD | {"index.html": b"minor"}, origin(FIRST))
    second = made(tmp_path / "2", OLD | {"index.html": b"major"}, origin(SECOND))
    place.target().ship(first, terms())
    assert place.target().ship(second, terms()).sent == 1
    assert place.get("index.html") == b"major"


def test_the_same_release_again_writes_nothing(place: Place, old: Release) -> None:
    place.target().ship(old, terms())
    before = place.get(".upside/release.json")
    shipped = place.target().ship(old, terms(NOW + DAY))
    assert (shipped.unchanged, shipped.verified) == (True, 10)
    assert place.get(".upside/release.json") == before


@pytest.mark.parametrize("path", ["index.html", "assets/style.0123.css"])
def test_what_somebody_altered_or_took_away_is_put_right(place: Place, old: Release, path: str) -> None:
    place.target().ship(old, terms())
    place.put("index.html", b"<h1>bad</h1>")  # as long as the right one
    place.delete("assets/style.0123.css")
    with pytest.raises(Failed, match="2 of 10 files"):
        place.target().verify()
    assert place.target().ship(old, terms()).placed == 2
    assert place.get(path) == OLD[path]


def test_files_of_others_beside_the_site_stay(place: Place, old: Release, new: Release) -> None:
    place.put("logo/ours.png", b"logo")
    place.target().ship(old, terms())
    place.target().ship(new, terms(NOW + 3 * DAY))
    place.target().ship(old, terms(NOW + 6 * DAY, overwrite_newer=True))
    assert place.get("logo/ours.png") == b"logo"


def test_a_place_that_is_somebody_elses_is_refused(place: Place, old: Release) -> None:
    place.put("index.html", b"our company")
    with pytest.raises(Occupied, match=r"such as index\.html"):
        place.target().ship(old, terms())
    assert place.names() == ["index.html"]


def test_a_site_that_was_copied_there_by_hand_is_taken_over_unless_it_is_newer(
    place: Place, old: Release, new: Release
) -> None:
    for path, content in bytes_of(new).items():
        place.put(path, content)
    with pytest.raises(Older, match="built as of 2026-11-20 15:10"):
        place.target().ship(old, terms())
    place.target().ship(new, terms())
    assert bytes_of(new).items() <= place.seen().items()


def test_an_older_release_is_refused_and_nothing_changes(place: Place, old: Release, new: Release) -> None:
    place.target().ship(new, terms())
    before = {name: place.get(name) for name in place.names()}
    with pytest.raises(Older, match="--overwrite-newer") as refused:
        place.target().ship(old, terms())
    assert "git pull" in str(refused.value)
    assert {name: place.get(name) for name in place.names()} == before
    place.target().ship(old, terms(overwrite_newer=True))
    assert bytes_of(old).items() <= place.seen().items()


def test_what_no_release_names_goes_a_day_later(place: Place, old: Release, new: Release) -> None:
    place.target().ship(old, terms())
    place.target().ship(new, terms(NOW + MINUTE))
    rebuilt = [
        made(new.folder.parent / str(number), NEW | {"x.txt": b"%d" % number}, replace(new.origin, commit=THIRD))
        for number in (1, 2)
    ]
    place.target().ship(rebuilt[0], terms(NOW + DAY))
    assert "assets/style.0123.css" in place.names()
    shipped = place.target().ship(rebuilt[1], terms(NOW + DAY + 2 * MINUTE))
    assert shipped.removed == 2
    assert place.seen() == bytes_of(rebuilt[1])


def test_bytes_that_can_no_longer_be_gone_back_to_go_too(place: Place, tmp_path: Path) -> None:
    target = place.target()
    few = replace(terms(), keep=2)
    for number in range(5):
        commit = f"{number}" * 40
        site = OLD | {"index.html": b"number %d" % number}
        target.ship(
            made(tmp_path / commit, site, origin(commit, NOW + number * DAY)), replace(few, now=NOW + 2 * number * DAY)
        )
    kept = [each.digest for each in place.pointer().releases]
    assert len(kept) == 2
    assert sorted(name for name in place.names() if name.startswith(".upside/releases/"))[:3] != []
    names = place.names()
    assert sum(name.startswith(".upside/releases/") for name in names) <= 4  # two, and what is not yet stale for a day
    assert sum(b"number" in place.get(name) for name in names if name.startswith(".upside/files/")) <= 4
    target.roll_back(None, few)
    assert place.get("index.html") == b"number 3"


def test_a_rollback_shows_the_release_before_and_sends_nothing(place: Place, old: Release, new: Release) -> None:
    place.target().ship(old, terms())
    place.target().ship(new, terms())
    shipped = place.target().roll_back(None, terms())
    assert (shipped.entry.digest, shipped.sent, shipped.verified) == (old.digest, 0, 10)
    assert bytes_of(old).items() <= place.seen().items()
    assert place.target().verify().digest == old.digest


def test_a_rollback_is_not_undone_by_the_same_commit_but_by_a_newer_one(
    place: Place, old: Release, new: Release, tmp_path: Path
) -> None:
    place.target().ship(old, terms())
    place.target().ship(new, terms())
    place.target().roll_back(None, terms())
    clocked = made(tmp_path / "clocked", NEW, replace(new.origin, built_at=NOW + DAY))
    with pytest.raises(Older, match="rolled back on purpose"):
        place.target().ship(clocked, terms(NOW + DAY))
    assert place.get("index.html") == OLD["index.html"]
    fixed = made(tmp_path / "fixed", NEW, origin(THIRD, NOW + DAY))
    place.target().ship(fixed, terms(NOW + DAY))
    assert place.get("index.html") == NEW["index.html"]
    assert [each.digest for each in place.pointer().releases] == [fixed.digest, old.digest]


def test_a_rollback_is_taken_back_by_naming_what_was_left(place: Place, old: Release, new: Release) -> None:
    place.target().ship(old, terms())
    place.target().ship(new, terms())
    place.target().roll_back(None, terms())
    place.target().roll_back(new.id, terms())
    assert place.get("index.html") == NEW["index.html"]
    assert place.pointer().left is None


def test_a_rollback_that_cannot_be_lists_what_there_is(place: Place, old: Release) -> None:
    with pytest.raises(Refused, match="nothing was ever published"):
        place.target().roll_back(None, terms())
    place.target().ship(old, terms())
    with pytest.raises(Refused, match=f"no older release.*\n  {old.id}"):
        place.target().roll_back(None, terms())
    with pytest.raises(Refused, match=f"begins with “ffff”.*\n  {old.id}"):
        place.target().roll_back("ffff", terms())


def test_a_rollback_to_bytes_that_were_damaged_says_so(place: Place, old: Release, new: Release) -> None:
    place.target().ship(old, terms())
    place.target().ship(new, terms())
    for name in place.names():
        if name.startswith(".upside/files/") and place.get(name) == OLD["index.html"]:
            place.put(name, b"<h1>bad</h1>")
    with pytest.raises(Failed, match=r"index\.html holds 12 bytes that are not those that were sent"):
        place.target().roll_back(None, terms())


def test_what_was_kept_may_be_deleted_by_hand_and_the_next_release_is_sent_whole(
    place: Place, old: Release, new: Release
) -> None:
    place.target().ship(old, terms())
    for name in place.names():
        if name.startswith((".upside/files/", ".upside/releases/")):
            place.delete(name)
    assert place.seen() == bytes_of(old)
    assert place.target().ship(new, terms()).sent == len(new.files)
    assert bytes_of(new).items() <= place.seen().items()
    with pytest.raises(Failed, match=f"release {old.id} holds is not there any more"):
        place.target().roll_back(None, terms())


def test_a_damaged_pointer_is_an_error_and_never_an_empty_bucket(place: Place, old: Release, new: Release) -> None:
    place.target().ship(new, terms())
    place.put(".upside/release.json", place.get(".upside/release.json")[:-40])
    with pytest.raises(Failed, match="is damaged"):
        place.target().ship(old, terms())
    assert place.get("index.html") == NEW["index.html"]


def test_a_folder_that_changes_while_it_is_published_is_refused(place: Place, old: Release, new: Release) -> None:
    place.target().ship(old, terms())
    (new.folder / "index.html").write_bytes(b"<h1>else</h1>")
    with pytest.raises(Refused, match=r"index\.html is another file now"):
        place.target().ship(new, terms())
    assert place.seen() == bytes_of(old)
    assert place.pointer().moving is None
