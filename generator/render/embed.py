"""`/embed.js`, the banner for the main site, and `/api/banner.json`, all that it reads.

The script holds the words that it needs when nothing can be reached. The JSON holds what is on now and what the clock will begin: it has no
time of its making, so its bytes change only when what it says does. In it, each of `items`, the worst first:

- `key`: what a reader has dismissed; another one once an incident has become graver
- `title`, `says`, `href`: plain text, and where it is told, relative to the site
- `colour`: of the row, `#rrggbb`
- `from`, `until`: RFC 3339, where the clock begins or ends it
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.model import Board, Course, File, Status, Window
from generator.pattern import pattern
from generator.problem import Place, Problem, Unusable
from generator.render.edition import Edition, Sheet
from generator.render.letters import cut, harmless
from generator.render.markup import plain
from generator.render.times import machine
from generator.render.view.headline import doubts, headline_words
from generator.render.view.reports import report_path

SCRIPT, BANNER = "embed.js", "api/banner.json"
MOST = 5
"""Incidents, and maintenances under way and to come, that a banner tells of; the page has them all."""
LONGEST = 120
"""Columns of a title; a site's name takes half as many."""
QUIET = "no_data"
"""The tone of an incident without impact, and of a site that cannot be reached: said, not shouted."""

_COMMENT = pattern(r"/\*.*?\*/|^\s*//[^\n]*$|(?<=[;{}]) +// [^\n]*$", re.DOTALL | re.MULTILINE)
_SPACE = pattern(r"\n\s*")


def embed(edition: Edition) -> Iterable[File]:
    """`/embed.js` and `/api/banner.json`."""
    board = edition.board
    yield edition.file(SCRIPT, None, lambda: _script(edition))
    groups = (board.open, board.under_way, board.ahead)
    facts = (board.headline, board.doubtful, [[each.digest for each in group[:MOST]] for group in groups])
    yield edition.file(BANNER, facts, lambda: _banner(edition))


def _script(edition: Edition) -> bytes:
    found = edition.theme.find(SCRIPT)
    if found is None:
        raise Unusable([Problem(Place(f"theme/{SCRIPT}"), "This file is missing", rule="theme-unreadable")])
    content, shown = found
    words = json.dumps(_words(edition), ensure_ascii=False, separators=(",", ":"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as mistake:
        line = content.count(b"\n", 0, mistake.start) + 1
        message = f"byte 0x{content[mistake.start]:02x} is not UTF-8"
        raise Unusable([Problem(Place(shown, line), message, rule="theme-unreadable")]) from None
    lean = _SPACE.sub("\n", _COMMENT.sub("", text)).strip()
    return (lean.replace("WORDS", words, 1) + "\n").encode("utf-8", "replace")


def _words(edition: Edition) -> dict[str, object]:
    """What the script says by itself."""
    words, name = edition.words, cut(harmless(edition.board.site.name), LONGEST // 2)
    unknown = {
        "title": plain(words.say("embed", "unknown", site=name)),
        "says": words.get("embed", "unknown_says"),
        "href": ".",
        "colour": _colour(QUIET),
    }
    return {
        "language": words.language,
        "direction": words.direction,
        "label": plain(words.say("embed", "label", site=name)),
        "dismiss": words.get("embed", "dismiss"),
        "unknown": unknown,
    }


def _banner(edition: Edition) -> bytes:
    items = list(_items(edition))
    return (json.dumps({"items": items}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _items(edition: Edition) -> Iterator[dict[str, str]]:
    board, sheet = edition.board, Sheet(edition, "index.html", "")
    for course in board.open[:MOST]:
        yield _incident(sheet, course)
    for window in (*board.under_way[:MOST], *board.ahead[:MOST]):
        yield from _maintenance(sheet, window)
    if board.doubtful and not (board.open or board.under_way):
        yield _doubt(edition, board)


def _incident(sheet: Sheet, of: Course) -> dict[str, str]:
    words, told = sheet.words, of.incident
    says = [words.get("status", of.status), words.get("impact", told.impact)]
    if told.damaged:
        says.append(words.get("report", "damaged"))
    tone = QUIET if told.impact.severity == 0 else told.impact.implies
    return _item(sheet, f"{of.id} {told.impact}", told.title, of.id, " · ".join(says), tone)


def _maintenance(sheet: Sheet, of: Window) -> Iterator[dict[str, str]]:
    """While it goes on, and, where the clock does not end it, afterwards."""
    words, times, told = sheet.words, sheet.times, of.maintenance
    start, end = of.scheduled_for, of.scheduled_until
    plan = plain(words.say("report", "planned", start=times.moment(start), end=times.moment(end, start)))

    def item(status: Status, **moments: datetime) -> dict[str, str]:
        said = f"{words.get('status', status)} · {plan}"
        made = _item(sheet, f"{of.id} {machine(start)}", told.title, of.id, said, "under_maintenance")
        return made | {name: machine(at) for name, at in moments.items()}

    if of.status is Status.SCHEDULED:
        yield item(Status.IN_PROGRESS, **{"from": start, "until": end})
    elif of.status is Status.IN_PROGRESS:
        yield item(Status.IN_PROGRESS, until=end)
    else:
        yield item(of.status)
        return
    if not told.completes_automatically:
        yield item(Status.VERIFYING, **{"from": end})


def _doubt(edition: Edition, board: Board) -> dict[str, str]:
    words = edition.words
    return {
        "key": f"doubt {board.headline}",
        "title": headline_words(words, board),
        "says": " ".join(doubts(words, board)),
        "href": ".",
        "colour": _colour("unknown"),
    }


def _item(sheet: Sheet, key: str, title: str, name: str, says: str, tone: str) -> dict[str, str]:
    return {
        "key": key,
        "title": cut(harmless(title), LONGEST) or sheet.words.get("report", "unreadable"),
        "says": says,
        "href": sheet.href(report_path(name)).removesuffix("index.html"),
        "colour": _colour(tone),
    }


def _colour(tone: str) -> str:
    from generator.render.badges.drawing import COLOURS

    return COLOURS[tone]
