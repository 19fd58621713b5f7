"""A site's life in steps, each with how many new entries readers must announce: as texts, the way operators write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tests.texts import INCIDENT, NOW, SITE

PATH = "incidents/2026-11-20-api.md"
WORK = "incidents/2026-11-22-database.md"
MAINTENANCE = """\
---
title: Database upgrade
components: [api]
scheduled_for: 2026-11-22 02:00 UTC
scheduled_until: 2026-11-22 03:00 UTC
---

## Scheduled — 2026-11-20 12:00 UTC

We will move the database to new machines.
"""
RESOLVED = "\n## Resolved — 2026-11-20 15:40 UTC\n\nRequests succeed again.\n"
POSTMORTEM = "\n## Postmortem — 2026-11-21 10:00 UTC\n\n### What happened\n\nA deploy closed the pool.\n"

Texts = dict[str, str]


class State(Struct, frozen=True):
    """What lies in a site's folder, and what time it is."""

    texts: Texts
    now: datetime

    def edited(self, path: str, before: str, after: str) -> State:
        """With some words of a file replaced."""
        assert before in self.texts[path], f"{path} does not say {before}"
        return self.with_text(path, self.texts[path].replace(before, after, 1))

    def appended(self, path: str, text: str, *, hours: float) -> State:
        """With a section at the end of a file, so many hours later."""
        return replace(self.with_text(path, self.texts[path] + text), now=self.now + timedelta(hours=hours))

    def with_text(self, path: str, text: str) -> State:
        """With one file."""
        return replace(self, texts={**self.texts, path: text})

    def moved(self, path: str, to: str) -> State:
        """With a file somewhere else."""
        texts = dict(self.texts)
        texts[to] = texts.pop(path)
        return replace(self, texts=texts)

    def later(self, **length: float) -> State:
        """With nothing but time."""
        return replace(self, now=self.now + timedelta(**length))


BEGIN = State({"site.yaml": SITE, PATH: INCIDENT.replace("— 14:31", "— 14:31 UTC"), WORK: MAINTENANCE}, NOW)


class Step(Struct, frozen=True):
    """Something that happens, and how many entries are new by it."""

    name: str
    change: Callable[[State], State]
    new: int


QUIET = (
    Step("a rebuild a minute later", lambda state: state.later(minutes=1), 0),
    Step("a typo is mended", lambda state: state.edited(PATH, "fail for some of you", "fail for many of you"), 0),
    Step("a new title", lambda state: state.edited(PATH, "Elevated error rates", "Errors"), 0),
    Step("another impact", lambda state: state.edited(PATH, "impact: major", "impact: critical"), 0),
    Step("another signature", lambda state: state.edited(PATH, "{next=15:30}", '{next=15:45 by="Ops"}'), 0),
    Step(
        "a new domain",
        lambda state: state.edited("site.yaml", "https://status.example.com", "https://up.example.net/s"),
        0,
    ),
    Step("a new name of the site", lambda state: state.edited("site.yaml", "Example Cloud", "Other Cloud"), 0),
    Step("a new zone", lambda state: state.edited("site.yaml", "timezone: UTC", "timezone: Asia/Tokyo"), 0),
    Step(
        "another language", lambda state: state.edited("site.yaml", "timezone: UTC", "timezone: UTC\nlanguage: de"), 0
    ),
    Step("a moved file", lambda state: state.moved(PATH, "incidents/2026/november/2026-11-20-api.md"), 0),
)
"""What must never be announced, each from `BEGIN` on."""

LIFE = (
    *QUIET[:3],
    Step("a new domain", QUIET[5].change, 0),
    Step(
        "a new update", lambda state: state.appended(PATH, "\n## Monitoring — 15:10\n\nIt is deployed.\n", hours=0.5), 1
    ),
    Step("a moved window", lambda state: state.edited(WORK, "2026-11-22 03:00", "2026-11-22 04:00"), 1),
    Step("the end", lambda state: state.appended(PATH, RESOLVED, hours=1), 1),
    Step("a postmortem", lambda state: state.appended(PATH, POSTMORTEM, hours=20), 1),
    Step("the clock begins the window", lambda state: state.later(hours=15), 1),
    Step("nothing at all", lambda state: state.later(minutes=2), 0),
)
"""One after the other."""
