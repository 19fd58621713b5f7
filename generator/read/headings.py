"""The heading of an update: `Identified — 2026-11-20 14:31 {next=15:00 api=operational by="Operations"}`.

Two steps. `recognise` says whether a heading begins an update at all, from its words alone. `Reader` gives its words their meaning. What
cannot be understood is said once, and never taken for something that would improve matters.
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.model import Status
from generator.pattern import pattern
from generator.problem import did_you_mean
from generator.read.vocabulary import STATUS_WORDS, visible

ORNAMENT = pattern(r"^[^\w{]+|[\s*_`~\[\]]+$")
"""Emoji, brackets and emphasis around a heading's words."""
BRACES = pattern(r"\{([^{}]*)\}\s*#*\s*$")
SEPARATORS = " \t—–‐‑‒−-·•:|,@*_`~[]()"
CLOCK = pattern(r"\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}", re.ASCII)
PHRASES = sorted(STATUS_WORDS, key=len, reverse=True)
STATUS = pattern(rf"({'|'.join(re.escape(phrase).replace(chr(92) + ' ', '[ _-]?') for phrase in PHRASES)})(?![^\W\d_])")
USUAL = pattern(
    rf" ({'|'.join(status.replace('_', ' ') for status in Status)}) [—–-] (\d(?:[\d: -]*\d)?(?: UTC)?)(?: \{{([^{{}}]*)\}})?",
    re.ASCII | re.IGNORECASE,
)
"""What nearly all of them look like: a status in its own word, a dash, and a time that nothing has to be taken off from."""
AT = pattern(r"^(?:at|on|since|from)\s+", re.IGNORECASE)


class Heading(Struct, frozen=True):
    """The parts of a heading that begins an update, not yet understood."""

    status: Status | None
    """None where its first word is no status."""
    said: str
    """The status as typed, or the word in its place."""
    time: str
    """What stands where the time belongs; may be empty."""
    braces: str | None = None
    """What stands between the braces; None where there are none."""
    wrong: str = ""
    """Why it is not quite the heading of an update; empty where it is."""
    hint: str = ""
    """The heading to write instead, without its `#`."""


def recognise(text: str, *, level: int, explaining: bool = False) -> Heading | None:
    """The parts of a heading whose words (without `#`) are `text`, or None where it is part of the text.

    `level` is the number of `#`. In a postmortem (`explaining`) many headings begin with such words: there, only
    those with a time or nothing after their status count.
    """
    if level == 2 and (usual := USUAL.fullmatch(text)):
        return Heading(STATUS_WORDS[usual[1].lower()], usual[1], usual[2], usual[3])
    body, braces = _without_braces(text)
    plain = visible(body)
    while (bare := ORNAMENT.sub("", plain)) != plain:
        plain = bare
    found = STATUS.match(plain.casefold())
    if found is None:
        return _misspelt(plain, braces, level=level, explaining=explaining)
    status = STATUS_WORDS.get(" ".join(re.split(r"[ _-]+", found[1]))) or _joined(found[1])
    said, time = plain[: found.end()], _time(plain[found.end() :])
    has_time = CLOCK.search(time) is not None
    if level == 2:
        if explaining and time and not any(letter.isdigit() for letter in time) and braces is None:
            return None
        return Heading(status, said, time, braces)
    if has_time and not explaining:
        return Heading(status, said, time, braces, "an update begins with two “#”", visible(text))
    return None


def _joined(said: str) -> Status:
    """The status of a phrase whose parts are typed as one word, such as `inprogress`."""
    squeezed = re.sub(r"[ _-]", "", said)
    return next(status for phrase, status in STATUS_WORDS.items() if phrase.replace(" ", "") == squeezed)


def _without_braces(text: str) -> tuple[str, str | None]:
    if found := BRACES.search(text):
        return text[: found.start()], found[1]
    opened = text.find("{")
    if opened >= 0:
        return text[:opened], text[opened:]
    return text.rstrip().rstrip("#"), None


def _time(rest: str) -> str:
    rest = rest.strip(SEPARATORS)
    while (bare := AT.sub("", rest).strip(SEPARATORS)) != rest:
        rest = bare
    return rest


def _misspelt(plain: str, braces: str | None, *, level: int, explaining: bool) -> Heading | None:
    """A second-level heading without a status that was most likely meant to begin an update all the same."""
    if level != 2:
        return None
    clock = CLOCK.search(plain)
    words = plain[: clock.start()].strip(SEPARATORS) if clock else plain.strip(SEPARATORS)
    words = AT.sub("", words)
    first = " ".join(re.split(r"[\s_-]+", words.casefold()))
    if not clock and braces is None and (explaining or not _tightly_near(first)):
        return None
    if clock is not None and not words:
        return _time_first(plain, clock, braces, explaining=explaining)
    near = did_you_mean(first, PHRASES) or did_you_mean(first.split(" ")[0], PHRASES) if first else None
    if near is None and explaining and braces is None:
        return None
    time = plain[clock.start() :].strip(SEPARATORS) if clock else ""
    rest = (f" — {time}" if time else "") + (f" {{{braces}}}" if braces else "")
    word = words[:40] or plain[:40]
    if near is None:
        return Heading(None, word, time, braces, f"“{word}” is no status", f"Update{rest}")
    meant = near.capitalize()
    return Heading(
        STATUS_WORDS[near], word, time, braces, f"“{word}” is no status, did you mean “{meant}”?", meant + rest
    )


def _tightly_near(first: str) -> bool:
    """Whether a heading that is one word without a time can hardly be anything but a misspelt status."""
    near = did_you_mean(first, PHRASES)
    return near is not None and abs(len(near) - len(first)) <= 2 and sorted(near)[:3] == sorted(first)[:3]


def _time_first(plain: str, clock: re.Match[str], braces: str | None, *, explaining: bool) -> Heading | None:
    """`14:05 — Resolved`: the time before the status."""
    found = re.search(r"[^\W\d_]{4,}.*", plain[clock.end() :].replace("UTC", "   "))
    if found is None and not explaining:
        time = plain.strip(SEPARATORS)
        rest = f" — {time}" + (f" {{{braces}}}" if braces else "")
        return Heading(Status.UPDATE, "Update", time, braces, "the heading has no status", f"Update{rest}")
    status = STATUS.match(found[0].casefold()) if found else None
    if found is None or (status is None and explaining):
        return None
    start = clock.end() + found.start()
    time = plain[:start].strip(SEPARATORS)
    rest = f" — {time}" + (f" {{{braces}}}" if braces else "")
    if status is None:
        return Heading(None, found[0][:40], time, braces, f"“{found[0][:40]}” is no status", f"Update{rest}")
    said = found[0][: status.end()]
    meant = STATUS_WORDS.get(" ".join(re.split(r"[ _-]+", status[1]))) or _joined(status[1])
    return Heading(meant, said, time, braces, "the status comes before the time", f"{said}{rest}")
