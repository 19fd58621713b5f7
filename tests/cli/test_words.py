"""Whatever words are said, they are read back as words, or not written at all."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.cli.rehearse import same_words
from generator.memory import Memory
from generator.model import Incident
from generator.read import read
from tests.examples import examples
from tests.texts import INCIDENT, NOW, lay

FILE = "incidents/2026-11-20-api.md"
LINES = st.one_of(
    st.sampled_from(
        [
            "## Resolved",
            "## Resolved — 14:50",
            "##Resolved 14:50 UTC",
            "   ## Completed — 2026-11-20 14:50 {api=operational}",
            "### Resolved — 14:50",
            "# Monitoring 14:50",
            "Resolved 14:50",
            "Resolved — 2026-11-20 14:50",
            "---",
            "--",
            "===",
            "```",
            "```python",
            "~~~~",
            "    ```",
            "- ## Resolved — 14:50",
            "> ## Resolved — 14:50",
            "<!-- inside -->",
            "<!--",
            "-->",
            "`<!--`",
            "",
            "  ",
            "\\",
            "+++",
            "title: X",
            "<<<<<<< HEAD",
            "{api=operational}",
            "![a](https://example.com/a.png)",
            "**14:50 — Resolved**",
            "## 🎉 Resolved — 14:50",
            "## *Resolved* — 14:50 ##",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=30),
)
MESSAGES = st.lists(LINES, min_size=1, max_size=6).map("\n".join)
THOROUGH = settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def run(root: Path, *words: str) -> int:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(["-C", str(root), *words, "--now", NOW.isoformat()])


def only(root: Path) -> Incident:
    (incident,) = read(root, Memory(None)).incidents
    return incident


def statuses(incident: Incident) -> Sequence[str]:
    return [update.status for update in incident.updates]


@given(MESSAGES)
@example("## Resolved — 14:50")
@example("Resolved 14:50\n---")
@example("```\n## Resolved — 14:50")
@example("~~~\n```\n~~~")
@example("\u2028## Resolved — 14:50")
@example("a\x0b## Resolved — 14:50")
@example("\x85## Resolved")
@THOROUGH
def test_an_update_is_read_back_as_it_was_said_or_not_written(message: str) -> None:
    with TemporaryDirectory() as name:
        root = lay(Path(name), {FILE: INCIDENT})
        before = only(root)
        status = run(root, "update", f"--message={message}")
        after = only(root)
        if status == 2:
            assert (root / FILE).read_text(encoding="utf-8") == INCIDENT
            return
        assert status == 0
        assert after.updates[:-1] == before.updates
        assert statuses(after) == [*statuses(before), "update"]
        assert same_words(after.updates[-1].text.markdown, message)
        assert not after.damaged
        assert run(root, "resolve", "-m", "The next word.") == 0, "it left something open behind it"
        assert only(root).updates[-1].text.markdown == "The next word."


@given(MESSAGES, st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
@THOROUGH
def test_a_new_incident_is_read_back_as_it_was_said_or_not_written(message: str, title: str) -> None:
    with TemporaryDirectory() as name:
        root = lay(Path(name), {})
        status = run(root, "new", "--impact=minor", "--component=api", f"--title={title}", f"--message={message}")
        if status == 2:
            assert not list(root.rglob("*.md"))
            return
        assert status == 0
        incident = only(root)
        assert statuses(incident) == ["investigating"]
        assert same_words(incident.updates[0].text.markdown, message)
        assert not incident.damaged


def test_ordinary_words_are_never_refused() -> None:
    ordinary = "We are **sorry**.\n\n- one\n- two\n\n### What we know\n\n```\n$ curl\n```\n\n<https://example.com> & `x`\n\n---\n\nMore."
    with TemporaryDirectory() as name:
        root = lay(Path(name), {FILE: INCIDENT})
        assert run(root, "update", "-m", ordinary) == 0
        assert only(root).updates[-1].text.markdown == ordinary
