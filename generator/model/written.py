"""What people wrote: made by `read`, says what stands in the files and nothing that could be derived from it.

What a report consists of is remembered as arrays, without the names of its fields: in half of the time, as ten thousand of them are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from generator.model.vocabulary import ComponentStatus, Impact, Status
from generator.problem import Problem

TOPICS = ("incidents", "maintenance", "notices", "postmortems")
"""What there is to hear of."""


class Component(Struct, frozen=True):
    """A part of the service that can be up or down, as site.yaml lists it."""

    id: str
    name: str
    group: str = ""
    """The name of the group it is shown in; empty for none."""
    description: str = ""
    since: date | None = None
    """The first day for which anything is known; days before it are no data, not green."""


class Channel(Struct, frozen=True):
    """A way to reach the people behind the service while it burns."""

    name: str
    url: str
    """https:, mailto: or tel:."""


class Outlet(Struct, frozen=True):
    """Where news is sent by `upside announce`: a chat, a mailbox, a program that listens."""

    name: str
    """Unique; what the ledger of what was said calls it."""
    url: str
    """Of the notification library, with `${NAME}` where a variable of the environment stands. Never holds a secret."""
    minimum_impact: Impact = Impact.NONE
    """Incidents that are milder are not told."""
    components: tuple[str, ...] = ()
    """Ids: only what touches one of these is told. Empty: everything."""
    about: tuple[str, ...] = TOPICS
    """Which of `TOPICS` it hears of."""
    audience: str = "readers"
    """`readers` hear what the feeds tell, `operators` what the page still owes its readers."""


class Promises(Struct, frozen=True):
    """How soon people are told something. None where nothing is promised."""

    first_update: timedelta | None = None
    """From the start of an incident."""
    updates_every: timedelta | None = timedelta(hours=2)
    """From each word to the next while it is open."""
    postmortem: timedelta | None = None
    """From the end of an incident."""
    by_impact: tuple[tuple[Impact, Promises], ...] = ()
    """What is promised instead where an incident has one of these impacts, whole each: nothing is added to it. What is damaged, and since
    when it holds, is said of all of them together."""
    damaged: bool = False
    """What is promised could not wholly be read, so nothing counts as kept."""
    since: date | None = None
    """The local day on which this was promised: what began before it owes only what an update names. None: it holds for everything."""

    def of(self, impact: Impact) -> Promises:
        """What is promised of an incident of `impact`."""
        for which, promises in self.by_impact:
            if which is impact:
                return promises
        return self


class Site(Struct, frozen=True):
    """What site.yaml says."""

    name: str
    url: str
    """Where the site stands, https, without a trailing slash, a path included if there is one."""
    timezone: str = "UTC"
    """A valid IANA name."""
    language: str = "en"
    """A BCP 47 tag."""
    description: str = ""
    home: str = ""
    """The main site's address; empty where there is none."""
    authority: str = ""
    """The root of all feed ids (RFC 4151): `host,YYYY-MM-DD`."""
    security: str = ""
    """Where to report a vulnerability: https:, mailto: or tel: (RFC 9116); empty for none."""
    hub: str = ""
    """A WebSub hub that tells subscribers of feeds about changes at once; empty for none."""
    publish: tuple[str, ...] = ()
    """Addresses that `upside publish` ships to when it is told none. Without passwords or keys."""
    components: tuple[Component, ...] = ()
    channels: tuple[Channel, ...] = ()
    promises: Promises = Promises()
    announce: tuple[Outlet, ...] = ()
    """Where news is sent. No part of the page: not of its `repr` either, which pages are made from."""
    damaged: bool = False
    """An entry of `components` could not be understood, so a component may be missing from the page."""
    digest: str = ""
    """Of the bytes of site.yaml."""


class Text(Struct, frozen=True, array_like=True):
    """Markdown that somebody wrote, without its HTML comments. Never HTML, never a template."""

    markdown: str
    plain: bool = False
    """It is past the bounds that keep Markdown quick (a problem says so): show it as typed, unparsed."""


class Change(Struct, frozen=True, array_like=True):
    """A component takes a state, from the moment of whatever holds this on."""

    component: str
    """The id of a component of the site."""
    status: ComponentStatus


class Update(Struct, frozen=True, array_like=True):
    """One word to the public: a section of an incident file."""

    status: Status
    at: datetime
    text: Text
    changes: tuple[Change, ...] = ()
    next: datetime | None = None
    """When the next word was promised."""
    by: str = ""
    """Who signs it."""
    line: int = 1
    """Of its heading, from 1."""
    damaged: bool = False
    """Its heading could not be understood wholly. `read` has then already taken away whatever would improve matters."""
    scheduled_for: datetime | None = None
    """The planned start of a maintenance from this word on. None: as it was; where only the start is said, the length stays."""
    scheduled_until: datetime | None = None
    """The planned end from this word on. None: as it was."""
    edited: datetime | None = None
    """When its text was last changed after it had been said, where git knows."""


class ActionItem(Struct, frozen=True, array_like=True):
    """Something that will be done so that it does not happen again: an item of a postmortem's task list."""

    text: str
    """Markdown, without its day."""
    done: bool
    due: date | None = None
    """The day by whose end it is to be done, in the site's zone; None where none is said."""
    owner: str = ""
    """Who does it, where it says so."""
    line: int = 1


class Postmortem(Struct, frozen=True, array_like=True):
    """The explanation, as one section of its incident."""

    at: datetime
    text: Text
    by: str = ""
    line: int = 1
    actions: tuple[ActionItem, ...] = ()
    """What its task lists say, in order."""
    edited: datetime | None = None
    """When its text was last changed after it had been published, where git knows; a ticked box is no edit."""


class Incident(Struct, frozen=True, array_like=True):
    """Something went wrong. One file.

    Of a file that could not be understood, whatever could be is here, `damaged` is true, and every unknown stands at its worst:
    an unreadable impact is critical, an unreadable end has not come.
    """

    id: str
    """The file's stem, made safe for a path and unique."""
    title: str
    """Empty where it could not be read."""
    impact: Impact
    started: datetime
    """When people began to feel it; the first update's time if left out."""
    components: tuple[Change, ...] = ()
    """What it touches from `started` on."""
    affected: str = ""
    detected: datetime | None = None
    """When its people noticed, where the file says so."""
    updates: Sequence[Update] = ()
    """In order of time, oldest first; without the postmortem."""
    postmortem: Postmortem | None = None
    damaged: bool = False
    """The file holds an error: part of it could not be read."""
    any_component: bool = False
    """Which components it touches could not be read: it may be any of them."""
    file: str = ""
    """Path relative to the site's folder."""
    digest: str = ""
    """Changes whenever the file's bytes, or what it was read with (zone, components), change."""
    outline: str = ""
    """Changes whenever anything here does but its texts and when they were edited: all that a list tells. Empty where nobody took it."""
    causes: tuple[str, ...] = ()
    """What kind of cause it had, in words that several incidents may share; as are the two below."""
    technologies: tuple[str, ...] = ()
    """What failed or had a part in it."""
    lessons: tuple[str, ...] = ()
    """What was learned from it."""
    waived: tuple[tuple[str, str], ...] = ()
    """Of `POINTS`, those on which its people want no advice, each with their reason: `review` in its front matter."""
    start_said: bool = True
    """Whether the file says when people began to feel it; if not, `started` is the first that is known of it."""

    def outline_at(self, digest: str) -> str:
        """The outline, where the digest of what became of it is its own, as it is once all is settled; else that `digest`."""
        return self.outline if self.outline and self.digest == digest else digest


class Maintenance(Struct, frozen=True, array_like=True):
    """Planned work. One file with `scheduled_for` and `scheduled_until`: the first plan. What is planned now says `Window`."""

    id: str
    title: str
    scheduled_for: datetime
    scheduled_until: datetime
    completes_automatically: bool = False
    """`completes: automatically`: its end by the clock is its end. Always so for one that repeats."""
    components: tuple[Change, ...] = ()
    affected: str = ""
    updates: Sequence[Update] = ()
    damaged: bool = False
    any_component: bool = False
    file: str = ""
    digest: str = ""
    outline: str = ""
    """As an incident's."""
    repeats: str = ""
    """An RFC 5545 recurrence rule as `read` spells it, in the site's zone: `FREQ=WEEKLY;BYDAY=SU`, `UNTIL` in UTC. Empty: it happens once."""

    def outline_at(self, digest: str) -> str:
        """The outline, where the digest of what became of it is its own, as it is once all is settled; else that `digest`."""
        return self.outline if self.outline and self.digest == digest else digest


class Notice(Struct, frozen=True, array_like=True):
    """An announcement that touches no status. One file with `kind: notice`."""

    id: str
    title: str
    published: datetime
    until: datetime | None = None
    """Until when it stands on the home page; None: a week after its last update."""
    text: Text = Text("")
    """What stands before the first heading."""
    updates: Sequence[Update] = ()
    damaged: bool = False
    file: str = ""
    digest: str = ""


class Source(Struct, frozen=True):
    """All that people wrote, and what was wrong with it."""

    site: Site
    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    notices: tuple[Notice, ...] = ()
    problems: tuple[Problem, ...] = ()
    edited: datetime | None = None
    """When a word was last changed after it had been said; None where none was, as far as git knows."""
