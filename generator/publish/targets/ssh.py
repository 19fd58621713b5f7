"""A target at the other end of SSH: releases and a link there, filled by rsync. Knows how, not when (`behind_link`).

The lock is a folder, which the shell that took it gives back when the line ends, however it ends. Should that machine lose its power meanwhile,
it is taken for abandoned after `STALE` minutes without a sign of life. Whoever lost it so notices before anything is shown.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from shlex import quote

from generator.publish.changes import Busy
from generator.publish.targets import rsync
from generator.publish.targets.drills.ssh import SshDrills
from generator.publish.targets.inventory import Inventory
from generator.publish.targets.machine import (
    CURRENT,
    HARMLESS,
    HIDDEN,
    INCOMING,
    MADE_BY,
    MARK,
    RELEASES,
    WAIT,
    Machine,
    Seen,
    Trouble,
    go_on,
    known,
)
from generator.publish.targets.release import Release
from generator.publish.targets.session import Session
from generator.publish.targets.ssh_address import SshAddress
from generator.publish.targets.target import Occupied, Target, Terms

STALE = 3
"""Minutes without a sign of life after which a lock is abandoned."""
BEAT = 20.0
"""Seconds between two signs of life while files travel."""
PAUSE = 0.5
"""Seconds between two tries to get the lock."""
LOCK = f"{HIDDEN}/lock"
HASHED = re.compile(r"\\?([0-9a-f]{64}) [ *]\./(.*)")
"""A line of sha256sum, shasum or `openssl dgst -r`."""
HASH = """\
if command -v sha256sum >/dev/null; then set -- sha256sum
elif command -v shasum >/dev/null; then set -- shasum -a 256
elif command -v openssl >/dev/null; then set -- openssl dgst -sha256 -r
else echo 'none of sha256sum, shasum and openssl is installed there' >&2; exit 5; fi
find . ! -type d ! -type f
find . -type f -exec "$@" {} +"""
TIDY = f"""\
mkdir -p {RELEASES} || exit
for each in {HIDDEN}/incoming {HIDDEN}/gone; do
  if [ -e "$each" ]; then rm -rf {HIDDEN}/rubbish; mv "$each" {HIDDEN}/rubbish && rm -rf {HIDDEN}/rubbish; fi
done
for each in {HIDDEN}/*.json {HIDDEN}/*.files; do
  name=${{each#{HIDDEN}/}}
  [ -d "{RELEASES}/${{name%.*}}" ] || rm -f "$each"
done
rm -f {HIDDEN}/link {HIDDEN}/*.part
ln -s {RELEASES} {HIDDEN}/link && rm -f {HIDDEN}/link"""


class Ssh:
    """A machine that is another one."""

    def __init__(self, address: SshAddress, *, wait: float = WAIT) -> None:
        self._address = address
        self._wait = wait
        self._token = ""
        self._beaten = 0.0
        self._session: Session | None = None

    @property
    def shown(self) -> str:
        """The address for a person."""
        return self._address.shown

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock, by a connection that stays open meanwhile."""
        with self._talk() as session:
            self.look()
            self._token = secrets.token_hex(16)
            self._lock(session)
            try:
                self.look()  # while nobody else may change it
                self._run(TIDY)
                try:
                    yield
                except BaseException:
                    with suppress(Trouble):
                        self._run(f"rm -rf {INCOMING}")
                    raise
            finally:
                with suppress(Trouble):
                    self._run(f"{self._mine()} && rm -rf {LOCK}")

    def look(self) -> Seen:
        """What stands there."""
        cut = secrets.token_hex(16)
        output = self._run(
            f"if [ ! -f {HIDDEN}/{MARK} ]; then echo other; ls -A; exit; fi\n"
            f"if [ -e {CURRENT} ] && [ ! -L {CURRENT} ]; then echo blocked; exit; fi\n"
            f"live=; [ -L {CURRENT} ] && live=$(readlink {CURRENT}); live=${{live##*/}}\n"
            f"printf 'ours\\n%s\\n' \"$live\"; ls -A {RELEASES}\n"
            f'for each in json files; do printf \'\\n{cut}\\n\'; if [ -f "{HIDDEN}/$live.$each" ]; then cat "{HIDDEN}/$live.$each"; fi; done',
            absent="echo other",
        )
        listing, *records = output.split(f"\n{cut}\n".encode())
        word, *names = listing.decode(errors="surrogateescape").splitlines()
        if word == "ours":
            pointer, inventory = records
            return Seen(names[0], known(names[1:]), pointer, inventory) if names[0] else Seen("", known(names[1:]))
        if word == "blocked":
            raise Occupied(
                f"{self.shown}/{CURRENT} is not the link that a release is shown by: somebody else put it there. "
                "Nothing was changed. Move it away and publish again."
            )
        if strangers := set(names) - HARMLESS:
            raise Occupied(
                f"{self.shown} holds files that were not put there by `upside publish`, such as {min(strangers)!r}. "
                "Nothing was changed. Name an empty folder, or one that is not there yet."
            )
        return Seen()

    def inventory(self, name: str) -> bytes:
        """The record of the files of the release `name`."""
        path = quote(f"{HIDDEN}/{name}.files")
        return self._run(f"if [ -f {path} ]; then cat {path}; fi")

    def lay(self, release: Release, new: Inventory, base: str, old: Inventory, terms: Terms) -> None:  # noqa: ARG002
        """Send by rsync what differs, by checksum, and share what does not."""
        terms.progress("sending", 0, len(new.files))
        rsync.send(
            self._address,
            release,
            new,
            INCOMING,
            f"../../{RELEASES}/{base}" if base else "",
            partial(self._beat, terms),
        )
        terms.progress("sending", len(new.files), len(new.files))

    def carry(self, folder: str, base: str, new: Inventory) -> None:
        """Link the extra files, as far as they are there."""
        lines = [
            f"one {quote(f'{RELEASES}/{base}/{path}')} {quote(f'{folder}/{path}')} {quote(f'{folder}/{path}'.rpartition('/')[0])}"
            for path in new.extra
        ]
        if lines:
            one = 'one() { [ -f "$1" ] && [ ! -e "$2" ] && mkdir -p "$3" && { ln "$1" "$2" 2>/dev/null || cp -p "$1" "$2"; }; }'
            self._run("\n".join((one, *lines, "true")))

    def hashes(self, folder: str) -> Mapping[str, str]:
        """The hash of every file, counted there."""
        found = {}
        for line in self._run(f"cd {quote(folder)} || exit\n{HASH}").decode(errors="surrogateescape").splitlines():
            if match := HASHED.fullmatch(line):
                found[match[2]] = match[1]
            elif line.startswith("./"):
                found[line[2:]] = ""
        return found

    def touch(self, folder: str, new: Inventory) -> None:
        """Give the files their times."""
        by_time: dict[int, list[str]] = {}
        for path, kept in new.files.items():
            by_time.setdefault(kept.modified, []).append(path)
        lines = [f"cd {quote(folder)} || exit", "TZ=UTC0; export TZ"]
        for modified, paths in by_time.items():
            stamp = f"{datetime.fromtimestamp(modified, UTC):%Y%m%d%H%M.%S}"
            lines += [f"touch -c -t {stamp} -- {_words(part)} || exit" for part in _parts(paths)]
        self._run("\n".join(lines))

    def record(self, name: str, pointer: bytes, inventory: bytes) -> None:
        """Keep the two records."""
        lines = []
        for kind, content in (("files", inventory), ("json", pointer)):
            path, end = quote(f"{HIDDEN}/{name}.{kind}"), secrets.token_hex(16)
            lines.append(f"cat >{path}.part <<'{end}' || exit\n{content.decode().removesuffix(chr(10))}\n{end}")
            lines.append(f"mv -f {path}.part {path} || exit")
        self._run("\n".join(lines))

    def place(self, name: str) -> None:
        """Let what came in be the release `name`."""
        path = quote(f"{RELEASES}/{name}")
        self._run(f"[ ! -e {path} ] && mv {INCOMING} {path}")

    def show(self, name: str) -> None:
        """Exchange the link, if the lock is still ours."""
        status, _ = self._try(
            f"{self._mine()} || exit 9\nsync -f {HIDDEN} 2>/dev/null\nrm -f {HIDDEN}/link\n"
            f"ln -s {quote(f'{RELEASES}/{name}')} {HIDDEN}/link || exit\n"
            f"mv -fT {HIDDEN}/link {CURRENT} 2>/dev/null || mv -fh {HIDDEN}/link {CURRENT} 2>/dev/null || "
            f"perl -e 'rename $ARGV[0], $ARGV[1] or exit 1' {HIDDEN}/link {CURRENT} || exit 8\nsync -f . 2>/dev/null\ntrue"
        )
        if status == 9:
            raise Trouble(
                "another publisher took this one for dead and went on, since nothing was heard of it for minutes."
            )
        if status:
            raise Trouble(
                f"{self._address.host} could not exchange the link: neither `mv -T` nor `mv -h` nor perl works there. Install GNU coreutils."
            )

    def drop(self, names: frozenset[str]) -> None:
        """Take releases away. Under another name first, so that none is ever there in part."""
        for name in sorted(names):
            gone, records = f"{HIDDEN}/gone", f"{quote(f'{HIDDEN}/{name}.json')} {quote(f'{HIDDEN}/{name}.files')}"
            self._run(f"mv {quote(f'{RELEASES}/{name}')} {gone} && rm -rf {gone} && rm -f {records}")

    def drills(self, make: Callable[[Machine], Target]) -> SshDrills:
        """Where drills show their pages."""
        return SshDrills(self._address, lambda address: make(Ssh(address, wait=self._wait)))

    # ------------------------------------------------------------ the lock, and the conversation

    def _lock(self, session: Session) -> None:
        """Get the lock, which the shell gives back when it ends. Raises `Busy`."""
        folder = quote(self._address.path)
        freed = f'cd {folder} 2>/dev/null && [ "$(cat {LOCK}/owner 2>/dev/null)" = {self._token} ] && rm -rf {LOCK}'
        script = (
            f"mkdir -p {folder} && cd {folder} && mkdir -p {HIDDEN} || exit\n"
            f"if mkdir {LOCK} 2>/dev/null; then echo {self._token} >{LOCK}/owner || {{ rm -rf {LOCK}; exit 1; }}\n"
            f"  [ -f {HIDDEN}/{MARK} ] || {{ printf %s {quote(MADE_BY)} >{HIDDEN}/{MARK}.part && mv {HIDDEN}/{MARK}.part {HIDDEN}/{MARK}; }} || exit\n"
            f"  echo got; exit\nfi\n[ -d {LOCK} ] || {{ mkdir {LOCK} && rmdir {LOCK}; exit; }}\n"
            f'if [ -n "$(find {LOCK} -prune -mmin +{STALE})" ]; then mv {LOCK} {HIDDEN}/stale-{self._token} && rm -rf {HIDDEN}/stale-*; fi\n'
            "echo taken"
        )
        until = time.monotonic() + self._wait
        session.ask(":", f"trap {quote(freed)} EXIT\ntrap 'exit 1' HUP TERM INT\n")
        while session.ask(script).strip() != b"got":
            if time.monotonic() >= until:
                raise Busy(
                    f"another publisher has been at work there for longer than {self._wait:g} seconds. Nothing was changed; publish again "
                    f"when it has ended. If none is: its lock is taken for abandoned {STALE} minutes after its last sign of life."
                )
            time.sleep(PAUSE)

    def _mine(self) -> str:
        return f'[ "$(cat {LOCK}/owner 2>/dev/null)" = {self._token} ]'

    def _beat(self, terms: Terms) -> None:
        """Called again and again while files travel."""
        go_on(terms)
        if time.monotonic() - self._beaten > BEAT:
            self._beaten = time.monotonic()
            self._run(f"{self._mine()} && touch {LOCK}")

    def _run(self, script: str, *, absent: str = "exit 4") -> bytes:
        with self._talk() as session:
            return session.ask(self._there(script, absent))

    def _try(self, script: str) -> tuple[int, bytes]:
        with self._talk() as session:
            return session.try_(self._there(script, "exit 4"))

    def _there(self, script: str, absent: str) -> str:
        """`script`, in the folder; `absent` where there is none."""
        folder = quote(self._address.path)
        return f"if [ ! -e {folder} ]; then {absent}; exit; fi\ncd {folder} || exit\n{script}"

    @contextmanager
    def _talk(self) -> Iterator[Session]:
        """The conversation that is going on, or else one of its own."""
        if self._session is not None:
            yield self._session
            return
        self._session = Session(self._address)
        try:
            yield self._session
        finally:
            session, self._session = self._session, None
            session.close()


def _words(paths: Sequence[str]) -> str:
    return " ".join(quote(f"./{path}") for path in paths)


def _parts(paths: Sequence[str], size: int = 200) -> Iterator[Sequence[str]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
