"""The clock publishes when the page that is live says that something is due, or when nobody can tell; else it costs next to nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.workflows.github import GitHub


def live(github: GitHub, says: str) -> None:
    """Show `says` as the heartbeat of the page that is live, and let the clock look there."""
    (github.pages / "api").mkdir(parents=True, exist_ok=True)
    (github.pages / "api/heartbeat.json").write_text(says)
    with github.checked_out() as clone:
        clock = (clone / ".github/workflows/clock.yml").read_text(encoding="utf-8")
    assert "https://status.example.com/api/heartbeat.json" in clock, "filled from site.yaml"
    github.commit({".github/workflows/clock.yml": clock.replace("https://status.example.com/", github.address)})


def heartbeat(ahead: timedelta) -> str:
    """A heartbeat whose next change is `ahead` of now."""
    at = datetime.now(UTC) + ahead
    return json.dumps({"built_at": "2026-11-20T15:00:00Z", "next_change": f"{at:%Y-%m-%dT%H:%M:%SZ}"})


def test_nothing_is_built_while_nothing_is_due(github: GitHub) -> None:
    live(github, heartbeat(timedelta(hours=1)))
    run = github.run("clock")
    assert (run.conclusion, list(run.jobs)) == ("success", ["look"]), run.log
    assert run.jobs["look"].ran == ["Look"], "no checkout, nothing installed"


def test_what_is_due_is_published(github: GitHub) -> None:
    live(github, heartbeat(timedelta(minutes=-1)))
    run = github.run("clock")
    assert (run.conclusion, list(run.jobs)[:2]) == ("success", ["look", "publish / publish"]), run.log
    assert github.deployed


UNREADABLE = (
    *("", "{}", "[1]", "<html>", '{"next_change": null}'),
    *('{"next_change": "soon"}', '{"next_change": "$(touch PWNED)"}', '{"next_change": "--help"}'),
)


def test_what_cannot_be_read_counts_as_due(github: GitHub) -> None:
    live(github, "")
    for says in UNREADABLE:
        (github.pages / "api/heartbeat.json").write_text(says)
        look = github.run("clock", only="look").jobs["look"]
        assert (look.conclusion, look.outputs["due"]) == ("success", "true"), (says, look.log)
    assert not list(github.folder.rglob("PWNED"))


def test_a_page_that_was_never_published_is_due(github: GitHub) -> None:
    live(github, "")
    (github.pages / "api/heartbeat.json").unlink()
    assert github.run("clock", only="look").jobs["look"].outputs["due"] == "true"
