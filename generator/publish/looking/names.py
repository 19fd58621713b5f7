"""What a name stands for, and who answers for it: asked of the system's resolver or of one that a person names.

Addresses need nothing but the system. Name servers, and any resolver that a person names, need the library dnspython; where it is
missing that is said. Every question ends within `PATIENCE` seconds, but for those of the system, which has a patience of its own.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from msgspec import Struct

from generator.model.preparedness import Cause
from generator.publish.looking.silent import Silent, why

PATIENCE = 5.0
"""Seconds for one question, however many servers are asked."""
ALIASES = 8
"""How many are followed."""
INSTALL = "pip install 'dnspython>=2.7'"
"""By the library's own name: on a package index the name of this program may be somebody else's."""


class Resolver(Struct, frozen=True):
    """A DNS server that a person names."""

    address: str
    """IPv4 or IPv6."""
    port: int = 53


def installed() -> bool:
    """Whether dnspython is there."""
    try:
        import dns.resolver  # noqa: F401 -- whether it is there
    except ImportError:
        return False
    return True


def is_address(host: str) -> bool:
    """Whether `host` is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def ascii_name(host: str) -> str:
    """`host` as DNS and HTTP write it (RFC 5891). Raises `Silent`."""
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not re.fullmatch(r"[!-~]+", name):  # the system would read a name up to a zero in it, and ask for another one
        raise Silent(Cause.GARBLED, f"“{host[:80]}” is no name that a host can have")
    return name


class Names:
    """Asks about names; each question once, whoever asks it."""

    def __init__(self, resolver: Resolver | None) -> None:
        """Ask `resolver`, or the system's where there is none."""
        self._resolver = resolver
        self._locks: dict[tuple[str, str], Lock] = {}
        self._lock = Lock()
        self._answers: dict[tuple[str, str], tuple[str, ...] | Silent] = {}

    def addresses(self, host: str) -> tuple[str, ...]:
        """The IPv4 and IPv6 addresses of `host`, sorted; an address stands for itself. Raises `Silent`."""
        if is_address(host):
            return (host,)
        ask = self._addresses_of_resolver if self._resolver else _addresses_of_system
        return self._once("addresses", ascii_name(host), ask)

    def aliases(self, host: str) -> tuple[str, ...]:
        """The names that `host` leads to before it leads to an address, in order; none for most. Raises `Silent`."""
        if is_address(host):
            return ()
        self._needs_library()
        return self._once("aliases", ascii_name(host), self._aliases)

    def name_servers(self, host: str) -> tuple[str, ...]:
        """The servers that answer for the zone that `host` lies in, sorted. Raises `Silent`."""
        if is_address(host) or "." not in host.strip("."):
            raise Silent(Cause.NOTHING, f"{host} is no name that DNS knows servers of")
        self._needs_library()
        return self._once("servers", ascii_name(host), self._name_servers)

    def _needs_library(self) -> None:
        if not installed():
            raise Silent(Cause.LIBRARY, f"this needs the library dnspython: {INSTALL}")

    def _once(self, kind: str, host: str, ask: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
        with self._lock:
            lock = self._locks.setdefault((kind, host), Lock())
        with lock:
            if (kind, host) not in self._answers:
                try:
                    self._answers[kind, host] = ask(host)
                except Silent as silent:
                    self._answers[kind, host] = silent
        answer = self._answers[kind, host]
        if isinstance(answer, Silent):
            raise Silent(answer.unknown.cause, answer.unknown.words)
        return answer

    def _addresses_of_resolver(self, host: str) -> tuple[str, ...]:
        found = {record.address for kind in ("A", "AAAA") for record in self._records(host, kind) or ()}
        if not found:
            raise Silent(Cause.NETWORK, f"{host} has no address")
        return tuple(sorted(found))

    def _aliases(self, host: str) -> tuple[str, ...]:
        found: list[str] = []
        while len(found) < ALIASES and (records := self._records(found[-1] if found else host, "CNAME")):
            found.append(str(records[0].target).rstrip(".").lower())
        return tuple(found)

    def _name_servers(self, host: str) -> tuple[str, ...]:
        """Of the nearest name upwards that has any: there the zone begins (RFC 1034, 4.2.1)."""
        labels = host.rstrip(".").split(".")
        for start in range(len(labels) - 1):
            if records := self._records(".".join(labels[start:]), "NS"):
                return tuple(sorted({str(record.target).rstrip(".").lower() for record in records}))
        raise Silent(Cause.NETWORK, f"no name server is known for {host}")

    def _records(self, name: str, kind: str) -> Any:
        """The records of `kind` that `name` itself has; None where it has none. Raises `Silent`."""
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            answer = _asking(self._resolver).resolve(name, kind, search=False)
        except dns.resolver.NoAnswer:
            return None
        except dns.resolver.NXDOMAIN:
            if kind == "NS":  # a parent has them
                return None
            raise Silent(Cause.NETWORK, f"DNS knows no {name}") from None
        except dns.resolver.NoResolverConfiguration:
            raise Silent(Cause.NETWORK, "this machine names no DNS server") from None
        except dns.exception.Timeout:
            raise Silent(Cause.NETWORK, f"no DNS server answered about {name}") from None
        except dns.exception.DNSException as problem:
            raise Silent(
                Cause.NETWORK, f"no DNS server gave an answer about {name}: {type(problem).__name__}"
            ) from None
        except OSError as problem:
            raise Silent(Cause.NETWORK, f"DNS cannot be asked about {name}: {why(problem)}") from None
        if kind == "NS" and answer.canonical_name != dns.name.from_text(name):  # an alias: its target's are not its own
            return None
        return answer


@cache
def _asking(resolver: Resolver | None) -> Any:
    """A resolver of the library. Raises the library's `NoResolverConfiguration`."""
    import dns.resolver

    asking = dns.resolver.Resolver(configure=resolver is None)
    if resolver is not None:
        asking.nameservers, asking.port = [resolver.address], resolver.port
    asking.lifetime = PATIENCE
    return asking


def _addresses_of_system(host: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as problem:  # a name with a zero in it is the second
        raise Silent(Cause.NETWORK, f"{host} could not be resolved: {why(problem)}") from None
    return tuple(sorted({str(each[4][0]).partition("%")[0] for each in found}))
