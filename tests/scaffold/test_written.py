from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.scaffold import one_line, written

PRINTABLE = st.text(st.characters(codec="utf-8"), max_size=60)


@given(PRINTABLE)
@example("Outage: API")
@example("API #2 down")
@example('He said "no"')
@example("It's down")
@example("no")
@example("012")
@example("{{ x }}")
@example("- x")
@example("ends with a colon:")
@example("\N{ESCAPE}[31m and \x85 and \u2028")
@example("🔥 on fire")
def test_a_value_reads_back_as_itself_in_another_program(value: str) -> None:
    line = f"title: {written(value)}\nimpact: minor\n"
    assert yaml.safe_load(line) == {"title": value, "impact": "minor"}
    assert yaml.safe_load(f"components: {{{written(value)}: minor, b: c}}") == {
        "components": {value: "minor", "b": "c"}
    }


@given(PRINTABLE)
def test_a_value_stands_on_one_line(value: str) -> None:
    assert len(written(value).splitlines()) <= 1


@pytest.mark.parametrize(
    "value", ["Elevated error rates on the API", "Tickets (by mail) are late", "Störung der Anmeldung"]
)
def test_harmless_words_need_no_quotes(value: str) -> None:
    assert written(value) == value


def test_line_ends_in_a_title_become_blanks() -> None:
    assert one_line(" Elevated\r\n error \t rates ") == "Elevated error rates"
