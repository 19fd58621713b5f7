"""The facts that the doctor judges: gathered from the folder, from git, from the built site, and under `--live` from the world."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.cli.place import shown
from generator.model import Site
from generator.model.preparedness import (
    Cause,
    Destination,
    Expected,
    Ground,
    Heartbeat,
    Markup,
    Remote,
    Unknown,
    Workflows,
    World,
)

if TYPE_CHECKING:
    from generator.publish.looking import Resolver

ASKED = (
    "",
    "feed.atom",
    "feed.rss",
    "feed.json",
    "history.atom",
    "maintenance.ics",
    "api/heartbeat.json",
    "api/v2/status.json",
    "api/banner.json",
    "status.txt",
    "embed.js",
)
"""Paths of every site that are asked for under `--live`: one for each kind of file that somebody leans on."""
LARGEST = 4_000_000
"""Bytes of a built file that are read."""
STORES = {"s3": "S3", "gs": "Google Cloud Storage", "az": "Azure"}
SCP = re.compile(r"(?:[^/@]+@)?(?P<host>\[[^\]]+\]|[^/:@]+):(?!//)")
"""How ssh and git write a machine before a path."""


def ground_of(root: Path, folder: Path, now: datetime) -> Ground:
    """What stands in `root`, and in `folder`, into which it was built. Raises `Unusable`."""
    from generator.cli.site import look
    from generator.problem import Level

    seen = look(root, now)
    site = seen.source.site
    return Ground(
        site=site,
        errors=sum(problem.level is Level.ERROR for problem in seen.problems),
        remotes=_remotes(root),
        workflows=_workflows(root, site),
        destinations=tuple(_destination(each, root) for each in site.publish),
        built=_built(folder),
        built_markup=_built_markup(folder, site),
    )


def world_of(root: Path, site: Site, resolver: Resolver | None, patience: float) -> World:
    """What the world says of `site` within `patience` seconds; `resolver` None is the system's."""
    from generator.publish.looking import Wanted, look

    return look(Wanted(site.url, site.home, _expected(), site.publish, root, resolver, patience))


def _remotes(root: Path) -> tuple[Remote, ...] | Unknown:
    from generator import repository

    if not repository.lies_in_one(root):
        return Unknown(Cause.NOTHING, "the folder lies in no git repository")
    said = repository.ask(root, "remote", "--verbose")
    if said is None:
        return Unknown(Cause.LIBRARY, "git did not answer")
    found: dict[Remote, None] = {}  # one remote may have several addresses, each with its host
    for line in said.decode(errors="replace").splitlines():
        name, _, address = line.removesuffix(" (fetch)").removesuffix(" (push)").partition("\t")
        found[Remote(name, machine_of(address))] = None
    return tuple(found)


def machine_of(address: str) -> str:
    """The machine that an address of git or ssh names; empty where it lies on this one."""
    if "://" in address:
        try:
            return urlsplit(address).hostname or ""
        except ValueError:
            return ""
    match = SCP.match(address)
    return match["host"].strip("[]").lower() if match and len(match["host"]) > 1 else ""


def _workflows(root: Path, site: Site) -> Workflows:
    from generator import scaffold
    from generator.cli.workflows import FOLDER, PROGRAM, says_origin

    wanted = [f".github/{path.relative_to(FOLDER).as_posix()}" for path in sorted(FOLDER.glob("*/*")) if path.is_file()]
    made = scaffold.lists(site)
    there = sorted((root / ".github" / "workflows").glob("*.y*ml"))
    texts = {path.relative_to(root).as_posix(): _text(path) for path in there}
    return Workflows(
        missing=tuple(path for path in [*wanted, PROGRAM] if not (root / path).is_file()),
        stale=tuple(f"{path}:{old.line}" for path, text in texts.items() for old in scaffold.stale(text, made)),
        pages=any("actions/deploy-pages@" in text for text in texts.values()),
        installable=not (root / PROGRAM).is_file() or says_origin(_text(root / PROGRAM)),
    )


def _destination(address: str, root: Path) -> Destination:
    from generator.publish.targets import BadAddress, target_of
    from generator.publish.targets.target import without_secret

    scheme = address.partition(":")[0].lower()
    machine = "" if scheme in (*STORES, "folder") else machine_of(address)
    place = STORES.get(scheme, machine)
    try:
        return Destination(target_of(address, root).shown, place, machine)
    except BadAddress as problem:
        words = " ".join(str(problem).replace(without_secret(address), "it").split()).rstrip(".")
        return Destination(without_secret(address), place, machine, words)


def _built(folder: Path) -> Heartbeat | Unknown:
    from generator.publish.looking import beat

    content = _bytes(folder / "api" / "heartbeat.json")
    if content is None:
        return Unknown(Cause.NOTHING, f"there is no built site in {shown(folder)}")
    return beat(content)


def _built_markup(folder: Path, site: Site) -> Markup | Unknown:
    from generator.publish.looking import markup

    content = _bytes(folder / "index.html")
    if content is None:
        return Unknown(Cause.NOTHING, f"there is no built page in {shown(folder)}")
    return markup(content.decode(errors="replace"), f"{site.url}/")


def _expected() -> tuple[Expected, ...]:
    """What is to come with each of `ASKED`, by the one table of headers."""
    from generator.render.hosts.headers import rules

    table = [(re.compile(".*".join(map(re.escape, path.split("*")))), lines) for path, lines in rules()]

    def of(path: str) -> tuple[tuple[str, str], ...]:
        lines = [line for pattern, lines in table if pattern.fullmatch(path) for line in lines]
        return tuple((name, value) for name, _, value in (line.partition(": ") for line in lines))

    return tuple(Expected(path, of(path)) for path in ASKED)


def _text(path: Path) -> str:
    return (_bytes(path) or b"").decode(errors="replace")


def _bytes(path: Path) -> bytes | None:
    """What the file holds, up to `LARGEST` bytes; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        return None
