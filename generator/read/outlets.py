"""Where news is sent: the `announce` list of site.yaml. Promises that no secret gets past it.

site.yaml is as public as the repository, so an address may hold a secret only as `${NAME}`, a variable of the environment. What looks like
a secret is refused, in words that do not repeat it. The addresses are those of Apprise (https://github.com/caronc/apprise/wiki).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from generator.model import TOPICS, Component, Outlet
from generator.pattern import pattern
from generator.problem import did_you_mean
from generator.read.findings import Findings
from generator.read.nodes import Node
from generator.read.values import Refused, as_text
from generator.read.vocabulary import visible

PLACEHOLDER = pattern(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
OPEN = frozenset(
    ("json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos", "ntfy", "ntfys", "mqtt", "mqtts", "syslog")
)
"""Kinds of address that work without a secret. In every other one, something is a key."""
STAND_IN = "${ANNOUNCE_URL}"

_UUID = pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-", re.IGNORECASE)
_PREFIX = pattern(r"xox[a-z]-|gh[pousr]_|glpat-|sk_|key-|whsec_|AIza", re.IGNORECASE)
_RUN = pattern(r"[A-Za-z0-9]{16,}")


def url(value: Any) -> str:
    """The address of an outlet, with its placeholders. Raises a refusal that never quotes it: it may hold a key."""
    address = visible(as_text(value))
    literal = PLACEHOLDER.sub("\0", address)
    if "$" in literal:
        raise Refused("a “$” in the address begins no ${NAME}", STAND_IN)
    if re.search(r"[\s<>\"]", literal):
        raise Refused("the address holds a character that no address may hold", STAND_IN)
    scheme, found, rest = literal.partition("://")
    if "\0" in scheme:
        return address
    if not found or not rest or not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme, re.IGNORECASE):
        raise Refused("this is no address of Apprise, such as slack:// or mailtos://", STAND_IN)
    if _is_secret(rest):
        raise Refused(
            "the address holds what looks like a secret, and whoever can read this file has it now: make a new one, keep it as "
            "a secret of the environment, and write its name here",
            STAND_IN,
        )
    if "\0" not in rest and scheme.lower() not in OPEN:
        raise Refused(
            f"an address of {scheme.lower()}:// is a secret in itself: keep it in the environment, and write its name here",
            STAND_IN,
        )
    return address


def outlets(entries: Iterable[tuple[Any, Node]], known: Iterable[Component], findings: Findings) -> tuple[Outlet, ...]:
    """The outlets in `entries`, the fields of each and where it stands; each name once, unknown components noted and left out."""
    found: dict[str, Outlet] = {}
    ids = [component.id for component in known]
    for entry, node in entries:
        if entry.name in found:
            findings.error(
                "doubled-outlet",
                f"two of “announce” are called “{entry.name}”: the ledger could not tell them apart, so only the first counts",
                line=node.line,
                column=node.column,
                hint=f"name: {entry.name} 2",
            )
            continue
        for name in entry.components or ():
            if name not in ids:
                near = did_you_mean(name, ids)
                findings.error(
                    "unknown-component",
                    f"no component is called “{name}”" + (f", did you mean “{near}”?" if near else ""),
                    line=node.line,
                    column=node.column,
                    hint=f"components: [{near or ', '.join(ids[:2])}]",
                )
        kept = tuple(name for name in entry.components or () if name in ids)
        about = tuple(topic for topic in TOPICS if not entry.about or topic in entry.about)
        found[entry.name] = Outlet(entry.name, entry.url, entry.minimum_impact, kept, about, entry.audience)
    return tuple(found.values())


def _is_secret(rest: str) -> bool:
    """Whether what follows `scheme://` holds a password or a key, as far as it is typed out."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    before_host, at, _ = authority.rpartition("@")
    password = before_host.partition(":")[2] if at else ""
    if password and "\0" not in password:
        return True
    pieces = re.split(r"[/?&=@:#,;\0]", unquote(rest))
    return any(_looks_like_a_key(piece) for piece in pieces)


def _looks_like_a_key(piece: str) -> bool:
    if _PREFIX.match(piece) or _UUID.search(piece):
        return True
    runs = _RUN.findall(piece)
    return any(re.search(r"\d", run) and re.search(r"[A-Za-z]", run) for run in runs) or any(
        len(run) >= 24 and run.lower() != run and run.upper() != run for run in runs
    )
