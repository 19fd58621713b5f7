"""A folder to a source: what was read once is not parsed again, and two files never share an id."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.memory import Memory
from generator.model import Source
from generator.read import incident_schema, read, site_schema
from tests.texts import INCIDENT, SITE, lay

FILES = {
    "incidents/2026-11-20-a.md": INCIDENT,
    "incidents/2026-11-20-b.md": "no front matter",
    "incidents/2026-11-21-c.md": "---\ntitle: x\npublished: 2026-11-20\n---\nHello",
    "incidents/2026-11-22-d.md": "---\ntitle: x\nscheduled_for: 2026-11-20 22:00\nscheduled_until: 2026-11-20 23:00\n---\n"
    "\n## Scheduled — 10:00\n",
}


def reading(root: Path, memory: Memory | None = None) -> Source:
    return read(root, memory or Memory(None))


def test_every_kind_stands_in_its_place(tmp_path: Path) -> None:
    source = reading(lay(tmp_path, FILES))
    assert [each.id for each in source.incidents] == ["2026-11-20-a", "2026-11-20-b"]
    assert [each.id for each in source.notices] == ["2026-11-21-c"]
    assert [each.id for each in source.maintenances] == ["2026-11-22-d"]
    assert {each.place.file for each in source.problems} == {"incidents/2026-11-20-b.md"}


def test_what_is_remembered_is_what_was_read(tmp_path: Path) -> None:
    root = lay(tmp_path, FILES)
    memory = Memory(tmp_path / ".upside", "1")
    fresh = reading(root, memory)
    memory.save()
    again = Memory(tmp_path / ".upside", "1")
    assert reading(root, again) == fresh == reading(root)
    assert [len(again.recall_all(room)) for room in ("site", "read", "words")] == [1, len(FILES), 2]


def test_what_no_file_needs_any_more_is_forgotten(tmp_path: Path) -> None:
    root = lay(tmp_path, FILES)
    memory = Memory(tmp_path / ".upside", "1")
    reading(root, memory)
    memory.save()
    lay(tmp_path, {"site.yaml": SITE + "\n# A remark.\n"})
    lay(tmp_path, {"incidents/2026-11-20-a.md": INCIDENT + "\n## Resolved — 15:40\n"})
    (tmp_path / "incidents/2026-11-20-b.md").unlink()
    reading(root, memory)
    memory.save()
    again = Memory(tmp_path / ".upside", "1")
    assert [len(again.recall_all(room)) for room in ("site", "read", "words")] == [1, len(FILES) - 1, 2]


def test_a_new_zone_or_component_reads_every_report_again(tmp_path: Path) -> None:
    memory = Memory(None)
    before = reading(lay(tmp_path, {"incidents/2026-11-20-a.md": INCIDENT.replace(" UTC", "")}), memory)
    after = reading(lay(tmp_path, {"site.yaml": SITE.replace("UTC", "Asia/Tokyo")}), memory)
    assert before.incidents[0].started == datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
    assert after.incidents[0].started == datetime(2026, 11, 20, 5, 2, tzinfo=UTC)
    assert before.incidents[0].digest != after.incidents[0].digest


@pytest.mark.parametrize("damage", [b"", b"[", b"[1]", b'["i"]', b"null", b'{"a": 1}', b"\xff"])
def test_a_damaged_memory_is_not_believed(damage: bytes, tmp_path: Path) -> None:
    root = lay(tmp_path, FILES)
    memory = Memory(None)
    fresh = reading(root, memory)
    for room in ("site", "read", "words"):
        for key in memory.recall_all(room):
            memory.remember(room, key, damage)
    assert reading(root, memory) == fresh


def test_many_new_reports_are_read_in_order_whatever_the_number_of_cores(tmp_path: Path) -> None:
    files = {
        f"incidents/2026-11-20-r{number:03}.md": INCIDENT.replace("Elevated", f"{number}") for number in range(120)
    }
    source = reading(lay(tmp_path, files))
    assert [each.id for each in source.incidents] == [path[10:-3] for path in sorted(files)]
    assert [each.title.split()[0] for each in source.incidents] == [str(number) for number in range(120)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026/2026-11-20-x.md", "archive/2026-11-20-x.md"),
        ("2026-11-20-x.MD", "2026-11-20-x.md"),
        ("2026-11-20-X.md", "2026-11-20-x.md"),
        ("2026-11-20-e\u0301.md", "2026-11-20-\xe9.md"),
    ],
)
def test_two_files_of_one_name_are_both_kept_and_name_each_other(one: str, other: str, tmp_path: Path) -> None:
    source = reading(lay(tmp_path, {f"incidents/{one}": INCIDENT, f"incidents/{other}": INCIDENT}))
    assert len({each.id for each in source.incidents}) == len({each.digest for each in source.incidents}) == 2
    (twin,) = [each for each in source.problems if each.rule == "same-name"]
    assert twin.place.file == f"incidents/{max(one, other)}"
    assert f"incidents/{min(one, other)}" in twin.message


def test_the_first_of_two_twins_keeps_its_id(tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/a/2026-11-20-x.md": INCIDENT})
    alone = reading(tmp_path).incidents[0].id
    lay(tmp_path, {"incidents/b/2026-11-20-x.md": INCIDENT})
    assert reading(tmp_path).incidents[0].id == alone == "2026-11-20-x"


def test_a_report_of_unknown_start_began_when_the_site_did(tmp_path: Path) -> None:
    source = reading(lay(tmp_path, {"incidents/oops.md": "", "incidents/2026-11-20-a.md": INCIDENT}))
    oops = next(each for each in source.incidents if each.id == "oops")
    assert oops.started == datetime(2026, 1, 1, tzinfo=UTC)
    assert oops.any_component


def test_a_report_that_cannot_be_read_at_all_is_an_incident(tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents/2026-11-20-x.md").symlink_to("nowhere")
    (found,) = reading(tmp_path).incidents
    assert (found.id, found.damaged, found.any_component) == ("2026-11-20-x", True, True)
    assert found.impact.severity == 3


def test_a_build_that_remembers_everything_parses_nothing(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom generator.memory import Memory\nfrom generator.read import read\n"
        "memory = Memory(Path(sys.argv[1]) / '.upside', '1')\nread(Path(sys.argv[1]), memory)\nmemory.save()\n"
        "print(sorted({'yaml', 'pydantic'} & set(sys.modules)))"
    )
    lay(tmp_path, FILES)
    command = [sys.executable, "-c", program, str(tmp_path)]
    folder = Path(__file__).parents[2]
    said = [subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout for _ in range(2)]
    assert said == ["['pydantic', 'yaml']\n", "[]\n"]


def test_the_schemas_describe_every_key(tmp_path: Path) -> None:
    lay(tmp_path, {})
    kinds = incident_schema()["$defs"]
    told = {"title", "impact", "components", "started", "affected", "detected", "kind"}
    assert told | {"causes", "technologies", "lessons", "review"} == set(kinds["Incident"]["properties"])
    assert kinds["Incident"]["required"] == ["title", "impact"]
    assert kinds["Maintenance"]["required"] == ["title", "scheduled_for", "scheduled_until"]
    assert set(site_schema()["properties"]) >= {"name", "url", "components", "promises", "authority"}
    for described in (*kinds.values(), site_schema()):
        for name, field in described["properties"].items():
            assert field.get("description") or field.get("const") or name in ("url", "authority"), name
