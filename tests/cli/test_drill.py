"""`upside drill` as a person has it: real targets, a real repository, killed, stopped, and without any network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from generator.publish.targets.drills import DRILLS
from generator.publish.targets.drills.place import MARK, Mark, mark_of
from tests.cli.conftest import Upside
from tests.cli.test_publish import INCIDENT
from tests.cli.test_publish import SMALL as SITE
from tests.cli.test_terminal import talk
from tests.publish.targets.behind_link.sshd import Sshd, sshd
from tests.publish.targets.drills.worlds import World
from tests.texts import lay

REPOSITORY = Path(__file__).parents[2]
READY = "Ready: every step went well at every target, and what the drill put there is gone."
AN_HOUR = timedelta(hours=1)
NOBODY = "ssh://127.0.0.1:1/srv/status"
"""Where nobody listens."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("ssh") / "sshd") as running:
        yield running


@pytest.fixture(autouse=True)
def site(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A site with an open incident, in the current folder."""
    request.getfixturevalue("upside")  # first: it has a current folder of its own
    root = lay(tmp_path / "site", {"site.yaml": SITE, "incidents/2026-11-20-api.md": INCIDENT})
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.setenv("HOME", str(tmp_path))
    return root


@pytest.fixture
def folder(tmp_path: Path) -> World:
    """One that is not there yet."""
    return World("folder", str(tmp_path / "status"), tmp_path / "status")


def drilling(*addresses: str, **more: str) -> subprocess.Popen[bytes]:
    """A drill as a process of its own."""
    command = [sys.executable, "-m", "generator", "drill", *addresses]
    scratch = {"TMPDIR": os.environ["HOME"]}  # what a killed one leaves goes with the test
    return subprocess.Popen(
        command, env={**os.environ, **scratch, **more}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


def files(folder: Path) -> Mapping[str, object]:
    return World("folder", str(folder), folder).everything()


@pytest.fixture
def repository(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site is one, of a person whom git knows."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    (site / ".gitignore").write_text("public/\n.upside/\n")
    git("init", "-q", "-b", "main")
    git("config", "user.useConfigOnly", "true")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.com")
    git("add", "-A")
    git("commit", "-qm", "one")
    return site


def test_the_night_is_rehearsed_at_every_target_and_nothing_that_is_live_changes(
    upside: Upside, folder: World, there: World, repository: Path
) -> None:
    worlds = [folder, there]
    lay(repository, {"site.yaml": SITE + "publish:\n" + "".join(f"  - {world.address}\n" for world in worlds)})
    git("commit", "-qam", "where to")
    assert upside("publish").status == 0
    before = [world.everything() for world in worlds]
    ours = files(repository)
    said = upside("drill")
    assert (said.status, said.err) == (0, "")
    assert [world.everything() for world in worlds] == before
    assert {path: told for path, told in files(repository).items() if "/.upside/" not in path} == {
        path: told for path, told in ours.items() if "/.upside/" not in path
    }
    assert said.out.endswith(f"{READY}\n")
    assert "upside new --title 'Drill: a rehearsal, nothing is wrong' --impact major --component api" in said.out
    assert "git commit -m 'Resolved: Drill: a rehearsal, nothing is wrong'" in said.out
    assert said.out.count("  upside publish  # to build it; ") == 3
    assert "Would have announced to: nobody. Nothing was sent." in said.out
    for world in worlds:
        assert said.out.count(f" s  {world.target.shown}\n") == 1


def test_it_needs_no_repository_and_leaves_no_folder_that_was_not_there(upside: Upside, folder: World) -> None:
    said = upside("drill", folder.address)
    assert (said.status, said.err) == (0, "")
    assert folder.everything() == {}
    assert "git" not in said.out
    assert f"upside publish {folder.address}" in said.out


def test_without_any_target_it_says_where_to_name_one(upside: Upside) -> None:
    said = upside("drill")
    assert said.status == 2
    assert "upside drill s3://example-status" in said.err


def test_a_dead_target_does_not_stop_the_others(upside: Upside, folder: World) -> None:
    said = upside("drill", NOBODY, folder.address)
    assert said.status == 3
    assert READY not in said.out
    assert said.err.startswith(f"{NOBODY}: failed: ")
    assert "takes no SSH connection" in said.err
    assert said.err.endswith("Not ready, for the reasons above.\n")
    assert folder.everything() == {}
    assert said.out.count(f" s  {folder.address}\n") == 1


def test_a_place_that_is_somebody_elses_would_be_refused(upside: Upside, folder: World) -> None:
    folder.put("precious.html", b"precious")
    before = folder.everything()
    said = upside("drill", folder.address)
    assert said.status == 2
    assert "holds files that were not put there" in said.err
    assert folder.everything() == before


def test_problems_of_the_site_are_told_and_stop_nothing(upside: Upside, folder: World, site: Path) -> None:
    lay(site, {"site.yaml": SITE, "incidents/2026-11-21-broken.md": "---\ntitle: [\n"})
    said = upside("drill", folder.address)
    assert said.status == 1
    assert READY in said.out
    assert "The site itself has" in said.out
    assert said.out.endswith("see: upside check\n")


def test_a_site_of_which_nothing_can_be_built_is_not_drilled(upside: Upside, folder: World, site: Path) -> None:
    lay(site, {"site.yaml": "timezone: Nowhere/Never\n"})
    assert upside("drill", folder.address).status == 2
    assert folder.everything() == {}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda: git("config", "--unset", "user.email"), "git does not know who you are"),
        (lambda: Path(".git/HEAD").write_text("nonsense"), "git does not answer in this folder"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_git_that_would_not_commit_makes_it_not_ready(
    upside: Upside, folder: World, spoil: Callable[[], object], words: str
) -> None:
    spoil()
    said = upside("drill", folder.address)
    assert said.status == 1
    assert f"On this machine: {words}" in said.err
    assert READY not in said.out
    assert folder.everything() == {}


def test_it_says_what_git_does_besides(upside: Upside, folder: World, repository: Path) -> None:
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch the-hook-ran\nexit 1\n")
    hook.chmod(0o755)
    git("config", "commit.gpgSign", "true")
    git("checkout", "-q", "--detach")
    said = upside("drill", folder.address)
    assert (said.status, said.err) == (0, "")
    assert "Note: git commit runs pre-commit here, which was not rehearsed" in said.out
    assert "Note: commits are signed here" in said.out
    assert "Note: no branch is checked out" in said.out
    assert not (repository / "the-hook-ran").exists()


def test_a_clone_that_is_behind_what_is_live_is_told_to_catch_up(
    upside: Upside, folder: World, repository: Path
) -> None:
    lay(repository, {"incidents/2026-11-20-web.md": INCIDENT})
    git("add", "-A")
    git("commit", "-qm", "two")
    assert upside("publish", folder.address).status == 0
    git("checkout", "-q", "HEAD~1")
    before = folder.everything()
    said = upside("drill", folder.address)
    assert said.status == 2
    assert "refused: what is live was made from commit" in said.err
    assert "Fetch it first:\n  git pull\n" in said.err
    assert folder.everything() == before
    git("branch", "-D", "main")
    git("reflog", "expire", "--expire=now", "--all")
    git("gc", "-q", "--prune=now")
    said = upside("drill", folder.address)
    assert (said.status, said.err) == (0, "")
    assert "which this clone does not know: git pull." in said.out


def test_a_target_that_would_refuse_in_the_night_refuses_the_drill(upside: Upside, folder: World) -> None:
    lay(Path(), {"incidents/2026-11-20-web.md": INCIDENT})
    assert upside("publish", folder.address, "--now", "2036-11-20T15:00Z").status == 0
    before = folder.everything()
    said = upside("drill", folder.address)
    assert said.status == 2
    assert (
        "refused: in the night `upside publish` would be refused here, for what is live was built as of 2036"
        in said.err
    )
    assert folder.everything() == before


def test_a_program_reads_it_too(upside: Upside, folder: World) -> None:
    said = upside("drill", folder.address, NOBODY, "--format", "json")
    assert (said.status, said.err) == (3, "")
    told = json.loads(said.out)
    assert told["ready"] is False
    assert [each["word"] for each in told["words"]] == ["First word", "Update", "Resolved"]
    good, dead = told["targets"]
    assert (good["target"], good["result"], dead["result"]) == (folder.address, "done", "failed")
    assert len(good["publishing"]) == len(good["checking"]) == 3
    assert good["keystroke_to_page"] > good["publishing"][0] > 0
    assert (good["left_at"], dead["keystroke_to_page"]) == ("", None)


def test_it_says_who_would_have_been_told_and_tells_nobody(
    upside: Upside, folder: World, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlets = (
        "announce:\n  - {name: Team chat, url: '${TEAM_CHAT_URL}'}\n"
        "  - {name: Notices only, url: '${TEAM_CHAT_URL}', about: [notices]}\n"
    )
    lay(site, {"site.yaml": SITE + outlets})
    monkeypatch.delenv("TEAM_CHAT_URL", raising=False)
    said = upside("drill", folder.address)
    assert said.status == 0
    assert "Would have announced to: Team chat. Nothing was sent." in said.out
    assert "Note: Team chat could not be told from this machine: TEAM_CHAT_URL is not set." in said.out
    assert not (site / ".upside/announced.json").exists()


UPDATE, REMOVAL = 8, 14
"""At which conversation a drill publishes its second word, and begins to remove its place: two look, one begins, one sends the page as it was,
and three send and check each word."""


def ssh_that(server: Sshd, folder: Path, does: str, at: str) -> str:
    """An ssh that does something else too when the number of the conversation it is started for is `at`, such as `-eq 3`."""
    script = folder / "ssh"
    script.write_text(
        f"#!/bin/sh\ncase $* in *'exec sh') echo >>{folder}/asked; "
        f'[ "$(wc -l <{folder}/asked)" {at} ] && {does};; esac\nexec {server.command} "$@"\n'
    )
    script.chmod(0o755)
    return str(script)


@pytest.fixture
def there(server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A folder at the other end of SSH that is not there yet."""
    monkeypatch.setenv("UPSIDE_SSH", server.command)
    return World("ssh", server.address(tmp_path / "there"), tmp_path / "there")


def test_killed_it_leaves_a_marked_place_that_a_later_drill_removes_once_it_is_old(
    upside: Upside, there: World, server: Sshd, tmp_path: Path
) -> None:
    world, folder = there, there.folder
    assert folder is not None
    assert upside("publish", world.address).status == 0
    before = world.everything()
    process = drilling(world.address, UPSIDE_SSH=ssh_that(server, tmp_path, "kill -9 $PPID", at=f"-eq {UPDATE}"))
    process.communicate(timeout=60)
    assert process.returncode == -9
    (place,) = (folder / DRILLS).iterdir()
    page = (place / "site/current/index.html").read_text()
    assert "DRILL, nothing is wrong: Example Cloud" in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "https://drill.invalid" in page
    for path in (place / "site/current/").rglob("*"):
        assert path.is_dir() or b"status.example.com" not in path.read_bytes(), path

    said = upside("drill", world.address)
    assert said.status == 0
    assert f"Note: {world.address}/{DRILLS}/{place.name} belongs to a drill of" in said.out
    assert "once it is 6 hours old, the next drill removes it" in said.out
    assert (place / "site/current/index.html").read_text() == page

    mark = mark_of(place.name, (place / MARK).read_bytes())
    assert mark is not None
    (place / MARK).write_bytes(Mark(mark.name, mark.began - 7 * AN_HOUR).to_bytes())
    said = upside("drill", world.address)
    assert said.status == 0
    assert "that was killed; it is removed now." in said.out
    assert world.everything() == before


def test_stopped_by_a_person_it_takes_back_what_it_put_there(there: World, server: Sshd, tmp_path: Path) -> None:
    process = drilling(there.address, UPSIDE_SSH=ssh_that(server, tmp_path, "kill -INT $PPID", at=f"-eq {UPDATE}"))
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 130, complained.decode()
    assert complained.decode() == "What the drill had put at targets is removed.\nStopped.\n"
    assert said == b""
    assert there.everything() == {}


def test_what_could_not_be_removed_is_named_with_how_to_remove_it(there: World, server: Sshd, tmp_path: Path) -> None:
    process = drilling(there.address, UPSIDE_SSH=ssh_that(server, tmp_path, "exit 255", at=f"-ge {REMOVAL}"))
    said, complained = process.communicate(timeout=120)
    words = complained.decode()
    assert process.returncode == 3
    assert READY not in said.decode()
    assert "all of it was published and verified, and then could not be removed." in words
    assert there.folder is not None
    (place,) = (there.folder / DRILLS).iterdir()
    assert f"{there.address}/{DRILLS}/{place.name} could not be removed (the connection to 127.0.0.1 ended" in words
    (command,) = (line for line in words.splitlines() if line.startswith("  ssh "))
    there.by_hand(command)
    assert not place.exists()


def test_two_drills_at_once_are_both_ready_and_leave_nothing(folder: World) -> None:
    assert folder.folder is not None
    folder.folder.mkdir()
    (folder.folder / ".upside").mkdir()
    before = folder.everything()
    drills = [drilling(folder.address) for _ in range(2)]
    for process in drills:
        said, complained = process.communicate(timeout=120)
        assert (process.returncode, complained) == (0, b"")
        assert said.decode().endswith(f"{READY}\n")
    assert folder.everything() == before


def test_it_needs_no_network_but_the_way_to_the_targets(folder: World) -> None:
    alone = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unshare(1) and the right to make a network namespace")
    done = subprocess.run(
        [*alone, sys.executable, "-m", "tests.cli.alone", folder.address], capture_output=True, check=False, timeout=180
    )
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    assert done.stdout.decode().endswith(f"{READY}\n")
    assert folder.everything() == {}


def test_on_a_terminal_it_shows_how_far_it_is_and_then_how_it_ended(folder: World) -> None:
    told = talk(Path.cwd(), "drill", folder.address)
    assert told.status == 0
    assert (
        told.shown.count("\r\x1b[2K") > 2
    )  # a line that is drawn anew; how far it is each time depends on the machine
    assert READY in told.shown
