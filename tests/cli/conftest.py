"""The command as a person has it: words in, words and a status out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main
from tests.texts import NOW

CLOCKED = ("init", "build", "check", "status", "due", "report", "new", "update", "resolve", "postmortem", "announce")


@dataclass(frozen=True)
class Said:
    """What the command answered."""

    status: int
    out: str
    err: str


Upside = Callable[..., Said]


@pytest.fixture
def upside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Upside:
    """Run the command in an empty folder, at `NOW`, without a terminal; `stdin` is what it may read."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "SOURCE_DATE_EPOCH", "NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, stdin: bytes = b"", now: str = NOW.isoformat()) -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        clocked = [*words, "--now", now] if words and words[0] in CLOCKED and now else [*words]
        status = main(clocked)
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return run
