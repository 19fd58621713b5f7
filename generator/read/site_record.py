"""The site as JSON, for the memory; see `record`. Promises that `decoded_site(encoded_site(x)) == x`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta

from generator.model import Channel, Component, Impact, Outlet, Promises, Site
from generator.problem import Problem
from generator.read.record import json_bytes, of_problem, problem_of


def encoded_site(site: Site, problems: Iterable[Problem]) -> bytes:
    """The site and its problems, without its digest."""
    promises = site.promises
    return json_bytes(
        [
            [
                site.name,
                site.url,
                site.timezone,
                site.language,
                site.description,
                site.home,
                site.authority,
                site.security,
                site.hub,
            ],
            [
                [part.id, part.name, part.group, part.description, part.since and part.since.isoformat()]
                for part in site.components
            ],
            [[channel.name, channel.url] for channel in site.channels],
            [
                span and span.total_seconds()
                for span in (promises.first_update, promises.updates_every, promises.postmortem)
            ],
            site.publish,
            [
                [each.name, each.url, each.minimum_impact, each.components, each.about, each.audience]
                for each in site.announce
            ],
            site.damaged,
            [of_problem(problem) for problem in problems],
        ]
    )


def decoded_site(record: bytes, file: str, digest: str) -> tuple[Site, tuple[Problem, ...]]:
    """What `encoded_site` was given, with its digest. Raises like `decoded`."""
    texts, components, channels, promises, publish, announce, damaged, problems = json.loads(record)
    name, url, timezone, language, description, home, authority, security, hub = texts
    site = Site(
        name,
        url,
        timezone,
        language,
        description,
        home,
        authority,
        security,
        hub=hub,
        publish=tuple(publish),
        components=tuple(
            Component(part, name, group, description, date.fromisoformat(since) if since else None)
            for part, name, group, description, since in components
        ),
        channels=tuple(Channel(name, url) for name, url in channels),
        promises=Promises(*(None if seconds is None else timedelta(seconds=seconds) for seconds in promises)),
        announce=tuple(
            Outlet(name, url, Impact(impact), tuple(components), tuple(about), audience)
            for name, url, impact, components, about, audience in announce
        ),
        damaged=damaged,
        digest=digest,
    )
    return site, tuple(problem_of(problem, file) for problem in problems)
