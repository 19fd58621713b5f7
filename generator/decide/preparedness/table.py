"""The table of checks: their names, in the order they are shown, why each matters, and who judges it.

The reasons are what has happened to status pages: AWS in 2017, 2020 and 2021, Azure in 2021, Sorry in 2024, Google and Heroku in
2025, GitHub from 2024 to 2026, StatusCast, cState, Upptime.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from generator.decide.preparedness import apart, current, reach, sent, word
from generator.decide.preparedness.outcome import Outcome, not_checked
from generator.model.preparedness import Facts, Finding, Ground, Unknown, World

Offline = Callable[[Ground, datetime], Outcome]
Live = Callable[[Ground, World, datetime], Outcome]


class Check(Struct, frozen=True):
    """A line of the table."""

    name: str
    """For scripts; stable."""
    title: str
    reason: str
    """Why it matters."""
    offline: Offline | None = None
    live: Live | None = None
    """It asks the world, under `--live` alone."""


APART = (
    Check(
        "domain",
        "A domain of its own",
        "Azure 2021, Sorry 2024: when DNS failed, the status page could not be found either.",
        apart.domain,
    ),
    Check(
        "channels-apart",
        "A channel apart",
        "A mailbox on the product's domain is silent exactly when people write to it.",
        apart.channels,
    ),
    Check(
        "surroundings",
        "Hosts, git and mail apart",
        "AWS 2021, Google 2025: the tools for telling people lay inside the network that had failed.",
        apart.surroundings,
    ),
    Check(
        "own-origin",
        "Everything on board",
        "AWS 2017: icons and styles lay on the storage that was down, and pages stayed broken or green.",
        apart.origin,
    ),
    Check(
        "addresses",
        "Addresses of its own",
        "AWS 2021, Google 2025: what reported on the network stood inside it.",
        live=apart.addresses,
    ),
    Check(
        "name-servers",
        "Name servers of its own",
        "Azure 2021: one failure of DNS took product and status page together.",
        live=apart.name_servers,
    ),
    Check(
        "certificate-apart",
        "A certificate of its own",
        "One renewal that fails, or one revocation, then takes both at once.",
        live=apart.shared_certificate,
    ),
    Check(
        "live-origin",
        "Nothing added by the host",
        "AWS 2017: a page leans on whatever it loads, whoever put it there.",
        live=apart.live_origin,
    ),
)
REACH = (
    Check("url", "The page's address", "Feeds, calendars and announcements all point there.", reach.url),
    Check(
        "home", "The main site", "People look there first, and what it shares with the page fails with it.", reach.home
    ),
    Check(
        "page",
        "The page answers",
        "It has one moment to be there, and nobody rehearses that moment for you.",
        live=reach.page,
    ),
    Check(
        "https",
        "http leads to https",
        "In a hurry people type the bare name, often on a network that is not theirs.",
        live=reach.https,
    ),
    Check(
        "certificate",
        "Its certificate holds",
        "An expired one makes every browser refuse the page, on no warning but this.",
        live=reach.certificate,
    ),
    Check(
        "link",
        "The main site links to it",
        "AWS 2020: a way that nobody knows of does not help. People must find it in one look.",
        live=reach.link,
    ),
    Check(
        "feeds",
        "Feeds, calendars, data",
        "Subscribers and programs never look at the page: what does not reach them is silence.",
        live=sent.feeds,
    ),
    Check(
        "headers",
        "Headers",
        "StatusCast: its page went down under three times its traffic; caches carry that, and must not keep old words.",
        live=sent.headers,
    ),
)
CHANGE = (
    Check(
        "remotes",
        "The words in two places",
        "GitHub 2024 to 2026: down for hours. Who holds the repository elsewhere can go on.",
        current.remotes,
    ),
    Check(
        "workflows",
        "GitHub's workflows",
        "A form without the component that burns is of no use on the phone in your hand.",
        current.workflows,
    ),
    Check(
        "publish",
        "Publishing without GitHub",
        "AWS 2020: the tool for posting needed what was down, and nobody knew the other one.",
        current.publishing,
    ),
    Check(
        "second-host",
        "A second host",
        "GitHub 2024 to 2026: Pages cannot be changed while Actions is down; one page stayed green for hours.",
        current.second_host,
    ),
    Check(
        "targets",
        "Targets, from this machine",
        "AWS 2020: a way round that was never tried is found shut on the night.",
        live=current.targets,
    ),
)
TRUE = (
    Check(
        "files",
        "What you wrote can be read",
        "Upptime, Heroku 2025: what could not be read was shown as no incident.",
        current.files,
    ),
    Check(
        "last-build",
        "The last build here",
        "cState said “just now” for ever. Old words look like good news.",
        current.built,
    ),
    Check(
        "heartbeat",
        "The live page is fresh",
        "GitHub 2024 to 2026: a page whose publishing had stopped stayed green.",
        live=current.heartbeat,
    ),
)
WORD = (
    Check("channels", "Channels", "Without a person to turn to, people turn to each other.", word.channels),
    Check("promises", "Promises", "Knowing when the next word comes is half of what people want.", word.promises),
    Check("announce", "Announcements", "Nobody looks at a status page until it is too late to plan.", word.announce),
    Check(
        "authority",
        "Feed ids that last",
        "On the day you move to the second host, nobody needs a hundred old incidents as news.",
        word.authority,
    ),
    Check(
        "security",
        "A security contact",
        "Who finds a hole tells you first, if it is plain whom to tell (RFC 9116).",
        word.security,
    ),
    Check("since", "First days", "A history that is green before anybody looked is not history.", word.since),
)
GROUPS: tuple[tuple[str, tuple[Check, ...]], ...] = (
    ("Stands apart from what it reports on", APART),
    ("Is found, and can be read", REACH),
    ("Can be changed in the night", CHANGE),
    ("Is true now", TRUE),
    ("Tells people what they need", WORD),
)
CHECKS = tuple(check for _, checks in GROUPS for check in checks)


def findings(facts: Facts, *, now: datetime) -> tuple[Finding, ...]:
    """How every check comes out at `now` (aware), in the order of the table."""
    return tuple(_finding(check, _outcome(check, facts, now)) for check in CHECKS)


def _outcome(check: Check, facts: Facts, now: datetime) -> Outcome:
    if check.live is not None:
        if isinstance(facts.world, Unknown):
            return not_checked(facts.world)
        return check.live(facts.ground, facts.world, now)
    assert check.offline is not None, "a check has a judge"
    return check.offline(facts.ground, now)


def _finding(check: Check, outcome: Outcome) -> Finding:
    return Finding(check.name, outcome.state, outcome.found, outcome.remedy, outcome.line, outcome.unreached)
