"""Whether readers find the page and can read it when they do."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from generator.decide.preparedness.domains import STAND_IN, host_of, plain, reserved
from generator.decide.preparedness.outcome import Outcome, advice, clipped, fine, not_checked, wrong
from generator.model.preparedness import Answer, Cause, Certificate, Ground, Link, Unknown, World

SOON, TOO_SOON = timedelta(days=21), timedelta(days=7)
"""Renewal is tried a month ahead by nearly everybody: with three weeks left it has failed for a while, with one a person must act."""
ELSEWHERE = "Look from another network. If it is down there too, publish to the second host and move the name to it"


def url(ground: Ground, _now: datetime) -> Outcome:
    """site.yaml says where the page stands, and it is a real place."""
    said = ground.site.url
    if said == STAND_IN:
        return wrong(
            "site.yaml does not say, readably, where the page stands",
            "Say it in site.yaml, with the page's own name",
            "url: https://status.example.com",
        )
    host = host_of(said)
    if reserved(host):
        return advice(
            f"{host} is a name that nobody can reach: one kept for examples (RFC 2606), or inside a network",
            "Before you publish, say the page's own name in site.yaml",
            "url: https://…",
        )
    return fine(said)


def home(ground: Ground, _now: datetime) -> Outcome:
    """site.yaml names the main site."""
    if not ground.site.home:
        return advice(
            "site.yaml names no main site, so nothing can be compared with it",
            "Name it in site.yaml",
            "home: https://example.com",
        )
    return fine(ground.site.home)


def home_answers(world: World) -> bool:
    """Whether the main site was reached: then the network works, and silence of the page is the page's own.

    One whose certificate may be somebody else's does not count: a hotel's network answers for everybody.
    """
    if isinstance(world.home, Unknown):
        return False
    page = world.home.page
    return isinstance(page, Answer) or page.cause in (Cause.UNTRUSTED, Cause.GARBLED)


def trusted_by_none(world: World) -> bool:
    """Whether this machine or its network may be at fault for a certificate: it does not accept the main site's any more than the page's."""
    if isinstance(world.home, Unknown):
        return False
    shown = (world.status.certificate, world.home.certificate)
    return all(isinstance(each, Unknown) and each.cause is Cause.UNSIGNED for each in shown)


def page(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """The page is there."""
    found = world.status.page
    if isinstance(found, Unknown):
        return _silent(found, world)
    if found.status != 200:
        return wrong(
            f"{found.asked} answers {found.status}",
            "Publish it, by this or by the workflow Publish, and look again",
            "upside publish",
        )
    if not found.header("content-type").lower().startswith(("text/html", "application/xhtml+xml")):
        kind = clipped(found.header("content-type")) or "no type"
        return wrong(
            f"{found.asked} is sent as {kind}, which a browser does not show as a page",
            "Have the host send index.html as text/html",
        )
    if not found.address.startswith("https:") and found.asked.startswith("https:"):
        return wrong(
            f"{found.asked} leads to an address without https", "Take that redirect out of the host's configuration"
        )
    return fine(f"{found.asked} answers")


def _silent(found: Unknown, world: World) -> Outcome:
    if found.cause is Cause.NETWORK and not home_answers(world):
        return not_checked(found, "Nothing else could be reached from here either, so this may be your network")
    if found.cause is Cause.UNSIGNED and trusted_by_none(world):
        return not_checked(
            found,
            "Nor can the main site's: somebody on this network may answer for both, or this machine knows no issuers (SSL_CERT_FILE)",
        )
    if found.cause in (Cause.UNTRUSTED, Cause.UNSIGNED):
        return wrong(
            f"{found.words}, so browsers refuse the page", "Have the host renew it, or issue one for this name"
        )
    if found.cause is Cause.NETWORK:
        return wrong(f"{found.words}, while the main site answers", ELSEWHERE)
    return wrong(found.words, ELSEWHERE)


def https(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """Who types the name without https arrives all the same, and safely."""
    found = world.plain
    remedy = "Have the host redirect http to https"
    if isinstance(found, Unknown):
        if found.cause is Cause.NETWORK and isinstance(world.status.page, Answer):
            return advice(f"http:// is not answered ({found.words}), and that is what some people type", remedy)
        return not_checked(found)
    if found.address.startswith("https:"):
        return fine("http:// leads to https://")
    if found.status == 200:
        return wrong("http:// shows a page that anybody on the way can change", remedy)
    return advice(f"http:// answers {found.status}, and that is what some people type", remedy)


def certificate(_ground: Ground, world: World, now: datetime) -> Outcome:
    """It holds for a while."""
    found = world.status.certificate
    if isinstance(found, Certificate):
        return _expiry(found, now)
    if found.cause is Cause.UNSIGNED and trusted_by_none(world):
        return not_checked(found)
    if found.cause in (Cause.UNTRUSTED, Cause.UNSIGNED):
        return wrong(found.words, "Have the host renew it, or issue one for this name")
    if found.cause is Cause.GARBLED:
        return wrong(found.words, "Have the host speak HTTPS")
    return not_checked(found)


def _expiry(found: Certificate, now: datetime) -> Outcome:
    left = found.expires - now
    when = f"{found.expires:%Y-%m-%d %H:%M} UTC"
    remedy = "Renew it now, and find out why that did not happen by itself"
    if left <= timedelta(0):
        return wrong(f"the certificate by {found.issuer} expired at {when}", remedy)
    days = f"{left.days} days" if left.days != 1 else "1 day"
    said = f"the certificate by {found.issuer} expires in {days}, at {when}"
    if left < TOO_SOON:
        return wrong(said, remedy)
    if left < SOON:
        return advice(said, "Look whether its renewal works; most are renewed a month ahead")
    return fine(said)


def link(ground: Ground, world: World, _now: datetime) -> Outcome:
    """The main site links to the page."""
    found, page = world.home_markup, (world.home if isinstance(world.home, Unknown) else world.home.page)
    if isinstance(found, Unknown) or isinstance(page, Unknown):
        return not_checked(found if isinstance(found, Unknown) else NOTHING)
    if page.status != 200:
        return not_checked(Unknown(Cause.GARBLED, f"{ground.site.home} answers {page.status}"))
    pointing = [each for each in found.links if _points_to(each, ground.site.url)]
    remedy = "Put a link into its footer and its help", f'<a href="{ground.site.url}/">Status</a>'
    if any(each.visible for each in pointing):
        return fine(f"{ground.site.home} links to it")
    if pointing:
        return advice(
            f"{ground.site.home} loads its banner, which shows only while something is wrong, and has no link", *remedy
        )
    if not page.whole:
        return not_checked(f"{ground.site.home} is too long to be read to its end")
    if not any(each.visible for each in found.links) and found.scripts:
        return not_checked(f"{ground.site.home} is drawn by its script, which was not run. Look yourself")
    return wrong(f"{ground.site.home} has no link to {ground.site.url}", *remedy)


NOTHING = Unknown(Cause.NOTHING, "there is no page to look at")


def _points_to(pointer: Link, url: str) -> bool:
    there, base = urlsplit(pointer.address), urlsplit(url)
    same = plain(host_of(pointer.address)) == plain(base.hostname or "")
    return same and (there.path.rstrip("/") + "/").startswith(base.path.rstrip("/") + "/")
