"""Other hosts: published by the same run, beside Pages; neither stops the other, and what is announced stands somewhere."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.github import GitHub


def listing(github: GitHub, *targets: Path) -> None:
    """Let site.yaml list `targets`."""
    with github.checked_out() as clone:
        site = (clone / "site.yaml").read_text(encoding="utf-8")
    github.commit({"site.yaml": site + "publish:\n" + "".join(f"  - {target}\n" for target in targets)})


def test_a_host_that_is_dead_stops_neither_pages_nor_the_next_host(github: GitHub, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("no folder")
    listing(github, tmp_path / "blocked/site", tmp_path / "other")
    run = github.run("publish")
    assert run.conclusion == "failure"
    assert run.jobs["publish"].outputs["verified"] == "true"
    assert (run.jobs["elsewhere"].conclusion, run.jobs["elsewhere"].outputs["published"]) == ("failure", "")
    assert list((tmp_path / "other").rglob("index.html"))
    assert "announce" in run.jobs


def test_when_pages_is_dead_the_other_host_is_published_and_it_may_be_announced(github: GitHub, tmp_path: Path) -> None:
    listing(github, tmp_path / "other")
    github.pages_down = True
    run = github.run("publish")
    assert (run.conclusion, run.jobs["publish"].conclusion) == ("failure", "failure")
    assert run.jobs["elsewhere"].outputs["published"] == "true"
    assert list((tmp_path / "other").rglob("index.html"))
    assert "announce" in run.jobs


def test_what_stands_nowhere_is_not_announced(github: GitHub) -> None:
    github.pages_down = True
    run = github.run("publish")
    assert (run.conclusion, run.jobs["publish"].outputs["verified"]) == ("failure", "")
    assert "announce" not in run.jobs
    assert run.jobs["elsewhere"].ran == ["actions/checkout", "Is any listed?"], (
        "none is, so nothing is installed for it"
    )
