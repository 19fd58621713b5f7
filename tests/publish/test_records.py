"""A record says exactly what it was told, in as many bytes as what changed needs, or nothing at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish import records
from generator.publish.manifest import Entry, Manifest
from generator.publish.records import Records
from generator.publish.tree import Tree
from tests.examples import examples
from tests.publish.sites import publish, seen

NAMES = ["a", "b", "c/d", "c/é", "e/f/g"]
STRANGE = "wild\n\udcff"
"""What somebody else may have called a file; it is never one of a release."""
ENTRIES = st.builds(
    Entry, st.sampled_from(["", "1", "2"]), st.sampled_from(["", "x", "y"]), st.just(1), st.integers(-1, 2)
)
FOLDERS = st.dictionaries(st.sampled_from([*NAMES, STRANGE]), st.integers(-1, 1 << 62))
UNFINISHED = st.builds(Manifest, st.dictionaries(st.sampled_from([*NAMES, STRANGE]), ENTRIES), FOLDERS)
RELEASES = st.builds(Manifest, st.dictionaries(st.sampled_from(NAMES), ENTRIES), FOLDERS, st.just(True))
MANY = {f"incidents/{index}/index.html": b"old" for index in range(300)}


@pytest.fixture(autouse=True)
def few() -> Iterator[None]:
    """Grounds for small sites too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "FEW", 2)
        yield


def told(tree: Tree, folder: Path) -> Manifest | None:
    """What the next build finds."""
    return Records(folder).known(tree)


def marked(kept: Records, tree: Tree, manifest: Manifest) -> None:
    """Let `manifest` be what is remembered of `tree`."""
    (kept.finish if manifest.complete else kept.begin)(tree, manifest)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), UNFINISHED | RELEASES), max_size=8))
def test_whatever_came_before_a_record_says_what_it_was_told(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, bool, Manifest]]
) -> None:
    here = tmp_path_factory.mktemp("records")
    folder, one, other = here / "records", Tree(here / "one"), Tree(here / "other")
    folder.mkdir()
    kept = Records(folder)
    last: dict[Tree, Manifest] = {}
    for first, again, manifest in steps:
        if again:  # another build, which knows only what it reads
            kept = Records(folder)
            assert [kept.known(tree) for tree in (one, other)] == [last.get(tree) for tree in (one, other)]
        tree = one if first else other
        marked(kept, tree, manifest)
        last = {each: manifest if _same_record(said, manifest) else said for each, said in last.items()}
        last[tree] = manifest
        kept.forget_all_but_those_of(one, other)
        for each, said in last.items():
            assert told(each, folder) == said
        assert len(os.listdir(folder)) <= 4, "two records and their grounds"


def _same_record(one: Manifest, other: Manifest) -> bool:
    """Two releases of the same bytes share a record, and the later one is told."""
    return one.complete and other.complete and one.digest == other.digest


def test_a_record_costs_what_changed_however_often_that_is(tmp_path: Path) -> None:
    folder = tmp_path / ".upside/folders/public/records"
    publish(MANY, tmp_path / "public")
    publish(MANY | {"index.html": b"0"}, tmp_path / "public")
    (ground,) = _grounds(folder)
    whole = (folder / ground).stat().st_size
    for turn in range(20):
        publish(MANY | {"index.html": b"%d" % turn, f"{turn}/index.html": b""}, tmp_path / "public")
        sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
        assert _grounds(folder) == {ground}, "nothing was written again that was known"
        assert len(sizes) == 3, "one for each tree, and the ground of both"
        assert sorted(sizes.values())[1] < whole / 5


def test_when_much_has_changed_the_next_ground_is_laid_and_the_old_one_goes_when_nothing_stands_on_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / ".upside/folders/public/records"
    publish(MANY, tmp_path / "public")
    (ground,) = _grounds(folder)
    for content in (b"new", b"newer"):
        publish(dict.fromkeys(MANY, content), tmp_path / "public")
        assert seen(tmp_path / "public") == dict.fromkeys(MANY, content)
    assert ground not in _grounds(folder)
    assert len(os.listdir(folder)) == 4, "what visitors see and the spare have little in common, so each has a ground"
    publish(dict.fromkeys(MANY, b"newer") | {"more": b""}, tmp_path / "public")
    assert len(_grounds(folder)) == 1


def _grounds(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.read_bytes().startswith(records.HEADER)}


@pytest.mark.parametrize("deed", ["gone", "cut short", "another", "flipped"])
def test_without_its_very_ground_a_record_is_none(tmp_path: Path, deed: str) -> None:
    folder, tree = tmp_path / "records", Tree(tmp_path / "tree")
    tree.folder.mkdir()
    files = {str(number): Entry("1", "x", 1, 1) for number in range(9)}
    kept = Records(folder)
    kept.finish(tree, Manifest(files, complete=True))
    (name,) = _grounds(folder)
    Records(folder).finish(Tree(tmp_path / "other"), Manifest(files | {"1": Entry("2", "y", 1, 1)}, complete=True))
    (another,) = _grounds(folder) - {name}
    kept.finish(tree, Manifest(files | {"2": Entry("2", "y", 1, 1)}, complete=True))
    assert told(tree, folder) == Manifest(files | {"2": Entry("2", "y", 1, 1)}, complete=True)
    ground, content = folder / name, (folder / name).read_bytes()
    if deed == "gone":
        ground.unlink()
    elif deed == "cut short":
        ground.write_bytes(content[:-5])
    elif deed == "another":
        ground.write_bytes((folder / another).read_bytes())
    else:
        ground.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    assert told(tree, folder) is None


def test_a_record_that_refers_to_another_ground_than_it_did_is_none(tmp_path: Path) -> None:
    folder, tree = tmp_path / "records", Tree(tmp_path / "tree")
    files = {str(number): Entry("1", "x", 1, 1) for number in range(9)}
    manifest = Manifest(files, complete=True)
    Records(folder).finish(tree, manifest)
    record = folder / manifest.digest
    (ground,) = _grounds(folder)
    (folder / ("0" * 64)).write_bytes((folder / ground).read_bytes())
    record.write_bytes(record.read_bytes().replace(ground.encode(), b"0" * 64))
    assert told(tree, folder) is None


def test_what_somebody_takes_away_meanwhile_is_not_stood_upon(tmp_path: Path) -> None:
    folder, tree = tmp_path / "records", Tree(tmp_path / "tree")
    files = {str(number): Entry("1", "x", 1, 1) for number in range(9)}
    kept = Records(folder)
    kept.begin(tree, Manifest(files))
    kept.forget_all_but_those_of()
    assert os.listdir(folder) == []
    kept.begin(tree, Manifest(files))
    assert told(tree, folder) == Manifest(files)
