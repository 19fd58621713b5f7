"""What cannot be true, though each word of it could be read: times in the wrong order, ends that end nothing, promises not kept.

`check` walks through everything; the rules for incidents and for maintenances have modules of their own. Messages quote what was
written, in the site's zone; hints are lines to paste. Promises to say nothing that `read` has said already, and to judge by the same
stories (`course`, `window`) that the page is made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.decide.archive import Archive
from generator.decide.extent import Order, after
from generator.decide.incident_rules import incident_problems
from generator.decide.maintenance_rules import maintenance_problems
from generator.decide.wording import TOLERANCE, Wording, states, word
from generator.model import Notice, Postmortem, Site, Source, Status, Update
from generator.problem import Level, Place, Problem


def check(source: Source, *, now: datetime, archive: Archive | None = None) -> tuple[Problem, ...]:
    """What is wrong with `source` at `now` (aware), beyond what `source.problems` says already; in no particular order.

    What `archive` knows to be settled is right.
    """
    now = now.astimezone(UTC)
    site = source.site
    wording = Wording(ZoneInfo(site.timezone))
    order = Order(site.components)
    found = [*_site(site, now, wording)]
    archive = archive or Archive()
    for incident in archive.incidents.unknown(source.incidents, now):
        wrong = [*_words(incident.file, incident.updates, incident.postmortem, now, wording)]
        wrong += incident_problems(incident, site, order, now, wording)
        if not wrong:
            archive.incidents.is_right(incident)
        found += wrong
    for maintenance in archive.maintenances.unknown(source.maintenances, now):
        wrong = [*_words(maintenance.file, maintenance.updates, None, now, wording)]
        wrong += maintenance_problems(maintenance, order, now, wording)
        if not wrong:
            archive.maintenances.is_right(maintenance)
        found += wrong
    for notice in source.notices:
        found += _words(notice.file, notice.updates, None, now, wording)
        found += _notice(notice, wording)
    return tuple(found)


def _site(site: Site, now: datetime, wording: Wording) -> Iterator[Problem]:
    """A component about which nothing is known yet."""
    today = now.astimezone(wording.zone).date()
    for component in site.components:
        if component.since is not None and component.since > today:
            yield Problem(
                Place("site.yaml"),
                f'component "{component.id}" has "since: {component.since}", which is still to come, so it has no history yet',
                f"since: {today}",
                Level.WARNING,
                "since-in-future",
            )


def _words(
    file: str, updates: Sequence[Update], postmortem: Postmortem | None, now: datetime, wording: Wording
) -> Iterator[Problem]:
    """Words from the future, and promises that were over when they were made."""
    latest = after(now, TOLERANCE)
    for update in updates[:]:
        if update.at > latest:
            hint = wording.heading(update.status, now, states(update.changes))
            yield _from_the_future(Place(file, update.line), update.status, update.at, now, hint, wording)
        if update.next is not None and update.next <= update.at:
            promise = wording.clock(after(update.at, timedelta(hours=1)))
            yield Problem(
                Place(file, update.line),
                f"the next word is promised for {wording.moment(update.next)}, which is not after this one, {wording.moment(update.at)}",
                wording.heading(update.status, update.at, f"{states(update.changes)} next={promise}"),
                Level.WARNING,
                "promise-in-past",
            )
    if postmortem is not None and postmortem.at > latest:
        hint = wording.heading(Status.POSTMORTEM, now)
        yield _from_the_future(Place(file, postmortem.line), Status.POSTMORTEM, postmortem.at, now, hint, wording)


def _from_the_future(place: Place, status: Status, at: datetime, now: datetime, hint: str, wording: Wording) -> Problem:
    dated, today = wording.moment(at), wording.moment(now)
    message = f'"{word(status)}" is dated {dated}, but it is only {today} now: it does not count until then'
    return Problem(place, message, hint, Level.ERROR, "word-in-future")


def _notice(notice: Notice, wording: Wording) -> Iterator[Problem]:
    if notice.until is not None and notice.until <= notice.published:
        yield Problem(
            Place(notice.file),
            f"the notice stands until {wording.moment(notice.until)}, "
            f"which is not after it is published, {wording.moment(notice.published)}: nobody will see it on the home page",
            f"until: {wording.typed(notice.published + timedelta(days=7))}",
            Level.WARNING,
            "notice-ends-before-start",
        )
