"""Each judge, on facts that a test makes up: whatever is not known is never fine."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from generator.decide.preparedness import CHECKS, GROUPS, domains, findings
from generator.model import Channel, Component, Impact, Outlet, Promises, Site
from generator.model.preparedness import (
    Answer,
    Cause,
    Certificate,
    Destination,
    Expected,
    Facts,
    Finding,
    Ground,
    Heartbeat,
    Host,
    Link,
    Markup,
    Remote,
    Shown,
    State,
    Unknown,
    Workflows,
    World,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PAGE, HOME = "https://acmestatus.net", "https://acme.com"
DAY = timedelta(days=1)
PROMISES = Promises(timedelta(minutes=15), timedelta(hours=2), timedelta(days=5))
NETWORK = Unknown(Cause.NETWORK, "no answer")
LIBRARY = Unknown(Cause.LIBRARY, "a library is missing")
UNSIGNED = Unknown(Cause.UNSIGNED, "whose certificate is this")

SITE = Site(
    name="Acme",
    url=PAGE,
    home=HOME,
    authority="acmestatus.net,2026-01-01",
    security="mailto:security@acme.com",
    publish=("s3://acme",),
    components=(Component("api", "API", since=date(2026, 1, 1)),),
    channels=(Channel("Phone", "tel:+15550100"),),
    promises=PROMISES,
    announce=(Outlet("Chat", "${CHAT_URL}"),),
)
BEAT = Heartbeat(NOW - timedelta(hours=1), NOW + timedelta(hours=9), "abc")
GROUND = Ground(
    site=SITE,
    errors=0,
    remotes=(Remote("origin", "github.com"), Remote("second", "codeberg.org")),
    workflows=Workflows(pages=True),
    destinations=(Destination("s3://acme", "S3"),),
    built=BEAT,
    built_markup=Markup((Link(f"{PAGE}/assets/style.css", visible=False),)),
)
HTML = (("content-type", "text/html; charset=utf-8"), ("x-content-type-options", "nosniff"))


def host(name: str, address: str, server: str, days: int) -> Host:
    """One that answers."""
    certificate = Certificate(f"Trust {name}", NOW + days * DAY, name)
    return Host(name, (address,), (server,), (), certificate, Answer(f"https://{name}/", 200, f"https://{name}/", HTML))


WORLD = World(
    status=host("acmestatus.net", "192.0.2.1", "ns1.one-dns.net", 60),
    home=host("acme.com", "198.51.100.7", "ns1.other-dns.org", 40),
    home_markup=Markup((Link(f"{PAGE}/", visible=True),)),
    status_markup=Markup(
        (Link(f"{PAGE}/assets/style.css", visible=False), Link("https://upside.example/", visible=True))
    ),
    plain=Answer("http://acmestatus.net/", 301, "https://acmestatus.net/"),
    answers=(
        (Expected("", (("X-Content-Type-Options", "nosniff"),)), Answer(f"{PAGE}/", 200, f"{PAGE}/", HTML)),
        (
            Expected("feed.atom", (("Content-Type", "application/atom+xml; charset=utf-8"),)),
            Answer(f"{PAGE}/feed.atom", 200, f"{PAGE}/feed.atom", (("content-type", "application/atom+xml"),)),
        ),
    ),
    heartbeat=BEAT,
    targets=(("s3://acme", Shown("s3://acme", "release abc", BEAT.built_at)),),
)
ATOM, HSTS, ORIGIN = "application/atom+xml", "Strict-Transport-Security", "Access-Control-Allow-Origin"
NOT_ASKED = Unknown(Cause.NOT_ASKED, "run with --live")


def judged(ground: Ground = GROUND, world: World | Unknown = WORLD) -> dict[str, Finding]:
    """Every finding by its check."""
    return {each.check: each for each in findings(Facts(ground, world), now=NOW)}


def site(**changes: Any) -> Ground:
    """The same ground with another site.yaml."""
    return replace(GROUND, site=replace(SITE, **changes))


def page(found: Answer | Unknown, **changes: Any) -> World:
    """The same world with another first page."""
    return replace(WORLD, status=replace(WORLD.status, page=found), **changes)


def answer(status: int = 200, address: str = f"{PAGE}/", kind: str = "text/html") -> Answer:
    """Of the page."""
    return Answer(f"{PAGE}/", status, address, (("content-type", kind),))


HOME_HOST = WORLD.home
assert isinstance(HOME_HOST, Host)


def at_home(**changes: Any) -> World:
    """The same world with another main site."""
    assert isinstance(HOME_HOST, Host)
    return replace(WORLD, home=replace(HOME_HOST, **changes))


def certificate(left: timedelta) -> World:
    """The same world, in which the page's certificate holds so long."""
    return replace(WORLD, status=replace(WORLD.status, certificate=Certificate("Trust", NOW + left, "x")))


def sent(path: str, name: str, wanted: str, value: str) -> World:
    """The same world, of which one path was asked for, and answered with one header; without it where it is empty."""
    headers = ((name.lower(), value),) if value else ()
    return replace(
        WORLD, answers=((Expected(path, ((name, wanted),)), Answer(f"{PAGE}/{path}", 200, f"{PAGE}/{path}", headers)),)
    )


def test_a_site_that_is_prepared_has_nothing_but_fine_findings() -> None:
    assert {name: each.state for name, each in judged().items() if each.state is not State.FINE} == {}


def test_every_finding_that_is_not_fine_says_what_to_do_and_every_check_why() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS) == sum(len(checks) for _, checks in GROUPS)
    for check in CHECKS:
        assert check.reason.endswith(".")
        assert (check.live is None) != (check.offline is None)
    for _, ground, world, _, _ in CASES:
        for each in judged(ground, world).values():
            assert each.found
            assert not each.found.endswith(".")
            if each.state in (State.WRONG, State.ADVICE):
                assert each.remedy


def test_without_live_no_check_of_the_world_is_anything_but_not_checked() -> None:
    found = judged(world=NOT_ASKED)
    live = {check.name for check in CHECKS if check.live}
    assert {name for name, each in found.items() if each.state is State.NOT_CHECKED} == live
    assert not any(each.unreached for each in found.values())


def test_where_nothing_answers_nothing_of_the_world_is_fine_or_wrong() -> None:
    for unknown in (NETWORK, UNSIGNED):
        silent = Host("acmestatus.net", unknown, unknown, unknown, unknown, unknown)
        world = World(
            silent, replace(silent, name="acme.com"), unknown, unknown, unknown, (), unknown, (("s3://a", unknown),)
        )
        world = replace(world, answers=tuple((each, unknown) for each, _ in WORLD.answers))
        states = {
            name: each.state for name, each in judged(world=world).items() if each.unreached or each.state != State.FINE
        }
        live = {check.name for check in CHECKS if check.live}
        if unknown is UNSIGNED:  # a store has no page of ours behind another's certificate
            live -= {"targets"}
            states.pop("targets")
        assert states == dict.fromkeys(live, State.NOT_CHECKED)


CASES: list[tuple[str, Ground, World | Unknown, State, str]] = [
    ("domain", site(url="https://status.acme.com"), WORLD, State.WRONG, "both lie in acme.com"),
    ("domain", site(url="https://acme.com/status"), WORLD, State.WRONG, "one host, acme.com"),
    ("domain", site(home=""), WORLD, State.NOT_CHECKED, "names no main site"),
    ("domain", site(url="https://status.invalid"), WORLD, State.NOT_CHECKED, "does not say where"),
    ("domain", site(url="http://localhost:8000"), WORLD, State.NOT_CHECKED, "localhost is no name"),
    ("domain", site(home="https://192.0.2.1"), WORLD, State.NOT_CHECKED, "192.0.2.1 is no name"),
    ("url", site(url="https://status.invalid"), WORLD, State.WRONG, "does not say"),
    ("url", site(url="http://localhost:8000"), WORLD, State.ADVICE, "localhost is a name that nobody can reach"),
    ("url", site(url="https://status.example.com"), WORLD, State.ADVICE, "nobody can reach"),
    ("home", site(home=""), WORLD, State.ADVICE, "names no main site"),
    ("channels", site(channels=()), WORLD, State.WRONG, "no way to reach you"),
    ("channels-apart", site(home=""), WORLD, State.NOT_CHECKED, "names no main site"),
    ("channels-apart", site(channels=()), WORLD, State.NOT_CHECKED, "lists no channels"),
    (
        "channels-apart",
        site(channels=(Channel("Mail", "mailto:help@acme.com"),)),
        WORLD,
        State.ADVICE,
        "no channel works without acme.com",
    ),
    ("channels-apart", site(channels=(Channel("Mail", "mailto:acme@mail.net"),)), WORLD, State.FINE, "“Mail” works"),
    ("channels-apart", site(channels=(Channel("Odd", "mailto:nobody"),)), WORLD, State.ADVICE, "no channel works"),
    (
        "surroundings",
        replace(GROUND, destinations=(Destination("web1.acme.com:/srv", "web1.acme.com", "web1.acme.com"),)),
        WORLD,
        State.ADVICE,
        "web1.acme.com:/srv (publish)",
    ),
    ("surroundings", replace(GROUND, remotes=LIBRARY), WORLD, State.NOT_CHECKED, "library"),
    ("surroundings", site(home=""), WORLD, State.NOT_CHECKED, "names no main site"),
    (
        "surroundings",
        replace(GROUND, remotes=(Remote("here", ""),)),
        WORLD,
        State.FINE,
        "site.yaml and git name nothing that lies with acme.com",
    ),
    (
        "surroundings",
        GROUND,
        WORLD,
        State.FINE,
        "the repository at github.com and the repository at codeberg.org: none",
    ),
    ("surroundings", replace(GROUND, remotes=(Remote("origin", "git.acme.com"),)), WORLD, State.ADVICE, "git.acme.com"),
    (
        "surroundings",
        site(announce=(Outlet("Mail", "mailtos://status:${PASSWORD}@mail.acme.com/?to=a@b.net"),)),
        WORLD,
        State.ADVICE,
        "“Mail” (announce)",
    ),
    (
        "surroundings",
        replace(GROUND, destinations=(Destination("web1:/srv", "web1", "web1"),)),
        WORLD,
        State.NOT_CHECKED,
        "web1:/srv",
    ),
    ("own-origin", replace(GROUND, built_markup=NETWORK), WORLD, State.NOT_CHECKED, "no answer"),
    (
        "own-origin",
        replace(GROUND, built_markup=Markup((Link("https://fonts.example.net/x.css", visible=False),))),
        WORLD,
        State.WRONG,
        "fonts.example.net",
    ),
    (
        "live-origin",
        GROUND,
        replace(WORLD, status_markup=Markup((Link("https://cdn.example.net/x.js", visible=False),))),
        State.WRONG,
        "cdn.example.net",
    ),
    ("live-origin", GROUND, replace(WORLD, status_markup=NETWORK), State.NOT_CHECKED, "no answer"),
    ("live-origin", GROUND, page(answer(404)), State.NOT_CHECKED, "answers 404"),
    ("addresses", GROUND, at_home(addresses=("192.0.2.1",)), State.WRONG, "192.0.2.1"),
    ("addresses", GROUND, at_home(addresses=("192.0.2.1", "198.51.100.7")), State.WRONG, "same address"),
    (
        "addresses",
        GROUND,
        replace(
            at_home(addresses=("192.0.2.1", "198.51.100.7")),
            status=replace(WORLD.status, addresses=("192.0.2.1", "203.0.113.9")),
        ),
        State.ADVICE,
        "share some addresses: 192.0.2.1",
    ),
    (
        "addresses",
        GROUND,
        replace(
            at_home(addresses=("192.0.2.1",)), status=replace(WORLD.status, addresses=("192.0.2.1", "203.0.113.9"))
        ),
        State.ADVICE,
        "share some addresses: 192.0.2.1",
    ),
    (
        "name-servers",
        GROUND,
        replace(
            at_home(name_servers=("ns1.one-dns.net",)),
            status=replace(WORLD.status, name_servers=("ns1.one-dns.net", "ns1.third-dns.org")),
        ),
        State.ADVICE,
        "share name servers: ns1.one-dns.net",
    ),
    (
        "name-servers",
        GROUND,
        at_home(name_servers=("ns1.one-dns.net", "ns1.other-dns.org")),
        State.WRONG,
        "the same name servers",
    ),
    ("addresses", GROUND, at_home(certificate=UNSIGNED, addresses=("192.0.2.1",)), State.WRONG, "same address"),
    (
        "addresses",
        GROUND,
        replace(
            at_home(certificate=UNSIGNED, addresses=("192.0.2.1",)), status=replace(WORLD.status, certificate=UNSIGNED)
        ),
        State.NOT_CHECKED,
        "others may have answered",
    ),
    ("certificate", GROUND, replace(WORLD, status=replace(WORLD.status, certificate=UNSIGNED)), State.WRONG, "whose"),
    ("addresses", GROUND, at_home(addresses=("192.0.2.200",)), State.ADVICE, "192.0.2.0/24"),
    ("addresses", GROUND, at_home(addresses=NETWORK), State.NOT_CHECKED, "no answer"),
    ("addresses", GROUND, replace(WORLD, home=LIBRARY), State.NOT_CHECKED, "library"),
    (
        "addresses",
        GROUND,
        replace(at_home(addresses=("2001:db8:1:2::1",)), status=replace(WORLD.status, addresses=("2001:db8:1:3::9",))),
        State.ADVICE,
        "2001:db8:1::/48",
    ),
    ("name-servers", GROUND, at_home(name_servers=("ns1.one-dns.net",)), State.WRONG, "the same name servers"),
    ("name-servers", GROUND, at_home(name_servers=("ns9.one-dns.net",)), State.ADVICE, "one provider: one-dns"),
    (
        "name-servers",
        GROUND,
        replace(WORLD, status=replace(WORLD.status, aliases=("acme.hosts.net", "edge.acme.com"))),
        State.WRONG,
        "alias of edge.acme.com",
    ),
    (
        "name-servers",
        GROUND,
        replace(WORLD, status=replace(WORLD.status, aliases=NETWORK)),
        State.NOT_CHECKED,
        "no answer",
    ),
    ("name-servers", GROUND, replace(WORLD, home=LIBRARY), State.NOT_CHECKED, "library"),
    ("certificate-apart", GROUND, replace(WORLD, home=LIBRARY), State.NOT_CHECKED, "library"),
    (
        "certificate-apart",
        GROUND,
        replace(WORLD, status=replace(WORLD.status, certificate=NETWORK)),
        State.NOT_CHECKED,
        "no",
    ),
    (
        "certificate-apart",
        GROUND,
        at_home(certificate=Certificate("Other", NOW + 60 * DAY, "y")),
        State.FINE,
        "by Other",
    ),
    (
        "certificate-apart",
        GROUND,
        at_home(certificate=Certificate("Trust acmestatus.net", NOW + 30 * DAY, "y")),
        State.FINE,
        "also by that issuer",
    ),
    ("name-servers", GROUND, at_home(name_servers=LIBRARY), State.NOT_CHECKED, "library"),
    (
        "certificate-apart",
        GROUND,
        at_home(certificate=Certificate("Other", NOW, "acmestatus.net")),
        State.ADVICE,
        "one and the same",
    ),
    (
        "certificate-apart",
        GROUND,
        at_home(certificate=Certificate("Trust acmestatus.net", NOW + 60 * DAY + timedelta(hours=2), "y")),
        State.ADVICE,
        "within a day",
    ),
    ("certificate-apart", GROUND, at_home(certificate=NETWORK), State.NOT_CHECKED, "no answer"),
    ("page", GROUND, page(answer(503)), State.WRONG, "answers 503"),
    ("page", GROUND, page(answer(kind="application/octet-stream")), State.WRONG, "is sent as application/octet-stream"),
    ("page", GROUND, page(answer(address="http://acmestatus.net/")), State.WRONG, "without https"),
    ("page", GROUND, page(NETWORK), State.WRONG, "while the main site answers"),
    ("page", GROUND, page(NETWORK, home=LIBRARY), State.NOT_CHECKED, "no answer"),
    ("page", GROUND, page(Unknown(Cause.GARBLED, "nonsense"), home=LIBRARY), State.WRONG, "nonsense"),
    ("page", GROUND, page(Unknown(Cause.UNTRUSTED, "has expired"), home=LIBRARY), State.WRONG, "browsers refuse"),
    ("page", GROUND, page(UNSIGNED), State.WRONG, "browsers refuse"),
    ("https", GROUND, replace(WORLD, plain=NETWORK), State.ADVICE, "http:// is not answered"),
    ("https", GROUND, page(NETWORK, plain=NETWORK), State.NOT_CHECKED, "no answer"),
    ("https", GROUND, replace(WORLD, plain=answer(200, "http://acmestatus.net/")), State.WRONG, "anybody on the way"),
    ("https", GROUND, replace(WORLD, plain=answer(403, "http://acmestatus.net/")), State.ADVICE, "answers 403"),
    ("certificate", GROUND, certificate(22 * DAY), State.FINE, "22 days"),
    ("certificate", GROUND, certificate(21 * DAY), State.FINE, "21 days"),
    ("certificate", GROUND, certificate(DAY), State.WRONG, "in 1 day,"),
    ("certificate", GROUND, certificate(21 * DAY - timedelta(minutes=1)), State.ADVICE, "20 days"),
    ("certificate", GROUND, certificate(7 * DAY), State.ADVICE, "7 days"),
    ("certificate", GROUND, certificate(7 * DAY - timedelta(minutes=1)), State.WRONG, "6 days"),
    ("certificate", GROUND, certificate(timedelta(0)), State.WRONG, "expired at 2026-11-20 15:00 UTC"),
    ("link", GROUND, replace(WORLD, home_markup=Markup(())), State.WRONG, "has no link"),
    ("link", GROUND, replace(WORLD, home_markup=Markup((), scripts=2)), State.NOT_CHECKED, "drawn by its script"),
    (
        "link",
        site(url="https://acmestatus.net/eu"),
        replace(WORLD, home_markup=Markup((Link("https://acmestatus.net/us/", visible=True),))),
        State.WRONG,
        "has no link",
    ),
    (
        "link",
        GROUND,
        replace(WORLD, home_markup=Markup((Link(f"{PAGE}/embed.js", visible=False),), scripts=1)),
        State.ADVICE,
        "loads its banner",
    ),
    (
        "link",
        GROUND,
        replace(at_home(page=replace(answer(), whole=False)), home_markup=Markup(())),
        State.NOT_CHECKED,
        "too long to be read",
    ),
    (
        "certificate",
        GROUND,
        replace(WORLD, status=replace(WORLD.status, certificate=Unknown(Cause.GARBLED, "no HTTPS"))),
        State.WRONG,
        "no HTTPS",
    ),
    ("link", GROUND, at_home(page=answer(500)), State.NOT_CHECKED, "answers 500"),
    (
        "feeds",
        GROUND,
        sent("feed.atom", "Content-Type", ATOM, "text/html"),
        State.WRONG,
        "text/html instead of " + ATOM,
    ),
    ("feeds", GROUND, sent("feed.atom", "Content-Type", ATOM, "text/xml"), State.ADVICE, "which most readers take"),
    (
        "feeds",
        GROUND,
        sent("status.txt", "Content-Type", "text/plain", "text/xml"),
        State.WRONG,
        "instead of text/plain",
    ),
    ("feeds", GROUND, sent("embed.js", "Cache-Control", "max-age=3600", "max-age=1"), State.FINE, "are there"),
    ("headers", GROUND, sent("", HSTS, "max-age=100", "max-age=100; preload"), State.FINE, "as they should be, on /"),
    ("headers", GROUND, sent("", HSTS, "max-age=100", "max-age=99"), State.ADVICE, "not as it should be (/)"),
    ("headers", GROUND, sent("", HSTS, "max-age=0", ""), State.ADVICE, "missing (/)"),
    ("headers", GROUND, sent("", ORIGIN, "*", "https://acme.com"), State.WRONG, "says https://acme.com, so scripts"),
    ("feeds", GROUND, replace(WORLD, answers=((Expected("feed.atom", ()), answer(404)),)), State.WRONG, "answers 404"),
    ("feeds", GROUND, replace(WORLD, answers=((Expected("feed.atom", ()), NETWORK),)), State.WRONG, "does not answer"),
    (
        "headers",
        GROUND,
        replace(WORLD, answers=((Expected("", (("Referrer-Policy", "no-referrer"),)), answer()),)),
        State.ADVICE,
        "Referrer-Policy missing (/)",
    ),
    (
        "headers",
        GROUND,
        replace(WORLD, answers=((Expected("", (("Access-Control-Allow-Origin", "*"),)), answer()),)),
        State.WRONG,
        "scripts of other sites",
    ),
    (
        "headers",
        GROUND,
        replace(
            WORLD,
            answers=(
                (
                    Expected("", (("Cache-Control", "max-age=30"),)),
                    replace(answer(), headers=(("cache-control", "max-age=3601"),)),
                ),
            ),
        ),
        State.WRONG,
        "Cache-Control says max-age=3601 (/)",
    ),
    (
        "headers",
        GROUND,
        replace(
            WORLD,
            answers=(
                (
                    Expected("", (("Cache-Control", "max-age=30"),)),
                    replace(answer(), headers=(("cache-control", "max-age=3600"),)),
                ),
            ),
        ),
        State.ADVICE,
        "Cache-Control says max-age=3600 (/)",
    ),
    ("headers", GROUND, replace(WORLD, answers=((Expected("", ()), answer(404)),)), State.NOT_CHECKED, "answers"),
    ("remotes", replace(GROUND, remotes=()), WORLD, State.ADVICE, "no remote"),
    ("remotes", replace(GROUND, remotes=Unknown(Cause.NOTHING, "x")), WORLD, State.ADVICE, "no git repository"),
    ("remotes", replace(GROUND, remotes=LIBRARY), WORLD, State.NOT_CHECKED, "library"),
    (
        "remotes",
        replace(GROUND, remotes=(Remote("a", "github.com"), Remote("b", "github.com"))),
        WORLD,
        State.ADVICE,
        "github.com",
    ),
    ("remotes", replace(GROUND, remotes=(Remote("a", ""),)), WORLD, State.ADVICE, "this machine"),
    ("workflows", replace(GROUND, workflows=Workflows(stale=("clock.yml:3",))), WORLD, State.WRONG, "clock.yml:3"),
    ("workflows", replace(GROUND, workflows=Workflows(installable=False)), WORLD, State.WRONG, "cannot install"),
    ("workflows", replace(GROUND, workflows=Workflows(missing=("a.yml",))), WORLD, State.ADVICE, "a.yml"),
    ("publish", replace(GROUND, destinations=()), WORLD, State.ADVICE, "names no target"),
    (
        "publish",
        replace(GROUND, destinations=(Destination("s3://acme", "S3", unfit="obstore is missing"),)),
        WORLD,
        State.WRONG,
        "obstore is missing",
    ),
    ("second-host", replace(GROUND, destinations=()), WORLD, State.ADVICE, "GitHub Pages alone"),
    ("second-host", replace(GROUND, workflows=Workflows()), WORLD, State.ADVICE, "S3 alone"),
    ("second-host", replace(GROUND, workflows=Workflows(), destinations=()), WORLD, State.ADVICE, "names a host"),
    (
        "second-host",
        replace(GROUND, workflows=Workflows(), destinations=(Destination("s3://a", "S3"), Destination("s3://b", "S3"))),
        WORLD,
        State.ADVICE,
        "at one place, S3",
    ),
    (
        "second-host",
        replace(
            GROUND, workflows=Workflows(), destinations=(Destination("s3://a", "S3"), Destination("gs://b", "Google"))
        ),
        WORLD,
        State.FINE,
        "Google and S3",
    ),
    ("targets", GROUND, replace(WORLD, targets=()), State.NOT_CHECKED, "names no target"),
    ("targets", GROUND, replace(WORLD, targets=(("s3://acme", NETWORK),)), State.WRONG, "s3://acme: no answer"),
    (
        "targets",
        GROUND,
        replace(WORLD, targets=(("s3://acme", Shown("s3://acme")),)),
        State.WRONG,
        "nothing was ever published",
    ),
    (
        "targets",
        GROUND,
        replace(WORLD, targets=(("s3://acme", Shown("s3://acme", "release old", BEAT.built_at - 2 * DAY)),)),
        State.WRONG,
        "release old, which is older",
    ),
    ("files", replace(GROUND, errors=1), WORLD, State.WRONG, "hold 1 error"),
    ("files", replace(GROUND, errors=2), WORLD, State.WRONG, "hold 2 errors"),
    ("last-build", replace(GROUND, built=Heartbeat(NOW - 2 * DAY, NOW - DAY)), WORLD, State.ADVICE, "built 2 days ago"),
    ("last-build", replace(GROUND, built=Unknown(Cause.NOTHING, "not built")), WORLD, State.NOT_CHECKED, "not built"),
    ("heartbeat", GROUND, replace(WORLD, heartbeat=Heartbeat(NOW - DAY, NOW)), State.ADVICE, "Schedules run late"),
    (
        "heartbeat",
        GROUND,
        replace(WORLD, heartbeat=Heartbeat(NOW - DAY, NOW - timedelta(hours=3, seconds=1))),
        State.WRONG,
        "built 1 day ago",
    ),
    ("last-build", replace(GROUND, built=Heartbeat(NOW - DAY, NOW)), WORLD, State.ADVICE, "built 1 day ago"),
    (
        "heartbeat",
        GROUND,
        replace(WORLD, heartbeat=Heartbeat(NOW - DAY, NOW - timedelta(hours=3))),
        State.ADVICE,
        "Schedules run late",
    ),
    (
        "heartbeat",
        GROUND,
        replace(WORLD, heartbeat=Heartbeat(NOW + timedelta(minutes=10), NOW + DAY)),
        State.FINE,
        "built just now",
    ),
    ("heartbeat", GROUND, replace(WORLD, heartbeat=Heartbeat(NOW + DAY, NOW + 2 * DAY)), State.WRONG, "still to come"),
    ("heartbeat", GROUND, replace(WORLD, heartbeat=Unknown(Cause.GARBLED, "odd")), State.WRONG, "odd"),
    ("heartbeat", GROUND, page(NETWORK, heartbeat=NETWORK), State.NOT_CHECKED, "no answer"),
    ("promises", site(promises=Promises()), WORLD, State.ADVICE, "the first word and the postmortem"),
    ("promises", site(promises=replace(PROMISES, damaged=True)), WORLD, State.WRONG, "cannot be read"),
    (
        "promises",
        site(promises=replace(PROMISES, by_impact=((Impact.CRITICAL, Promises()),))),
        WORLD,
        State.ADVICE,
        "the first word",
    ),
    ("authority", site(authority=""), WORLD, State.ADVICE, "no authority"),
    ("announce", site(announce=()), WORLD, State.ADVICE, "nobody is told"),
    ("announce", site(announce=(Outlet("Duty", "x", audience="operators"),)), WORLD, State.ADVICE, "through Duty"),
    ("security", site(security=""), WORLD, State.ADVICE, "names nobody"),
    ("since", site(components=(Component("api", "API"),)), WORLD, State.ADVICE, "api has no first day"),
]


@pytest.mark.parametrize(
    ("check", "ground", "world", "state", "words"), CASES, ids=[f"{case[0]}: {case[4]}" for case in CASES]
)
def test_each_fact_comes_out(check: str, ground: Ground, world: World | Unknown, state: State, words: str) -> None:
    found = judged(ground, world)[check]
    assert (found.state, words in found.found) == (state, True), found


def test_what_only_the_public_suffix_list_knows_is_not_fine_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "publicsuffixlist", None)
    domains._suffixes.cache_clear()
    try:
        ground = site(
            home="https://app.acme.com",
            url="https://status.acme.com",
            channels=(Channel("M", "mailto:a@mail.acme.com"),),
        )
        found = judged(replace(ground, remotes=(Remote("origin", "git.acme.com"),)))
        for check in ("domain", "channels-apart", "surroundings"):
            assert (found[check].state, found[check].line) == (State.NOT_CHECKED, "pip install publicsuffixlist")
    finally:
        domains._suffixes.cache_clear()


def test_every_check_has_a_case_in_which_it_is_not_fine() -> None:
    assert {case[0] for case in CASES if case[3] is not State.FINE} == {check.name for check in CHECKS}
