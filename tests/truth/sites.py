"""Valid sites in which something is going on: what the edits of the truth's tests begin with."""

from __future__ import annotations

from collections.abc import Mapping

from tests.texts import INCIDENT, SITE

Texts = Mapping[str, str]

BERLIN = """\
# The page of a small shop
name: "Händler & Söhne"
url: https://example.de/status/
timezone: Europe/Berlin
language: de
authority: example.de,2026-01-01
components:
  - id: shop
    name: Shop
    group: Kunden
    since: 2026-10-01
  - id: checkout
    name: Kasse
    group: Kunden
  - {id: warehouse, name: Lager, description: "Bestände, Versand"}
promises: {first_update: 15 minutes, updates_every: 1 hour}
"""

STATES = """\
---
title: "Kasse: Zahlungen schlagen fehl"
impact: critical
components: {checkout: major_outage, shop: degraded_performance}
started: 2026-11-20 13:30 +01:00
---

## Investigating — 2026-11-20 13:40

Wir suchen. <!-- Ticket 4711 -->

## Identified — 14:05 {shop=partial_outage next=15:00}

Der Zahlungsdienst antwortet nicht.

## Update — 14:40 {shop=operational warehouse=partial_outage by="Technik"}

- Der Shop geht wieder,
- das Lager nicht.

## Monitoring — 15:20 {warehouse=degraded_performance}

Wir beobachten.
"""

OVER = """\
---
title: Search is slow
impact: major
components: {shop: partial_outage}
affected: everyone
---

## Investigating — 2026-11-18 22:50 +01:00

Looking.

## Monitoring — 23:40

Better.

## Resolved — 00:35

Fixed.

## Postmortem — 2026-11-19 10:00 {by="Operations"}

### What happened

A disk was full.
"""

WORKS = """\
---
title: New disks
components: [website]
scheduled_for: 2026-11-20 14:30 UTC
scheduled_until: 2026-11-20 15:30 UTC
---

## Scheduled — 2026-11-18 09:00 UTC

The website will be read only.

## In progress — 2026-11-20 14:35 UTC {website=partial_outage}

We have begun.
"""

WORKS_DONE = """\
---
title: New switches
components: {warehouse: under_maintenance}
scheduled_for: 2026-11-19 02:00
scheduled_until: 2026-11-19 04:00
completes: automatically
---

## Scheduled — 2026-11-15 09:00

Das Lager ist nachts nicht erreichbar.
"""

WEEKLY = """\
---
title: Weekly checks of the API
components: {api: degraded_performance}
scheduled_for: 2026-10-02 14:30 UTC
scheduled_until: 2026-10-02 17:30 UTC
repeats: FREQ=WEEKLY;BYDAY=FR
---

## Scheduled — 2026-09-30 09:00 UTC

Every Friday the API may be slow.
"""

NOTICE = """\
---
title: Prices change
kind: notice
---

They do.
"""

RESOLVED = """\
---
title: Dashboards were empty
impact: minor
components: [dashboard]
started: 2026-11-19 08:00 UTC
---

## Investigating — 2026-11-19 08:20 UTC

Looking.

## Update — 08:45 {dashboard=major_outage}

It is worse than we thought.

## Resolved — 09:15

Fixed.
"""

MINOR = """\
---
title: Slow answers
impact: minor
components: [api]
---

## Investigating — 2026-11-20 11:00 UTC

Looking.

## Update — 12:00 {api=operational}

The API is well, and we still do not know why it was not.
"""

SITES: Mapping[str, Texts] = {
    "one open": {"site.yaml": SITE, "incidents/2026-11-20-api-errors.md": INCIDENT},
    "open, resolved, at work": {
        "site.yaml": SITE,
        "incidents/2026-11-19-dashboards.md": RESOLVED,
        "incidents/2026-11-20-disks.md": WORKS,
        "incidents/2026-11-20-slow.md": MINOR,
    },
    "every week": {"site.yaml": SITE, "incidents/2026-10-02-weekly.md": WEEKLY, "incidents/2026-11-19-x.md": RESOLVED},
    "states in another zone": {
        "site.yaml": BERLIN,
        "incidents/2026/2026-11-20-kasse.md": STATES,
        "incidents/2026/2026-11-18-search.md": OVER,
        "incidents/2026/2026-11-19-switches.md": WORKS_DONE,
    },
    "all at once": {
        "site.yaml": SITE,
        "incidents/2026-11-19-dashboards.md": RESOLVED,
        "incidents/2026-11-20-api-errors.md": INCIDENT,
        "incidents/2026-11-20-disks.md": WORKS,
        "incidents/2026-11-20-prices.md": NOTICE,
    },
}
"""By name; each is read without a single problem."""
