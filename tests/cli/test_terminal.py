"""With a person at a real terminal: a pseudo-terminal on both sides, nothing feigned."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.read import read
from tests.texts import INCIDENT, lay

pty = pytest.importorskip("pty", reason="needs pseudo-terminals")

FILE = "incidents/2026-11-20-api.md"
CTRL_C = "\x03"
QUIET = 30
"""Seconds without a word after which a dialogue has failed; it never takes as long."""


@dataclass(frozen=True)
class Talk:
    """What was said on the terminal, and how it ended."""

    status: int
    shown: str


def talk(
    root: Path, *words: str, answers: list[tuple[str, str]] | None = None, env: Mapping[str, str] | None = None
) -> Talk:
    """Run the command on a terminal; to each question that ends with a first word, give its answer.

    Ctrl-C is pressed again where nothing came of it, as a person does: Python loses the one that comes just as it begins to wait.
    """
    process, terminal = pty.fork()
    if process == 0:
        clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "GITHUB_ACTIONS")}
        os.chdir(root)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "generator", *words],
            {**clean, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm", **(env or {})},
        )
    shown, left = "", list(answers or [])
    seen = quiet = 0
    pressed = ""
    while quiet < QUIET:
        if not select.select([terminal], [], [], 1)[0]:
            quiet += 1
            if pressed == CTRL_C:
                os.write(terminal, CTRL_C.encode())
            continue
        quiet = 0
        try:
            said = os.read(terminal, 4096)
        except OSError:  # the other side has gone (Linux says EIO)
            break
        if not said:
            break
        shown += said.decode("utf-8", "replace")
        if left and left[0][0] in shown[seen:]:
            seen = len(shown)
            pressed = left.pop(0)[1]
            os.write(terminal, pressed.encode())
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    assert not left, f"never asked: {left}\n{shown}"
    return Talk(os.waitstatus_to_exitcode(status), shown.replace("\r\n", "\n"))


def test_new_asks_for_what_is_missing(tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = talk(
        tmp_path,
        "new",
        answers=[
            ("Title: ", "It's down: everything\r"),
            ("Impact (", "critical\r"),
            ("Components", "apii\r"),
            ("Components", "api, website=degraded_performance\r"),
            ("> ", "Nothing works.\r"),
            ("> ", "We are looking.\r"),
            ("> ", "\r"),
        ],
    )
    assert said.status == 0
    assert 'did you mean "api"?' in said.shown
    (incident,) = read(tmp_path, Memory(None)).incidents
    assert (incident.title, incident.impact) == ("It's down: everything", "critical")
    assert [f"{change.component}={change.status}" for change in incident.components] == [
        "api=major_outage",
        "website=degraded_performance",
    ]
    assert incident.updates[0].text.markdown == "Nothing works.\nWe are looking."


@pytest.mark.skipif(
    signal.getsignal(signal.SIGINT) is not signal.default_int_handler,
    reason="Ctrl-C is ignored or caught by what started the tests",
)
def test_control_c_at_a_question_writes_nothing(tmp_path: Path) -> None:
    lay(tmp_path, {})
    said = talk(tmp_path, "new", answers=[("Title: ", "It is down\r"), ("Impact (", CTRL_C)])
    assert said.status == 130
    assert said.shown.rstrip().endswith("Stopped.")
    assert "Traceback" not in said.shown
    assert not list(tmp_path.rglob("*.md"))


def test_resolve_asks_for_words_that_may_be_none(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = talk(tmp_path, "resolve", "api", answers=[("> ", "\r")])
    assert said.status == 0
    assert read(tmp_path, Memory(None)).incidents[0].updates[-1].status == "resolved"


def test_an_update_without_a_word_is_not_written(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = talk(tmp_path, "update", "api", answers=[("> ", "\r")])
    assert said.status == 2
    assert "nothing was said" in said.shown
    assert (tmp_path / FILE).read_text() == INCIDENT


def test_init_asks_and_takes_what_it_proposes(tmp_path: Path) -> None:
    said = talk(
        tmp_path,
        "init",
        "my-status",
        answers=[("Name of the page", "Fish & Co\r"), ("Its address", "\r"), ("Time zone", "Europe/Paris\r")],
    )
    assert said.status == 0
    site = read(tmp_path / "my-status", Memory(None)).site
    assert (site.name, site.url, site.timezone) == ("Fish & Co", "https://status.example.com", "Europe/Paris")


@pytest.mark.parametrize("words", [("check",), ("status",)])
def test_there_is_colour_on_a_terminal_unless_it_is_not_wanted(tmp_path: Path, words: tuple[str, ...]) -> None:
    lay(tmp_path, {FILE: INCIDENT.replace("impact: major", "impact: horrible")})
    assert "\x1b[" in talk(tmp_path, *words).shown
    assert "\x1b[" not in talk(tmp_path, *words, env={"NO_COLOR": "1"}).shown
