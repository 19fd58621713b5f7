"""Cases 95 to 105: what lies in the folder and is no incident, and what looks like one and cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from generator.problem import Level
from tests.bad_input.case import BAD, ERROR, WARNING, Case, Outcome
from tests.texts import INCIDENT

SECRET = "Not for the public yet"


def hides(outcome: Outcome) -> None:
    """Nothing of the file that is to be ignored reaches any page, and nothing doubts because of it."""
    assert SECRET not in outcome.pages()
    assert not outcome.built.board.doubtful
    assert len(outcome.source.incidents) == 2


def ignored(number: str, name: str, *, level: Level | None = None) -> Case:
    """A file beside the incidents that is none."""
    file = f"incidents/{name}"
    content = INCIDENT.replace("Elevated error rates on the API", SECRET)
    return Case(
        number,
        f"a file {name}",
        INCIDENT,
        level,
        1 if level else None,
        file=file if level else BAD,
        files={file: content},
        check=hides,
    )


def unreadable(number: str, name: str, lay: Callable[[Path], None], says: str, file: str = BAD) -> Case:
    """Something of an incident's name, in the place of one, that is no file to read: never silence."""
    return Case(number, name, None, ERROR, 1, says=says, lay=lay, check=doubts, file=file)


def doubts(outcome: Outcome) -> None:
    assert outcome.built.board.doubtful
    assert "root:" not in outcome.pages()


def make_folder(root: Path) -> None:
    (root / BAD).mkdir(parents=True)


def make_dangling_link(root: Path) -> None:
    (root / BAD).parent.mkdir(parents=True, exist_ok=True)
    (root / BAD).symlink_to("nowhere.md")


def make_link_outside(root: Path) -> None:
    (root / BAD).parent.mkdir(parents=True, exist_ok=True)
    (root / BAD).symlink_to("/etc/passwd")


def make_link_to_itself(root: Path) -> None:
    (root / BAD).parent.mkdir(parents=True, exist_ok=True)
    (root / BAD).symlink_to(Path(BAD).name)


def lay_beside(root: Path) -> None:
    (root / Path(BAD).name).write_text(INCIDENT, encoding="utf-8")


def lay_in_another(root: Path) -> None:
    (root / "incident" / "2026").mkdir(parents=True)
    (root / "incident" / "2026" / Path(BAD).name).write_text(INCIDENT, encoding="utf-8")


def make_pipe(root: Path) -> None:
    (root / BAD).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / BAD)


CASES = (
    ignored("95", ".2026-11-20-x.md.swp"),
    ignored("96", ".#2026-11-20-x.md"),
    ignored("96b", "#2026-11-20-x.md#"),
    ignored("97", ".DS_Store"),
    ignored("98", "2026-11-20-x.png"),
    ignored("98b", "2026-11-20-x.txt", level=WARNING),
    ignored("98c", "2026-11-20-x.markdown", level=WARNING),
    ignored("99", "README.md"),
    ignored("100", "2026-11-20-x.md~"),
    ignored("100b", ".git/2026-11-20-x.md"),
    ignored("100c", "_drafts/2026-11-20-x.md"),
    ignored("100d", "_2026-11-20-x.md"),
    unreadable("101", "a folder of an incident's name", make_folder, "folder|directory"),
    unreadable("102", "a link to nowhere", make_dangling_link, "link"),
    unreadable("103", "a link out of the site", make_link_outside, "link"),
    unreadable("103b", "a link to itself", make_link_to_itself, "link"),
    unreadable("99b", "a report beside the folder of reports", lay_beside, "outside incidents/", Path(BAD).name),
    unreadable("99c", "a folder whose name is a slip", lay_in_another, "incidents/ is expected", "incident"),
    unreadable("104", "a pipe", make_pipe, "pipe|regular file|ordinary file"),
)
"""Case 105, a file that may not be read, is a test of its own: it needs another user than root."""
