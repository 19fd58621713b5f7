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
ELSEWHERE = ("", "api/heartbeat.json")
"""Paths with a check of their own."""
LONGEST = 3600
"""Seconds; a page that caches keep for longer is an old one on the night."""


def feeds(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """Every feed, calendar and file for programs is there, with its type."""
    found = [(each, answer) for each, answer in world.answers if each.path not in ELSEWHERE]
    silent = [answer for _, answer in found if isinstance(answer, Unknown)]
    if not found or (silent and not isinstance(world.status.page, Answer)):
        return not_checked(silent[0] if silent else "no feed was asked for")
    gone, types = [], []
    for each, answer in found:
        if isinstance(answer, Unknown):
            gone.append(f"/{each.path} does not answer")
        elif answer.status != 200:
            gone.append(f"/{each.path} answers {answer.status}")
        elif (kind := _kind(answer.header("content-type"))) != (
            right := _kind(_wanted(each, "Content-Type"))
        ) and right:
            types.append(
                (f"/{each.path} is sent as {kind or 'nothing'} instead of {right}", kind in NEARLY.get(right, ()))
            )
    if gone:
        return wrong(listed(gone, 3), "Publish again, by this or by the workflow Publish", "upside publish")
    if bad := [said for said, near in types if not near]:
        return wrong(listed(bad, 3), HOST, LINE)
    if types:
        return advice(f"{listed([said for said, _ in types], 3)}, which most readers take", HOST, LINE)
    return fine(f"{len(found)} feeds, calendars and files for programs are there")


def headers(ground: Ground, world: World, now: datetime) -> Outcome:
    """Every header of the table comes with what it is for."""
    answered = [(each, answer) for each, answer in world.answers if isinstance(answer, Answer) and answer.status == 200]
    if not answered:
        came = first_page(ground, world, now)
        silent = world.status.page
        return not_checked(silent if isinstance(silent, Unknown) else came.found)
    found = [(f"/{each.path}", *one) for each, answer in answered for one in _differences(each, answer)]
    if not found:
        return fine(f"as they should be, on {listed(f'/{each.path}' for each, _ in answered)}")
    remedy = f"{HOST}. GitHub Pages cannot send headers of your own"
    outcome = wrong if any(state is State.WRONG for _, state, _, _ in found) else advice
    return outcome("; ".join(_told(found, len(answered))), remedy, LINE)


def _told(found: list[tuple[str, State, str, str]], of: int) -> Iterator[str]:
    """What is wrong with which headers where: the worst first, then what is most widespread; what is alike in one clause.

    `found` holds a path, a state, a header's name and what is the matter with it; `of` is the number of paths that were asked for.
    """
    paths: dict[tuple[State, str, str], list[str]] = {}
    for path, state, name, matter in found:
        paths.setdefault((state, name, matter), []).append(path)
    names: dict[tuple[State, str, tuple[str, ...]], list[str]] = {}
    for (state, name, matter), on in paths.items():
        names.setdefault((state, matter, tuple(on)), []).append(name)
    order = list(State).index
    for (_, matter, where), alike in sorted(names.items(), key=lambda one: (order(one[0][0]), -len(one[0][2]))):
        yield f"{listed(alike, len(alike))} {matter} ({_where(list(where), of)})"


def _where(paths: list[str], of: int) -> str:
    return "everywhere" if len(paths) == of and of > 1 else listed(paths, 2)


def _differences(wanted: Expected, answer: Answer) -> Iterator[tuple[State, str, str]]:
    """Of each header that is not as it should be: how bad that is, its name, and what is the matter."""
    for name, value in wanted.headers:
        sent = answer.header(name)
        if name == "Content-Type" or _same(name, sent, value):
            continue
        if name == "Access-Control-Allow-Origin":
            yield (
                State.WRONG,
                name,
                f"{f'says {clipped(sent)}' if sent else 'missing'}, so scripts of other sites cannot read it",
            )
        elif not sent:
            yield State.ADVICE, name, "missing"
        elif name == "Cache-Control":
            old = _seconds(sent) > LONGEST >= _seconds(value)
            yield (State.WRONG if old else State.ADVICE), name, f"says {clipped(sent)}"
        else:
            yield State.ADVICE, name, "not as it should be"


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
