"""What is plain and right is fitted without pydantic: to the very same values, and only where pydantic would find nothing wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticUndefined

from generator.read import fields, nodes, schema, shapes, values
from generator.read.findings import Findings
from generator.read.fitted import Fitted
from generator.read.plain import fit
from generator.read.schema import Fields
from generator.read.shapes import Shape
from generator.read.updates import Kind
from generator.read.values import Context
from generator.read.vocabulary import word
from tests.examples import examples
from tests.read.test_properties import MAINTENANCE, NOTICE, PIECES, mutated
from tests.texts import INCIDENT, SITE, lay

BOTH: dict[str, tuple[Shape, type[Fields]]] = {
    **{str(kind): (shapes.REPORTS[kind], fields.REPORTS[kind]) for kind in Kind},
    "site": (shapes.SITE, schema.SiteFields),
}
INNER = [
    (shapes.COMPONENT, schema.ComponentFields),
    (shapes.CHANNEL, schema.ChannelFields),
    (shapes.OUTLET, schema.OutletFields),
    (shapes.TERMS, schema.TermFields),
    (shapes.PROMISES, schema.PromiseFields),
]


def front(text: str) -> str:
    return text.split("---\n")[1]


EVERY_KEY = {
    "incident": front(INCIDENT)
    + """\
kind: incident
detected: 2026-11-20T14:05:00+01:00
causes: [configuration change, capacity]
technologies: PostgreSQL, nginx
lessons: []
review: {five_whys: a single cause, affected: said above}
""",
    "maintenance": front(MAINTENANCE)
    + "kind: maintenance\naffected: |\n  Nobody.\n  Really.\ncompletes: automatically\n",
    "notice": front(NOTICE),
    "site": SITE.replace("name: Website}", "name: Website, description: All of it, since: 2026-01-01}")
    + """\
language: de_CH
description: How it is
home: https://example.com
security: mailto:security@example.com
hub: https://hub.example.com/
publish: ["s3://example-status", git]
channels: [{name: Phone, url: "tel:+49301234"}]
promises:
  first_update: 15 minutes
  updates_every: never
  postmortem: 5 days
  since: 2026-01-01
  none: {postmortem: never}
  minor: {updates_every: 1 day}
  major: {}
  critical: {first_update: 5 minutes, updates_every: 30 minutes, postmortem: 2 days}
announce:
  - {name: Team, url: "${TEAM_CHAT_URL}"}
  - {name: Mail, url: "${MAIL}", minimum_impact: major, components: [api], about: [incidents], audience: operators}
""",
}
"""A mapping of each kind in which every key stands, rightly."""


def plainly(name: str, text: str) -> tuple[Fitted[Any] | None, Fitted[Any], Findings]:
    """`text` fitted without pydantic, if it can be, and with it, and what was found wrong then."""
    shape, model = BOTH[name]
    document = nodes.parse(text, 1, Findings("x"))
    root = document.root if isinstance(document.root, nodes.Mapping) else nodes.Mapping((), 1, 1)
    findings = Findings("x")
    context = Context(ZoneInfo("Europe/Berlin"))
    fitted = fit(shape, root, context)
    assert not context.warnings
    return fitted, fields.Fitter(document, 1, context, findings).fit(model, root), findings


def told(values: Any) -> Any:
    """Values of either side, so that they can be compared: what each key says, and which of them stand there."""
    if isinstance(values, list):
        return [told(each) for each in values]
    if isinstance(values, shapes.Values):
        said = {name: told(value) for name, value in vars(values).items() if name != "model_fields_set"}
        return said, set(values.model_fields_set)
    if isinstance(values, Fields):
        return {name: told(getattr(values, name)) for name in type(values).model_fields}, values.model_fields_set
    return type(values), values


def assert_same(name: str, text: str) -> bool:
    """Whether it was plain; if so, pydantic says the same."""
    plain, fitted, findings = plainly(name, text)
    if plain is None:
        return False
    assert told(plain.values) == told(fitted.values)
    assert (plain.spot, plain.lost, plain.cut) == (fitted.spot, fitted.lost, fitted.cut)
    assert not findings.problems
    return True


@pytest.mark.parametrize("name", BOTH)
def test_every_key_can_be_plain(name: str) -> None:
    assert assert_same(name, EVERY_KEY[name])
    plain, _, _ = plainly(name, EVERY_KEY[name])
    assert plain is not None
    assert plain.values.model_fields_set | {"timezone"} >= BOTH[name][0].readers.keys()


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    "wrong", ["nonsense: x", "Title: x", "title: y", "name: y", "url: z", '"": x', "kind: Incident"]
)
def test_a_line_too_many_is_not_plain(name: str, wrong: str) -> None:
    assert not assert_same(name, f"{EVERY_KEY[name]}{wrong}\n")


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, text in EVERY_KEY.items() for line in text.splitlines() if ":" in line]
)
def test_a_line_too_few_or_without_its_value_is_fitted_alike(name: str, line: str) -> None:
    assert_same(name, EVERY_KEY[name].replace(line + "\n", ""))
    assert_same(name, EVERY_KEY[name].replace(line, line.partition(":")[0] + ":"))
    assert_same(name, EVERY_KEY[name].replace(line, line.partition(":")[0] + ": [a, {b: c}]"))
    assert_same(name, EVERY_KEY[name].replace(line, line.partition(":")[0] + ": {b: c}"))


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("incident", "impact: major", "impact: Major"),
        ("incident", "components: [api, dashboard]", "components: {Title: down}"),
        ("incident", "components: [api, dashboard]", "components: {api: down, api: up}"),
        ("incident", "affected: said above", "Affected: said above"),
        ("incident", "detected: 2026-11-20T14:05:00+01:00", "detected: 2026-11-20"),
        ("incident", "started: 2026-11-20 14:02 UTC", "started: 14:02"),
        ("incident", "title: Elevated error rates on the API", "title: [x]"),
        ("incident", "title: Elevated error rates on the API", "title: ' '"),
        ("maintenance", "completes: automatically", "completes: by itself"),
        ("maintenance", "repeats: FREQ=WEEKLY;BYDAY=FR;COUNT=4", "repeats: every friday"),
        ("notice", "until: 2026-11-27", "until: soon"),
        ("site", "hub: https://hub.example.com/", "hub: mailto:hub@example.com"),
        ("site", "{name: Phone, url: ", "{url: "),
        ("site", "{id: api, name: API", "{name: API"),
        ("site", "since: 2026-01-01}", "since: {}}"),
        ("site", "minimum_impact: major", "minimum_impact: MAJOR"),
        ("site", "about: [incidents]", "about: incidents"),
        ("site", "timezone: UTC", "timezone: Berlin"),
        ("site", "url: https://status.example.com", "url: http://status.example.com"),
        ("site", "minor: {updates_every: 1 day}", "minor: {since: 2026-01-01}"),
    ],
)
def test_what_pydantic_has_something_to_say_about_is_not_plain(name: str, right: str, wrong: str) -> None:
    assert EVERY_KEY[name].count(right) == 1
    assert not assert_same(name, EVERY_KEY[name].replace(right, wrong))
    _, _, findings = plainly(name, EVERY_KEY[name].replace(right, wrong))
    assert findings.problems


@pytest.mark.parametrize("longest", [values.LONGEST_TITLE, values.LONGEST_PROSE])
def test_a_text_is_plain_up_to_its_greatest_length(longest: int) -> None:
    key = "title" if longest == values.LONGEST_TITLE else "affected"
    text = {"title": "x", "impact": "minor"}
    for length, plain in ((longest, True), (longest + 1, False)):
        lines = {**text, key: "é" * length}
        assert assert_same("incident", "".join(f"{name}: {value}\n" for name, value in lines.items())) is plain


@settings(max_examples=examples(400), deadline=None)
@given(st.data(), st.sampled_from(sorted(BOTH)))
def test_what_is_plain_is_what_pydantic_makes_of_it(data: st.DataObject, name: str) -> None:
    assert_same(name, data.draw(mutated((EVERY_KEY[name],))))


ALONE = {
    "incident": ("title: x\nimpact: minor\n", ("affected", "started", "completes", "components", "causes", "review")),
    "maintenance": (
        "title: x\nscheduled_for: 2026-11-20 22:00\nscheduled_until: 2026-11-20 23:00\n",
        ("kind", "repeats", "completes"),
    ),
    "notice": ("title: x\n", ("published", "until")),
    "site": (
        "name: x\nurl: https://example.com\n",
        ("timezone", "language", "description", "home", "authority", "hub", "promises", "publish", "components"),
    ),
}
"""A mapping of each kind, and keys that it may have besides."""
NEAR = [
    "\x1c",
    "\x85",
    "\u2028",
    "\u3000",
    "\ufeff",
    "FREQ=DAILY",
    "freq=daily",
    "Never",
    "never",
    "2026-11-20",
    "10:00",
    "UTC",
    "de",
]


@settings(max_examples=examples(400), deadline=None)
@given(
    st.sampled_from([(name, key) for name, (_, keys) in ALONE.items() for key in keys]),
    st.lists(st.sampled_from(NEAR) | st.sampled_from(PIECES) | st.text(max_size=3), max_size=3),
    st.sampled_from(["{}", "[{}]", "{{{}: a}}", "[a, {}]"]),
)
@example(("incident", "affected"), ["x", "\x1f"], "{}")
@example(("incident", "affected"), ["\u3000", "x", "\x85"], "{}")
@example(("incident", "affected"), ["\ud800"], "{}")
def test_whatever_a_value_is_it_is_fitted_alike(at: tuple[str, str], value: list[str], around: str) -> None:
    """Quoted, so that whatever it is gets to the fields as it is."""
    name, key = at
    quoted = '"' + "".join(f"\\U{ord(each):08X}" for each in "".join(value)) + '"'
    assert_same(name, f"{ALONE[name][0]}{key}: {around.format(quoted)}\n")


@pytest.mark.parametrize(("shape", "model"), [*BOTH.values(), *INNER])
def test_the_keys_are_those_of_the_schema(shape: Shape, model: type[Fields]) -> None:
    every = model.model_fields
    assert set(shape.readers) == set(every)
    assert all(word(name) == name for name in every)
    demanded = [name for name, field in every.items() if field.is_required()]
    assert list(shape.required) == list(model.REQUIRED) + [name for name in demanded if name not in model.REQUIRED]
    said = {name: field.default for name, field in every.items() if field.default is not PydanticUndefined}
    assert {name: shape.defaults.get(name) for name in said} == said


def test_the_names_of_keys_are_those_of_the_schema() -> None:
    assert shapes.KNOWN == fields.KNOWN


PROGRAM = """
import sys
from pathlib import Path
from generator.memory import Memory
from generator.read import read

source = read(Path(sys.argv[1]), Memory(None))
print(len(source.incidents), len(source.maintenances), len(source.notices), len(source.problems), 'pydantic' in sys.modules)
"""


@pytest.mark.parametrize(("added", "said"), [("", "1 1 1 0 False"), ("Impact: major\n", "1 1 1 1 True")])
def test_an_archive_of_plain_files_is_read_without_pydantic(added: str, said: str, tmp_path: Path) -> None:
    texts = {name: f"---\n{lines}---\n" for name, lines in EVERY_KEY.items()}
    heading = "\n## Investigating — 2026-11-20 14:10 UTC\n\nWords.\n"
    incident = texts["incident"].replace("impact: major\n", added or "impact: major\n") + heading
    lay(
        tmp_path,
        {
            "site.yaml": EVERY_KEY["site"],
            "incidents/2026-11-20-a.md": incident,
            "incidents/2026-11-20-b.md": MAINTENANCE,
            "incidents/2026-11-20-c.md": NOTICE,
        },
    )
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    folder = Path(__file__).parents[2]
    assert subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip() == said
