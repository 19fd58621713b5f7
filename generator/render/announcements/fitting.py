"""Text that fits: cut at a sentence, the address kept; and text that does nothing but be read.

In a chat a text can call everybody (`@everyone`, Slack's `<!channel>`), hide an address behind a word (`[word](address)`, `<address|word>`)
or swallow what follows it (an open fence). Which signs do so differs from service to service, and services
change: so all of them are taken the life out of, everywhere, in a way that a reader hardly sees.
"""

from __future__ import annotations

import re

from generator.model.announced import Room
from generator.pattern import pattern
from generator.render.letters import columns, filled, readable

WIDTH = 72
"""Columns of a mail (RFC 5322, 2.1.1 asks for no more than 78)."""
LONGEST = 2_000
"""Of a message to a chat, however much the service takes: whoever wants more follows the address."""
CALLS = ("everyone", "here", "channel", "all", "room", "team", "online", "group")
"""Words behind an `@` that some service takes for everybody, even inside an address."""

_ZERO = "\u200b"
"""ZERO WIDTH SPACE: parts two signs and is not seen."""
_AT = pattern(r"[\w.+-]+@([\w-]+)(?:\.[\w-]+)+|[@＠](?=\S)")
_LINK = pattern(r"\](?=[(\[:])")
_PAIR = pattern(r"([*_~|`])(?=\1)")
_HEADING = pattern(r"^(\s*)(?=#{1,6} |-# )", re.MULTILINE)
_ENTITY = pattern(r"&(?=#?\w+;)")
"""What stands for another sign where a service reads a text as HTML does: Slack writes `&lt;` for `<`."""
_SENTENCE = pattern(r"(?:[.!?…][\"”’')\]]*(?=\s)|[。！？]|\n)")


def lifeless(text: str) -> str:
    """`text` in which no sign calls anybody, hides an address or swallows what follows. An e-mail address stays what it is."""
    said = readable(text).replace("<", "‹").replace(">", "›")
    said = _AT.sub(_parted, said)
    said = _ENTITY.sub("&" + _ZERO, said)
    said = _LINK.sub("]" + _ZERO, said)
    said = _PAIR.sub(r"\1" + _ZERO, said)
    return _HEADING.sub(r"\1" + _ZERO, said)


def size(text: str) -> int:
    """How long `text` is to those who count most: in UTF-16 units."""
    return len(text) + sum(each > "\uffff" for each in text)


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` units: cut behind a sentence, else behind a word, and then it ends in `…`."""
    if size(text) <= most:
        return text
    if most < 2:
        return ""
    room = head(text, most - 2)
    ends = [found.end() for found in _SENTENCE.finditer(room + " ")]
    if ends and ends[-1] * 2 >= len(room):
        return room[: ends[-1]].rstrip() + " …"
    blank = room.rfind(" ")
    return (room[:blank] if blank * 2 >= len(room) else room).rstrip() + "…"


def head(text: str, most: int) -> str:
    """The beginning of `text`, in at most `most` units and never half a letter."""
    taken = 0
    for index, letter in enumerate(text):
        taken += size(letter)
        if taken > most:
            return text[:index]
    return text


def fitted(title: str, text: str, link: str, room: Room) -> tuple[str, str]:
    """The title and the body of a message in `room`: the body ends with `link` wherever that fits at all."""
    if room.mail:
        return title, f"{wrapped(readable(text))}\n\n{link}\n"
    title, text = lifeless(title), lifeless(text)
    most = min(room.body, LONGEST)
    if room.title:
        title = shortened(title, min(room.title, most) if room.together else room.title)
        most -= size(title) + 2 if room.together else 0
    else:
        title, text = "", f"{title}\n\n{text}" if text else title
    left = most - size(link) - 2
    if left < 8:
        return title, link if size(link) <= most else shortened(text, most)
    return title, f"{shortened(text, left)}\n\n{link}"


def wrapped(text: str) -> str:
    """`text` in lines of at most `WIDTH` columns; an item goes on below its words, and an address is never broken."""
    lines: list[str] = []
    for line in text.split("\n"):
        if columns(line) <= WIDTH:
            lines.append(line.rstrip())
            continue
        marker = re.match(r"\s*(?:- |\d+\. |\| )?", line)
        begin = marker[0] if marker else ""
        words = list(filled(" ".join(line[len(begin) :].split()), WIDTH - len(begin)))
        lines += [(begin if index == 0 else " " * len(begin)) + each for index, each in enumerate(words)]
    return "\n".join(lines)


def _parted(found: re.Match[str]) -> str:
    domain = (found[1] or "").casefold()
    if domain and not domain.startswith(CALLS):
        return found[0]
    return re.sub("[@＠]", "@" + _ZERO, found[0])
