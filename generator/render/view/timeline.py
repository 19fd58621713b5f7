"""When what happened in an incident and how long people waited, as its page shows it: a picture, and the same in words beside it.

- The picture is linear in time, from the first moment to the end; while the incident is open, to the last thing that is known of it, since
  time that merely passes changes no page. A postmortem comes days later and would squash all else: it is told in words alone.
- Moments are numbers, and their names stand in the list beside: no language and no width makes them run into each other. Two numbers
  that would touch stand above one another.
- What nobody said is called so, in words, and has no place in the picture.
- Where part of the report could not be read, every length is at least so long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from generator.model import Course, Status
from generator.render.edition import Sheet
from generator.render.markup import Html
from generator.span import Span

MOMENTS = ("started", "detected", "first_word", "identified", "mitigated", "resolved", "explained")
"""Fields of `model.Times`, and words of `[times]`."""
APART = 7.0
"""Hundredths of the width that two numbers of one row are apart at least: a circle of 18 px on the narrowest page, 288 px."""
RADIUS, ROW, BAR, SILENT = 9, 22, 10, 4
"""Pixels: of a number's circle, of a row of them, of the bar, of the line for the longest silence."""


class Timeline(Struct, frozen=True):
    """What happened when. Ready markup: an archive has ten thousand, and a template takes a microsecond for every word."""

    picture: Html
    """An SVG of the numbers of `moments`; empty where there is nothing to draw."""
    start: Html
    """The time at its beginning."""
    end: Html
    moments: Html
    """Items of a list, oldest first: those of the picture, then the postmortem."""
    lengths: Html
    """How long everything took: each a `div` with `dt` and `dd`, its class the name of the length."""


def timeline(sheet: Sheet, course: Course) -> Timeline | None:
    """What happened when in `course`; None where nothing is known but that it is."""
    told = course.times
    found = [(at, name) for name in MOMENTS if (at := getattr(told, name)) is not None]
    if not told.ended_by_word and told.resolved is not None:
        found.remove((told.resolved, "resolved"))
    if not found:
        return None
    drawn = sorted((each for each in found if each[1] != "explained"), key=_time)
    listed = drawn + [each for each in found if each[1] == "explained"]
    first = min(told.began or listed[0][0], drawn[0][0] if drawn else listed[0][0])
    over = told.resolved or _as_of(course, drawn)
    until = max(over, drawn[-1][0]) if drawn else over  # who says to have noticed after the end is drawn so
    said = sheet.times.moments([at for at, _ in listed])
    say = sheet.words.say
    moments = [f"<li>{say('times', name)} {at}</li>" for (_, name), at in zip(listed, said, strict=True)]
    picture, ends = Html(), [Html(), Html()]
    if first < until:
        picture = _picture(sheet, course, [at for at, _ in drawn], Span(first, until), Span(first, over))
        ends = sheet.times.moments([first, until])
    return Timeline(picture, ends[0], ends[1], Html("\n".join(moments)), Html("\n".join(_lengths(sheet, course, over))))


def _time(of: tuple[datetime, str]) -> datetime:
    return of[0]


def _as_of(course: Course, drawn: Sequence[tuple[datetime, str]]) -> datetime:
    """The last moment that anything of an open incident is known of: its last word, or since when the next one is late."""
    known = [at for at, _ in drawn] + [step.update.at for step in course.steps[:1]]
    if course.next_word is not None and course.next_word.late:
        known.append(course.next_word.due)
    return max(known, default=course.incident.started)


def _lengths(sheet: Sheet, course: Course, until: datetime) -> Iterator[str]:
    told = course.times
    silence = told.longest_silence(until)
    over = not course.open
    wanted: list[tuple[str, timedelta | None, bool]] = [
        ("to_detect", told.to_detect, True),
        ("to_first_word", told.to_first_word, bool(course.steps) or over),
        ("silence", silence.end - silence.start if silence is not None else None, silence is not None),
        ("to_mitigate", told.to_mitigate, told.mitigated is not None),
        ("to_resolve", told.to_resolve if told.ended_by_word else None, over),
        ("to_explain", told.to_explain, told.explained is not None and told.explained != told.resolved),
    ]
    for name, length, shown in wanted:
        if shown:
            said = _length(sheet, length, doubtful=told.doubtful)
            yield f'<div class="{name}"><dt>{sheet.words.say("times", name)}</dt> <dd>{said}</dd></div>'


def _length(sheet: Sheet, length: timedelta | None, *, doubtful: bool) -> Html:
    if length is None:
        return sheet.words.say("times", "unknown")
    said = sheet.times.duration(length)
    return sheet.words.say("times", "at_least", duration=said) if doubtful else said


def _picture(sheet: Sheet, course: Course, moments: Sequence[datetime], whole: Span, lasted: Span) -> Html:
    """An SVG that is `whole` wide, of an incident that `lasted`. Plain text: an element at a time costs more than all the rest of a page."""
    mirrored = sheet.words.direction == "rtl"

    begin, scale = whole.start, 100 / whole.seconds

    def place(at: datetime) -> float:
        share = (at - begin).total_seconds() * scale
        return 100 - share if mirrored else share

    def stretch(name: str, span: Span, top: int, height: int) -> str:
        start, end = sorted((place(span.start), place(span.end)))
        return f'<rect class="{name}" x="{start:.2f}%" y="{top}" width="{end - start:.2f}%" height="{height}"/>'

    places = [place(at) for at in moments]
    rows = _rows(places)
    bar = (max(rows, default=0) + 1) * ROW
    drawn = [stretch("bad", lasted, bar, BAR), *(stretch("good", each, bar, BAR) for each in _better(course, lasted))]
    silence = course.times.longest_silence(lasted.end)
    if silence is not None:
        drawn.append(stretch("silence", silence, bar + BAR + 3, SILENT))
    numbers = []
    for number, (x, row) in enumerate(zip(places, rows, strict=True), 1):
        top, at = bar - (row + 1) * ROW + RADIUS + 1, f"{x:.2f}%"
        drawn.append(f'<line x1="{at}" y1="{top}" x2="{at}" y2="{bar + BAR}"/>')
        numbers.append(f'<circle cx="{at}" cy="{top}" r="{RADIUS}"/><text x="{at}" y="{top + 4}">{number}</text>')
    drawn += numbers  # over the lines of those above them
    height = bar + BAR + SILENT + 4
    return Html(f'<svg width="100%" height="{height}" aria-hidden="true">{"".join(drawn)}</svg>')


def _rows(places: Sequence[float]) -> list[int]:
    """In which row above the bar each number stands, so that none touches another."""
    rows: list[int] = []
    for index, x in enumerate(places):
        near = {rows[other] for other in range(index) if abs(places[other] - x) < APART}
        rows.append(next(row for row in range(len(places)) if row not in near))
    return rows


def _better(course: Course, lasted: Span) -> Iterator[Span]:
    """When it was better: from then until the end, and between an end and a relapse."""
    since = course.times.mitigated
    for step, following in pairwise(reversed(course.steps)):
        relapsed = step.status is Status.RESOLVED and following.status is not Status.RESOLVED
        if relapsed and lasted.start <= step.update.at < following.update.at:
            yield Span(step.update.at, following.update.at)
    if since is not None and since < lasted.end:
        yield Span(since, lasted.end)
