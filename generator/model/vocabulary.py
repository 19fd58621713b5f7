"""Closed sets: the words that a report, a component or the page can have. Each knows its place from good to bad, nothing else."""

from __future__ import annotations

from enum import StrEnum


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
        return self in _ENDS


_ENDS = frozenset({Status.RESOLVED, Status.POSTMORTEM, Status.COMPLETED, Status.CANCELLED})


class ActionState(StrEnum):
    """Whether something that was promised in a postmortem has been kept."""

    DONE = "done"
    OPEN = "open"
    OVERDUE = "overdue"


POINTS = (
    "admit_failure",
    "human",
    "channel",
    "authentic",
    "start_end",
    "affected",
    "what_went_wrong",
    "lessons",
    "technologies",
    "five_whys",
    "human_elements",
    "others_learn",
)
"""The twelve points that a postmortem is held against, by their ids."""


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
