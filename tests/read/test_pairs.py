"""Plain pairs are read without YAML: to the very nodes that YAML makes of them, and only where it would find nothing wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.read import nodes, pairs
from generator.read.findings import Findings
from tests.examples import examples
from tests.read.test_properties import MAINTENANCE, NOTICE, mutated
from tests.texts import INCIDENT


def front(text: str) -> str:
    return text.split("---\n")[1].removesuffix("\n")


PLAIN = """\
# yaml-language-server: $schema=../../.schema/incident.json
title: „Zahlen“? No: it’s “fine” — 1,234 of [you], {all}; 10:00 & more
impact: minor"""
QUOTED = PLAIN.replace("title: ", "title: Über ").replace(": it", ", it")
LISTS = "components: [api]\ncauses: [A lock without a limit, v2, dash-board]\nstarted: 2026-11-20T14:02:00+01:00\nx: y"
TEXTS = (*map(front, (INCIDENT, MAINTENANCE, NOTICE)), PLAIN, QUOTED, LISTS)


def assert_same(text: str) -> bool:
    """Whether YAML was not asked; if so, it says the same."""
    plain = pairs.read(text, 2)
    if plain is not None:
        findings = Findings("x")
        assert nodes.Document(plain, text) == nodes.parse(text, 2, findings)
        assert not findings.problems
    return plain is not None


@pytest.mark.parametrize("text", [front(INCIDENT), front(NOTICE), QUOTED, LISTS, f"title: {'x' * 1_900}", "a: é"])
def test_ordinary_front_matter_needs_no_yaml(text: str) -> None:
    assert assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "#", "title", "title:", "title: ", "title: x ", "title: x #y", "title: x: y", "title: x:", "title:x", " title: x"),
        *("title: 'x'", 'title: "x"', "title: |\n  x", "title: > x", "title: &a x", "title: *a", "title: !x y", "title: - x"),
        *("title: [x", "title: [x,y]", "title: [x: y]", "title: [x, ]", "title: [x #y]", "title: [[x]]", "title: [ x]", "title: {x: y}"),
        *("title: x\n  y", "title: x\n", "title: x\n\nimpact: y", "- title: x", "title: x\n...", "title: x\n--- y", "? x: y"),
        *("title: x\ty", "title: x\u00a0y", "title: x\ufeff", "title: x\u2028y", "title: x\x85y", "title：x", "title: x：y", "#\tx\na: b"),
        *("title: <<", "<<: x", f"title: {'x' * 2_000}", "title: [" + ", ".join(["x"] * 2_001) + "]"),
    ],
)  # fmt: skip
def test_whatever_is_unusual_is_for_yaml_to_read(text: str) -> None:
    assert not assert_same(text)


@settings(max_examples=examples(500), deadline=None)
@given(mutated(TEXTS))
@example(PLAIN)
def test_what_is_read_without_yaml_is_what_it_makes_of_it(text: str) -> None:
    assert_same(text)


@settings(max_examples=examples(500), deadline=None)
@given(
    st.text(st.sampled_from("ab1: :#-,.[]{}'\"|>&*!%@?_é\n\t~：\u3000") | st.characters(), max_size=12), st.booleans()
)
def test_whatever_a_value_is_it_is_read_alike(value: str, listed: bool) -> None:
    assert_same(f"title: [a{value}]\nimpact: minor" if listed else f"title: a{value}\nimpact: minor")


def test_a_report_is_read_without_importing_yaml() -> None:
    program = (
        "import sys; from tests.read.reading import read; from tests.texts import INCIDENT\n"
        "print(read(INCIDENT)[1], 'yaml' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "() False"
