"""A page that mends its words says so: real git, real files."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.decide import decide
from generator.memory import Memory
from generator.model import Source
from generator.read import read
from generator.read.edits import words_of
from generator.read.record import Report
from tests.texts import INCIDENT, NOW, lay

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FILE = "incidents/2026-11-20-api.md"
MORE = "\n## Monitoring — 14:52\n\nIt looks better.\n"
POSTMORTEM = (
    "\n## Resolved — 15:40\n\n## Postmortem — 2026-11-21 10:00 UTC\n\nA deploy did it.\n\n- [ ] Test it (2026-12-01)\n"
)


class Repository:
    """A site's folder under git, whose commits are an hour apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
        self.git("init", "-q", "-b", "main", ".")

    def git(self, *words: str) -> None:
        person = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {f"GIT_{who}_DATE": self.at.isoformat() for who in ("AUTHOR", "COMMITTER")}
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", *words], cwd=self.folder, env={**os.environ, **person, **dates, **nothing}, check=True)

    def commit(self, texts: dict[str, str]) -> datetime:
        """Lay `texts` and commit them; when that was."""
        self.at += timedelta(hours=1)
        lay(self.folder, texts)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "words", "--allow-empty")
        return self.at


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path)
    found.commit({FILE: INCIDENT})
    return found


def edited(folder: Path, memory: Memory | None = None) -> dict[str, datetime]:
    """What was edited, by its status, and when."""
    source = read(folder, memory or Memory(None))
    return told(source)


def told(source: Source) -> dict[str, datetime]:
    reports: list[Report] = [*source.incidents, *source.maintenances, *source.notices]
    return {
        word[0]: said.edited for report in reports for word, said in words_of(report).items() if said.edited is not None
    }


def changed(text: str = INCIDENT) -> str:
    assert "We are rolling it back" in text
    return text.replace("We are rolling it back", "We have begun to roll it back")


def test_a_text_that_changed_is_edited_at_its_commit_and_no_other_is(repository: Repository) -> None:
    at = repository.commit({FILE: changed()})
    assert edited(repository.folder) == {"identified": at}


def test_the_last_of_two_edits_counts(repository: Repository) -> None:
    repository.commit({FILE: changed()})
    at = repository.commit({FILE: INCIDENT})
    assert edited(repository.folder) == {"identified": at}


def test_a_further_word_is_no_edit(repository: Repository) -> None:
    repository.commit({FILE: INCIDENT + MORE})
    repository.commit({FILE: INCIDENT + MORE + POSTMORTEM})
    assert edited(repository.folder) == {}


def test_words_put_below_without_a_heading_are_an_edit_of_the_last_word(repository: Repository) -> None:
    at = repository.commit({FILE: INCIDENT.rstrip() + "\n\nAnd one thing more.\n"})
    assert edited(repository.folder) == {"identified": at}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("impact: major", "impact: minor"),
        ("title: ", "title: The "),
        ("We are rolling it back", "We are\nrolling it back"),
        ("We are rolling it back", "<!-- inside -->We are rolling it back"),
    ],
)
def test_what_is_no_text_of_a_word_is_no_edit(repository: Repository, before: str, after: str) -> None:
    assert before in INCIDENT
    repository.commit({FILE: INCIDENT.replace(before, after)})
    assert edited(repository.folder) == {}


def test_a_ticked_box_is_no_edit_and_another_word_in_a_postmortem_is(repository: Repository) -> None:
    whole = INCIDENT + MORE + POSTMORTEM
    repository.commit({FILE: whole})
    repository.commit({FILE: whole.replace("- [ ]", "- [x]")})
    assert edited(repository.folder) == {}
    at = repository.commit({FILE: whole.replace("A deploy did it", "We did it")})
    assert edited(repository.folder) == {"postmortem": at}


def test_a_moved_file_is_followed(repository: Repository) -> None:
    (repository.folder / FILE).unlink()
    at = repository.commit({"incidents/2026/2026-11-20-api.md": changed()})
    assert edited(repository.folder) == {"identified": at}


def test_what_a_branch_did_before_it_was_merged_was_never_published(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "draft")
    repository.commit({FILE: INCIDENT + MORE})
    repository.commit({FILE: INCIDENT + MORE.replace("better", "much better")})
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "publish", "draft")
    assert edited(repository.folder) == {}


def test_what_was_found_is_remembered_and_gone_on_from(repository: Repository, tmp_path: Path) -> None:
    memory = Memory(tmp_path / ".upside", "1")
    first = repository.commit({FILE: changed()})
    assert edited(repository.folder, memory) == {"identified": first}
    memory.save()
    assert edited(repository.folder, memory) == {"identified": first}
    second = repository.commit({FILE: changed().replace("Requests", "All requests")})
    assert edited(repository.folder, memory) == {"identified": first, "investigating": second}
    assert edited(repository.folder) == edited(repository.folder, memory)


def test_a_history_that_was_rewritten_is_read_anew(repository: Repository, tmp_path: Path) -> None:
    memory = Memory(tmp_path / ".upside", "1")
    repository.commit({FILE: changed()})
    edited(repository.folder, memory)
    repository.git("reset", "-q", "--hard", "HEAD~1")
    assert edited(repository.folder, memory) == {}


def test_a_site_in_a_folder_of_a_repository_is_found(tmp_path: Path) -> None:
    found = Repository(tmp_path)
    (tmp_path / "status").mkdir()
    outer, found.folder = found.folder, found.folder / "status"
    found.commit({FILE: INCIDENT})
    at = found.commit({FILE: changed()})
    assert (outer / ".git").exists()
    assert edited(found.folder) == {"identified": at}


def test_without_a_repository_or_a_commit_nothing_is_known(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    assert edited(tmp_path) == {}
    Repository(tmp_path)
    assert edited(tmp_path) == {}


def test_a_file_of_another_kind_or_size_in_the_history_is_passed_over(repository: Repository) -> None:
    repository.commit({FILE: "x" * 300_000})
    (repository.folder / FILE).unlink()
    (repository.folder / FILE).symlink_to("elsewhere")
    repository.git("add", "-A")
    repository.commit({})
    (repository.folder / FILE).unlink()
    repository.commit({FILE: INCIDENT})
    assert edited(repository.folder) == {}


def test_an_edit_yet_to_come_is_not_known_yet(repository: Repository) -> None:
    at = repository.commit({FILE: changed()})
    source = read(repository.folder, Memory(None))
    assert source.edited == at
    early, late = decide(source, now=at - timedelta(minutes=1)), decide(source, now=NOW + timedelta(days=9))
    assert [step.update.edited for step in early.courses[0].steps] == [None] * len(early.courses[0].steps)
    assert at in [step.update.edited for step in late.courses[0].steps]
    assert early.courses[0].incident.digest != late.courses[0].incident.digest
