"""A push to main: built, deployed, fetched back; what could not be read is published around, and the run says so."""

from __future__ import annotations

from tests.workflows.github import GitHub

BROKEN = "---\ntitle: Broken\nimpact: purple\n---\n\n## Investigating — 2026-11-20 14:00 UTC\n\nWe look.\n"


def test_a_push_becomes_the_page_and_is_fetched_back(github: GitHub) -> None:
    with github.checked_out() as clone:
        site = (clone / "site.yaml").read_text(encoding="utf-8")
    github.commit({"site.yaml": site + "security: mailto:security@example.com\n"})
    github.runner.github["run_attempt"] = "2"
    run = github.run("publish")
    assert run.conclusion == "success", run.log
    job = run.jobs["publish"]
    assert job.outputs["verified"] == "true"
    assert f"{github.address} shows what was built." in job.log
    assert "Say whether everything could be read" not in job.ran
    for path in ("index.html", ".nojekyll", ".well-known/security.txt", "api/heartbeat.json"):
        assert (github.pages / path).exists(), path
    assert github.deployed == ["github-pages-2"], "a second try has an artifact of its own"


def test_what_cannot_be_read_is_published_around_and_the_run_fails(github: GitHub) -> None:
    github.commit({"incidents/2026-11-20-broken.md": BROKEN})
    run = github.run("publish")
    job = run.jobs["publish"]
    assert (run.conclusion, job.outputs["verified"]) == ("failure", "true")
    assert github.deployed == ["github-pages-1"]
    assert "::error file=incidents/2026-11-20-broken.md,line=3,col=9," in job.log
    assert job.ran[-1] == "Say whether everything could be read"
    assert "2026-11-20-broken" in (github.pages / "index.html").read_text(encoding="utf-8")


def test_where_nothing_can_be_built_nothing_is_published(github: GitHub) -> None:
    github.commit({"site.yaml": "name: [\n"})
    run = github.run("publish")
    assert run.conclusion == "failure"
    assert run.jobs["publish"].outputs["verified"] == ""
    assert "Upload" not in run.jobs["publish"].ran
    assert github.deployed == []
    assert "announce" not in run.jobs


def test_a_page_that_is_not_what_was_built_is_not_verified(github: GitHub) -> None:
    real = github.shims / "real-upside"
    github.instead("upside", f'if [ "$1" = verify ]; then set -- "$@" --patience=1s; fi; exec {real} "$@"')
    github.takes_nothing = True
    run = github.run("publish")
    assert (run.conclusion, run.jobs["publish"].outputs["verified"]) == ("failure", "")
    assert f"{github.address}api/heartbeat.json could not be fetched: the host answered 404" in run.jobs["publish"].log
