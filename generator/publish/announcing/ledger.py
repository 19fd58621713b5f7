"""The ledger of what was told: its text, how two of them are merged, and what may be forgotten. Touches no disk.

One key a line, in order, so that git shows what a run added. Holds ids of entries and names of outlets, and nothing that was secret.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from generator.model.announced import Ledger

KEPT = timedelta(days=120)
"""How long a key is remembered that nobody would tell any more: four times as long as anything is news."""
VERSION = 1
STRONGEST = ("said", "before", "passed")
"""Of two ledgers that differ, what counts."""


class Damaged(Exception):
    """There is a ledger, and it cannot be understood. Its text says how it differs from one."""


class Unreachable(Exception):
    """Whether there is a ledger, or what stands in it, cannot be found out, or nothing can be added to it. Says why and what to do."""


def to_text(ledger: Ledger) -> str:
    """`ledger` as the text that is kept."""
    whole = {
        "what": "What upside announce has told whom. Keys are ids of /feed.atom.",
        "version": VERSION,
        "outlets": {name: dict(sorted(keys.items())) for name, keys in sorted(ledger.outlets.items())},
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def from_text(text: str) -> Ledger:
    """The ledger that `text` is. Raises `Damaged`, or `Unreachable` where a newer program wrote it."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise Damaged("it is no JSON" if text.strip() else "it is empty") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("outlets"), dict):
        raise Damaged("it holds no “outlets”")
    if whole.get("version") != VERSION:
        raise Unreachable(
            f"the ledger was written by another version of Upside (its format is {whole.get('version')!r}, this one knows {VERSION}). "
            "Nothing was sent; run the version that wrote it."
        )
    for name, keys in whole["outlets"].items():
        if not isinstance(keys, dict) or not all(isinstance(each, str) for each in keys.values()):
            raise Damaged(f"what it says of “{name}” is no list of keys")
    return Ledger(whole["outlets"])


def merged(mine: Ledger, theirs: Ledger) -> Ledger:
    """All that either knows; where both know a key, that it was said counts most, and then the earlier time."""
    outlets = {name: dict(keys) for name, keys in mine.outlets.items()}
    for name, keys in theirs.outlets.items():
        held = outlets.setdefault(name, {})
        for key, became in keys.items():
            held[key] = min(held.get(key, became), became, key=_rank)
    return Ledger(outlets)


def noted(ledger: Ledger, outlet: str, became: Mapping[str, str], *, now: datetime, news: frozenset[str]) -> Ledger:
    """`ledger` with what became of some keys of `outlet` at `now`, without what is older than `KEPT` and not among `news`."""
    stamp = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    added = Ledger({outlet: {key: f"{what} {stamp}" for key, what in became.items()}})
    oldest = f"{now.astimezone(UTC) - KEPT:%Y-%m-%dT%H:%M:%SZ}"
    return Ledger(
        {
            name: {key: was for key, was in keys.items() if key in news or was.partition(" ")[2] >= oldest}
            for name, keys in merged(ledger, added).outlets.items()
        }
    )


def _rank(became: str) -> tuple[int, str]:
    what, _, when = became.partition(" ")
    return STRONGEST.index(what) if what in STRONGEST else len(STRONGEST), when
