"""A release is what was asked for, and costs what has changed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.memory import Memory
from generator.model import File
from generator.problem import Place, Problem, Unusable
from generator.publish import kernel, write
from generator.publish.manifest import folders_of
from generator.publish.records import Records
from generator.publish.tree import Tree
from tests.examples import examples
from tests.publish.sites import MARKER, SITE, bare_folders, files, publish, seen, snapshot

SECOND = 1_000_000_000


@contextmanager
def no_exchange() -> Iterator[None]:
    """A platform that cannot let two folders change places in one call."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.platform", "another")
        patch.setattr("os.sync", lambda: None)
        yield


@pytest.fixture(params=["exchange", "file by file"])
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both ways in which a release takes the place of the last: in one call, and where there is no such call."""
    with no_exchange() if request.param == "file by file" else nullcontext():
        yield request.param


def test_the_first_release_holds_exactly_the_files(tmp_path: Path) -> None:
    changes = publish(SITE, tmp_path / "public")
    assert seen(tmp_path / "public") == SITE
    assert (changes.made, changes.written, changes.removed, changes.kept) == (len(SITE), len(SITE), 0, 0)
    assert changes.at_once


def test_a_release_with_no_files_is_an_empty_folder(tmp_path: Path) -> None:
    publish({}, tmp_path / "public")
    assert seen(tmp_path / "public") == {}
    publish(SITE, tmp_path / "public")
    publish({}, tmp_path / "public")
    assert seen(tmp_path / "public") == {}
    assert bare_folders(tmp_path / "public") == set()


@pytest.mark.usefixtures("way")
def test_the_same_release_again_touches_nothing_and_makes_nothing(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    publish(SITE | {"index.html": b"new"}, tmp_path / "public")
    before = snapshot(tmp_path / "public")
    changes = publish(SITE | {"index.html": b"new"}, tmp_path / "public")
    assert snapshot(tmp_path / "public") == before
    assert (changes.made, changes.written, changes.removed, changes.kept, changes.changed) == (0, 0, 0, len(SITE), ())


def test_a_changed_file_is_the_only_one_that_is_made_and_replaced(tmp_path: Path, way: str) -> None:
    for turn in range(4):  # the two trees take turns: each has to have been the spare
        publish(SITE | {"index.html": b"%d" % turn}, tmp_path / "public")
        before = snapshot(tmp_path / "public")
        changes = publish(SITE | {"index.html": b"%d!" % turn}, tmp_path / "public")
        after = snapshot(tmp_path / "public")
        assert (changes.made, changes.written, changes.changed) == (1, 1, ("index.html",))
        assert changes.at_once is (way == "exchange")
        assert {path for path in SITE if before[path][2:] != after[path][2:]} == {"index.html"}
        assert seen(tmp_path / "public") == SITE | {"index.html": b"%d!" % turn}


@pytest.mark.usefixtures("way")
def test_files_come_and_go_and_leave_no_empty_folder(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    smaller = {path: content for path, content in SITE.items() if not path.startswith("incidents/")}
    assert publish(smaller, tmp_path / "public").changed == ("incidents/one/index.html", "incidents/two/index.html")
    assert seen(tmp_path / "public") == smaller
    assert publish(SITE, tmp_path / "public").written == 2
    assert seen(tmp_path / "public") == SITE
    publish(smaller, tmp_path / "public")
    assert seen(tmp_path / "public") == smaller
    assert bare_folders(tmp_path / "public") == set()


@pytest.mark.usefixtures("way")
def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    one, other = {"a": b"1", "b/c/d": b"2", "b/e": b"3"}, {"a/b/c": b"1", "b": b"2"}
    for site in (one, other, one, other, other, one):
        publish(site, tmp_path / "public")
        assert seen(tmp_path / "public") == site
        assert bare_folders(tmp_path / "public") == set()


@pytest.mark.usefixtures("way")
def test_files_whose_facts_are_new_but_whose_bytes_are_not_keep_their_place(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    before = snapshot(tmp_path / "public")
    new_facts = [File(file.path, file.digest + "'", file.make) for file in files(SITE)]
    memory = Memory(tmp_path / ".upside")
    changes = write(new_facts, tmp_path / "public", memory)
    assert (changes.made, changes.written, changes.kept) == (len(SITE), 0, len(SITE))
    assert snapshot(tmp_path / "public") == before
    assert write(new_facts, tmp_path / "public", memory).made == 0


def test_a_file_without_a_digest_is_made_every_time(tmp_path: Path) -> None:
    for content in (b"1", b"2", b"2"):
        changes = write([File("a", "", partial(bytes, content))], tmp_path / "public", Memory(None))
        assert changes.made == 1
        assert seen(tmp_path / "public") == {"a": content}
    assert changes.written == 0


ALIKE = """
import os, sys
from pathlib import Path
from generator import cores
from generator.memory import Memory
from generator.model import File
from generator.publish import write
if cores.cores() > 1:
    cores.cores = lambda: 3
prepared = []
def page():
    if not prepared:
        prepared.append(os.getpid())
    return str(prepared[0]).encode()
files = [File(f"{number}.css", str(number), lambda: b"") for number in range(100)]
pages = [File(f"{number}.html", str(number), page, "page.html") for number in range(250)]
write([*files, *pages], Path(sys.argv[1]), Memory(None))
"""
"""A release of many pages that all need the same, in a process that may fork."""


def test_what_many_files_of_a_kind_need_is_prepared_once_for_all_processes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", ALIKE, str(tmp_path / "public")], check=True, timeout=60)
    assert len({content for path, content in seen(tmp_path / "public").items() if path.endswith(".html")}) == 1


@pytest.mark.usefixtures("way")
def test_equal_bytes_keep_their_time_and_other_bytes_get_a_later_second(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    times: list[dict[str, int]] = []
    for content in (b"minor", b"major", b"minor", b"major"):  # of one length, within one second
        publish(SITE | {"index.html": content}, folder)
        times.append({path: (folder / path).stat().st_mtime_ns for path in SITE})
    for before, after in pairwise(times):
        assert after["index.html"] // SECOND > before["index.html"] // SECOND
        assert {**before, "index.html": 0} == {**after, "index.html": 0}


def test_the_release_has_one_digest_whatever_came_before_and_in_whichever_order(tmp_path: Path) -> None:
    first = publish(SITE, tmp_path / "one" / "public")
    publish(SITE | {"more": b""}, tmp_path / "other" / "public")
    shuffled = list(SITE.items())
    Random(1).shuffle(shuffled)
    second = publish(dict(shuffled), tmp_path / "other" / "public")
    assert first.digest == second.digest
    assert first.digest != publish(SITE | {"index.html": b""}, tmp_path / "one" / "public").digest
    assert (tmp_path / "other/public" / MARKER).read_text().endswith(f"release {first.digest}\n")


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a", "a/b", "a/b/c", "b", "b/a", "index.html", "assets/x.css", "é", "日本/index.html"]),
            st.sampled_from([b"", b"1", b"2", b"22"]),
        ),
        max_size=6,
    ),
    st.booleans(),
)
def test_incremental_equals_full(
    tmp_path_factory: pytest.TempPathFactory, sites: list[dict[str, bytes]], swap: bool
) -> None:
    folder = tmp_path_factory.mktemp("site") / "public"
    with nullcontext() if swap else no_exchange():
        for site in sites:
            possible = {
                path: content for path, content in site.items() if not any(f"{path}/" in other for other in site)
            }
            publish(possible, folder)
            assert seen(folder) == possible
            assert bare_folders(folder) == set()
            known = Records(folder.parent / ".upside/folders/public/records").known(Tree(folder))
            assert known is not None
            assert (set(known.files), set(known.folders)) == (set(possible), folders_of(possible))
    shutil.rmtree(folder.parent)


@pytest.mark.usefixtures("way")
def test_what_a_file_raises_while_it_is_made_is_raised_and_nothing_has_changed(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise Unusable([Problem(Place("theme/index.html", 3), "unknown block 'x'")])

    publish(SITE, tmp_path / "public")
    before = snapshot(tmp_path / "public")
    release = [file for file in files(SITE | {"404.html": b"new"}) if file.path != "index.html"]
    with pytest.raises(Unusable, match=r"theme/index.html:3:1: unknown block") as raised:
        write([*release, File("index.html", "new", broken)], tmp_path / "public", Memory(tmp_path / ".upside"))
    assert raised.value.problems[0].place.line == 3
    assert snapshot(tmp_path / "public") == before
    publish(SITE | {"404.html": b"new"}, tmp_path / "public")
    assert seen(tmp_path / "public") == SITE | {"404.html": b"new"}


def test_an_os_error_while_a_file_is_made_is_its_own(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise FileNotFoundError(errno.ENOENT, "no such asset")

    with pytest.raises(FileNotFoundError, match="no such asset"):
        write([File("a", "1", broken)], tmp_path / "public", Memory(None))


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, bytes(data[:3])))
    publish(SITE, tmp_path / "public")
    assert seen(tmp_path / "public") == SITE


def test_what_does_not_read_back_the_same_is_never_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(SITE, tmp_path / "public")
    before = snapshot(tmp_path / "public")
    whole = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: whole(handle, bytes(len(data))))
        with pytest.raises(Exception, match=r"does not read back the same.*still stands"):
            publish(SITE | {"index.html": b"new"}, tmp_path / "public")
    assert snapshot(tmp_path / "public") == before


def test_where_there_are_no_links_files_are_copied_with_their_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(os, "link", denied)
    publish(SITE, tmp_path / "public")
    time = (tmp_path / "public/robots.txt").stat().st_mtime_ns
    for content in (b"1", b"2", b"3"):
        assert publish(SITE | {"index.html": content}, tmp_path / "public").made == 1
        assert seen(tmp_path / "public") == SITE | {"index.html": content}
        assert (tmp_path / "public/robots.txt").stat().st_mtime_ns == time


@pytest.mark.usefixtures("way")
def test_what_others_read_from_a_file_stays_when_it_is_replaced(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "public")
    with open(tmp_path / "public/index.html", "rb") as visitor:
        publish(SITE | {"index.html": b"new"}, tmp_path / "public")
        publish(SITE | {"index.html": b"newer"}, tmp_path / "public")
        assert visitor.read() == SITE["index.html"]


@pytest.mark.skipif(not hasattr(os, "fork") or not os.path.exists("/proc/self"), reason="exchanging is Linux's")
def test_folders_change_places_in_one_call(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "a").touch()
    assert kernel.exchange(one, other)
    assert (other / "a").exists()
    assert not kernel.exchange(one, tmp_path / "missing")
