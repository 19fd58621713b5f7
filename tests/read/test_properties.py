"""Whatever the bytes, a report comes of them, nothing raises, and what is remembered is what was read."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model import ComponentStatus, Incident, Maintenance, Notice, Status
from generator.problem import Level, Unusable
from generator.read.findings import HARMLESS
from generator.read.record import decoded_site, encoded, encoded_site, remembered
from generator.read.reports import Report
from generator.read.site import read_site
from generator.read.updates import IMPROVING
from tests.examples import examples
from tests.read.reading import read
from tests.texts import INCIDENT, SITE

MAINTENANCE = """\
---
title: A new disk
scheduled_for: 2026-11-20 22:00 UTC
scheduled_until: 2026-11-20 23:00 UTC
components: {api: under_maintenance}
repeats: FREQ=WEEKLY;BYDAY=FR;COUNT=4
---

## Scheduled — 2026-11-18 10:00 UTC

We replace a disk.

## Update — 2026-11-19 10:00 UTC {scheduled_for="2026-11-20 22:30 UTC" scheduled_until=23:30}

## Completed — 2026-11-20 22:50 UTC
"""
NOTICE = "---\nkind: notice\ntitle: Hello\npublished: 2026-11-20\nuntil: 2026-11-27\n---\n\nWords. <!-- inside -->\n"
LONG = INCIDENT + (
    "\n## Monitoring — 14:52 {api=operational}\n\n- a\n  - b\n\n```\n## Resolved — 15:00\n```\n\n## Resolved — 15:40\n\n"
    '## Postmortem — 2026-11-22 10:00 UTC {by="Operations"}\n\n### What happened\n\n[a](https://a) `b` <!-- c -->\n'
)
PIECES = [
    *(
        "---",
        "\n",
        "\n\n",
        "##",
        "## Resolved — 15:40",
        "<!--",
        "-->",
        "```",
        "{",
        "}",
        "{api=operational}",
        ": ",
        "- ",
    ),
    *(
        "\t",
        "\u00a0",
        "\u202e",
        "\x00",
        "\r",
        "[",
        "]",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "|",
        ">",
        "“",
        "'",
        '"',
        "#",
        " #x",
    ),
    *(
        "<<<<<<< HEAD\n",
        ">>>>>>> x\n",
        "impact: none",
        "components: []",
        "kind: notice\n",
        "scheduled_for: x\n",
        "![x](//y)",
    ),
    *("## ", "# ", "=", "by=", "next=", "\\ud800", "2026-02-30", "99:99", "+99:99", "…", "é", "\U0001f525", "\ufeff"),
]


@st.composite
def mutated(draw: st.DrawFn, texts: tuple[str, ...] = (INCIDENT, MAINTENANCE, NOTICE, LONG)) -> str:
    """A valid text with a few things cut out, doubled, moved or put in."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from([*PIECES, text[start:end] * 2]) | st.text(max_size=3))
        text = text[:start] + piece + text[end:]
    return text


def assert_sound(report: Report, text: str) -> None:
    """What holds of every report that comes of whatever."""
    assert report.id
    assert len(report.id) <= 100
    updates = report.updates
    assert [each.at for each in updates] == sorted(each.at for each in updates)
    assert not [each for each in updates if each.damaged and each.status in IMPROVING]
    assert not [each for each in updates if each.damaged and each.status is Status.RESOLVED]
    assert (
        "<!--" not in text
        or "-->" in text
        or all("<!--" not in each.text.markdown for each in updates if "`" not in text)
    )
    if isinstance(report, Incident):
        assert all(each.at >= report.started for each in updates)
    if isinstance(report, Maintenance):
        assert report.scheduled_until >= report.scheduled_for


@settings(max_examples=examples(300), deadline=None)
@given(mutated())
@example("---\ntitle: x\nimpact: minor\n---\n## Resolved — 15:40 {api=")
def test_no_edit_of_a_valid_file_raises_and_every_report_of_it_is_sound(text: str) -> None:
    report, problems = read(text)
    assert_sound(report, text)
    hidden = [each for each in problems if each.level is Level.ERROR and each.rule not in HARMLESS]
    assert report.damaged == bool(hidden)
    lines = text.count("\n") + text.count("\r") + 2
    assert all(1 <= each.place.line <= lines and each.place.column >= 1 for each in problems)
    assert all(each.rule and each.message for each in problems)


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(data: bytes) -> None:
    report, _ = read(data)
    assert report.damaged


@settings(max_examples=examples(150), deadline=None)
@given(mutated())
def test_what_is_remembered_of_a_report_is_what_was_read(text: str) -> None:
    report, problems = read(text)
    known, told = remembered(encoded(report, problems)).read("")
    assert (known if isinstance(known, Notice) else replace(known, outline="")) == report
    assert told == problems


@settings(max_examples=examples(150), deadline=None)
@given(
    mutated(
        (SITE, SITE + "promises: {first_update: 15 minutes, postmortem: 5 days}\nchannels: [{name: a, url: 'tel:1'}]\n")
    )
)
def test_no_edit_of_site_yaml_raises_anything_but_unusable(text: str) -> None:
    try:
        site, problems = read_site(text.encode("utf-8", "surrogatepass"))
    except Unusable:
        return
    assert decoded_site(encoded_site(site, problems)) == (site, problems)
    assert len({each.id for each in site.components}) == len(site.components)
    assert site.promises.updates_every is None or site.promises.updates_every > timedelta()


@settings(max_examples=examples(300), deadline=None)
@given(st.integers(0, INCIDENT.index("\n---\n\n")), st.integers(1, 80))
def test_no_cut_through_the_front_matter_makes_an_incident_milder(start: int, length: int) -> None:
    """Where the cut leaves a file that is valid, nobody can know, and a name near a component's is taken to be it by rule."""
    whole, _ = read(INCIDENT)
    cut, problems = read(INCIDENT[:start] + INCIDENT[start + length :])
    assert isinstance(whole, Incident)
    assert isinstance(cut, Incident)
    if not cut.damaged or "unknown-component" in {each.rule for each in problems}:
        return
    assert cut.impact.severity >= whole.impact.severity
    if cut.any_component:
        return
    said = {change.component: change.status for change in cut.components}
    for change in whole.components:
        assert said.get(change.component, ComponentStatus.OPERATIONAL).severity >= change.status.severity


def test_the_texts_that_are_edited_are_valid() -> None:
    kinds = [type(read(text)[0]) for text in (INCIDENT, MAINTENANCE, NOTICE, LONG)]
    assert kinds == [Incident, Maintenance, Notice, Incident]
    assert [read(text)[1] for text in (INCIDENT, MAINTENANCE, NOTICE, LONG)] == [(), (), (), ()]
