"""The whole way, from texts to a folder: the same bytes wherever and however often, and no more work than what changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from generator import version
from generator.build import build
from generator.decide import Archive, check, decide
from generator.memory import Memory
from generator.problem import Unusable
from generator.publish import Refused, claim, release
from generator.read import read
from generator.render import Theme, render
from tests.publish.sites import MARKER, bare_folders, seen, snapshot
from tests.texts import INCIDENT, NOW, SITE, lay

MAINTENANCE = """\
---
title: Database upgrade
scheduled_for: 2026-11-22 10:00 UTC
scheduled_until: 2026-11-22 12:00 UTC
components: [website]
---

## Scheduled — 2026-11-19 10:00 UTC

Grüße — the site will be slow.
"""

NOTICE = """\
---
title: New terms
kind: notice
published: 2026-11-18 10:00 UTC
---

We have **new** terms.
"""

TEXTS = {
    "incidents/2026-11-20-api.md": INCIDENT,
    "incidents/2026-11-02-old.md": INCIDENT.replace("2026-11-20", "2026-11-02") + "\n## Resolved — 16:00\n",
    "incidents/later/2026-11-22-upgrade.md": MAINTENANCE,
    "incidents/2026-11-18-terms.md": NOTICE,
    "incidents/2026-11-19-broken.md": "---\ntitle: [what\n---\n\n## Investigating — sometime\n",
}

RUN = """
import sys
from datetime import datetime
from pathlib import Path
from generator.build import build
build(Path(sys.argv[1]), Path(sys.argv[1]) / "public", now=datetime.fromisoformat(sys.argv[2]))
"""


def built(root: Path, **environment: str) -> dict[str, bytes]:
    """What a process of its own, in that environment, makes of the site in `root`."""
    subprocess.run(
        [sys.executable, "-c", RUN, str(root), NOW.isoformat()], check=True, env={**os.environ, **environment}
    )
    return seen(root / "public") | {MARKER: (root / "public" / MARKER).read_bytes()}


def clean(texts: Mapping[str, str | bytes], folder: Path) -> dict[str, bytes]:
    """What a first build makes of `texts` in a new place."""
    build(lay(folder, texts), folder / "public", now=NOW)
    found = seen(folder / "public")
    shutil.rmtree(folder)
    return found


def test_the_same_texts_give_the_same_bytes_wherever_and_in_whatever_order(tmp_path: Path) -> None:
    environments = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONHASHSEED": "77"},
    ]
    sites = []
    for index, environment in enumerate(environments):
        texts = list(TEXTS.items())
        Random(index).shuffle(texts)  # the order they are made in is the order most file systems list them in
        sites.append(built(lay(tmp_path / f"site {index}", dict(texts)), **environment))
    assert sites[0] == sites[1] == sites[2]
    assert len(sites[0]) > 10


def test_the_same_moment_again_touches_nothing(tmp_path: Path) -> None:
    lay(tmp_path, TEXTS)
    build(tmp_path, tmp_path / "public", now=NOW)
    before = snapshot(tmp_path / "public")
    changes = build(tmp_path, tmp_path / "public", now=NOW).changes
    assert (changes.made, changes.written, changes.removed) == (0, 0, 0)
    assert snapshot(tmp_path / "public") == before


def test_a_later_moment_in_which_nothing_happened_changes_the_heartbeat_alone(tmp_path: Path) -> None:
    lay(tmp_path, TEXTS)
    build(tmp_path, tmp_path / "public", now=NOW)
    before = json.loads((tmp_path / "public/api/heartbeat.json").read_bytes())
    changes = build(tmp_path, tmp_path / "public", now=NOW + timedelta(seconds=5)).changes
    assert changes.changed == ("api/heartbeat.json",)
    after = json.loads((tmp_path / "public/api/heartbeat.json").read_bytes())
    assert {key for key in before if before[key] != after[key]} == {"built_at"}


def test_where_news_are_sent_and_comments_are_no_reason_to_make_a_page_again(tmp_path: Path) -> None:
    root = lay(tmp_path, TEXTS)
    build(root, root / "public", now=NOW)
    more = "# a comment\npublish: [s3://example]\nannounce: [{name: team, to: discord, url: '$TEAM'}]\n"
    (root / "site.yaml").write_text(SITE + more, encoding="utf-8")
    built = build(root, root / "public", now=NOW)
    assert (built.changes.made, built.changes.written) == (0, 0)


def test_a_changed_report_rewrites_only_the_pages_that_show_it(tmp_path: Path) -> None:
    lay(tmp_path, TEXTS)
    build(tmp_path, tmp_path / "public", now=NOW)
    lay(tmp_path, {"incidents/2026-11-18-terms.md": NOTICE.replace("new", "newer")})
    changed = build(tmp_path, tmp_path / "public", now=NOW).changes.changed
    assert "incidents/2026-11-18-terms/index.html" in changed
    assert not any("2026-11-02-old" in path or "components/" in path for path in changed), changed


@pytest.mark.parametrize("seed", range(4))
def test_incremental_equals_full_through_random_edits(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    texts: dict[str, str | bytes] = {**TEXTS, "site.yaml": SITE}
    root = lay(tmp_path / "site", texts)
    build(root, root / "public", now=NOW)
    for turn in range(5):
        path = random.choice(sorted(texts))
        match random.randrange(5):
            case 0 if path != "site.yaml":
                del texts[path]
                (root / path).unlink()
            case 1:
                texts[f"incidents/2026-10-{random.randrange(10, 30)}-new.md"] = INCIDENT.replace("11-20", "10-01")
            case 2:
                texts["site.yaml"] = SITE.replace("Example Cloud", f"Example {turn}")
            case 3 if path != "site.yaml":
                data = bytearray((root / path).read_bytes())
                data[random.randrange(len(data))] = random.randrange(256)
                texts[path] = bytes(data)
            case _:
                texts["incidents/2026-11-20-api.md"] = f"{INCIDENT}\n## Monitoring — 14:4{turn}\n\nTurn {turn}.\n"
        build(lay(root, texts), root / "public", now=NOW)
        assert seen(root / "public") == clean(texts, tmp_path / "clean")
        assert bare_folders(root / "public") == set()


def test_without_what_was_remembered_the_bytes_are_the_same(tmp_path: Path) -> None:
    lay(tmp_path, TEXTS)
    build(tmp_path, tmp_path / "public", now=NOW)
    before = seen(tmp_path / "public")
    shutil.rmtree(tmp_path / ".upside")
    changes = build(tmp_path, tmp_path / "public", now=NOW).changes
    assert changes.written == 0
    assert seen(tmp_path / "public") == before


def test_where_nothing_can_be_built_what_was_published_stands(tmp_path: Path) -> None:
    lay(tmp_path, TEXTS)
    build(tmp_path, tmp_path / "public", now=NOW)
    before = snapshot(tmp_path / "public")
    (tmp_path / "site.yaml").write_text("")
    with pytest.raises(Unusable):
        build(tmp_path, tmp_path / "public", now=NOW)
    lay(tmp_path, {"theme/templates/index.html": "{% extends 'default/index.html' %}{% block nothing"})
    with pytest.raises(Unusable):
        build(tmp_path, tmp_path / "public", now=NOW)
    assert snapshot(tmp_path / "public") == before


@pytest.mark.parametrize("changed", [False, True])
def test_words_that_are_lost_while_pages_are_made_are_read_again_or_stop_the_build(
    changed: bool, tmp_path: Path
) -> None:
    folder, old = tmp_path / "public", tmp_path / "incidents/2026-11-02-old.md"
    lay(tmp_path, TEXTS)
    for _ in range(2):  # by then it is remembered that the old incident is settled, and nobody asks what was said
        build(tmp_path, folder, now=NOW)
    before = snapshot(folder)
    lay(tmp_path, {"theme/templates/incident.html": "{% extends 'default/incident.html' %}"})
    memory = Memory(tmp_path / ".upside", version.program())
    with claim(folder, memory) as place:
        source = read(tmp_path, memory)
        archive = Archive.of(source.site, memory)
        check(source, now=NOW, archive=archive)
        board = decide(source, now=NOW, archive=archive)
        memory.save()
        (tmp_path / ".upside/memory.sqlite").unlink()
        if changed:
            old.write_text(old.read_text().replace("Requests", "Some requests"))
            with pytest.raises(Unusable, match="2026-11-02-old"):
                release(render(board, Theme.of(tmp_path), memory), place, memory)
            assert snapshot(folder) == before
        else:
            release(render(board, Theme.of(tmp_path), memory), place, memory)
    build(tmp_path, folder, now=NOW)
    fresh = lay(tmp_path / "fresh", {})
    for name in ("incidents", "theme"):
        shutil.copytree(tmp_path / name, fresh / name)
    build(fresh, fresh / "public", now=NOW)
    assert seen(folder) == seen(fresh / "public")


@pytest.mark.parametrize("folder", [".", "..", "incidents", "incidents/public", "theme"])
def test_a_site_is_never_built_over_what_it_is_made_from(tmp_path: Path, folder: str) -> None:
    root = lay(tmp_path / "site", TEXTS)
    before = snapshot(root / "incidents")
    with pytest.raises(Refused):
        build(root, root / folder, now=NOW)
    assert snapshot(root / "incidents") == before
    assert sorted(path.name for path in root.iterdir() if path.name != ".upside") == ["incidents", "site.yaml"]


def test_what_nobody_has_put_into_words_is_dated_anew_once_the_day_of_its_file_has_come(tmp_path: Path) -> None:
    quiet = INCIDENT.replace("2026-11-20", "2026-11-23")
    lay(tmp_path / "site", {"site.yaml": SITE, "incidents/2026-11-22-api.md": quiet})
    lay(tmp_path / "fresh", {"site.yaml": SITE, "incidents/2026-11-22-api.md": quiet})
    for now in (NOW.replace(day=21), NOW.replace(day=22)):
        build(tmp_path / "site", tmp_path / "site/public", now=now)
    build(tmp_path / "fresh", tmp_path / "fresh/public", now=now)
    assert seen(tmp_path / "site/public") == seen(tmp_path / "fresh/public")
