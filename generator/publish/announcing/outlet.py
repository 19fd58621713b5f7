"""An outlet, opened: its address with the secrets of the environment put in, how much a message may hold, and how one is sent.

No secret leaves this module in words: whatever a service or a library says of a failure is told without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from generator.model import Outlet, Site
from generator.model.announced import Message, Room

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SHORTEST = 4
"""Characters of what is hidden as a part of a secret: shorter ones stand in every sentence."""
HIDDEN = "***"


class Closed(Exception):
    """Nothing can be sent there. Says why and what to do, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An outlet to which something can be sent."""

    name: str
    room: Room
    send: Callable[[Message, datetime], str]
    """Sends a message, dated by the moment; the reason where it failed, else nothing. Tries once. Never raises for what a network did."""


def opened(outlet: Outlet, site: Site, environment: Mapping[str, str]) -> Opened:
    """`outlet` with what `environment` holds. Raises `Closed`. Speaks to nobody yet."""
    address, secrets = _address(outlet, environment)
    try:
        from generator.publish.announcing.chat import service_of
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] != "apprise":
            raise
        raise Closed(
            "the library that sends is not installed; install it beside Upside with: pip install 'apprise>=2.2'"
        ) from None
    service = service_of(address, site)
    if service is None:
        raise Closed(
            f"what {_names(outlet)} makes of “{_shown(outlet)}” is no address that Apprise understands; see "
            "https://github.com/caronc/apprise/wiki for how each service writes it"
        )
    return _speaking(outlet, site, service, secrets)


def _speaking(outlet: Outlet, site: Site, service: Any, secrets: list[str]) -> Opened:
    from generator.publish.announcing.chat import room_of, sent
    from generator.publish.announcing.mail import is_mail, mailed

    def send(message: Message, now: datetime) -> str:
        if is_mail(service):
            return redacted(mailed(service, message, site, now), secrets)
        return redacted(sent(service, message), secrets)

    room = Room(1_000_000, 200, mail=True) if is_mail(service) else room_of(service)
    return Opened(outlet.name, room, send)


def unset(outlet: Outlet, environment: Mapping[str, str]) -> list[str]:
    """The names of the variables that `outlet` needs and `environment` does not hold."""
    names = dict.fromkeys(PLACEHOLDER.findall(outlet.url))
    return [name for name in names if not environment.get(name, "").strip()]


def redacted(said: str, secrets: list[str]) -> str:
    """`said` in one line, without any of `secrets`."""
    for secret in sorted(secrets, key=len, reverse=True):
        said = said.replace(secret, HIDDEN)
    return " ".join(said.split())[:400]


def _address(outlet: Outlet, environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The address to send to, and every piece of it that is not to be told."""
    if missing := unset(outlet, environment):
        names = " and ".join(missing)
        verb = "is" if len(missing) == 1 else "are"
        raise Closed(
            f"{names} {verb} not set in the environment: set it to what stands for it in the address, and run this again"
        )
    address = PLACEHOLDER.sub(lambda found: environment[found[1]].strip(), outlet.url)
    values = [environment[name].strip() for name in PLACEHOLDER.findall(outlet.url)]
    pieces = {
        piece for value in values for piece in (value, unquote(value), *re.split(r"[/:@?&=#,\s]+", unquote(value)))
    }
    return address, [
        piece for piece in pieces if len(piece) >= SHORTEST and piece.lower() not in ("http", "https", "json")
    ]


def _shown(outlet: Outlet) -> str:
    """The address as site.yaml has it, with names in place of secrets."""
    return outlet.url[:80]


def _names(outlet: Outlet) -> str:
    return " and ".join(dict.fromkeys(PLACEHOLDER.findall(outlet.url))) or "the environment"
