"""The words of a report that was read before are the right ones or none, whatever becomes of the memory before somebody looks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from generator.cores import spread
from generator.memory import Memory
from generator.model import Source
from generator.problem import Unusable
from generator.read import read
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"
MORE = "\n## Resolved — 2026-11-20 15:40 UTC\n\nIt works again.\n"


def remembered(root: Path) -> Source:
    """The site in `root` as a process sees it that read none of its reports. The memory is closed."""
    memory = Memory(root / ".upside", "1")
    read(lay(root, {FILE: INCIDENT}), memory)
    memory.save()
    again = Memory(root / ".upside", "1")
    source = read(root, again)
    again.save()
    return source


def texts(source: Source) -> list[str]:
    """What was said, and in which report."""
    return [update.text.markdown for incident in source.incidents for update in incident.updates]


def deleted(root: Path) -> None:
    shutil.rmtree(root / ".upside")


def torn(root: Path) -> None:
    file = root / ".upside/memory.sqlite"
    file.write_bytes(file.read_bytes()[:4096] + bytes(100_000))


def of_another_version(root: Path) -> None:
    memory = Memory(root / ".upside", "2")
    memory.remember("words", b"1", b"2")
    memory.save()


def of_a_flipped_mind(root: Path) -> None:
    memory = Memory(root / ".upside", "1")
    for key in memory.recall_all("words"):
        memory.remember("words", key, b"\xc0")
    memory.save()


def forgotten(root: Path) -> None:
    memory = Memory(root / ".upside", "1")
    memory.forget("words", memory.recall_all("words"))
    memory.save()


def read_by_another_build(root: Path) -> None:
    """Which found another text there, that was taken back afterwards."""
    for text in (INCIDENT + MORE, INCIDENT):
        (root / FILE).write_text(text)
        memory = Memory(root / ".upside", "1")
        read(root, memory)
        memory.save()


LOSSES = (deleted, torn, of_another_version, of_a_flipped_mind, forgotten, read_by_another_build)


def test_the_words_are_fetched_when_somebody_looks(tmp_path: Path) -> None:
    source = remembered(tmp_path)
    (tmp_path / FILE).unlink()
    assert len(texts(source)) == 2


def test_only_reports_with_which_nothing_is_wrong_have_words_to_fetch(tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-21-slip.md": INCIDENT.replace("Identified", "Idetified")})
    source = remembered(tmp_path)
    deleted(tmp_path)
    shutil.rmtree(tmp_path / "incidents")
    with pytest.raises(Unusable):
        len(source.incidents[0].updates)
    assert len(source.incidents[1].updates) == 2


@pytest.mark.parametrize("lose", LOSSES, ids=lambda each: each.__name__)
def test_words_that_the_memory_lost_are_read_again(lose: Callable[[Path], None], tmp_path: Path) -> None:
    source = remembered(tmp_path)
    lose(tmp_path)
    assert source == read(tmp_path, Memory(None))
    assert remembered(tmp_path) == source, "and are remembered again"


@pytest.mark.parametrize("lose", LOSSES[:-1], ids=lambda each: each.__name__)
@pytest.mark.parametrize("after", [INCIDENT + MORE, "", None, INCIDENT.replace("14:31", "14:32")])
def test_words_that_nobody_knows_any_more_are_none(
    lose: Callable[[Path], None], after: str | None, tmp_path: Path
) -> None:
    source = remembered(tmp_path)
    lose(tmp_path)
    (tmp_path / FILE).unlink()
    if after is not None:
        (tmp_path / FILE).write_text(after)
    with pytest.raises(Unusable) as unusable:
        texts(source)
    assert [problem.place.file for problem in unusable.value.problems] == [FILE]


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    source = remembered(tmp_path)
    deleted(tmp_path)
    (tmp_path / FILE).rename(tmp_path / "elsewhere")
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unusable):
        texts(source)


def test_another_site_yaml_changes_nothing_of_what_was_read(tmp_path: Path) -> None:
    source = remembered(tmp_path)
    (tmp_path / "site.yaml").write_text(SITE.replace("timezone: UTC", "timezone: Asia/Tokyo"))
    deleted(tmp_path)
    assert [update.at.hour for update in source.incidents[0].updates] == [14, 14]


@pytest.mark.parametrize("lost", [False, True])
def test_forked_processes_fetch_them_too(lost: bool, tmp_path: Path) -> None:
    lay(tmp_path, {f"incidents/2026-11-20-r{number}.md": INCIDENT + f"\n{number}\n" for number in range(120)})
    source = remembered(tmp_path)
    wanted = texts(read(tmp_path, Memory(None)))
    if lost:
        forgotten(tmp_path)

    def work(numbers: Iterable[int]) -> list[list[str]]:
        return [[each.text.markdown for each in source.incidents[number].updates] for number in numbers]

    assert [text for some in spread(work, range(len(source.incidents))) for text in some] == wanted
