"""When a maintenance is, as templates see it: the plan, what became of it, and its next times where it repeats."""

from __future__ import annotations

from generator.model import Maintenance, Status, Window
from generator.render.edition import Sheet
from generator.render.markup import Html
from generator.render.words import Words


def times_of_window(sheet: Sheet, window: Window) -> tuple[Html, ...]:
    """What is planned, what was planned first, when it really began and ended, and that it repeats: each a phrase."""
    say, moment, start, end = sheet.words.say, sheet.times.moment, window.scheduled_for, window.scheduled_until
    facts = [say("report", "planned", start=moment(start), end=moment(end, start))]
    told = window.maintenance
    if not told.repeats and (start, end) != (told.scheduled_for, told.scheduled_until):
        facts.append(
            say(
                "report",
                "was_planned",
                start=moment(told.scheduled_for),
                end=moment(told.scheduled_until, told.scheduled_for),
            )
        )
    if window.started_at and window.started_at != start:
        facts.append(say("report", "began", time=moment(window.started_at, end)))
    if window.ended_at:
        facts.append(say("report", "ended", time=moment(window.ended_at, end)))
    if window.occurrences:
        facts.append(repeats(sheet.words, told))
    return tuple(facts)


def repeats(words: Words, told: Maintenance) -> Html:
    """`Repeats every 2 weeks`, of a maintenance that does."""
    parts = dict(part.split("=", 1) for part in told.repeats.split(";"))
    name = {"DAILY": "every_day", "WEEKLY": "every_week", "MONTHLY": "every_month", "YEARLY": "every_year"}
    return words.count("calendar", name[parts["FREQ"]], int(parts.get("INTERVAL", 1)))


def times_ahead(sheet: Sheet, window: Window) -> tuple[Html, ...]:
    """Of a maintenance that repeats: when it is next, the nearest first, each with its start and end; without the one it tells of."""
    moment = sheet.times.moment
    return tuple(
        sheet.words.say(
            "calendar", "time", start=moment(each.scheduled_for), end=moment(each.scheduled_until, each.scheduled_for)
        )
        for each in reversed(window.occurrences)
        if each.status is Status.SCHEDULED and each.scheduled_for != window.scheduled_for
    )
