"""What a drill does at a target of each kind, with small releases: the command itself is tried in tests/cli/test_drill.py."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from generator.cli.clock import clock
from generator.cli.night import Night, Spoken
from generator.cli.stage import at_targets
from generator.publish.targets import Release, Result
from generator.publish.targets.drills import new_name
from generator.scaffold.drill import Word
from tests.publish.targets.drills.worlds import NEW, OLD, World, release, terms

WORD = Word("First word", ("new",), "Words.", "Words")
A_DAY = timedelta(days=1)


@pytest.fixture
def live(world: World, tmp_path: Path) -> World:
    """A target at which a release is live."""
    world.target.ship(release(tmp_path / "live", OLD), terms())
    return world


def night(folder: Path) -> Night:
    """Two words, in small releases."""

    def spoken(made: Release) -> Spoken:
        return Spoken(WORD, "incidents/one.md", 1.0, None, 2.0, made)

    first, second = release(folder / "first", NEW, 1), release(folder / "second", {**NEW, "index.html": b"last"}, 2)
    return Night(release(folder / "before", OLD), 0.0, 0.0, (spoken(first), spoken(second)), "one")


def test_every_word_is_published_and_checked_and_all_of_it_taken_back(live: World, tmp_path: Path) -> None:
    before, drills, old = live.everything(), live.target.drills(), new_name()
    drills.begin(old, clock() - A_DAY)
    (stage,), (report,) = at_targets(tmp_path, [live.target], night(tmp_path))
    assert (report.result, report.words) == (Result.DONE, "")
    assert min(*stage.publishing, *stage.checking, stage.asking, stage.first, stage.removing) > 0
    assert len(stage.publishing) == len(stage.checking) == 2
    (note,) = stage.notes
    assert note.startswith(f"{drills.shown(old)} was left by a drill of")
    assert (stage.place, stage.stuck) == ("", "")
    assert live.everything() == before


def test_what_is_no_longer_as_it_was_built_fails_and_is_taken_back(live: World, tmp_path: Path) -> None:
    before, spoiled = live.everything(), night(tmp_path)
    (spoiled.words[1].release.folder / "index.html").write_bytes(b"another")
    (stage,), (report,) = at_targets(tmp_path, [live.target], spoiled)
    assert report.result is Result.REFUSED
    assert "changed while it was being published" in report.words
    assert (len(stage.publishing), stage.place) == (1, "")
    assert live.everything() == before


@pytest.mark.parametrize("world", ["folder", "bucket"], indirect=True)
def test_a_target_whose_word_about_itself_is_damaged_is_not_ready(live: World, tmp_path: Path) -> None:
    path = ".upside/release.json"
    if live.folder is not None:
        path = str(next((live.folder / ".upside").glob("*.json")).relative_to(live.folder))
    live.put(path, b"{}")
    before = live.everything()
    _, (report,) = at_targets(tmp_path, [live.target], night(tmp_path))
    assert report.result is Result.FAILED
    assert live.everything() == before
