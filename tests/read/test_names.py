"""Names of files to ids that every file system and every address can bear."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.problem import Level
from generator.read.findings import Findings
from generator.read.names import FIT, RESERVED, folded, named


def name(stem: str) -> tuple[str, date | None, list[tuple[Level, str]]]:
    findings = Findings(f"incidents/{stem}.md")
    found = named(f"incidents/{stem}.md", findings)
    return found.id, found.day, [(problem.level, problem.hint) for problem in findings.problems]


def test_the_stem_is_the_id() -> None:
    assert name("2026-11-20-api-errors") == ("2026-11-20-api-errors", date(2026, 11, 20), [])


@pytest.mark.parametrize("stem", ["api-errors", "2025-02-30-api", "20261120-api", "9999-01-01-x"])
def test_a_name_without_a_day_is_a_warning(stem: str) -> None:
    assert name(stem) == (stem, None, [(Level.WARNING, f"YYYY-MM-DD-{stem}.md")])


@pytest.mark.parametrize(
    ("stem", "hint"),
    [
        ("2026-11-20-API", "2026-11-20-api.md"),
        ("2026-11-20-api outage", "2026-11-20-api-outage.md"),
        ("2026-11-20-caf\xe9", "2026-11-20-cafe.md"),
        ("2026-11-20-..%2e%2e", "2026-11-20-2e-2e.md"),
        ("2026-11-20-x.", "2026-11-20-x.md"),
        ("CON", "YYYY-MM-DD-con.md"),
        ("aux.html", "YYYY-MM-DD-aux-html.md"),
        ("index", "YYYY-MM-DD-index.md"),
        ("", "YYYY-MM-DD-what-happened.md"),
        ("2026-11-20-" + "x" * 200, "2026-11-20-" + "x" * 69 + ".md"),
    ],
)
def test_any_other_name_is_an_error_with_the_name_to_give(stem: str, hint: str) -> None:
    found, _, problems = name(stem)
    assert problems == [(Level.ERROR, hint)]
    assert found != stem
    assert FIT.fullmatch(found)


@settings(deadline=None)
@given(
    st.text(max_size=150).filter(lambda text: "/" not in text),
    st.text(max_size=150).filter(lambda text: "/" not in text),
)
def test_every_id_is_safe_and_no_two_files_share_one(one: str, other: str) -> None:
    first, second = name(one)[0], name(other)[0]
    for found in (first, second):
        assert FIT.fullmatch(found)
        assert len(found) <= 100
        assert found not in RESERVED
    assert (first == second) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("A", "a"), ("\xe9", "e\u0301"), ("\u0130", "i\u0307"), ("stra\xdfe", "STRASSE"), ("\ufb01x", "fix")],
)
def test_names_that_some_file_system_takes_for_one_fold_to_one(one: str, other: str) -> None:
    assert folded(f"a/{one}.md") == folded(f"b/{other}.md")
    assert folded(f"a/{one}.md") != folded(f"a/{one}x.md")
