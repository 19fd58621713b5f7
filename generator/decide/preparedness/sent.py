"""Whether the host sends feeds and pages with what is to come with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from generator.decide.preparedness.outcome import Outcome, advice, clipped, fine, listed, not_checked, wrong
from generator.decide.preparedness.reach import page as first_page
from generator.model.preparedness import Answer, Expected, Ground, State, Unknown, World

NEARLY = {
    "application/atom+xml": ("application/xml", "text/xml"),
    "application/rss+xml": ("application/xml", "text/xml"),
    "application/feed+json": ("application/json",),
}
"""Types that readers of feeds take for the right one, most of them."""
HOST = "Have the host send what _headers says; for nginx, Caddy and CloudFront this prints it"
LINE = "upside host nginx"
LONGEST = 3600
"""Seconds; a page that caches keep for longer is an old one on the night."""


def feeds(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """Every feed and calendar is there, with its type."""
    found = [
        (each, answer) for each, answer in world.answers if each.path.endswith((".atom", ".rss", "feed.json", ".ics"))
    ]
    silent = [answer for _, answer in found if isinstance(answer, Unknown)]
    if not found or (silent and not isinstance(world.status.page, Answer)):
        return not_checked(silent[0] if silent else "no feed was asked for")
    gone, types = [], []
    for each, answer in found:
        if isinstance(answer, Unknown):
            gone.append(f"/{each.path} does not answer")
        elif answer.status != 200:
            gone.append(f"/{each.path} answers {answer.status}")
        elif (kind := _kind(answer.header("content-type"))) != (right := _kind(_wanted(each, "Content-Type"))):
            types.append(
                (f"/{each.path} is sent as {kind or 'nothing'} instead of {right}", kind in NEARLY.get(right, ()))
            )
    if gone:
        return wrong(listed(gone, 3), "Publish again, by this or by the workflow Publish", "upside publish")
    if bad := [said for said, near in types if not near]:
        return wrong(listed(bad, 3), HOST, LINE)
    if types:
        return advice(f"{listed([said for said, _ in types], 3)}, which most readers take", HOST, LINE)
    return fine(f"{len(found)} feeds and calendars are there, each with its type")


def headers(ground: Ground, world: World, now: datetime) -> Outcome:
    """Every header of the table comes with what it is for."""
    answered = [(each, answer) for each, answer in world.answers if isinstance(answer, Answer) and answer.status == 200]
    if not answered:
        came = first_page(ground, world, now)
        found = world.status.page
        return not_checked(found if isinstance(found, Unknown) else came.found)
    said: dict[tuple[State, str], list[str]] = {}
    for each, answer in answered:
        for state, words in _differences(each, answer):
            said.setdefault((state, words), []).append(f"/{each.path}")
    if not said:
        return fine(f"as they should be on the {len(answered)} paths that were asked for")
    worst = min((state for state, _ in said), key=list(State).index)
    differences = [
        f"{what} ({_where(paths, len(answered))})"
        for (_, what), paths in sorted(said.items(), key=lambda one: list(State).index(one[0][0]))
    ]
    remedy = f"{HOST}. GitHub Pages cannot send headers of your own"
    outcome = wrong if worst is State.WRONG else advice
    return outcome(listed(differences, 8), remedy, LINE)


def _where(paths: list[str], of: int) -> str:
    return "everywhere" if len(paths) == of and of > 1 else listed(paths, 2)


def _differences(wanted: Expected, answer: Answer) -> Iterator[tuple[State, str]]:
    for name, value in wanted.headers:
        sent = answer.header(name)
        if name == "Content-Type" or _same(name, sent, value):
            continue
        if name == "Cache-Control":
            keeps = _seconds(sent)
            old = keeps > LONGEST >= _seconds(value)
            yield (
                (State.WRONG if old else State.ADVICE),
                f"Cache-Control says {clipped(sent)}" if sent else "Cache-Control is missing",
            )
        elif name == "Access-Control-Allow-Origin":
            yield State.WRONG, f"{name} is {clipped(sent) or 'missing'}, so scripts of other sites cannot read it"
        else:
            yield State.ADVICE, f"{name} is {'another' if sent else 'missing'}"


def _same(name: str, sent: str, wanted: str) -> bool:
    if name == "Strict-Transport-Security":
        return bool(sent) and _seconds(sent) >= _seconds(wanted)
    return " ".join(sent.lower().split()).rstrip(";") == " ".join(wanted.lower().split()).rstrip(";")


def _seconds(value: str) -> int:
    """The `max-age` that a header says; 0 where it says none (RFC 9111, 5.2.2.1; RFC 6797, 6.1.1)."""
    found = re.search(r"\bmax-age\s*=\s*\"?(\d{1,12})", value.lower())
    return int(found[1]) if found else 0


def _wanted(each: Expected, name: str) -> str:
    return next((value for header, value in each.headers if header == name), "")


def _kind(value: str) -> str:
    return clipped(value.partition(";")[0].strip().lower())
