"""The nouns of `upside doctor`: what was found out about a site and the world around it, and what follows from that.

Imported by that command alone. Whatever could not be found out is an `Unknown` with its reason, never an empty value that might
look like good news.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from generator.model.written import Site


class State(StrEnum):
    """How a check came out, the worst first."""

    WRONG = "wrong"
    """It has taken status pages down, or keeps readers from this one now."""
    ADVICE = "advice"
    """It holds, and could hold better."""
    NOT_CHECKED = "not_checked"
    """Nobody knows. Never as good as fine."""
    FINE = "fine"


class Finding(Struct, frozen=True):
    """One check, and how it came out."""

    check: str
    """A stable kebab-case name."""
    state: State
    found: str
    """What was found, or why it was not checked. A clause or some sentences, without a full stop at its end."""
    remedy: str = ""
    """What to do, where there is something. Likewise."""
    line: str = ""
    """What to write or to type, ready to paste; several lines where it takes so many. Empty where there is no such line."""
    unreached: bool = False
    """Not checked because a host did not answer: whoever asked for the check did not get it."""


class Cause(StrEnum):
    """Why something is not known."""

    NOT_ASKED = "not asked"
    """The world is asked only under `--live`."""
    NOTHING = "nothing"
    """There is nothing to ask: site.yaml names none, nothing has been built."""
    LIBRARY = "library"
    """A library that would ask is not installed."""
    NETWORK = "network"
    """No answer, and nobody can say on whose side that lies."""
    UNTRUSTED = "untrusted"
    """A host answered, with a certificate that is not valid: too old, too young, revoked."""
    UNSIGNED = "unsigned"
    """A host answered, with a certificate for another name or by an issuer that this machine does not know. That may be the host's fault,
    somebody's who answers in its place on this network, or this machine's."""
    GARBLED = "garbled"
    """A host answered with something that is not what was asked for."""


class Unknown(Struct, frozen=True):
    """What is not known, and why."""

    cause: Cause
    words: str
    """In a clause, for a person. Holds no secret."""


class Link(Struct, frozen=True):
    """Something that a page points to."""

    address: str
    """Absolute."""
    visible: bool
    """A link to follow; otherwise something that the page loads."""


class Markup(Struct, frozen=True):
    """What matters here of a page in HTML."""

    links: tuple[Link, ...]
    scripts: int = 0
    """How many scripts it has: one without links but with scripts is drawn in the browser."""


class Answer(Struct, frozen=True):
    """What a host answered to one request, redirects followed."""

    asked: str
    """The address that was asked for."""
    status: int
    address: str
    """The one that answered last."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names in small letters, in the order sent."""
    body: bytes = b""
    whole: bool = True
    """The body is all there; False where it was longer than is read."""

    def header(self, name: str) -> str:
        """All values of a header, joined by commas (RFC 9110, 5.3); empty where it was not sent."""
        return ", ".join(value for each, value in self.headers if each == name.lower())


class Certificate(Struct, frozen=True):
    """What a host shows for itself; its chain and its name have been found right."""

    issuer: str
    """As a person calls it: the organisation and the name."""
    expires: datetime
    fingerprint: str
    """SHA-256 of the certificate, in hexadecimal digits."""


class Heartbeat(Struct, frozen=True):
    """What `/api/heartbeat.json` says."""

    built_at: datetime
    next_change: datetime
    release: str = ""


class Shown(Struct, frozen=True):
    """What a target of `publish:` says of itself."""

    shown: str
    """Its address, without a secret."""
    live: str = ""
    """What is live there, for a person; empty where nothing was ever published."""
    built_at: datetime | None = None
    """Of what is live there."""


class Host(Struct, frozen=True):
    """What the world says of a host, the page's or the main site's."""

    name: str
    addresses: tuple[str, ...] | Unknown
    """IPv4 and IPv6, sorted."""
    name_servers: tuple[str, ...] | Unknown
    """Names in small letters without the last dot, sorted."""
    aliases: tuple[str, ...] | Unknown
    """Names that it leads to before it leads to an address."""
    certificate: Certificate | Unknown
    page: Answer | Unknown
    """Its first page, at the address of site.yaml."""


class Expected(Struct, frozen=True):
    """What a host is to send with one path of the site."""

    path: str
    headers: tuple[tuple[str, str], ...]


class World(Struct, frozen=True):
    """What was asked of the world under `--live`."""

    status: Host
    home: Host | Unknown
    home_markup: Markup | Unknown
    status_markup: Markup | Unknown
    plain: Answer | Unknown
    """What `http://` answers, no redirect followed."""
    answers: tuple[tuple[Expected, Answer | Unknown], ...]
    """What came with some paths of the site, beside what is to come."""
    heartbeat: Heartbeat | Unknown
    targets: tuple[tuple[str, Shown | Unknown], ...] = ()
    """By the address of each target as it may be shown."""


class Remote(Struct, frozen=True):
    """Another copy of the repository."""

    name: str
    host: str
    """Empty where it lies on this machine."""


class Workflows(Struct, frozen=True):
    """The workflows for GitHub Actions in the folder."""

    missing: tuple[str, ...] = ()
    """Paths of those that `upside workflows` would write."""
    stale: tuple[str, ...] = ()
    """`path:line` of lists that are not what site.yaml says."""
    pages: bool = False
    """They deploy to GitHub Pages."""
    installable: bool = True
    """They know where Upside itself comes from."""


class Destination(Struct, frozen=True):
    """An address of `publish:`."""

    shown: str
    place: str
    """What it shares a fate with: the kind of store, the machine; empty for this machine."""
    machine: str = ""
    """The machine that it names, where it names one."""
    unfit: str = ""
    """Why nothing can be published there from this machine; empty where it can."""


class Ground(Struct, frozen=True):
    """What stands in the folder."""

    site: Site
    errors: int
    """Problems of site.yaml and incidents/ that are errors."""
    remotes: tuple[Remote, ...] | Unknown
    workflows: Workflows
    destinations: tuple[Destination, ...]
    built: Heartbeat | Unknown
    """Of the built folder."""
    built_markup: Markup | Unknown
    """Its first page."""


class Facts(Struct, frozen=True):
    """All that the doctor judges."""

    ground: Ground
    world: World | Unknown
