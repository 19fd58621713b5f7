"""A text that changed below the same front matter is read without YAML, and never otherwise than as if it were new."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.memory import Memory
from generator.read import read
from tests.examples import examples
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"
MAINTENANCE = """\
---
title: New disks
scheduled_for: 2026-11-22 10:00 UTC
scheduled_until: 2026-11-22 12:00 UTC
components: [website]
---

## Scheduled — 2026-11-20 10:00 UTC

We move.
"""
UNDATED = INCIDENT.replace("started: 2026-11-20 14:02 UTC\n", "")
MORE = "\n## Resolved — 2026-11-20 15:40 UTC\n\nIt works again.\n"

EDITS = st.sampled_from(
    (
        *((" 14:10", " 13:10"), (" 14:10", " 14:11"), ("2026-11-20 14:10 UTC", "14:10"), ("14:31", "14:05"), ("14:31", "25:31")),
        *(("Identified", "Idetified"), ("Identified", "Resolved"), ("{next=15:30}", "{next=1530}"), ("{next=15:30}", "{api=operational}")),
        *(("Requests", "<!-- Requests"), ("Requests", "## Requests"), ("Requests", "```\nRequests"), ("A deploy", "![x](https://e.example/y)")),
        *(("major", "minor"), ("[api, dashboard]", "[dashboard]"), ("started: 2026-11-20 14:02 UTC\n", ""), ("14:02 UTC", "14:02")),
        *(("---\n\n", "---\n\nA text before.\n\n"), ("---\n\n", "--\n\n"), ("title", "titel"), ("\n## Identified", MORE + "\n## Identified")),
        *(("Scheduled", "Completed"), ("Scheduled", "Resolved"), ("We move.", "We move.\n\n## Completed — 2026-11-22 11:00 UTC\n\nDone.")),
        *(("We move.", ""), ("10:00 UTC\n\n", "10:00 UTC\n\nMore.\n\n"), ("\n", "\r\n")),
    )
)  # fmt: skip


@settings(deadline=None, max_examples=examples(150))
@given(st.sampled_from((INCIDENT, UNDATED, INCIDENT + MORE, MAINTENANCE)), st.lists(EDITS, max_size=3))
def test_what_is_read_after_an_edit_is_what_would_be_read_for_the_first_time(
    before: str, edits: list[tuple[str, str]]
) -> None:
    after = before
    for old, new in edits:
        after = after.replace(old, new, 1)
    with TemporaryDirectory() as folder:
        root = lay(Path(folder), {FILE: before})
        memory = Memory(None)
        read(root, memory)
        lay(root, {FILE: after})
        assert read(root, memory) == read(root, Memory(None))


@pytest.mark.parametrize("after", [INCIDENT + MORE, INCIDENT.replace("A deploy", "Yesterday's deploy")])
def test_a_text_that_changed_alone_needs_neither_yaml_nor_pydantic(after: str, tmp_path: Path) -> None:
    memory = Memory(tmp_path / ".upside")
    read(lay(tmp_path, {FILE: INCIDENT}), memory)
    memory.save()
    lay(tmp_path, {FILE: after})
    assert imported(tmp_path) == set()


def test_a_changed_site_lets_every_file_be_read_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path / ".upside")
    read(lay(tmp_path, {FILE: INCIDENT}), memory)
    memory.save()
    lay(tmp_path, {FILE: INCIDENT + MORE, "site.yaml": SITE.replace("timezone: UTC", "timezone: Europe/Berlin")})
    assert imported(tmp_path) == {"yaml"}


def imported(root: Path) -> set[str]:
    """Which libraries a new process imports to read `root`."""
    program = (
        "import sys; from pathlib import Path; from generator.memory import Memory; from generator.read import read; "
        "read(Path(sys.argv[1]), Memory(Path(sys.argv[1], '.upside'))); "
        "print(*{'yaml', 'pydantic'} & sys.modules.keys())"
    )
    told = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True, check=True)
    return set(told.stdout.split())
