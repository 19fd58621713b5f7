"""Reports that stand where nobody looks for them: beside `incidents/` instead of in it, or in a folder whose name is a slip of it.

They are never read as reports, and never passed over in silence: somebody believes that they are on the page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.pattern import pattern
from generator.read.slips import slipped

FOLDER = "incidents"
DATED = pattern(r"\d{4}-\d{2}-\d{2}.*\.md", re.ASCII | re.IGNORECASE | re.DOTALL)
SAYS_SO = pattern(rb"^(?:impact|scheduled_for|scheduled_until)[ \t]*:", re.MULTILINE)
"""What only a report says in its front matter."""
ENOUGH = 4_096
"""Bytes of a file in which its front matter says what it is."""


def strays(root: Path) -> Iterator[tuple[str, str, str]]:
    """Path, what is wrong with it and what to do, of each report outside `root`/incidents."""
    try:
        with os.scandir(root) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if DATED.fullmatch(entry.name) and _is_report(entry):
            yield entry.name, f"this report stands outside {FOLDER}/, so it is not read", f"mv {entry.name} {FOLDER}/"
        elif entry.name != FOLDER and slipped(entry.name.casefold(), FOLDER) and _holds_reports(entry):
            what = f"the reports in this folder are not read: {FOLDER}/ is expected"
            yield entry.name, what, f"mv {entry.name} {FOLDER}"


def _holds_reports(folder: os.DirEntry[str]) -> bool:
    """Whether a report stands in it, or in a folder of it."""
    try:
        with os.scandir(folder) as entries:
            return any(
                DATED.fullmatch(entry.name)
                or (entry.is_dir(follow_symlinks=False) and any(map(DATED.fullmatch, os.listdir(entry))))
                for entry in entries
            )
    except OSError:
        return False


def _is_report(entry: os.DirEntry[str]) -> bool:
    try:
        if not entry.is_file(follow_symlinks=False):
            return False
        with open(entry.path, "rb") as file:
            return SAYS_SO.search(file.read(ENOUGH)) is not None
    except OSError:
        return False
