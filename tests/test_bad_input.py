"""The 130 cases of bad input, end to end: each is said where it stands, nothing turns green, and the rest is published."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.build import build
from generator.decide import check, decide
from generator.memory import Memory
from generator.model import Board
from generator.problem import Level, Problem, Unusable
from generator.read import read
from tests.bad_input import files, front_matter, ids, markdown, site, time, vocabulary, yaml
from tests.bad_input.case import BAD, Case, Outcome
from tests.greener import greener
from tests.texts import INCIDENT, NOW, SITE, lay

OTHER = "incidents/2026-11-20-website.md"
OTHER_TEXT = """\
---
title: The website is slow
impact: minor
components: [website]
---

## Investigating — 2026-11-20 14:00 UTC

Pages take longer than usual.
"""

CASES = [case for family in (front_matter, yaml, time, vocabulary, ids, files, markdown, site) for case in family.CASES]
HOUSE = Path(__file__).parents[1]

HANGS = 30
"""Seconds after which a case is taken to hang; each takes a fraction of one."""
LONGEST = 600
"""Characters of a message, however long what it quotes; and of a hint."""


@pytest.fixture(autouse=True)
def never_hang() -> Iterator[None]:
    """Catch what would take for ever; no measure of time."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"took more than {HANGS} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def laid(root: Path, case: Case) -> Path:
    """The site with the bad text."""
    texts: dict[str, str | bytes] = {OTHER: OTHER_TEXT, **case.files}
    if case.text is not None:
        texts[BAD] = case.text
    lay(root, texts)
    if case.lay:
        case.lay(root)
    return root


@cache
def well(valid: str | None, site_yaml: str | bytes) -> Board:
    """What is true of the site as it would be if nothing were wrong."""
    with TemporaryDirectory() as folder:
        root = lay(Path(folder), {OTHER: OTHER_TEXT, "site.yaml": site_yaml, **({BAD: valid} if valid else {})})
        source = read(root, Memory(None))
    problems = (*source.problems, *check(source, now=NOW))
    assert not problems, shown(problems)
    return decide(source, now=NOW)


def outcome_of(root: Path) -> Outcome:
    folder = root / "public"
    built = build(root, folder, now=NOW)
    return Outcome(read(root, Memory(None)), built, folder)


def matching(case: Case, problems: tuple[Problem, ...]) -> list[Problem]:
    """The problems that say what the case expects where it expects it."""
    return [
        each
        for each in problems
        if each.level == case.level
        and each.place.file == case.file
        and (not case.lines or each.place.line in case.lines)
        and case.column in (None, each.place.column)
        and re.search(case.says, f"{each.message}\n{each.hint}", re.IGNORECASE | re.DOTALL)
        and case.hint in each.hint
    ]


def shown(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{each.place}: {each.level}: {each.message[:300]}\n    {each.hint[:300]}" for each in problems)


def assert_said(case: Case, problems: tuple[Problem, ...]) -> None:
    if case.level is None:
        assert not problems, shown(problems)
        return
    assert matching(case, problems), shown(problems)
    worst = min((each.level for each in problems), key=tuple(Level).index)
    assert worst == case.level, shown(problems)
    for each in problems:
        assert len(each.message) <= LONGEST, each.message[:1_000]
        assert len(each.hint) <= LONGEST or each.hint.startswith("---"), each.hint[:1_000]
        assert "Traceback" not in each.message
        assert not set(each.message) & set("\0\x1b\x07\x9b\u202e"), (
            "it would do to the terminal what it says of the file"
        )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_said_where_it_stands_and_nothing_turns_green(case: Case, tmp_path: Path) -> None:
    root = laid(tmp_path / "bad", case)
    if case.unusable:
        with pytest.raises(Unusable) as caught:
            build(root, root / "public", now=NOW)
        assert_said(case, caught.value.problems)
        assert not (root / "public").exists()
        return
    outcome = outcome_of(root)
    assert_said(case, outcome.built.problems)
    assert "Pages take longer than usual." in outcome.page("incidents/2026-11-20-website/index.html")
    assert "The website is slow" in outcome.page("index.html")
    if case.check:
        case.check(outcome)
    before = well(case.valid, SITE if case.file == "site.yaml" else case.files.get("site.yaml", SITE))
    assert greener(before, outcome.built.board) == []


def test_21_a_locale_without_utf_8_changes_nothing(tmp_path: Path) -> None:
    title = "API 🔥 down, désolé"
    lay(tmp_path, {BAD: INCIDENT.replace("Elevated error rates on the API", title)})
    program = (
        "import sys; from pathlib import Path; from datetime import datetime; from generator.build import build\n"
        "built = build(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.fromisoformat(sys.argv[3]))\n"
        "sys.exit(len(built.problems))"
    )
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", program, str(tmp_path), str(tmp_path / "public"), NOW.isoformat()]
    subprocess.run(command, env=plain, check=True, timeout=60, cwd=HOUSE)
    assert title in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")


AS_ANOTHER_USER = """
import os, sys
from datetime import datetime
from pathlib import Path

from generator.decide import decide
from generator.memory import Memory
from generator.read import read

now, root = datetime.fromisoformat(sys.argv[1]), Path(sys.argv[2])
read(root, Memory(None))  # another user may be unable to load what this loads
if os.getuid() == 0:
    os.chdir("/")
    os.setgid(65534)
    os.setuid(65534)
for path in sys.argv[3:]:
    assert not os.access(path, os.R_OK), path
source = read(root, Memory(None))
board = decide(source, now=now)
print(board.doubtful, [str(each.id) for each in source.incidents])
for each in source.problems:
    print(each.level, each.place, each.message)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="permissions are another matter on Windows")
@pytest.mark.parametrize("what", [BAD, "incidents/2026"], ids=["a file", "a folder"])
def test_105_what_may_not_be_read_is_an_error_and_doubt(what: str) -> None:
    with TemporaryDirectory() as folder:
        root = lay(Path(folder), {BAD: INCIDENT, "incidents/2026/2026-11-20-x.md": INCIDENT, OTHER: OTHER_TEXT})
        root.chmod(0o755)
        (root / what).chmod(0)
        command = [sys.executable, "-c", AS_ANOTHER_USER, NOW.isoformat(), str(root), str(root / what)]
        try:
            done = subprocess.run(command, timeout=60, cwd=HOUSE, capture_output=True, text=True, check=False)
        finally:
            (root / what).chmod(0o755)
    assert done.returncode == 0, done.stderr
    first, *problems = done.stdout.splitlines()
    assert first.startswith("True ")
    assert "2026-11-20-website" in first
    assert any(line.startswith(f"error {what}:1:1 ") for line in problems), done.stdout


def test_122_old_versions_that_hang_are_not_accepted() -> None:
    program = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split("[><=]", each)[0]: each for each in program["project"]["dependencies"]}
    assert wanted["markdown"].startswith("markdown>=3.11")


def test_every_case_has_its_number() -> None:
    """1 to 130, but for those that are tests of their own."""
    numbers = {int(match[0]) for case in CASES if (match := re.match(r"\d+", case.number))}
    assert set(range(1, 131)) - numbers == {21, 105, 122}
