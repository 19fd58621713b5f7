"""Fences, YAML and fields: what is wrong is said at its place with the line to write, and the rest is kept."""

from __future__ import annotations

import pytest

from generator.model import Impact, Incident, Maintenance, Notice
from generator.read.decoding import LARGEST
from tests.read.reading import at, body, changed, incident, problems, read, reported, rules
from tests.texts import INCIDENT

TITLE = "title: Elevated error rates on the API"


def titled(line: str) -> str:
    return changed(TITLE, line)


# ---------------------------------------------------------------- fences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (INCIDENT.replace("---\n", "—\n"), [("fence", 1, 1, "---"), ("fence", 7, 1, "---")]),
        (INCIDENT.replace("---\n", "", 1), [("fence", 1, 1, "---")]),
        (changed("\n---\n\n##", "\n\n##"), [("fence", 7, 1, "---")]),
        (changed("---\n\n##", "----\n\n##"), [("fence", 7, 1, "---")]),
    ],
)
def test_a_fence_that_is_not_three_hyphens_is_understood_and_told(
    text: str, expected: list[tuple[str, int, int, str]]
) -> None:
    assert problems(text) == expected
    report = incident(text)
    assert report.title == "Elevated error rates on the API"
    assert [update.text.markdown[:8] for update in report.updates] == ["Requests", "A deploy"]


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 'secret'\n+++\n\n## Investigating — 2026-11-20 14:10\n\nwords",
        "---\ntitle: x\n---\nimpact: secret\n---\n\n## Investigating — 2026-11-20 14:10\n\nwords",
        "---\ntitle: secret\nimpact: minor\n\n## Investigating — 2026-11-20 14:10\n\nwords",
        "title: secret\nimpact: minor\n---\n\n## Investigating — 2026-11-20 14:10\n\nwords",
    ],
)
def test_front_matter_never_becomes_text(text: str) -> None:
    report = incident(text)
    assert [update.text.markdown for update in report.updates] == ["words"]
    assert report.damaged


def test_dashes_in_a_value_or_a_text_are_no_fence() -> None:
    report = incident(titled("title: a --- b").replace("A deploy", "---\n\nA deploy"))
    assert report.title == "a --- b"
    assert not report.damaged


def test_what_may_be_missing_of_front_matter_that_never_ends_is_in_doubt() -> None:
    report = incident("---\ntitle: x\nimpact: minor\ncomponents: [api]\n\n## Resolved — 2026-11-20 14:10")
    assert report.any_component
    assert report.impact is Impact.CRITICAL


# ---------------------------------------------------------------- YAML

MENDED = [
    ("title: Outage: API", 'title: "Outage: API"', "Outage: API"),
    ("title: “Outage: x”", 'title: "Outage: x"', "Outage: x"),
    ("title: &API down", 'title: "&API down"', "&API down"),
    ("title: *x*", 'title: "*x*"', "*x*"),
    ("title: *x", 'title: "*x"', "*x"),
    ("title: @x", 'title: "@x"', "@x"),
    ("title: `x`", 'title: "`x`"', "`x`"),
    ("title: [P1] x", 'title: "[P1] x"', "[P1] x"),
    ("title: !x", 'title: "!x"', "!x"),
    ("title: %x", 'title: "%x"', "%x"),
    ("title: {{ x }}", 'title: "{{ x }}"', "{{ x }}"),
    ("title: - x", 'title: "- x"', "- x"),
    ("title: 'It's'", 'title: "It\'s"', "It's"),
    ('title: a "b": c', 'title: "a \\"b\\": c"', 'a "b": c'),
    ("title:\tx", "title: x", "x"),
    ("\ttitle: x", "title: x", "x"),
    ("title:\u00a0x", "title: x", "x"),
    ("\u00a0title: x", "title: x", "x"),
    ("title：x", "title: x", "x"),
    ("title:x", "title: x", "x"),
    ("title: !!python/object:os.system x", 'title: "!!python/object:os.system x"', "!!python/object:os.system x"),
    ('title: "a\\ud800b"', 'title: "ab"', "a\ufffdb"),
]


@pytest.mark.parametrize(("line", "hint"), [(line, hint) for line, hint, _ in MENDED])
def test_a_line_that_yaml_does_not_take_gets_the_line_to_write(line: str, hint: str) -> None:
    found = problems(titled(line))
    assert [(place, text) for _, place, _, text in found] == [(2, hint)]
    assert problems(titled(hint)) == []


@pytest.mark.parametrize(("line", "title"), [(line, title) for line, _, title in MENDED])
def test_the_rest_of_such_a_file_is_read_but_nothing_that_matters_is_believed(line: str, title: str) -> None:
    report = incident(titled(line))
    assert report.title == title
    assert report.started == at(14, 2)
    assert (report.impact, report.any_component, report.damaged) == (Impact.CRITICAL, True, True)


def test_every_broken_line_is_told_in_one_run() -> None:
    text = titled("title: Outage: API").replace("affected: 6", "affected: @6").replace("14:02 UTC", "14:99 UTC")
    assert [(rule, line) for rule, line, *_ in problems(text)] == [
        ("yaml-quotes", 2),
        ("yaml-quotes", 6),
        ("started", 5),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("title: API #2 down", [("yaml-comment", 2, 12, 'title: "API #2 down"')]),
        ("title: API # down", [("yaml-comment", 2, 12, 'title: "API # down"')]),
        ("title: API down  # to be improved", []),
        ("title: C# and F#", []),
    ],
)
def test_a_text_that_a_comment_cuts_short_is_told(line: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert problems(titled(line)) == expected


@pytest.mark.parametrize(
    "value", ["no", "404", "012", "1_000", ".nan", "10:00", "2026-11-20", "null", "~", "1e5", "=", "0x1F"]
)
def test_a_value_means_what_was_typed(value: str) -> None:
    assert incident(titled(f"title: {value}")).title == value


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("<<: *a", "yaml-merge"),
        ("a: &a [x]\nb: [*a, *a]", "yaml-anchor"),
        ("? [a, b]\n: x", "yaml-key"),
        ("...", "yaml-documents"),
        ("a: " + "[" * 100_000, "yaml-depth"),
        ("a: " + "{b: " * 11 + "c" + "}" * 11, "yaml-depth"),
        ("a:\n" + "".join("  " * depth + "-\n" for depth in range(1, 40)), "yaml-depth"),
        ("a: [" + "x, " * 2_001 + "]", "yaml-size"),
        ("\n".join(f"k{number}: v" for number in range(20_000)), "yaml-size"),
        ("a\nb: c", "yaml"),
        ("[", "yaml"),
    ],
)
def test_what_yaml_can_do_to_a_program_is_stopped(line: str, rule: str) -> None:
    text = changed("impact: major\n", f"impact: major\n{line}\n")
    assert len(text) < LARGEST
    report, found = read(text)
    assert rule in {each.rule for each in found} or (rule == "yaml" and report.damaged)
    assert isinstance(report, Incident)
    assert report.any_component
    assert len(report.updates) == 2


def test_a_key_that_stands_twice_counts_neither_time() -> None:
    text = changed("impact: major", "impact: major\nimpact: none")
    assert problems(text)[0][:3] == ("doubled-key", 4, 1)
    assert incident(text).impact is Impact.CRITICAL
    assert incident(changed("started:", "components: []\nstarted:")).any_component


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (changed("impact: major", "impct: major"), [("unknown-key", 3, 1, "impact: major")]),
        (changed("impact: major", "impact: mjor"), [("impact", 3, 9, "impact: major")]),
        (changed("impact: major", "impact: Major"), [("spelling", 3, 9, "impact: major")]),
        (changed("impact: major", "impact: major\u200b"), [("spelling", 3, 9, "impact: major")]),
        (changed("impact: major", "impact: “major”"), [("spelling", 3, 9, "impact: major")]),
        (changed("impact: major\n", ""), [("missing-impact", 1, 1, "impact: minor")]),
        (changed("impact: major", "impact: [major]"), [("value", 3, 9, 'impact: "[major]"')]),
        (titled("title:"), [("missing-title", 2, 7, "title: What people notice")]),
        (titled("title: [x]"), [("value", 2, 8, 'title: "[x]"')]),
        (changed("affected:", "Affected:"), [("spelling", 6, 1, "affected:")]),
        (changed("affected:", "xylophone:"), [("unknown-key", 6, 1, "")]),
        (changed("14:02 UTC", "2 pm"), [("started", 5, 10, "started: 2026-11-20 14:00")]),
        (changed("started: 2026-11-20 14:02 UTC", "started: 14:02"), [("started", 5, 10, "started: 2026-11-20 14:02")]),
    ],
)
def test_a_field_that_is_not_understood_is_told_with_the_line_to_write(
    text: str, expected: list[tuple[str, int, int, str]]
) -> None:
    assert problems(text) == expected


def test_a_title_that_is_too_long_is_cut_and_leaves_nothing_in_doubt() -> None:
    report = incident(titled(f"title: {'x' * 300}"))
    assert report.title == "x" * 199 + "…"
    assert not report.damaged
    assert rules(titled(f"title: {'x' * 300}")) == {"long-title"}


@pytest.mark.parametrize(("typed", "severity"), [("none", 0), ("minor", 1), ("mior", 3), ("", 3), ("none none", 3)])
def test_an_impact_that_cannot_be_read_is_critical(typed: str, severity: int) -> None:
    assert incident(changed("impact: major", f"impact: {typed}")).impact.severity == severity


def test_an_unreadable_start_is_the_day_in_the_name_and_a_missing_one_the_first_update() -> None:
    assert incident(changed("2026-11-20 14:02 UTC", "soon")).started == at(0)
    assert incident(changed("started: 2026-11-20 14:02 UTC\n", "")).started == at(14, 10)


def test_an_incident_begins_no_later_than_its_first_update() -> None:
    text = changed("14:02 UTC", "18:00 UTC")
    assert incident(text).started == at(14, 10)
    assert problems(text) == [("started", 9, 1, "started: 2026-11-20 14:10 UTC")]


def test_when_it_was_detected_is_kept() -> None:
    assert incident(changed("affected:", "detected: 2026-11-20 14:05\naffected:")).detected == at(14, 5)


# ---------------------------------------------------------------- kinds

WINDOW = "scheduled_for: 2026-11-20 22:00 UTC\nscheduled_until: 2026-11-20 23:00 UTC"


def planned(*lines: str) -> str:
    return "\n".join(["---", "title: x", WINDOW, *lines, "---", "", "## Scheduled — 2026-11-19 10:00", ""])


def test_scheduled_for_makes_it_a_maintenance_and_published_a_notice() -> None:
    assert isinstance(read(planned("components: [api]"))[0], Maintenance)
    assert isinstance(read("---\ntitle: x\npublished: 2026-11-20\n---\nwords")[0], Notice)


@pytest.mark.parametrize(
    "text",
    [
        changed("impact:", "kind: notice\nimpact:"),
        changed("impact:", "kind: maintenance\nimpact:"),
        changed("impact:", "kind: notic\nimpact:"),
        changed("impact:", WINDOW + "\nimpact:"),
        "---\nkind: notice\ntitle: x\npublished: 2026-11-20\n---\n\n## Update — 14:00 {api=major_outage}",
    ],
)
def test_what_contradicts_itself_is_an_incident(text: str) -> None:
    report = incident(text)
    assert report.damaged


@pytest.mark.parametrize("typed", ["scheduled_until: soon", "scheduled_until: 2026-11-20 21:00 UTC", ""])
def test_a_maintenance_whose_end_cannot_be_read_ends_when_it_begins(typed: str) -> None:
    text = planned("components: [api]").replace("scheduled_until: 2026-11-20 23:00 UTC", typed)
    report, _ = reported(Maintenance, text)
    assert report.scheduled_until == report.scheduled_for == at(22)
    assert report.damaged


def test_only_the_word_automatically_completes_a_maintenance_by_the_clock() -> None:
    assert reported(Maintenance, planned("completes: automatically"))[0].completes_automatically
    wrong, found = reported(Maintenance, planned("completes: automaticaly"))
    assert not wrong.completes_automatically
    assert [each.hint for each in found] == ["completes: automatically"]


def test_a_notice_stands_until_the_end_of_its_last_day() -> None:
    report, found = reported(
        Notice, "---\nkind: notice\ntitle: x\npublished: 2026-11-18\nuntil: 2026-11-19\n---\nwords"
    )
    assert (report.published, report.until, report.text.markdown, found) == (at(0, day=18), at(0), "words", ())


def test_a_notice_without_a_day_is_published_on_the_one_in_its_name() -> None:
    assert reported(Notice, "---\nkind: notice\ntitle: x\n---\nwords")[0].published == at(0)


# ---------------------------------------------------------------- nothing to read


@pytest.mark.parametrize(
    "text", ["", "\n \n", "<!-- to do -->", "hello", "- a\n- b", "---\n---\n", "---\n# x\n---\n", "---\nx\n---"]
)
def test_a_file_without_front_matter_is_an_incident_of_any_component(text: str) -> None:
    report = incident(text)
    assert (report.impact, report.started, report.title) == (Impact.CRITICAL, at(0), "")
    assert report.any_component
    assert report.damaged


def test_a_text_without_a_heading_is_kept_as_an_update() -> None:
    report = incident(body("It burns."))
    assert [(update.text.markdown, update.damaged) for update in report.updates] == [("It burns.", True)]
    assert problems(body("It burns."))[0] == ("no-heading", 9, 1, "## Investigating — 2026-11-20 14:02 UTC")


def test_a_text_before_the_first_heading_goes_into_its_update_with_a_warning() -> None:
    text = body("Before.\n\n## Investigating — 14:10\n\nAfter.\n")
    assert incident(text).updates[0].text.markdown.split() == ["Before.", "After."]
    assert not incident(text).damaged
    assert problems(text)[0][:2] == ("text-before-heading", 9)


def test_a_conflict_puts_every_component_in_doubt() -> None:
    report = incident(INCIDENT + "\n<<<<<<< HEAD\n## Resolved — 15:00\n=======\nstill burning\n>>>>>>> x\n")
    assert report.any_component
    assert "burning" not in repr(report)
    assert len(report.updates) == 2
