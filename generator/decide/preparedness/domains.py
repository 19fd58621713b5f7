"""Whether two names were registered together, and which names nobody can have.

Where a registration ends only the public suffix list knows (publicsuffix.org): `example.co.uk` is one, `co.uk` is none. The library
publicsuffixlist brings it along. Without it what follows from the names alone is said, and nothing beyond.
"""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

INSTALL = "pip install publicsuffixlist"
STAND_IN = "https://status.invalid"
"""What `read` takes where site.yaml says no url (`read.site.STAND_IN_URL`)."""
RESERVED = frozenset({"example", "test", "invalid", "localhost"})
"""Top-level names that are nobody's (RFC 2606, 2; RFC 6761)."""
EXAMPLES = re.compile(r"(?:.+\.)?example\.(?:com|net|org)")
"""Names kept for examples (RFC 2606, 3)."""


class Shared(Struct, frozen=True):
    """Whether two hosts lie in one registered domain."""

    known: bool
    domain: str = ""
    """The one that they share, or where it is not `known` seem to share; empty where they do not."""


def shared(one: str, other: str) -> Shared:
    """Whether the hosts `one` and `other`, as addresses have them, lie in one registered domain."""
    one, other = plain(one), plain(other)
    if one == other:
        return Shared(True, one)
    if is_address(one) or is_address(other):
        return Shared(True)
    if (suffixes := _suffixes()) is not None:
        mine, theirs = suffixes.privatesuffix(one), suffixes.privatesuffix(other)
        return Shared(True, str(mine) if mine and mine == theirs else "")
    return _by_names_alone(one, other)


def reserved(host: str) -> bool:
    """Whether `host` is a name that nobody can reach from elsewhere."""
    host = plain(host)
    if is_address(host):
        return not ipaddress.ip_address(host).is_global
    return host.rpartition(".")[2] in RESERVED or bool(EXAMPLES.fullmatch(host))


def host_of(address: str) -> str:
    """The host that an address leans on: of a web page its host, of a mail address what stands behind the @; empty for a phone."""
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        before, at, host = unquote(parts.path).rpartition("@")
        return host.strip(" >") if before and at else ""
    return parts.hostname or ""


def provider(server: str) -> str:
    """Who runs a name server, as far as its name tells: `ns-1.awsdns-02.org` and `ns-9.awsdns-57.com` are both of `awsdns`."""
    suffixes = _suffixes()
    domain = (suffixes.privatesuffix(server) if suffixes else None) or ".".join(server.split(".")[-2:])
    return re.sub(r"[-\d]+$", "", str(domain).partition(".")[0]) or str(domain)


def plain(host: str) -> str:
    """`host` in one spelling: as DNS has it, in small letters."""
    host = host.rstrip(".").lower()
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _by_names_alone(one: str, other: str) -> Shared:
    """A registered domain has two labels at least, so hosts that differ in these share none; one below the other shares its domain."""
    first, second = (host.removeprefix("www.") for host in (one, other))
    for upper, lower in ((first, second), (second, first)):
        if upper.count(".") and (lower == upper or lower.endswith(f".{upper}")):
            return Shared(True, upper)
    ends = {".".join(host.split(".")[-2:]) for host in (one, other)}
    return Shared(True) if len(ends) == 2 else Shared(False, ends.pop())


def is_address(host: str) -> bool:
    """Whether `host` is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _suffixes() -> Any:
    """The list; None where the library is not installed."""
    try:
        from publicsuffixlist import PublicSuffixList
    except ImportError:
        return None
    return PublicSuffixList()
