from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Upside

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", ["incident", "site"])
def test_a_schema_is_json_schema(upside: Upside, kind: str) -> None:
    said = upside("schema", kind)
    assert (said.status, said.err) == (0, "")
    assert json.loads(said.out)["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("kind", ["incident", "site"])
def test_the_schemas_of_this_repository_are_those_of_its_program(upside: Upside, kind: str) -> None:
    kept = (REPOSITORY / ".schema" / f"{kind}.json").read_text(encoding="utf-8")
    assert kept == upside("schema", kind).out, f"bring it up to date: upside schema {kind} > .schema/{kind}.json"
