"""The events of a Stashboard's service: every word that was said of a report that touches it, newest first.

The newest one says how the service stands now, whatever its own report says: another one may hold it down.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from msgspec import Struct

from generator.model import ComponentStatus, Course, Standing, Window
from generator.render.api.bounds import cut
from generator.render.api.document import Facts
from generator.render.api.levels import BY_OURS, UNKNOWN, State, status
from generator.render.api.page import Page
from generator.render.api.story import Word, touched
from generator.render.view.standings import state as shown_state

NEWEST = 20
"""How many events of a service are kept."""
CHARACTERS = 5_000
"""Of a message, from its beginning."""


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Event(Struct, frozen=True, dict=True):
    """One word, as it concerns one service."""

    page: Page
    standing: Standing
    report: Course | Window
    word: Word
    newest: bool

    @cached_property
    def sid(self) -> str:
        """Its id, which no later event moves."""
        component = self.standing.component
        assert component is not None, "a service is a component, not a group"
        return self.page.identity.short("event", component.id, self.page.report_id(self.report), self.word.name)

    @property
    def path(self) -> str:
        """Where its file lies."""
        return f"{service_path(self.standing)}/events/{self.sid}"

    @property
    def facts(self) -> object:
        """Everything that it is made from."""
        return self.report.digest, self.word.name, shown_state(self.standing) if self.newest else ""

    @property
    def state(self) -> State:
        """The state it put the service into."""
        if self.newest:
            return BY_OURS[shown_state(self.standing)]
        words = self.page.words(self.report)
        by_then = touched(words, self.report.affected)[words.index(self.word)]
        after = next((each.after for each in by_then if each.component == self.standing.component), None)
        told = self.report.incident if isinstance(self.report, Course) else self.report.maintenance
        well = after is None or after is ComponentStatus.OPERATIONAL
        if well and (told.any_component or told.damaged or self.word.damaged) and not self.word.status.ends:
            return BY_OURS[UNKNOWN]
        return BY_OURS[after or ComponentStatus.OPERATIONAL]

    def tell(self) -> Facts:
        """The Event as the API has it. It is informational where it changed nothing about the service."""
        edition, page = self.page.edition, self.page
        kind = edition.words.get("status", self.word.status)
        said = page.body(self.report, self.word) if self.word.markdown else ""
        message = f"{kind}: {page.title(self.report)}" + (f"\n\n{said}" if said else "")
        return {
            "sid": self.sid,
            "timestamp": _http_date(self.word.at),
            "status": status(edition, self.state),
            "message": cut(message, CHARACTERS),
            "url": edition.address(f"{self.path}.json"),
            "informational": not any(each.component == self.standing.component for each in self.word.changes),
        }


def service_path(of: Standing) -> str:
    """The path of a service's file, without its ending."""
    component = of.component
    assert component is not None, "a service is a component, not a group"
    return f"api/v1/services/{component.id}"


def events(page: Page, of: Standing) -> list[Event]:
    """The newest events of a service, newest first."""
    found: list[tuple[Course | Window, Word]] = []
    for report in page.reports(of):
        if len(found) >= NEWEST and found[NEWEST - 1][1].at >= page.newest(report):
            break
        found += ((report, word) for word in page.words(report))
        found.sort(key=lambda pair: pair[1].at, reverse=True)
    return [Event(page, of, report, word, newest=not place) for place, (report, word) in enumerate(found[:NEWEST])]


def _http_date(at: datetime) -> str:
    """As in a header (RFC 9110, 5.6.7). By hand, since `email.utils` brings sockets along, which takes longer than all else here."""
    return f"{DAYS[at.weekday()]}, {at.day:02} {MONTHS[at.month - 1]} {at.year:04} {at:%H:%M:%S} GMT"
