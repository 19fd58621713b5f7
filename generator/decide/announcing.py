"""What is to be announced now: everything there is to tell, less the ledger of what was told. Pure; knows no channel and no words.

- *At least once.* What is not in the ledger is due, whatever commit, run or machine it came from.
- *Folded.* All that is due of one report is one message.
- *To its end.* Who was told of a report hears the rest of it, even when its impact falls below what the outlet asks for.
- *Never a flood.* An outlet of which nothing is known (it is new, or the ledger was lost) is told only what is younger than `FRESH`, and
  never more than `MOST` messages at once: beyond that only what is fresh, and where that is too much as well, nothing. A person
  has to say what becomes of the rest.
- What is older than `NEWS` is history that was written later, unless it is the plan of a maintenance to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from generator.model import Outlet
from generator.model.announced import Due, Telling

FRESH = timedelta(hours=1)
NEWS = timedelta(days=30)
MOST = 5
"""Messages to one outlet in one run, unless a person asks for more."""

SAID = "said"
PASSED = "passed"
"""The outlet did not ask for it. An incident that grows into what it asks for while it is open is told from its beginning."""
BEFORE = "before"
"""It was there before the outlet was, as far as anybody knows."""


def due(
    tellings: Iterable[Telling],
    outlet: Outlet,
    ledger: Mapping[str, str] | None,
    *,
    now: datetime,
    all_of_it: bool = False,
) -> Due:
    """What `outlet` is to be told at `now` (aware).

    `ledger` says what became of each key (its value begins with `SAID`, `PASSED` or `BEFORE`); None where nothing is known of the outlet.
    `all_of_it`: a person has decided to send whatever is due.
    """
    known = ledger or {}
    folds: list[tuple[Telling, ...]] = []
    noted: dict[str, str] = {}
    for fold in _by_report(each for each in tellings if each.audience == outlet.audience and is_news(each, now)):
        told = any(_became(known, each.key) == SAID for each in fold)
        wanted = [each for each in fold if _unsaid(each, known, told) and wants(outlet, each, told=told)]
        noted |= {each.key: PASSED for each in fold if each.key not in known and each not in wanted}
        if ledger is None:
            noted |= {each.key: BEFORE for each in wanted if not _is_fresh(each, now)}
            wanted = [each for each in wanted if _is_fresh(each, now)]
        if wanted:
            folds.append(tuple(sorted(wanted, key=lambda each: each.at, reverse=True)))
    folds.sort(key=lambda fold: (fold[0].at, fold[0].report))
    sent = folds if all_of_it else _no_flood(folds, now)
    held = tuple(fold for fold in folds if fold not in sent)
    return Due(tuple(sent), tuple(noted.items()), held, ledger is None)


def is_news(telling: Telling, now: datetime) -> bool:
    """Whether it may still be told."""
    return telling.lasting or telling.at > now - NEWS


def wants(outlet: Outlet, telling: Telling, *, told: bool) -> bool:
    """Whether `outlet` asks for it; `told`: it has heard of the same report before."""
    if telling.topic not in outlet.about:
        return False
    if told:
        return True
    if telling.impact is not None and telling.impact.severity < outlet.minimum_impact.severity:
        return False
    touched = telling.any_component or not set(outlet.components).isdisjoint(telling.components)
    return touched or not outlet.components


def _unsaid(telling: Telling, known: Mapping[str, str], told: bool) -> bool:
    became = _became(known, telling.key)
    return not became or (became == PASSED and telling.open and not told)


def _became(known: Mapping[str, str], key: str) -> str:
    return known.get(key, "").partition(" ")[0]


def _is_fresh(telling: Telling, now: datetime) -> bool:
    return telling.at > now - FRESH


def _no_flood(folds: list[tuple[Telling, ...]], now: datetime) -> list[tuple[Telling, ...]]:
    """As many of `folds` as may be sent without asking: all, or the fresh ones, or none."""
    if len(folds) <= MOST:
        return folds
    fresh = [fold for fold in folds if _is_fresh(fold[0], now)]
    return fresh if len(fresh) <= MOST else []


def _by_report(tellings: Iterable[Telling]) -> list[list[Telling]]:
    found: dict[str, list[Telling]] = {}
    for each in tellings:
        found.setdefault(each.report, []).append(each)
    return list(found.values())
