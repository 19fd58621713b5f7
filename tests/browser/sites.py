"""Sites that pages are looked at on: texts only, one for each thing that a page must bear."""

from __future__ import annotations

from tests.texts import INCIDENT, SITE

RESOLVED = """\
---
title: Slow search
impact: minor
components: [dashboard]
started: 2026-11-12 09:00 UTC
---

## Investigating — 2026-11-12 09:10 UTC

Searches take up to **20 seconds**. See [how to search on paper](https://example.com/paper).

## Resolved — 10:40 {by="Mira"}

Fixed.

## Postmortem — 2026-11-13 10:00 UTC {by="Mira"}

### What happened

An index was missing.

### What we will do

- [x] Add the index
- [ ] Watch the `slow` log

| when | what |
|---|---|
| 09:00 | slow |
"""

AHEAD = """\
---
title: New database machines
components: [api]
scheduled_for: 2026-11-20 16:00 UTC
scheduled_until: 2026-11-20 18:00 UTC
---

## Scheduled — 2026-11-18 10:00 UTC

Writes pause for a minute.
"""

UNDER_WAY = AHEAD.replace("16:00", "14:00").replace("New database machines", "New cables")

NOTICE = """\
---
title: A new home for this page
kind: notice
published: 2026-11-19 09:00 UTC
---

This page has moved to a host of its own.
"""


def incident(title: str, impact: str, *, text: str = "We are looking into it.", components: str = "[api]") -> str:
    """An open incident in a few words."""
    return (
        f'---\ntitle: "{title}"\nimpact: {impact}\ncomponents: {components}\n---\n\n'
        f"## Investigating — 2026-11-20 14:30 UTC\n\n{text}\n"
    )


QUIET = {
    "incidents/2026-11-12-slow-search.md": RESOLVED,
    "incidents/2026-11-18-machines.md": AHEAD,
    "incidents/2026-11-19-moved.md": NOTICE,
}
LONG_TITLE = " ".join(
    ["Elevated error rates and very slow answers for bookings on the lines to the northern islands,"] * 3
)[:200]
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2

SITES: dict[str, dict[str, str]] = {
    "all green": QUIET,
    "one major incident": {**QUIET, "incidents/2026-11-20-api.md": INCIDENT},
    "five at once": {
        **QUIET,
        "incidents/2026-11-20-one.md": incident(
            "Everything is down", "critical", components="[api, dashboard, website]"
        ),
        "incidents/2026-11-20-two.md": incident("Payments fail", "critical"),
        "incidents/2026-11-20-three.md": incident("Slow answers", "minor"),
        "incidents/2026-11-20-four.md": incident("The wrong logo", "none", components="[]"),
        "incidents/2026-11-20-five.md": INCIDENT,
    },
    "long title": {"incidents/2026-11-20-long.md": incident(LONG_TITLE, "major")},
    "one long word": {
        "site.yaml": SITE.replace("Dashboard", LONG_WORD),
        "incidents/2026-11-20-word.md": incident(
            LONG_WORD, "major", text=f"{LONG_WORD}\n\n    {LONG_WORD} {LONG_WORD}\n\n`{LONG_WORD}`"
        ),
    },
    "right to left": {
        "incidents/2026-11-20-rtl.md": incident(
            "ارتفاع معدل الأخطاء في واجهة API", "major", text="تسبب نشر جديد في تعطيل *مجمع* الاتصالات."
        )
    },
    "unreadable report": {**QUIET, "incidents/2026-11-20-broken.md": "---\ntitle: [\nimpact: minor\n---\n\nWe are\n"},
    "maintenance": {**QUIET, "incidents/2026-11-20-cables.md": UNDER_WAY},
    "empty": {},
    "nothing listed": {"site.yaml": SITE.partition("components:")[0] + "components: []\n"},
}
"""What to lay out beside `site.yaml`, by what it shows; all at `tests.texts.NOW`."""
