"""What is true at `Board.now`: made by `decide`, and all that any output needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from generator.model.day import Day
from generator.model.later import Once
from generator.model.openness import Metrics, Promise, Times
from generator.model.report import Figures
from generator.model.vocabulary import ActionState, ComponentStatus, Headline, Status
from generator.model.written import ActionItem, Component, Incident, Maintenance, Notice, Site, Update


class Transition(Struct, frozen=True):
    """What an update did to a component."""

    component: Component
    before: ComponentStatus
    after: ComponentStatus


class Step(Struct, frozen=True):
    """An update in its course: `update` has become the status it keeps."""

    update: Update
    status: Status
    """Never `Status.UPDATE`."""
    transitions: tuple[Transition, ...] = ()


class NextWord(Struct, frozen=True):
    """When the public was promised to hear again."""

    due: datetime
    late: bool
    """`due` has passed at `Board.now`."""
    promised: bool
    """True where an update says so; false where it follows from `promises.updates_every`."""


class Remediation(Struct, frozen=True):
    """An action item of a postmortem, and what became of it."""

    item: ActionItem
    state: ActionState
    until: datetime | None = None
    """The moment from which it is overdue; None where no day is said."""


class Story(Struct, frozen=True):
    """All that was said of an incident by `Board.now`, what followed from it, and what was promised."""

    status: Status
    """investigating, identified, monitoring, resolved or (resolved, with a postmortem) postmortem."""
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
    remediation: tuple[Remediation, ...] = ()
    """The action items of its postmortem, in order; empty until that is published."""
    times: Times = Times()
    """When what happened, how long people waited."""
    promises: tuple[Promise, ...] = ()
    """All that was promised of it, in order: the first word, each after it, the postmortem."""


class Course(Struct, frozen=True):
    """What became of an incident by `Board.now`.

    What is asked of every incident of an archive is here at once. The rest is its story, which may be followed only when somebody asks for a part
    of it.
    """

    incident: Incident
    open: bool
    digest: str
    """Changes whenever anything else here does. The incident's own where the story is settled: all of it has been said, and nothing is late or
    owed."""
    said: tuple[datetime, ...]
    """When each of `steps` was said, newest first."""
    touched: tuple[str, ...]
    """The ids of `affected`."""
    metrics: Metrics
    owed: Promise | None
    """The one among `promises` that people are still waiting for, late or not; None where there is none."""
    told: Story | Once[Incident, Story]

    @property
    def id(self) -> str:
        return self.incident.id

    @property
    def outline(self) -> str:
        """Changes whenever anything here does but texts that were said: what lists are promised by."""
        return self.incident.outline_at(self.digest)

    @property
    def story(self) -> Story:
        told = self.told
        return told if isinstance(told, Story) else told.whole()

    @property
    def status(self) -> Status:
        return self.story.status

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.story.steps

    @property
    def affected(self) -> tuple[Transition, ...]:
        return self.story.affected

    @property
    def identified_at(self) -> datetime | None:
        return self.story.identified_at

    @property
    def monitoring_at(self) -> datetime | None:
        return self.story.monitoring_at

    @property
    def resolved_at(self) -> datetime | None:
        return self.story.resolved_at

    @property
    def next_word(self) -> NextWord | None:
        return self.story.next_word

    @property
    def remediation(self) -> tuple[Remediation, ...]:
        return self.story.remediation

    @property
    def times(self) -> Times:
        return self.story.times

    @property
    def promises(self) -> tuple[Promise, ...]:
        return self.story.promises


class Tick(Struct, frozen=True):
    """What the clock alone did to a maintenance."""

    status: Status
    """in_progress, verifying or completed."""
    at: datetime


class Window(Struct, frozen=True):
    """What became of a maintenance by `Board.now`. Of one that is over for good `steps` and `affected` are made when somebody asks (`Later`)."""

    maintenance: Maintenance
    status: Status
    """scheduled, in_progress, verifying, completed or cancelled."""
    steps: Sequence[Step]
    affected: Sequence[Transition]
    scheduled_for: datetime
    """The planned start as it stands now, after every move: what is true, where `maintenance` says the first plan."""
    scheduled_until: datetime
    started_at: datetime | None = None
    """The actual start; None while scheduled or cancelled before it began."""
    ended_at: datetime | None = None
    """The actual end; None before it."""
    overdue: bool = False
    """The planned end has passed and nobody has said Completed."""
    ticks: tuple[Tick, ...] = ()
    """What the clock did by itself, oldest first."""
    sequence: int = 0
    """How many words have been said of it: what a calendar calls its revision (RFC 5545, 3.8.7.4)."""
    occurrences: tuple[Window, ...] = ()
    """Of a maintenance that repeats: every time it took place, is going on or was called off, and the next few to come, by start, newest
    first. The window that holds them tells of the one that is going on, else of the next, else of the last."""
    recurrence: datetime | None = None
    """Of an occurrence: the start that the rule gives it, whatever it was moved to (RECURRENCE-ID; RFC 5545, 3.8.4.4)."""
    said: tuple[datetime, ...] = ()
    """When each of `steps` was said, newest first."""
    touched: tuple[str, ...] = ()
    """The ids of `affected`."""
    digest: str = ""
    """Changes whenever anything else here does. The maintenance's own where it is over, and all of it has been said."""

    @property
    def id(self) -> str:
        return self.maintenance.id

    @property
    def outline(self) -> str:
        """Changes whenever anything here does but texts that were said: what lists are promised by."""
        return self.maintenance.outline_at(self.digest)


class Standing(Struct, frozen=True):
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


class RecentDay(Struct, frozen=True):
    """One of the last days, and what happened on it, by the local day an incident started on."""

    date: date
    courses: tuple[Course, ...] = ()
    windows: tuple[Window, ...] = ()
    """Maintenances that ended on it."""


class Month(Struct, frozen=True):
    """A local month of history: what started in it, newest first."""

    year: int
    month: int
    courses: tuple[Course, ...] = ()
    windows: tuple[Window, ...] = ()
    notices: tuple[Notice, ...] = ()


class Board(Struct, frozen=True):
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
    explained: tuple[Course, ...]
    """Every incident whose postmortem has been published, by its time, newest first."""
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
    uptime: float | None = None
    """Of all components: the mean of theirs, as in a group; None where nothing is known of any."""
    report: tuple[Figures, ...] = ()
    """How open the site was, in figures: for each of `PERIODS`, in that order."""
