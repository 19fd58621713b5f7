"""The nouns: what people wrote, what is true of it, and what is made from it. Data only.

Everything is frozen, every datetime aware and in UTC, every closed set an enum. Three kinds of nouns:

- *written*: made by `read`, says what stands in the files and nothing that could be derived from it;
- *derived*: made by `decide`, says what is true at `Board.now`;
- *made*: `File`, a promise of bytes, made by `render` and kept by `publish`.

Words are Statuspage's where it has one (the public API v2 is the source of the enums).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from generator.problem import Problem

# ---------------------------------------------------------------- closed sets


class Impact(StrEnum):
    """How bad an incident is, as its operator says. Listed from mild to severe."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def severity(self) -> int:
        """0 for none up to 3 for critical; compare these, never the words."""
        return tuple(Impact).index(self)

    @property
    def implies(self) -> ComponentStatus:
        """The state of a component that an incident of this impact lists without saying more."""
        return (
            ComponentStatus.OPERATIONAL,
            ComponentStatus.DEGRADED_PERFORMANCE,
            ComponentStatus.PARTIAL_OUTAGE,
            ComponentStatus.MAJOR_OUTAGE,
        )[self.severity]


class ComponentStatus(StrEnum):
    """The state of a component. Listed from good to bad; the worst of what is said of it counts."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def severity(self) -> int:
        """0 for operational up to 4 for major_outage; compare these, never the words."""
        return tuple(ComponentStatus).index(self)


class Status(StrEnum):
    """What the heading of an update says. `UPDATE` keeps whatever was said before it."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    UPDATE = "update"

    @property
    def of_maintenance(self) -> bool:
        """Whether only a maintenance can have this status."""
        return self in (Status.SCHEDULED, Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED, Status.CANCELLED)

    @property
    def ends(self) -> bool:
        """Whether nothing is going on any more once this has been said."""
        return self in (Status.RESOLVED, Status.POSTMORTEM, Status.COMPLETED, Status.CANCELLED)


class Headline(StrEnum):
    """The state of the whole page: a row of the vendor's rollup table, plus two of our own that it lacks.

    Listed from good to bad: compare by position, never by the words.
    """

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    INCIDENT = "incident"
    """No component is worse than under maintenance, yet an incident with an impact is open."""
    DEGRADED_PERFORMANCE = "degraded_performance"
    MINOR_OUTAGE = "minor_outage"
    """The worst component is in partial outage."""
    UNKNOWN = "unknown"
    """Nothing worse than degraded is known, but a report could not be read and might say worse."""
    PARTIAL_OUTAGE = "partial_outage"
    """Some components are in major outage."""
    MAJOR_OUTAGE = "major_outage"
    """All components are in major outage."""

    @property
    def indicator(self) -> str:
        """The vendor's word: none, maintenance, minor, major or critical. Unknown is never `none`: it is `critical`."""
        return {
            Headline.OPERATIONAL: "none",
            Headline.UNDER_MAINTENANCE: "maintenance",
            Headline.PARTIAL_OUTAGE: "major",
            Headline.MAJOR_OUTAGE: "critical",
            Headline.UNKNOWN: "critical",
        }.get(self, "minor")


# ---------------------------------------------------------------- written


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the service that can be up or down, as site.yaml lists it."""

    id: str
    name: str
    group: str = ""
    """The name of the group it is shown in; empty for none."""
    description: str = ""
    since: date | None = None
    """The first day for which anything is known; days before it are no data, not green."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach the people behind the service while it burns."""

    name: str
    url: str
    """https:, mailto: or tel:."""


@dataclass(frozen=True, slots=True)
class Promises:
    """How soon people are told something. None where nothing is promised."""

    first_update: timedelta | None = None
    updates_every: timedelta | None = timedelta(hours=2)
    postmortem: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Site:
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
    components: tuple[Component, ...] = ()
    channels: tuple[Channel, ...] = ()
    promises: Promises = Promises()
    damaged: bool = False
    """An entry of `components` could not be understood, so a component may be missing from the page."""
    digest: str = ""
    """Of the bytes of site.yaml."""


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown that somebody wrote, without its HTML comments. Never HTML, never a template."""

    markdown: str
    plain: bool = False
    """It is past the bounds that keep Markdown quick (a problem says so): show it as typed, unparsed."""


@dataclass(frozen=True, slots=True)
class Change:
    """A component takes a state, from the moment of whatever holds this on."""

    component: str
    """The id of a component of the site."""
    status: ComponentStatus


@dataclass(frozen=True, slots=True)
class Update:
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


@dataclass(frozen=True, slots=True)
class Postmortem:
    """The explanation, as one section of its incident."""

    at: datetime
    text: Text
    by: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Incident:
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
    updates: tuple[Update, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Planned work. One file with `scheduled_for` and `scheduled_until`."""

    id: str
    title: str
    scheduled_for: datetime
    scheduled_until: datetime
    completes_automatically: bool = False
    """`completes: automatically`: its end by the clock is its end."""
    components: tuple[Change, ...] = ()
    affected: str = ""
    updates: tuple[Update, ...] = ()
    damaged: bool = False
    any_component: bool = False
    file: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement that touches no status. One file with `kind: notice`."""

    id: str
    title: str
    published: datetime
    until: datetime | None = None
    """Until when it stands on the home page; None: a week after its last update."""
    text: Text = Text("")
    """What stands before the first heading."""
    updates: tuple[Update, ...] = ()
    damaged: bool = False
    file: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """All that people wrote, and what was wrong with it."""

    site: Site
    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    notices: tuple[Notice, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- derived


@dataclass(frozen=True, slots=True)
class Transition:
    """What an update did to a component."""

    component: Component
    before: ComponentStatus
    after: ComponentStatus


@dataclass(frozen=True, slots=True)
class Step:
    """An update in its course: `update` has become the status it keeps."""

    update: Update
    status: Status
    """Never `Status.UPDATE`."""
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class NextWord:
    """When the public was promised to hear again."""

    due: datetime
    late: bool
    """`due` has passed at `Board.now`."""
    promised: bool
    """True where an update says so; false where it follows from `promises.updates_every`."""


@dataclass(frozen=True, slots=True)
class Course:
    """What became of an incident by `Board.now`."""

    incident: Incident
    status: Status
    """investigating, identified, monitoring, resolved or (resolved, with a postmortem) postmortem."""
    open: bool
    steps: tuple[Step, ...]
    """Newest first; only what was said by `Board.now`."""
    affected: tuple[Transition, ...]
    """Every component it ever touched, in site order: `before` the worst it was in, `after` where this incident leaves it now."""
    identified_at: datetime | None = None
    monitoring_at: datetime | None = None
    resolved_at: datetime | None = None
    """None while open."""
    next_word: NextWord | None = None
    """None once closed."""
    digest: str = ""
    """Changes whenever anything above does."""

    @property
    def id(self) -> str:
        return self.incident.id


@dataclass(frozen=True, slots=True)
class Window:
    """What became of a maintenance by `Board.now`."""

    maintenance: Maintenance
    status: Status
    """scheduled, in_progress, verifying, completed or cancelled."""
    steps: tuple[Step, ...]
    affected: tuple[Transition, ...]
    started_at: datetime | None = None
    """The actual start; None while scheduled or cancelled before it began."""
    ended_at: datetime | None = None
    """The actual end; None before it."""
    overdue: bool = False
    """The planned end has passed and nobody has said Completed."""
    digest: str = ""

    @property
    def id(self) -> str:
        return self.maintenance.id


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of one component."""

    date: date
    status: ComponentStatus | None
    """The worst of the day; None: no data (before `since`)."""
    major_seconds: float = 0.0
    """Seconds in major outage. Here and below each moment counts once, by its worst state."""
    partial_seconds: float = 0.0
    degraded_seconds: float = 0.0
    maintenance_seconds: float = 0.0
    known: float = 0.0
    """Seconds of this day that are over and not before `since`: what uptime is a share of. Today counts up to the last change,
    or on a day with an outage up to the last full hour, so that the same facts read the same a minute later."""
    doubtful: bool = False
    """A report that could not be read may have made it worse."""
    incidents: tuple[str, ...] = ()
    """Ids of what touched it: incidents and maintenances."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a component, or a group of them, stands."""

    name: str
    status: ComponentStatus
    """The worst that is known."""
    doubtful: bool
    """A report that could not be read may say worse: never show this as plainly fine."""
    uptime: float | None
    """Share of the known seconds of `days`, 0 to 1; None where nothing is known. At most this, where any day is doubtful."""
    days: tuple[Day, ...] = ()
    """The last 90 local days, oldest first, the last one today."""
    component: Component | None = None
    """None for a group."""
    members: tuple[Standing, ...] = ()
    """The group's components, in site order; empty for a component."""
    courses: tuple[Course, ...] = ()
    """The newest incidents that touched this component, at most 25, newest first; empty for a group."""
    windows: tuple[Window, ...] = ()
    """Likewise its maintenances."""


@dataclass(frozen=True, slots=True)
class RecentDay:
    """One of the last days, and what happened on it, by the local day an incident started on."""

    date: date
    courses: tuple[Course, ...] = ()
    windows: tuple[Window, ...] = ()
    """Maintenances that ended on it."""


@dataclass(frozen=True, slots=True)
class Month:
    """A local month of history: what started in it, newest first."""

    year: int
    month: int
    courses: tuple[Course, ...] = ()
    windows: tuple[Window, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What is true at `now`: all that any output needs."""

    site: Site
    now: datetime
    headline: Headline
    doubtful: bool
    """A report that may still be open, or a part of site.yaml, could not be read well enough to say what it touches."""
    standings: tuple[Standing, ...]
    """What the page lists, in site order: components without a group, and groups at the place of their first member."""
    components: tuple[Standing, ...]
    """The same components without the groups, flat, in site order."""
    courses: tuple[Course, ...]
    """Every incident, by start, newest first."""
    windows: tuple[Window, ...]
    """Every maintenance, by planned start, newest first."""
    notices: tuple[Notice, ...]
    """Every notice already published, newest first."""
    open: tuple[Course, ...]
    """Incidents that are open, the worst impact first, then the newest."""
    under_way: tuple[Window, ...]
    """Maintenances in progress or verifying."""
    ahead: tuple[Window, ...]
    """Maintenances to come, the nearest first."""
    standing_notices: tuple[Notice, ...]
    """Notices that still stand on the home page, newest first."""
    recent: tuple[RecentDay, ...]
    """The last 15 local days, today first, each with what began on it; open incidents too."""
    months: tuple[Month, ...]
    """Every month from the first report's to this one, newest first, quiet ones too."""
    changed: datetime | None
    """When anything last changed by somebody's word or by the clock; None on an empty site. Never after `now`."""
    next_change: datetime
    """When the clock alone will next change anything: a window, a promise, a notice, the end of the local day."""


# ---------------------------------------------------------------- made


@dataclass(frozen=True, slots=True)
class File:
    """A promise of bytes."""

    path: str
    """Relative, with forward slashes, inside the site."""
    digest: str
    """Of every fact that the bytes are made from: equal digests, equal bytes."""
    make: Callable[[], bytes]
    """Makes the bytes. Pure but for what it remembers; may be called in a forked process."""
