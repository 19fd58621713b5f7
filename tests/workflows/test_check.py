"""A pull request hears what is wrong, on the lines that are, and gets the page to look at."""

from __future__ import annotations

from tests.workflows.github import GitHub
from tests.workflows.test_publish import BROKEN


def test_a_good_change_passes_and_links_the_page_as_it_would_be(github: GitHub) -> None:
    run = github.run("check")
    assert run.conclusion == "success", run.log
    assert "(https://github.com/o/r/actions/runs/1/artifacts/preview)" in run.jobs["check"].summary
    assert (github.folder / "artifacts/preview/index.html").exists()
    assert github.deployed == []


def test_a_bad_change_is_annotated_once_and_fails_with_its_preview(github: GitHub) -> None:
    github.commit({"incidents/2026-11-20-broken.md": BROKEN})
    run = github.run("check")
    assert run.conclusion == "failure"
    assert run.jobs["check"].log.count("::error file=incidents/2026-11-20-broken.md,line=3,col=9,") == 1
    assert (github.folder / "artifacts/preview/index.html").exists()


def test_where_nothing_can_be_built_it_fails_and_says_why(github: GitHub) -> None:
    github.commit({"site.yaml": "name: [\n"})
    run = github.run("check")
    assert run.conclusion == "failure"
    assert "::error file=site.yaml,line=" in run.log
    assert not (github.folder / "artifacts").exists()


def test_a_form_that_does_not_know_a_component_fails_at_its_line(github: GitHub) -> None:
    with github.checked_out() as clone:
        site = (clone / "site.yaml").read_text(encoding="utf-8")
        form = (clone / ".github/workflows/incident.yml").read_text(encoding="utf-8").splitlines()
    github.commit({"site.yaml": site.replace("  - {id: website", "  - {id: mail, name: Mail}\n  - {id: website")})
    run = github.run("check")
    line = form.index("          # <components>") + 1
    assert run.conclusion == "failure"
    assert f"::warning file=.github/workflows/incident.yml,line={line}," in run.log
