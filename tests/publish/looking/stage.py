"""A well-prepared site in a world of its own: a page and a main site on the loopback, each behind its name, and DNS that knows them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from tests.publish.looking.servers import Web, name_server, told, web_server

PAGE, HOME = "examplestatus.test", "example-cloud.test"
LINK = '<p><a href="https://examplestatus.test:{port}/">Status</a>'

SITE = """\
name: Example Cloud
url: https://{page}
home: https://{home}
authority: {name},2026-01-01
security: mailto:security@example-cloud.test
components:
  - {{id: api, name: API, since: 2026-01-01}}
channels:
  - {{name: Phone, url: "tel:+15550100"}}
promises: {{first_update: 15 minutes, updates_every: 2 hours, postmortem: 5 days}}
announce:
  - {{name: Chat, url: "${{CHAT_URL}}"}}
"""


@dataclass
class Stage:
    """The world, for as long as it lasts."""

    page: Web
    home: Web
    authority: trustme.CA
    resolver: str = ""
    site: str = ""
    """The text of site.yaml."""

    @property
    def live(self) -> tuple[str, ...]:
        """Words that ask this world."""
        return ("--live", "--resolver", self.resolver)


def zone(page: str = "127.0.0.1", home: str = "127.77.0.1") -> dict[tuple[str, str], list[str]]:
    """What DNS knows, with the addresses of the two."""
    return {
        (PAGE, "A"): [page],
        (PAGE, "NS"): ["ns1.first-dns.test.", "ns2.first-dns.test."],
        (HOME, "A"): [home],
        (HOME, "NS"): ["ns1.second-dns.test.", "ns2.second-dns.test."],
    }


def serving(authority: trustme.CA, name: str, *, days: float = 60, since: float = 30) -> ssl.SSLContext:
    """A certificate for `name` that holds for `days` from now, and its key."""
    now = datetime.now(UTC)
    certificate = authority.issue_cert(
        name, not_before=now - timedelta(days=since), not_after=now + timedelta(days=days)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@contextmanager
def staged(
    root: Path,
    *,
    authority: trustme.CA | None = None,
    page: ssl.SSLContext | None = None,
    home: ssl.SSLContext | None = None,
    known: dict[tuple[str, str], list[str]] | None = None,
    ports: int = 0,
) -> Iterator[Stage]:
    """The world around a site in `root`; site.yaml is written, nothing is built.

    `authority` issues what `page` and `home` show for themselves, where they are not given, `known` what DNS knows, `ports` where both listen; free ones where it is 0.
    """
    known = zone() if known is None else known
    addresses = [next(iter(known.get((name, "A"), ["127.0.0.1"]))) for name in (PAGE, HOME)]
    authority = authority or trustme.CA(organization_name="Example Trust")
    with ExitStack() as stack:
        webs = [Web(address, ports) for address in addresses]
        for web, tls, name in zip(webs, (page, home), (PAGE, HOME), strict=True):
            stack.enter_context(web_server(web, tls or serving(authority, name, days=60 if name == PAGE else 50)))
        world = Stage(webs[0], webs[1], authority)
        world.page.folder = root / "public"
        world.home.paths["/"] = told(200, LINK.format(port=world.page.port))
        world.resolver = f"127.0.0.1:{stack.enter_context(name_server(known))}"
        names = [f"{name}:{web.port}" for name, web in zip((PAGE, HOME), webs, strict=True)]
        if ports:
            names = [PAGE, HOME]
            world.home.paths["/"] = told(200, f'<a href="//{PAGE}">Status</a>')
        world.site = SITE.format(page=names[0], home=names[1], name=PAGE)
        (root / "site.yaml").write_text(world.site)
        yield world
