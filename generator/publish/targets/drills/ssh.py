"""The places of drills on another machine. The script that removes one looks at its mark itself, there, before it does."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from shlex import quote

from generator.publish.targets.drills.place import (
    DRILLS,
    MARK,
    NAME,
    PARTIAL,
    SITE,
    Left,
    Mark,
    mark_of,
    path_of,
    unmarked,
)
from generator.publish.targets.machine import Trouble
from generator.publish.targets.session import Session
from generator.publish.targets.ssh_address import SshAddress
from generator.publish.targets.target import Failed, Refused, Target

MISSING = """\
made=0 above={drills}
while [ ! -d "$above" ]; do made=$((made + 1)) above=$(dirname -- "$above"); done
echo "$made"
"""
"""How many folders are to be made."""
BEGIN = """\
mkdir -p {drills} && mkdir {place} || {{ mkdir -p {drills} && mkdir {place}; }} || exit
printf '%s\\n' {mark} >{place}/{partial} && mv {place}/{partial} {place}/{file}
"""
"""Twice, since another drill may take away the empty folder in between."""
MARKED = """\
if [ ! -e {place} ] && [ ! -L {place} ]; then echo none; exit; fi
echo there
if [ -d {place} ] && [ ! -L {place} ] && [ -f {place}/{file} ]; then cat {place}/{file}; fi
"""
REMOVE = """\
[ -d {place} ] && [ ! -L {place} ] && [ "$(cat {place}/{file})" = {mark} ] || exit 9
rm -rf {place}/{site} && rm -f {place}/{file} && rmdir {place} || exit
above={drills}
for _ in {levels}; do rmdir "$above" 2>/dev/null || break; above=$(dirname -- "$above"); done
true
"""
EMPTY = """\
[ -d {place} ] && [ ! -L {place} ] && [ -z "$(ls -A {place} | grep -vxF {partial})" ] || exit 0
rm -f {place}/{partial} && rmdir {place}
"""
LEFT = """\
cd {drills} 2>/dev/null || exit 0
for each in *; do
  printf '\\n{cut}\\n%s\\n' "$each"
  if [ -f "$each/{file}" ]; then cat "$each/{file}"; fi
done
"""


class SshDrills:
    """Those of a folder on another machine."""

    def __init__(self, address: SshAddress, make: Callable[[SshAddress], Target]) -> None:
        """`make` makes the target of an address."""
        self._address, self._make = address, make

    def target(self, name: str) -> Target:
        """The target at which the drill publishes."""
        return self._make(replace(self._address, path=f"{self._address.path}/{path_of(name)}/{SITE}"))

    def begin(self, name: str, now: datetime) -> None:
        """Make the folder and mark it."""
        words = self._words(name)
        with self._conversation() as ask:
            mark = Mark(name, now, int(ask(MISSING.format(**words))))
            ask(BEGIN.format(**words, mark=quote(mark.to_bytes().decode().rstrip("\n"))))

    def remove(self, name: str) -> None:
        """Remove the site, the mark, the folder, and the folders that had to be made for it."""
        words = self._words(name)
        with self._conversation() as ask:
            there, _, content = ask(MARKED.format(**words)).partition(b"\n")
            if there == b"none":
                return
            if mark := mark_of(name, content):
                levels = " ".join(["one"] * max(mark.made, 1))
                ask(REMOVE.format(**words, mark=quote(content.decode().rstrip("\n")), site=SITE, levels=levels))
            else:
                ask(EMPTY.format(**words))
            gone = ask(MARKED.format(**words)).startswith(b"none")
        if mark is None and not gone:
            raise Refused(unmarked(self.shown(name)))
        if not gone:
            raise Failed(f"{self.shown(name)} is there again after it was removed")

    def left(self) -> tuple[Left, ...]:
        """The places that are there."""
        cut = secrets.token_hex(16)
        with self._conversation() as ask:
            said = ask(LEFT.format(drills=self._drills, file=MARK, cut=cut))
        found = []
        for piece in said.split(f"\n{cut}\n".encode())[1:]:
            name, _, content = piece.partition(b"\n")
            if NAME.fullmatch(shown := name.decode(errors="replace")):
                mark = mark_of(shown, content)
                found.append(Left(shown, mark.began if mark else None))
        return tuple(found)

    def shown(self, name: str) -> str:
        """Its address for a person."""
        return replace(self._address, path=f"{self._address.path}/{path_of(name)}").shown

    def by_hand(self, name: str) -> str:
        """What a person types."""
        there = shlex.join(["rm", "-r", f"{self._address.path}/{path_of(name)}"])
        port = ["-p", str(self._address.port)] if self._address.port is not None else []
        return shlex.join(["ssh", *port, self._address.login, there])

    @property
    def _drills(self) -> str:
        return quote(f"{self._address.path}/{DRILLS}")

    def _words(self, name: str) -> dict[str, str]:
        """What the scripts are filled with, quoted."""
        place = quote(f"{self._address.path}/{path_of(name)}")
        return {"drills": self._drills, "place": place, "file": MARK, "partial": PARTIAL}

    @contextmanager
    def _conversation(self) -> Iterator[Callable[[str], bytes]]:
        """What takes a script and gives back what it says there. Raises `Failed`."""
        try:
            with closing(Session(self._address)) as session:
                yield session.ask
        except Trouble as trouble:
            raise Failed(str(trouble)) from trouble
