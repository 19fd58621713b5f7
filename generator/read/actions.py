"""The task list of a postmortem: what will be done, by when, and whether it was.

`- [ ] Load-test every deploy (2026-12-15)` is an item with a day by which it is due; `- [x]` is done. Beside the day the parentheses may name who does it:
`(2026-12-15, Operations)`. Inside fenced code nothing is an item. A day that cannot be read is a warning, since an item without one is never overdue.
"""

from __future__ import annotations

import re
from datetime import date

from generator.model import ActionItem
from generator.pattern import pattern
from generator.read.findings import Findings
from generator.read.sections import FENCE, Section

ITEM = pattern(r"(\s*)(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\][ \t]+(\S.*)")
PARENTHESES = pattern(r"\s*\(([^()]*\d[^()]*)\)")
DAY = pattern(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)", re.ASCII)
DAY_LIKE = pattern(
    r"(?:due |by |until |before )?(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})",
    re.ASCII | re.IGNORECASE,
)
WORDS_OF_DAY = pattern(r"\b(?:due|by|until|before|owner)\b:?", re.IGNORECASE)
LONGEST = 500
"""Characters of an item that are kept."""


def action_items(section: Section, findings: Findings) -> tuple[ActionItem, ...]:
    """The items of `section`, in its order."""
    if "[" not in section.text:
        return ()
    items, fence = [], ""
    for index, (number, line) in enumerate(section.lines):
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
        elif opening := FENCE.match(line):
            fence = opening[1]
        elif found := ITEM.match(line):
            rest = _continued(section.lines[index + 1 :], len(found[1]))
            items.append(_item(" ".join([found[3].strip(), *rest]), found[2] != " ", number, line, findings))
    return tuple(items)


def _continued(following: list[tuple[int, str]], indent: int) -> list[str]:
    """The lines that go on with an item: indented deeper than it, and no item or heading themselves."""
    lines = []
    for _, line in following:
        deep = len(line) - len(line.lstrip()) > indent
        if not line.strip() or not deep or re.match(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]|\s*#", line):
            break
        lines.append(line.strip())
    return lines


def _item(text: str, done: bool, number: int, line: str, findings: Findings) -> ActionItem:
    due, owner = None, ""
    for found in PARENTHESES.finditer(text):
        inside = found[1].strip()
        told = DAY.search(inside) or DAY_LIKE.fullmatch(inside)
        if told is None:
            continue
        due = _day(told[0])
        if due is None and not done:
            findings.warning(
                "action-item-day",
                f"“{told[0]}” is no day, expected YYYY-MM-DD: without one this item is never overdue",
                line=number,
                column=line.find(inside) + 1,
                hint=f"{line.strip().replace(told[0], 'YYYY-MM-DD')}",
            )
        owner = WORDS_OF_DAY.sub("", inside.replace(told[0], "")).strip(" ,;:–—-")
        text = text[: found.start()] + text[found.end() :]
        break
    return ActionItem(text[:LONGEST].strip(), done, due, owner, number)


def _day(text: str) -> date | None:
    try:
        year, month, day = map(int, text.split("-"))
        return date(year, month, day)
    except ValueError:
        return None
