"""The file of a new incident, maintenance or notice, and its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from msgspec import Struct

from generator.model import Change, Impact
from generator.scaffold.section import Heading, moment, section, settled
from generator.scaffold.written import duration, one_line, written

QUESTIONS = """\
<!-- What people will ask. Answer above what your words leave open; comments like this one never reach the page.
     What does it solve, and why now?
     Have we done it before, and how did that go?
     Does it fit into {lasts}, the way back included?
     What will people notice: nothing, slower answers, reading only, nothing works? What can they do before?
     What is the way back, until when can we take it, and how long does it take?
     How will we know that it worked, and who looks? -->
"""
"""Of a change, asked below the first words of a maintenance."""
LONGEST_SLUG = 60
"""Characters of a title that reach the file's name."""


class Draft(Struct, frozen=True):
    """What any new report says. `components` without a state leave it to the impact."""

    title: str
    words: str
    components: Sequence[Change | str] = ()
    affected: str = ""
    schema: str = ""
    """Where, seen from the file, the JSON Schema for editors lies; empty for nowhere."""


def incident(
    draft: Draft,
    impact: Impact,
    started: datetime | None,
    first: Heading,
    zone: tzinfo,
    *,
    detected: datetime | None = None,
) -> str:
    """An incident file with its first update. `started` is left out where it is None: then the first update's time counts."""
    lines = [
        f"title: {written(one_line(draft.title))}",
        f"impact: {impact}",
        *_components(draft, impact),
        *([f"started: {moment(started, zone)}"] if started else []),
        *([f"detected: {moment(detected, zone)}"] if detected else []),
        *_affected(draft),
    ]
    return _fenced(draft, lines) + section(first, draft.words, zone)


def maintenance(
    draft: Draft, start: datetime, end: datetime, first: Heading, zone: tzinfo, *, repeats: str = ""
) -> str:
    """A maintenance file, announced from `start` to `end`, with its first update. `repeats` is its rule, if it has one."""
    lines = [
        f"title: {written(one_line(draft.title))}",
        *_components(draft, None),
        f"scheduled_for: {moment(start, zone)}",
        f"scheduled_until: {moment(end, zone)}",
        *([f"repeats: {written(one_line(repeats))}"] if repeats else []),
        *_affected(draft),
    ]
    return (
        _fenced(draft, lines) + section(first, draft.words, zone) + "\n" + QUESTIONS.format(lasts=duration(end - start))
    )


def notice(draft: Draft, published: datetime, until: datetime | None, zone: tzinfo) -> str:
    """A notice: an announcement that touches no status."""
    lines = [
        f"title: {written(one_line(draft.title))}",
        "kind: notice",
        f"published: {moment(published, zone)}",
        *([f"until: {moment(until, zone)}"] if until else []),
    ]
    return _fenced(draft, lines) + settled(draft.words) + "\n"


def file_name(title: str, day: date, otherwise: str) -> str:
    """`YYYY/YYYY-MM-DD-slug`, without a suffix: letters, digits and hyphens of ASCII; `otherwise` where a title has none."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return f"{day:%Y}/{day:%Y-%m-%d}-{slug or otherwise}"


def _fenced(draft: Draft, lines: Sequence[str]) -> str:
    schema = [f"# yaml-language-server: $schema={draft.schema}"] if draft.schema else []
    return "\n".join(["---", *schema, *lines, "---", "", ""])


def _affected(draft: Draft) -> list[str]:
    return [f"affected: {written(one_line(draft.affected))}"] if draft.affected else []


def _components(draft: Draft, impact: Impact | None) -> list[str]:
    """A list where every component takes the state that is implied, else a mapping that says each one's."""
    if not draft.components:
        return []
    if not any(isinstance(each, Change) for each in draft.components):
        return [f"components: [{', '.join(written(str(each)) for each in draft.components)}]"]
    implied = impact.implies if impact else "under_maintenance"
    pairs = (
        f"{written(each.component)}: {each.status}" if isinstance(each, Change) else f"{written(each)}: {implied}"
        for each in draft.components
    )
    return [f"components: {{{', '.join(pairs)}}}"]
