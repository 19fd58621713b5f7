"""An entry in words: a title that says enough in a notification, and a text that says what the page says.

Nothing here sounds better than the page. An end that nothing has ended with is called an update; what could not be read is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import Component, Course, Incident, Maintenance, Notice, Postmortem, Status, Step, Window
from generator.render.edition import Edition
from generator.render.feeds.document import Category, Item, clean, line
from generator.render.feeds.entries import Entry, Report
from generator.render.identity import Identity
from generator.render.markup import Html, element, isolate, join, plain
from generator.render.view.reports import component_path, report_path
from generator.render.view.windows import repeats

MOST = 20
"""Components that an item names as its categories."""


class Wording:
    """Writes the entries of an edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._words = edition.words
        self._identity = Identity.of(edition.board.site)

    def item(self, entry: Entry) -> Item:
        """An entry as an item of a feed of updates."""
        step, explanation = entry.step, _explanation(entry)
        by = step.update.by if step else explanation.by if explanation else ""
        return Item(
            id=self._identity.tag("incidents", entry.report.id, *entry.name),
            title=self.title(entry),
            url=self.url(entry.report) + (f"#{entry.anchor}" if entry.anchor else ""),
            published=entry.at,
            updated=entry.at,
            html=clean(self.text(entry)),
            categories=self.categories(entry.report),
            author=line(by),
        )

    def title(self, entry: Entry) -> str:
        """`Resolved: Elevated error rates on the API`, in plain text."""
        name = self.name(entry.report)
        if entry.window is not None and entry.status is Status.SCHEDULED:
            start = self._edition.times.moment(entry.window[0])
            return line(plain(self._words.say("feed", "scheduled", time=start, title=name)))
        return line(plain(self._words.say("feed", "entry", status=self.status(entry.status), title=name)))

    def name(self, report: Report) -> str:
        """The report's title, or that it could not be read."""
        return line(_told(report).title) or self._words.get("report", "unreadable")

    def status(self, status: Status | None) -> str:
        """What an entry says, in one word."""
        if status is Status.POSTMORTEM:
            return self._words.get("report", "postmortem")
        return self._words.get("status", status or "notice")

    def url(self, report: Report) -> str:
        """The absolute address of a report's page."""
        return self._edition.address(report_path(report.id))

    def text(self, entry: Entry) -> Html:
        """All that an entry tells, as HTML."""
        pieces = [*self.doubts(entry), *self._plan(entry), self.said(entry), *self._details(entry)]
        pieces += [self._earlier(each) for each in entry.before]
        return Html("\n".join(each for each in pieces if each)) or element("p", self.title(entry))

    def said(self, entry: Entry) -> Html:
        """What was said, or what there is to say where nobody spoke."""
        report, explanation = entry.report, _explanation(entry)
        if entry.step is not None:
            return self._edition.prose.html(entry.step.update.text)
        if explanation is not None:
            return self._edition.prose.html(explanation.text)
        if isinstance(report, Notice):
            return self._edition.prose.html(report.text)
        if isinstance(report, Course):
            return element("p", self._words.get("feed", "reported"))
        return element("p", self._words.get("feed", f"clock_{entry.status}"))

    def doubts(self, entry: Entry) -> Iterator[Html]:
        """What could not be read, first of all."""
        yield from self.doubts_of(entry.report)
        if entry.step is not None and entry.step.update.damaged:
            yield self._doubt("update_damaged")

    def doubts_of(self, report: Report) -> Iterator[Html]:
        """What could not be read of a whole report."""
        told = _told(report)
        if told.damaged:
            yield self._doubt("damaged")
        if not isinstance(told, Notice) and told.any_component:
            yield self._doubt("any_component")

    def categories(self, report: Report) -> tuple[Category, ...]:
        """Components and impact."""
        if isinstance(report, Notice):
            return ()
        scheme = self._identity.tag("components")
        found = [
            Category(each.component.id, scheme, line(each.component.name) or each.component.id)
            for each in report.affected[:MOST]
        ]
        if isinstance(report, Course):
            impact = report.incident.impact
            found.append(Category(impact, self._identity.tag("impact"), self._words.get("impact", impact)))
        return tuple(found)

    def _doubt(self, name: str) -> Html:
        return element("p", element("strong", self._words.get("report", name)))

    def _plan(self, entry: Entry) -> Iterator[Html]:
        if entry.window is not None:
            start, end = entry.window
            moment = self._edition.times.moment
            yield element("p", self._words.say("report", "planned", start=moment(start), end=moment(end, start)))
            if isinstance(entry.report, Window) and entry.report.maintenance.repeats:
                yield element("p", repeats(self._words, entry.report.maintenance))

    def _details(self, entry: Entry) -> Iterator[Html]:
        """What the word did, whom it concerns, what it promises, and who signs."""
        step, report = entry.step, entry.report
        if step is not None and step.transitions:
            yield self._list((each.component, each.after) for each in step.transitions)
        if isinstance(report, Course) and entry.status is not Status.POSTMORTEM:
            facts = [self._words.get("impact", report.incident.impact), report.incident.affected]
            yield element("p", join([each for each in facts if each], " · "))
        if step is not None and step.update.next is not None:
            yield element("p", self._words.say("report", "next", time=self._edition.times.moment(step.update.next)))
        explanation = _explanation(entry)
        by = step.update.by if step else explanation.by if explanation else ""
        if by:
            yield element("p", self._words.say("report", "by", name=isolate(by)))

    def _list(self, states: Iterable[tuple[Component, str]]) -> Html:
        items = [
            element("li", join([self._link(component), self._words.get("component_status", status)], ": "))
            for component, status in states
        ]
        return element("ul", join(items))

    def _link(self, component: Component) -> Html:
        return element("a", isolate(component.name), href=self._edition.address(component_path(component)))

    def _earlier(self, step: Step) -> Html:
        """A word that is told below the one that came after it."""
        heading = join(
            [element("strong", self.status(step.update.status)), self._edition.times.moment(step.update.at)], " · "
        )
        return Html(f"{element('p', heading)}\n{self._edition.prose.html(step.update.text)}")


def _told(report: Report) -> Incident | Maintenance | Notice:
    """What somebody wrote."""
    if isinstance(report, Course):
        return report.incident
    return report.maintenance if isinstance(report, Window) else report


def _explanation(entry: Entry) -> Postmortem | None:
    """The postmortem, where the entry is its publication."""
    return entry.report.incident.postmortem if entry.is_postmortem and isinstance(entry.report, Course) else None
