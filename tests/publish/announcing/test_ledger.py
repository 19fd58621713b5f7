"""The ledger: its text, what is kept of it, and how it lies in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.announced import Ledger
from generator.publish import Busy
from generator.publish.announcing.file_ledger import FileLedger
from generator.publish.announcing.ledger import KEPT, Damaged, Unreachable, from_text, merged, noted, to_text
from tests.texts import NOW

BECAME = st.tuples(
    st.sampled_from(("said", "before", "passed")), st.sampled_from(("2026-11-20T15:00:00Z", "2026-11-21T00:00:00Z"))
)
LEDGERS = st.dictionaries(
    st.sampled_from(("Team", "Störung")),
    st.dictionaries(st.sampled_from("abc"), BECAME.map(" ".join)),
).map(Ledger)


def said(ledger: Ledger, *keys: str, outlet: str = "Team") -> Ledger:
    return noted(ledger, outlet, dict.fromkeys(keys, "said"), now=NOW, news=frozenset(keys))


@given(LEDGERS)
def test_what_is_written_is_what_is_read(ledger: Ledger) -> None:
    assert from_text(to_text(ledger)) == ledger


@given(LEDGERS, LEDGERS)
def test_merging_loses_nothing_and_does_not_ask_who_was_first(mine: Ledger, theirs: Ledger) -> None:
    both = merged(mine, theirs)
    assert both == merged(theirs, mine)
    assert merged(both, mine) == both
    for ledger in (mine, theirs):
        for name, keys in ledger.outlets.items():
            assert keys.keys() <= both.outlets[name].keys()
            assert all(
                both.outlets[name][key].startswith("said") for key, was in keys.items() if was.startswith("said")
            )


def test_what_nobody_would_tell_any_more_is_forgotten_and_news_is_not() -> None:
    old = noted(Ledger({}), "Team", {"a": "said", "b": "said"}, now=NOW - KEPT - timedelta(seconds=1), news=frozenset())
    assert noted(old, "Team", {"c": "said"}, now=NOW, news=frozenset({"a"})).outlets["Team"].keys() == {"a", "c"}


def test_an_outlet_without_a_key_is_known_all_the_same() -> None:
    assert from_text(to_text(noted(Ledger({}), "Team", {}, now=NOW, news=frozenset()))).outlets == {"Team": {}}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"outlets": []}', '{"version": 1, "outlets": {"Team": {"a": 1}}}', "[" * 9000]
)
def test_what_is_no_ledger_is_damaged(text: str) -> None:
    with pytest.raises(Damaged):
        from_text(text)


def test_a_ledger_of_a_newer_program_is_left_alone() -> None:
    with pytest.raises(Unreachable, match="another version"):
        from_text('{"version": 2, "outlets": {}}')


def test_a_file_keeps_what_was_added_and_says_when_there_is_none(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / ".upside" / "announced.json")
    with ledger.held():
        assert ledger.read() is None
        ledger.add(lambda before: said(before, "a"))
        ledger.add(lambda before: said(before, "b"))
    assert (ledger.read() or Ledger({})).outlets["Team"].keys() == {"a", "b"}
    assert (tmp_path / ".upside/.gitignore").read_text() == "*\n"
    assert sorted(path.name for path in (tmp_path / ".upside").iterdir()) == [
        ".gitignore",
        "announced.json",
        "announced.json.lock",
    ]


def test_a_damaged_file_is_laid_aside_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "announced.json"
    path.write_text("{torn")
    ledger = FileLedger(path)
    with pytest.raises(Damaged):
        ledger.read()
    with pytest.raises(Unreachable):
        ledger.add(lambda before: before)
    assert path.read_text() == "{torn"
    assert Path(ledger.lay_aside()).read_text() == "{torn"
    assert ledger.read() is None


def test_a_ledger_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "announced.json").mkdir()
    with pytest.raises(Unreachable, match="cannot be read"):
        FileLedger(tmp_path / "announced.json").read()


def test_a_full_disk_keeps_the_ledger_that_was_there(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    ledger = FileLedger(tmp_path / "announced.json")
    ledger.add(lambda before: said(before, "a"))
    os.symlink("/dev/full", tmp_path / f"announced.json.{os.getpid()}.new")
    with pytest.raises(Unreachable, match="cannot be written"):
        ledger.add(lambda before: said(before, "b"))
    assert (ledger.read() or Ledger({})).outlets["Team"].keys() == {"a"}


def test_a_second_announcer_of_this_machine_waits_and_then_gives_up(tmp_path: Path) -> None:
    first, second = FileLedger(tmp_path / "announced.json"), FileLedger(tmp_path / "announced.json")
    with first.held(), pytest.raises(Busy, match="another upside announce"), second.held(wait=0.01):
        pass
    with second.held(wait=0):
        pass


def test_many_processes_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.publish.announcing.test_ledger import *\n"
        "ledger = FileLedger(Path(sys.argv[1]))\n"
        "for index in range(10):\n"
        "    with ledger.held():\n"
        "        ledger.add(lambda before: said(before, f'{sys.argv[2]}-{index}'))\n"
    )
    path = tmp_path / "announced.json"
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), str(number)]) for number in range(3)]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert len(json.loads(path.read_text())["outlets"]["Team"]) == 30
