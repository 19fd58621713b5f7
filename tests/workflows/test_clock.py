"""The clock publishes when the page that is live says that something is due, or when nobody can tell; else it costs next to nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.publish.announcing.servers import hooks
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


LATE = """\
---
title: Slow answers
impact: minor
components: [api]
started: {day} 00:00 UTC
---

## Investigating — {day} 00:05 UTC {{next={day}T00:20Z}}

We look.
"""


def test_operators_are_reminded_once_even_where_nothing_is_due(github: GitHub) -> None:
    """The new outlet is told only what is younger than an hour, so it is made known first."""
    with hooks() as told:
        outlet = f"announce:\n  - {{name: Duty, url: '{told.address('duty')}', audience: operators}}\n"
        with github.checked_out() as clone:
            site = (clone / "site.yaml").read_text(encoding="utf-8")
        github.commit({"site.yaml": site + outlet})
        live(github, heartbeat(timedelta(hours=1)))
        with github.checked_out() as clone:
            path = ".github/workflows/clock.yml"
            clock = (clone / path).read_text(encoding="utf-8")
        assert 'REMIND: "false"' in clock, "upside workflows fills it from site.yaml"
        github.commit({path: clock.replace('REMIND: "false"', 'REMIND: "true"')})
        first = github.run("clock")
        assert (first.conclusion, list(first.jobs)) == ("success", ["look", "remind"]), first.log
        day = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
        github.commit({f"incidents/{day}-slow.md": LATE.format(day=day)})
        for _ in range(2):
            run = github.run("clock")
            assert (run.conclusion, list(run.jobs)) == ("success", ["look", "remind"]), run.log
        assert [title for title in told.titles("duty") if "Slow answers" in title] == [
            "Example Cloud – late: Slow answers"
        ]
        assert not github.deployed


def test_operators_are_reminded_even_where_publishing_failed(github: GitHub) -> None:
    live(github, heartbeat(timedelta(minutes=-1)))
    with github.checked_out() as clone:
        path = ".github/workflows/clock.yml"
        clock = (clone / path).read_text(encoding="utf-8")
    github.commit({path: clock.replace('REMIND: "false"', 'REMIND: "true"')})
    github.pages_down = True
    run = github.run("clock")
    assert (run.conclusion, run.jobs["remind"].conclusion) == ("failure", "success"), run.log
    assert "Nobody to tell" in run.jobs["remind"].log


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
