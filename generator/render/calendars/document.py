"""One calendar (RFC 5545), written by icalendar: valid even when it is empty, the same bytes whenever it is made.

A window keeps its `UID` for ever and counts its words as `SEQUENCE`, so that a program that follows the address moves the event it has, or
strikes it through; nothing that was called off just vanishes. Times are in UTC, but for those of a rule, which is in the site's zone so
that daylight saving moves it as it moves people (a program that follows the rule is told one by one where that is not plain). `DTSTAMP` is the newest word's time and never the clock's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vRecur, vText, vUri
from msgspec.structs import replace

from generator.model import Component, Status, Step, Window
from generator.pattern import pattern
from generator.render.calendars.selection import by_the_rule, departures
from generator.render.calendars.zone import zone_component
from generator.render.edition import Edition
from generator.render.identity import Identity
from generator.render.view.reports import report_path

PRODUCT = "-//Upside//Maintenance//EN"
RENEWED = timedelta(minutes=15)
"""How often a program that follows the address should ask again (RFC 7986, 5.7)."""
LONGEST = 2_000
"""Characters of words in a description."""
_CONTROLS = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no text may hold (RFC 5545, 3.3.11), and what no UTF-8 can."""


def calendar(edition: Edition, component: Component | None, path: str, windows: Sequence[Window]) -> bytes:
    """The calendar at `path` of what `windows` (oldest first) plan, of one component or of the whole site."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    name = _name(edition, component)
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", vDuration(RENEWED), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(RENEWED))
    made.add("source", vUri(edition.address(path)), parameters={"VALUE": "URI"})
    zone = ZoneInfo(edition.board.site.timezone)
    repeating = [each.maintenance.scheduled_for for each in windows if each.maintenance.repeats]
    if not windows or (repeating and zone.key != "UTC"):  # a calendar must hold something (RFC 5545, 3.6)
        made.add_component(zone_component(zone, min(repeating, default=datetime(2020, 1, 1, tzinfo=UTC))))
    for each in windows:
        for event in _events(edition, each, zone):
            made.add_component(event)
    return bytes(made.to_ical(sorted=False))


def _name(edition: Edition, component: Component | None) -> str:
    words, site = edition.words, edition.board.site
    if component is None:
        return _plain(words.get("calendar", "name").replace("{site}", site.name))
    return _plain(words.get("calendar", "of_component").replace("{site}", site.name).replace("{name}", component.name))


def _events(edition: Edition, of: Window, zone: ZoneInfo) -> list[Event]:
    """One event; of a maintenance that repeats, the rule and what departs from it."""
    told = of.maintenance
    if not told.repeats:
        event = _event(edition, of, of.steps)
        _plan(event, of.scheduled_for, of.scheduled_until)
        return [event]
    special = {id(step) for each in departures(of, zone) for step in each.steps}
    rule = _event(edition, replace(of, status=Status.SCHEDULED), [step for step in of.steps if id(step) not in special])
    rule.add("dtstart", _named(told.scheduled_for.astimezone(zone)))
    if told.scheduled_until > told.scheduled_for:
        rule.add("duration", _Exact(told.scheduled_until - told.scheduled_for))
    rule.add("rrule", vRecur.from_ical(told.repeats))
    events = [rule]
    for each in reversed(departures(of, zone)):
        assert each.recurrence is not None
        event = _event(edition, replace(each, sequence=of.sequence), each.steps or of.steps)
        event.add("recurrence-id", _named(by_the_rule(told.scheduled_for, each.recurrence, zone)))
        _plan(event, each.scheduled_for, each.scheduled_until)
        events.append(event)
    return events


def _named(at: datetime) -> datetime:
    """A local time, in UTC where that is the zone: a calendar then needs no zone."""
    return at.replace(tzinfo=UTC) if at.tzname() == "UTC" else at


class _Exact(vDuration):
    """A length in hours and minutes, however many: a day is not always as long (RFC 5545, 3.3.6)."""

    def to_ical(self) -> bytes:
        minutes, seconds = divmod(int(self.td.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
        return ("PT" + "".join(f"{number}{unit}" for number, unit in parts if number)).encode()


def _event(edition: Edition, of: Window, steps: Sequence[Step]) -> Event:
    """Everything of an event but when it is; `steps` are the words about it, newest first."""
    identity = Identity.of(edition.board.site)
    founded = datetime.combine(identity.founded, time.min, UTC)
    event = Event()
    event.add("uid", uid(identity, of.id))
    event.add("sequence", of.sequence)
    event.add("dtstamp", steps[0].update.at if steps else founded)
    event.add("created", steps[-1].update.at if steps else founded)
    event.add("last-modified", steps[0].update.at if steps else founded)
    event.add("status", "CANCELLED" if of.status is Status.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody who follows it is busy then
    event.add("summary", _plain(of.maintenance.title or edition.words.get("report", "unreadable")))
    event.add("description", _description(edition, of, steps))
    event.add("url", edition.address(report_path(of.id)))
    return event


def uid(identity: Identity, report_id: str) -> str:
    """What an event is called for ever: by the site's authority and the report's id."""
    host = identity.authority.partition(",")[0].rpartition("@")[2]
    return f"{identity.short('maintenance', report_id)}@{host}"


def _plan(event: Event, start: datetime, until: datetime) -> None:
    """When it is. An end that is none is left out: an event may not end before it begins (RFC 5545, 3.8.2.2)."""
    event.add("dtstart", start)
    if until > start:
        event.add("dtend", until)


def _description(edition: Edition, of: Window, steps: Sequence[Step]) -> _Text:
    """The newest words, and what it touches."""
    said = next((step.update.text.markdown for step in steps if step.update.text.markdown.strip()), "")
    names = ", ".join(each.component.name for each in of.affected)
    parts = [
        said.strip() if len(said) <= LONGEST else said[:LONGEST].strip() + "…",
        of.maintenance.affected,
        f"{edition.words.get('report', 'affected')}: {names}" if names else "",
    ]
    return _plain("\n\n".join(part for part in parts if part))


def _plain(text: str) -> _Text:
    return _Text(_CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


class _Text(vText):
    """A text by RFC 5545, 3.3.11. The library makes a line break of a backslash before an N, as in a path of Windows."""

    def to_ical(self) -> bytes:
        told = str(self)
        for sign in ("\\", ";", ","):
            told = told.replace(sign, "\\" + sign)
        return told.replace("\n", "\\n").encode()
