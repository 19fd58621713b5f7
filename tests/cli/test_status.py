from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Upside
from tests.texts import INCIDENT, SITE, lay

FILE = "incidents/2026-11-20-api.md"


def test_it_says_what_the_page_says(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("status")
    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Example Cloud: Minor Service Outage"
    assert "  Elevated error rates on the API" in lines
    said_last = lines.index("  Identified, November 20, 2026, 14:31 UTC")
    assert lines[said_last + 1] == "    A deploy broke the connection pool. We are rolling it back."
    assert "  Affected components: API (Partial outage), Dashboard (Partial outage)" in lines
    assert "  Next update by November 20, 2026, 15:30 UTC." in lines
    assert [line.split()[1:3] for line in lines if line.startswith("    API ")] == [["Partial", "outage"]]


def test_it_is_the_text_that_the_site_publishes(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    said = upside("status").out
    assert upside("build").status == 0
    assert (tmp_path / "public/status.txt").read_text() == said


def test_all_is_well_only_where_it_is(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert upside("status").out.startswith("Example Cloud: All Systems Operational\n")
    lay(tmp_path, {FILE: "nothing can be read of this\n"})
    said = upside("status")
    assert said.status == 1
    assert "All Systems Operational" not in said.out
    assert " Operational" not in said.out
    assert "A report that could not be read" in said.out
    assert "upside check" in said.err


def test_a_late_word_is_called_late(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    assert "is late." in upside("status", now="2026-11-20T15:31Z").out


def test_maintenance_and_notices_are_there_too(upside: Upside, tmp_path: Path) -> None:
    maintenance = (
        "---\ntitle: Upgrade\ncomponents: [api]\nscheduled_for: 2026-11-21 22:00 UTC\n"
        "scheduled_until: 2026-11-21 23:00 UTC\n---\n\n## Scheduled — 2026-11-19 09:00 UTC\n"
    )
    notice = "---\ntitle: New address\nkind: notice\npublished: 2026-11-20 09:00 UTC\n---\n\nWe move.\n"
    lay(tmp_path, {"incidents/2026-11-21-upgrade.md": maintenance, "incidents/2026-11-20-address.md": notice})
    said = upside("status")
    assert said.status == 0
    assert "  Upgrade\n  Scheduled · Planned from November 21, 2026, 22:00 UTC to 23:00 UTC\n" in said.out
    assert "https://status.example.com/incidents/2026-11-21-upgrade/" in said.out
    assert "Notices\n\n  New address\n" in said.out


def test_it_writes_no_site(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT})
    upside("status")
    assert not (tmp_path / "public").exists()


def test_it_speaks_the_sites_words(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": SITE, "theme/words/en.toml": '[headline]\noperational = "Fair winds"\n'})
    assert upside("status").out.startswith("Example Cloud: Fair winds\n")


def test_titles_do_not_steer_the_terminal(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT.replace("Elevated error rates on the API", '"\\e[2J gone"')})
    assert "\x1b" not in upside("status").out
