"""Whether the page would outlive what it reports on: what the two share fails for both at once."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from generator.decide.preparedness.domains import INSTALL, STAND_IN, host_of, is_address, plain, provider, shared
from generator.decide.preparedness.outcome import Outcome, advice, clipped, fine, listed, not_checked, wrong
from generator.decide.preparedness.reach import trusted_by_none
from generator.model.preparedness import Cause, Certificate, Ground, Host, Markup, Unknown, World

NO_HOME = "site.yaml names no main site to compare with (home)"
TOGETHER = timedelta(days=1)
"""Certificates of one issuer that expire this near to each other are renewed together."""


def domain(ground: Ground, _now: datetime) -> Outcome:
    """Page and main site are registered apart."""
    page, home = host_of(ground.site.url), host_of(ground.site.home)
    if not home:
        return not_checked(NO_HOME)
    if ground.site.url == STAND_IN:
        return not_checked("site.yaml does not say where the page stands")
    if unregistered := next((host for host in (page, home) if is_address(host) or "." not in host), ""):
        return not_checked(f"{unregistered} is no name that anybody registers")
    found = shared(page, home)
    if not found.domain:
        return fine(f"{page} and {home} are registered apart")
    if not found.known:
        return not_checked(
            f"{page} and {home} look as if they shared {found.domain}; whether they do only the public suffix list knows",
            "Install it, and ask again",
            INSTALL,
        )
    if plain(page) == plain(home):
        return wrong(
            f"the page and the main site are one host, {page}", "Move the page to a host and a domain of its own"
        )
    return wrong(
        f"{page} and {home} both lie in {found.domain}: one registrar, one zone, one mistake",
        "Register a domain for the page alone, at another DNS provider. In site.yaml, where authority stays as it is",
        f"url: https://{_suggested(found.domain)}",
    )


def _suggested(domain: str) -> str:
    """As GitHub has it: githubstatus.com."""
    name, dot, rest = domain.partition(".")
    return f"{name}status{dot}{rest}"


def channels(ground: Ground, _now: datetime) -> Outcome:
    """One way at least to reach people leans on another domain than the product."""
    home = host_of(ground.site.home)
    if not ground.site.channels:
        return not_checked("site.yaml lists no channels")
    if not home:
        return not_checked(NO_HOME)
    apart = [each for each in ground.site.channels if each.url.startswith("tel:")]
    leaning = [(each, shared(host, home)) for each in ground.site.channels if (host := host_of(each.url))]
    apart += [each for each, found in leaning if found.known and not found.domain]
    if apart:
        return fine(f"“{apart[0].name}” works without {home}")
    if any(not found.known for _, found in leaning):
        return not_checked(
            f"whether the channels lie apart from {home} only the public suffix list knows",
            "Install it, and ask again",
            INSTALL,
        )
    return advice(
        f"no channel works without {home.removeprefix('www.')}: each lies on that domain, and goes when it goes",
        "Add one that does not, such as a phone",
        '- {name: Phone, url: "tel:+15550100"}',
    )


def surroundings(ground: Ground, _now: datetime) -> Outcome:
    """Machines that the page is published to, repositories and mail servers do not lie on the product's domain."""
    home = host_of(ground.site.home)
    if not home:
        return not_checked(NO_HOME)
    remotes = () if isinstance(ground.remotes, Unknown) else ground.remotes
    needed = [(f"{each.shown} (publish)", each.machine) for each in ground.destinations if each.machine]
    needed += [(f"the repository at {each.host}", each.host) for each in remotes if each.host]
    needed += [(f"“{each.name}” (announce)", mail) for each in ground.site.announce if (mail := _mail_server(each.url))]
    found = [(what, shared(machine, home)) for what, machine in needed]
    if leaning := dict.fromkeys(what for what, each in found if each.known and each.domain):
        return advice(
            f"on the product's domain, and so perhaps in its network: {listed(leaning)}",
            "Keep one of each elsewhere, so that the word gets out while the product is down",
        )
    if any(not each.known for _, each in found):
        return not_checked(
            f"what lies apart from {home} only the public suffix list knows", "Install it, and ask again", INSTALL
        )
    if isinstance(ground.remotes, Unknown) and ground.remotes.cause is not Cause.NOTHING:
        return not_checked(ground.remotes)
    if nicknames := dict.fromkeys(what for what, machine in needed if "." not in machine):
        return not_checked(f"where it lies is not in its name: {listed(nicknames)}")
    if not needed:
        return fine(f"site.yaml and git name nothing that lies with {home}")
    return fine(f"{listed(dict.fromkeys(what for what, _ in needed), 3)}: none lies with {home}")


def _mail_server(url: str) -> str:
    """The mail server that an address of Apprise names in plain letters; empty where it names none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "") if parts.scheme in ("mailto", "mailtos") else ""
    except ValueError:  # a variable may stand anywhere
        return ""
    return "" if "$" in host or "{" in host else host


def origin(ground: Ground, _now: datetime) -> Outcome:
    """The first page that was built loads nothing from elsewhere."""
    return _own(
        ground.built_markup, ground.site.url, "Copy it into theme/assets/, and point to that copy in theme/templates/"
    )


def live_origin(ground: Ground, world: World, _now: datetime) -> Outcome:
    """Nor does it as the host sends it."""
    if not isinstance(world.status.page, Unknown) and world.status.page.status != 200:
        return not_checked(f"the page answers {world.status.page.status}")
    return _own(world.status_markup, ground.site.url, "Switch off what the host or the network before it adds to pages")


def _own(page: Markup | Unknown, url: str, remedy: str) -> Outcome:
    if isinstance(page, Unknown):
        return not_checked(page)
    own = plain(host_of(url))
    hosts = dict.fromkeys(
        host for each in page.links if not each.visible and (host := plain(host_of(each.address))) != own
    )
    if hosts:
        return wrong(f"the first page loads something from {listed(map(clipped, hosts))}", remedy)
    return fine("the first page loads nothing from elsewhere")


def addresses(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """They do not stand at one address."""
    if isinstance(home := world.home, Unknown):
        return not_checked(home)
    for host in (world.status, home):
        if isinstance(host.addresses, Unknown):
            return not_checked(host.addresses)
    if trusted_by_none(world):
        return not_checked(
            Unknown(
                Cause.UNSIGNED, "neither could show a certificate for its name, so others may have answered for them"
            )
        )
    return _compared(world.status, home, _addresses(world.status), _addresses(home))


def _compared(status: Host, home: Host, mine: set[str], theirs: set[str]) -> Outcome:
    elsewhere = "Serve the page from another provider than the product"
    if both := sorted(mine & theirs):
        if mine <= theirs:  # the page has none besides
            return wrong(f"{status.name} and {home.name} stand at the same address, {listed(both)}", elsewhere)
        return advice(f"{status.name} and {home.name} share some addresses: {listed(both)}", elsewhere)
    if near := sorted(_networks(mine) & _networks(theirs)):
        return advice(f"{status.name} and {home.name} lie in one network, {listed(near)}", elsewhere)
    return fine(f"{status.name} is at {listed(sorted(mine), 2)}, {home.name} at {listed(sorted(theirs), 2)}")


def _addresses(host: Host) -> set[str]:
    return set(() if isinstance(host.addresses, Unknown) else host.addresses)


def _networks(found: set[str]) -> set[str]:
    """The smallest networks that are announced on their own: /24 and /48."""
    each = (ipaddress.ip_address(address) for address in found)
    return {str(ipaddress.ip_network(f"{one}/{24 if one.version == 4 else 48}", strict=False)) for one in each}


def name_servers(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """Nobody who answers for one name answers for the other."""
    if isinstance(home := world.home, Unknown):
        return not_checked(home)
    for host in (world.status, home):
        if isinstance(host.name_servers, Unknown):
            return not_checked(host.name_servers)
    aliases = world.status.aliases
    if isinstance(aliases, Unknown):
        return not_checked(aliases)
    if leading := [name for name in aliases if shared(name, home.name).domain]:
        return wrong(
            f"{world.status.name} is an alias of {leading[0]}, so who answers for {home.name} answers for the page too",
            "Have the page's name lead to its host without a name of the product's between them",
        )
    mine, theirs = _servers(world.status), _servers(home)
    elsewhere = "Let another DNS provider serve the page's name than the product's"
    if both := sorted(mine & theirs):
        if mine <= theirs:  # the page has none besides
            return wrong(
                f"the same name servers answer for {world.status.name} and {home.name}: {listed(both)}", elsewhere
            )
        return advice(f"{world.status.name} and {home.name} share name servers: {listed(both)}", elsewhere)
    if runners := sorted({*map(provider, mine)} & {*map(provider, theirs)}):
        return advice(f"the name servers differ, but seem to be run by one provider: {listed(runners)}", elsewhere)
    return fine(f"{listed(sorted(mine), 2)} for the page, {listed(sorted(theirs), 2)} for the main site")


def _servers(host: Host) -> set[str]:
    return set(() if isinstance(host.name_servers, Unknown) else host.name_servers)


def shared_certificate(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """What keeps one certificate from being renewed does not keep the other."""
    if isinstance(home := world.home, Unknown):
        return not_checked(home)
    mine, theirs = world.status.certificate, home.certificate
    if isinstance(mine, Unknown):
        return not_checked(mine)
    if isinstance(theirs, Unknown):
        return not_checked(theirs)
    return _renewed(mine, theirs)


def _renewed(mine: Certificate, theirs: Certificate) -> Outcome:
    remedy = "Give the page a certificate of its own, renewed by its own host"
    if mine.fingerprint == theirs.fingerprint:
        return advice("the page and the main site show one and the same certificate", remedy)
    if mine.issuer == theirs.issuer and abs(mine.expires - theirs.expires) <= TOGETHER:
        return advice(f"both certificates are by {mine.issuer} and expire within a day of each other", remedy)
    also = ", also by that issuer" if mine.issuer == theirs.issuer else f", by {theirs.issuer}"
    return fine(f"the page's is by {mine.issuer}, the main site's is another one{also}")
