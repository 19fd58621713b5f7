"""`/badges/…`: the state of the page and of every component, and their uptime; each as a picture and as JSON for shields.io.

Doubt is never green, and neither is what nobody knows. The words are the theme's; of what people wrote only a component's name is shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from generator.model import Board, File, Headline, Standing
from generator.render.edition import Edition, Sheet
from generator.render.markup import plain
from generator.render.view.headline import headline_words
from generator.render.view.standings import NO_DATA, UNKNOWN, state, state_words

TONES = {
    Headline.INCIDENT: "degraded_performance",
    Headline.MINOR_OUTAGE: "partial_outage",
    Headline.PARTIAL_OUTAGE: "major_outage",
}
"""Headlines that have no tone of their own, as the banner of the page has them."""
GRADES = ((0.999, "operational"), (0.99, "degraded_performance"), (0.95, "partial_outage"), (0.0, "major_outage"))
"""From which share of the time on an uptime has which tone: less than 44 minutes a month, less than seven hours, less than a day and a half."""


class Said(Struct, frozen=True):
    """What a badge says."""

    label: str
    message: str
    tone: str
    certain: bool = True
    """Whether all that it is made from could be read."""


class Uptime(Struct, frozen=True):
    """A share of the known seconds of the last ninety days."""

    name: str
    """Of the component; empty for the whole page."""
    share: float | None
    doubtful: bool


def badges(edition: Edition) -> Iterable[File]:
    """`/badges/status.*`, `/badges/uptime.*`, and for every component `/badges/status/<id>.*`, `/badges/uptime/<id>.*`."""
    board = edition.board
    facts = (board.headline, board.doubtful)
    yield from _pair(edition, "status", facts, lambda: _page(edition))
    yield from _uptime(edition, "uptime", Uptime("", board.uptime, _any_doubt(board)))
    for each in board.components:
        if each.component is not None:
            name = each.component.id
            yield from _component(edition, f"status/{name}", each)
            doubtful = any(day.doubtful for day in each.days)
            yield from _uptime(edition, f"uptime/{name}", Uptime(each.name, each.uptime, doubtful))


def _component(edition: Edition, path: str, of: Standing) -> Iterator[File]:
    facts = (of.name, of.status, of.doubtful)
    yield from _pair(
        edition,
        path,
        facts,
        lambda: Said(of.name, plain(state_words(Sheet(edition, path, ""), of)), state(of), not of.doubtful),
    )


def _uptime(edition: Edition, path: str, of: Uptime) -> Iterator[File]:
    hundredths = None if of.share is None else int(of.share * 10000 + 1e-9)
    yield from _pair(edition, path, (of.name, hundredths, of.doubtful), lambda: _share(edition, of))


def _pair(edition: Edition, path: str, facts: object, say: Callable[[], Said]) -> Iterator[File]:
    yield edition.file(f"badges/{path}.svg", facts, lambda: _picture(edition, say()))
    yield edition.file(f"badges/{path}.json", facts, lambda: _endpoint(say()))


def _page(edition: Edition) -> Said:
    words, board = edition.words, edition.board
    label = words.get("badge", "status")
    if board.headline is Headline.UNKNOWN:
        return Said(label, words.get("component_status", UNKNOWN), UNKNOWN, certain=False)
    message = headline_words(words, board)
    if board.doubtful and board.headline is not Headline.MAJOR_OUTAGE:
        message = plain(words.say("component_status", "or_worse", status=message))
    return Said(label, message, TONES.get(board.headline, board.headline), not board.doubtful)


def _share(edition: Edition, of: Uptime) -> Said:
    words = edition.words
    label = plain(words.say("badge", "uptime_of", name=of.name)) if of.name else words.get("badge", "uptime")
    if of.share is None:
        return Said(label, words.get("component_status", NO_DATA), NO_DATA)
    share = edition.times.percent(of.share)
    if of.doubtful:
        return Said(label, plain(words.say("badge", "at_most", percent=share)), UNKNOWN, certain=False)
    tone = next(tone for least, tone in GRADES if of.share >= least)
    return Said(label, plain(share), tone)


def _any_doubt(board: Board) -> bool:
    return board.site.damaged or any(day.doubtful for each in board.components for day in each.days)


def _picture(edition: Edition, said: Said) -> bytes:
    from generator.render.badges.drawing import badge

    return badge(said.label, said.message, said.tone, edition.words.language)


def _endpoint(said: Said) -> bytes:
    """The four fields that shields.io asks for (shields.io/badges/endpoint-badge), the texts cut as in the picture.

    `isError` keeps whoever shows the badge from painting doubt in a colour of their own.
    """
    from generator.render.badges.drawing import COLOURS, shown

    says: dict[str, object] = {
        "schemaVersion": 1,
        "label": shown(said.label),
        "message": shown(said.message),
        "color": COLOURS[said.tone],
    }
    if not said.certain:
        says["isError"] = True
    return (json.dumps(says, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
