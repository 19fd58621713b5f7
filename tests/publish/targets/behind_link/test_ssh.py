"""What can be the matter with another machine, in words for somebody who has never seen it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import Busy
from generator.publish.targets import BadAddress, Failed, target_of
from generator.publish.targets.behind_link import BehindLink
from generator.publish.targets.ssh import Ssh
from generator.publish.targets.ssh_address import SshAddress, ssh_address
from tests.publish.targets.behind_link.places import Place, over_ssh, terms, whole
from tests.publish.targets.behind_link.sshd import Sshd, sshd
from tests.publish.test_disk import mounts
from tests.web_servers import free_port

TOOLS = ["sh", "mkdir", "rmdir", "cat", "ls", "readlink", "mv", "rm", "ln", "find", "touch", "sync", "cp", "bash"]
"""All that must be there besides rsync and something that counts hashes."""


@pytest.fixture
def words(tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What is said when a client with more options tries to publish."""

    def said(*options: str, port: int | None = None, path: str = "/status") -> str:
        monkeypatch.setenv("UPSIDE_SSH", " ".join((server.apart, *options)))
        with over_ssh(tmp_path, server) as make:
            place = make("status")
            place.address = f"ssh://127.0.0.1:{port or server.port}{tmp_path}{path}"
            with pytest.raises(Failed) as caught:
                place.ship({})
        return str(caught.value)

    return said


def test_a_key_that_is_not_known_there_is_no_reason_to_ask_for_a_password(
    words: Callable[..., str], tmp_path: Path
) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    told = words(
        "-o",
        f"IdentityFile={tmp_path}/other",
        "-F",
        "/dev/null",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        f"UserKnownHostsFile={tmp_path}/kh",
    )
    assert re.match(r"127\.0\.0\.1 did not let you in: it takes none of the keys here", told)
    assert "Try it by hand:\n  ssh -p" in told


def test_a_machine_that_nobody_has_met_is_not_trusted(words: Callable[..., str]) -> None:
    assert words("-o", "UserKnownHostsFile=/dev/null").startswith(
        "the key of 127.0.0.1 is not known here. Connect once by hand"
    )


def test_a_machine_with_another_key_than_before_is_not_trusted(
    words: Callable[..., str], tmp_path: Path, server: Sshd
) -> None:
    other = (server.folder / "mine.pub").read_text()
    (tmp_path / "known").write_text(f"[127.0.0.1]:{server.port} {other}")
    told = words("-o", f"UserKnownHostsFile={tmp_path}/known")
    assert "127.0.0.1 shows another key than the one known for it" in told
    assert f"ssh-keygen -R '[127.0.0.1]:{server.port}'" in told


def test_a_port_at_which_nobody_listens(words: Callable[..., str]) -> None:
    port = free_port()
    assert words(port=port).startswith(f"127.0.0.1 takes no SSH connection at port {port}. Is sshd running")


def test_a_program_that_is_not_here(words: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "could not be started (No such file or directory). Install it: apt install openssh-client" in words()


def test_a_place_that_is_a_file(words: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "Not a directory" in words(path="/file/status") or "not a directory" in words(path="/file/status").lower()
    assert (tmp_path / "file").read_text() == "mine"


def with_only(tmp_path: Path, *tools: str) -> str:
    """The folder of a machine on which only these programs are installed."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in tools:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"needs {name}")
        (programs / name).symlink_to(found)
    return str(programs)


@pytest.mark.parametrize("counter", ["shasum", "openssl"])
def test_few_programs_need_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counter: str) -> None:
    more = ["perl"] if counter == "shasum" else []
    with sshd(tmp_path / "sshd", path=with_only(tmp_path, *TOOLS, *more, "rsync", counter)) as server:
        monkeypatch.setenv("UPSIDE_SSH", server.command)
        with over_ssh(tmp_path, server) as make:
            place = make("status")
            place.ship({"index.html": b"minor"})
            place.ship({"index.html": b"major"}, 1)
            assert place.seen == whole({"index.html": b"major"})


def test_without_rsync_there_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sshd(tmp_path / "sshd", path=with_only(tmp_path, *TOOLS, "sha256sum")) as server:
        monkeypatch.setenv("UPSIDE_SSH", server.command)
        with over_ssh(tmp_path, server) as make, pytest.raises(Failed) as caught:
            make("status").ship({})
    assert "rsync is not installed on 127.0.0.1. Install it there: apt install rsync" in str(caught.value)
    assert "Visitors see no release yet." in str(caught.value)
    assert not list((tmp_path / "status" / ".upside").glob("lock*"))


def test_a_greeting_on_every_connection_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    greeting = 'ForceCommand echo welcome; eval "$SSH_ORIGINAL_COMMAND"'
    with sshd(tmp_path / "sshd", greeting) as server:
        monkeypatch.setenv("UPSIDE_SSH", server.command)
        with over_ssh(tmp_path, server) as make, pytest.raises(Failed, match="writes to every connection"):
            make("status").ship({})


def slow(server: Sshd, folder: Path) -> BehindLink:
    """The target, with little patience."""
    return BehindLink(Ssh(SshAddress("127.0.0.1", str(folder), port=server.port), wait=0.3))


def test_a_lock_is_waited_for_and_an_abandoned_one_is_taken(
    tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPSIDE_SSH", server.command)
    with over_ssh(tmp_path, server) as make:
        place = make("status")
        place.ship({})
        lock = place.folder / ".upside" / "lock"
        lock.mkdir()
        (lock / "owner").write_text("somebody else\n")
        release = place.release({"index.html": b"new"}, 1)
        with pytest.raises(
            Busy, match=r"another publisher has been at work there(.|\n)*taken for abandoned 3 minutes after"
        ):
            slow(server, place.folder).ship(release, terms(1))
        assert (lock / "owner").exists()
        os.utime(lock, (0, 0))
        slow(server, place.folder).ship(release, terms(1))
        assert place.seen == whole({"index.html": b"new"})
        assert not lock.exists()


def test_who_lost_the_lock_meanwhile_shows_nothing(
    tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPSIDE_SSH", server.command)
    with over_ssh(tmp_path, server) as make:
        place = make("status")
        place.ship({})

        class Robbed(Ssh):
            def place(self, name: str) -> None:
                super().place(name)
                (place.folder / ".upside" / "lock" / "owner").write_text("another\n")

        release = place.release({"index.html": b"new"}, 1)
        robbed = BehindLink(Robbed(SshAddress("127.0.0.1", str(place.folder), port=server.port)))
        with pytest.raises(Failed, match="another publisher took this one for dead"):
            robbed.ship(release, terms(1))
        assert place.seen == whole({})
        assert (place.folder / ".upside" / "lock" / "owner").read_text() == "another\n"


FULL = """
import os, subprocess, sys
from pathlib import Path
import pytest
from generator.publish.targets import Failed
from tests.publish.targets.behind_link.places import over_ssh, on_this_disk, whole
from tests.publish.targets.behind_link.sshd import sshd

here = Path(sys.argv[1])
(here / "small").mkdir()
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", here / "small"], check=True)
with sshd(here / "sshd") as server:
    os.environ["UPSIDE_SSH"] = server.command
    for make in (over_ssh(here, server), on_this_disk(here)):
        with make as places:
            place = places("small/" + type(places("x").target.machine).__name__)
            place.scratch = here / (place.folder.name + " builds")
            place.ship({"index.html": b"old"})
            with pytest.raises(Failed) as caught:
                place.ship({f"incidents/{number}/index.html": bytes([number]) * 4096 for number in range(200)}, 1)
            told = str(caught.value)
            assert "No space left" in told or "is full" in told, told
            assert "Visitors see release" in told, told
            assert place.seen == whole({"index.html": b"old"})
            place.ship({"index.html": b"new"}, 2)
            assert place.seen == whole({"index.html": b"new"})
            place.target.verify()
"""


@mounts
def test_a_full_disk_changes_nothing_there(tmp_path: Path, server: Sshd) -> None:
    del server  # only to skip where there is none
    done = subprocess.run(
        ["unshare", "--mount", sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "host", "user", "port", "path"),
    [
        ("me@host.example:/srv/status", "host.example", "me", None, "/srv/status"),
        ("host:status", "host", "", None, "status"),
        ("me@host:~/status/", "host", "me", None, "status"),
        ("me@[2001:db8::1]:/srv/a b", "2001:db8::1", "me", None, "/srv/a b"),
        ("ssh://me@host:2222/srv/status", "host", "me", 2222, "/srv/status"),
        ("ssh://host/~/status", "host", "", None, "status"),
        ("SSH://me@[::1]:22/srv/a%20b", "::1", "me", 22, "/srv/a b"),
        ("me@host:-rf", "host", "me", None, "./-rf"),
    ],
)
def test_addresses_are_read(text: str, host: str, user: str, port: int | None, path: str) -> None:
    assert ssh_address(text) == SshAddress(host, path, user, port)
    assert ssh_address(ssh_address(text).shown) == ssh_address(text)


@pytest.mark.parametrize(
    "text",
    ["-oProxyCommand=touch oops:/srv", "me@-host:/srv", "ssh://-x/srv", "-l@host:/srv", "me@host:", "me@host:/", "me@host:~", "me@host:~you/x",
     "a b@host:/srv", "ssh://host", "ssh://host:port/srv", "ssh:/srv", "me@ho$(x)st:/srv", "status", "http://example.com/x", "s4:bucket/x@y:z\n"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_run(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadAddress):
        target_of(text, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_password_in_an_address_is_never_repeated(tmp_path: Path) -> None:
    with pytest.raises(BadAddress) as caught:
        target_of("ssh://me:hunter2@host/srv", tmp_path)
    assert "hunter2" not in str(caught.value)
    assert "holds no password" in str(caught.value)
    assert isinstance(target_of("./status", tmp_path), BehindLink)
    assert Place("", tmp_path, tmp_path).made == 0
