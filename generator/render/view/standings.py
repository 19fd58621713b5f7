"""Components and groups as templates see them: state, uptime, and a bar for each of the last days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct

from generator.model import ComponentStatus, Day, Standing
from generator.render.edition import Sheet
from generator.render.markup import Html
from generator.render.view.reports import component_path, report_path

UNKNOWN, NO_DATA = "unknown", "no_data"


class Cause(Struct, frozen=True):
    """A report that touched a day."""

    title: str
    href: str


class Bar(Struct, frozen=True):
    """One day of one component."""

    status: str
    doubtful: bool
    href: str
    """Where its story is told; empty for a quiet day."""
    words: Html
    """What happened, with its date; empty for a quiet day."""
    causes: tuple[Cause, ...]


class StandingView(Struct, frozen=True):
    """A component, or a group with its members."""

    name: str
    href: str
    status: str
    doubtful: bool
    words: str
    about: str
    uptime: Html
    summary: Html
    """All bars in one sentence."""
    bars: tuple[Bar, ...]
    axis: str
    """What stands at the old end of the bars."""
    members: tuple[StandingView, ...]


def standing(sheet: Sheet, of: Standing) -> StandingView:
    """A component or a group as it stands."""
    return StandingView(
        name=of.name,
        href=sheet.href(component_path(of.component)) if of.component else "",
        status=state(of),
        doubtful=of.doubtful,
        words=state_words(sheet, of),
        about=of.component.description if of.component else "",
        uptime=uptime(sheet, of),
        summary=summary(sheet, of),
        bars=tuple(bar(sheet, of, each) for each in of.days),
        axis=sheet.words.say("standing", "axis_start", days=str(len(of.days))),
        members=tuple(standing(sheet, member) for member in of.members),
    )


def state(of: Standing) -> str:
    """The word for `data-status`: never a good one while a report that could not be read may say worse."""
    return UNKNOWN if _hides_worse(of) else of.status


def state_words(sheet: Sheet, of: Standing) -> str:
    """The state in words."""
    if _hides_worse(of):
        return sheet.words.get("component_status", UNKNOWN)
    words = sheet.words.get("component_status", of.status)
    if of.doubtful and of.status is not ComponentStatus.MAJOR_OUTAGE:
        return sheet.words.say("component_status", "or_worse", status=words)
    return words


def uptime(sheet: Sheet, of: Standing) -> Html:
    """`99.98% uptime over 90 days`; at most so much where a day is doubtful."""
    if of.uptime is None:
        return sheet.words.say("standing", "uptime_none")
    known = sum(day.status is not None for day in of.days)
    name = "uptime_doubtful" if any(day.doubtful for day in of.days) else "uptime"
    return sheet.words.count("standing", name, known, percent=sheet.times.percent(of.uptime))


def summary(sheet: Sheet, of: Standing) -> Html:
    """The bars in one sentence: how many days of each state, the good ones first."""
    counts = dict.fromkeys([*ComponentStatus, UNKNOWN, NO_DATA], 0)
    for day in of.days:
        counts[_state_of_day(day)] += 1
    parts = [
        sheet.words.say("standing", "part", status=sheet.words.get("component_status", each), count=str(count))
        for each, count in counts.items()
        if count
    ]
    return sheet.words.say("standing", "bars", days=str(len(of.days)), parts=Html(", ".join(parts)))


def bar(sheet: Sheet, of: Standing, day: Day) -> Bar:
    """One day. A day with trouble says what, and leads to the report where there is one, else to the component."""
    status = _state_of_day(day)
    if status in (ComponentStatus.OPERATIONAL, NO_DATA):
        return Bar(status, doubtful=False, href="", words=Html(), causes=())
    titles = sheet.edition.titles
    causes = tuple(Cause(titles[each], sheet.href(report_path(each))) for each in day.incidents if each in titles)
    own = sheet.href(component_path(of.component)) if of.component else ""
    words = sheet.words.say("standing", "day", date=sheet.times.in_words(day.date), what=_what(sheet, day, of.days[-1]))
    return Bar(status, day.doubtful, causes[0].href if causes else own, words, causes)


def facts(of: Standing, titles: Mapping[str, str]) -> object:
    """Everything that the view of a standing is made from, to the precision it shows. `titles` are the edition's."""
    share = None if of.uptime is None else int(of.uptime * 10000 + 1e-9)
    days = tuple(
        (day.date.toordinal(), day.status, day.doubtful, *(titles.get(one, "") + one for one in day.incidents))
        + (tuple(each > 0 for each in _seconds(day)) if day is of.days[-1] else _seconds(day))
        for day in of.days
        if day.status is not ComponentStatus.OPERATIONAL or day.doubtful or day is of.days[-1]
    )
    first = of.days[0].date.toordinal() if of.days else 0
    members = tuple(facts(member, titles) for member in of.members)
    return (of.name, of.component, of.status, of.doubtful, share, len(of.days), first, days, members)


def _hides_worse(of: Standing) -> bool:
    return of.doubtful and of.status.severity <= ComponentStatus.UNDER_MAINTENANCE.severity


def _state_of_day(day: Day) -> str:
    if day.status is None:
        return NO_DATA
    return UNKNOWN if day.doubtful and day.status is ComponentStatus.OPERATIONAL else day.status


def _seconds(day: Day) -> tuple[float, ...]:
    return (day.major_seconds, day.partial_seconds, day.degraded_seconds, day.maintenance_seconds)


def _what(sheet: Sheet, day: Day, today: Day) -> Html:
    """`Major outage for 42 minutes, degraded performance for 2 hours`. Today is not over: states alone, without a clock.

    Its first moments are counted late (`Day.known`), and are told all the same.
    """
    states = list(reversed(ComponentStatus))[:4]
    phrases = []
    for status, seconds in zip(
        states, (day.major_seconds, day.partial_seconds, day.degraded_seconds, day.maintenance_seconds), strict=True
    ):
        if seconds > 0 or (day is today and status is day.status):
            name = sheet.words.get("component_status", status)
            length = sheet.times.duration(timedelta(seconds=seconds))
            phrases.append(
                sheet.words.say("standing", "state" if day is today else "state_for", status=name, duration=length)
            )
    if day.doubtful:
        phrases.append(sheet.words.say("standing", "doubtful"))
    return Html(", ".join(phrases)) or sheet.words.say("component_status", _state_of_day(day))
